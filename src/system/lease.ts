/** One window at a time does a thing: a file that is made by whoever comes first and removed when the work is done. */

import { isProcessAlive } from './processAlive';
import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const TURN_MS = 150;
/**
 * A lease that is unchanged at so many checks in a row was abandoned: five renewals were missed, about 15 seconds.
 * Checks are counted since the clock may jump, the file's time may lie in the future, and nothing is checked while the
 * machine sleeps.
 */
const LEFT_LOOKS = 100;
/** A lease that names nobody was left half made. */
const HALF_MADE_LOOKS = 10;
const RENEW_TURNS = 20;
/** So often it may fail to take a lease away (a virus scanner may hold the file) before we go on without one. */
const MOST_FAILURES = 20;

/** The right to do something that only one process may do at a time. */
export interface Lease {
  release(): Promise<void>;
}

/** Which lease is taken, and how. `trouble` is called for errors of the disk. */
export interface LeaseOptions {
  readonly folder: string;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly trouble: (error: unknown) => void;
  /** Milliseconds between two checks; the times of renewal and of running out follow from it. */
  readonly turnMs?: number;
}

const NO_LEASE: Lease = { release: () => Promise.resolve() };

/**
 * Leases that this process holds. Another one with our process id was left by an earlier process of the same number.
 */
const held = new Set<string>();

/**
 * Waits for a lease; never rejects. Where none can be kept (no folder, no room) the answer is one that nobody else
 * sees.
 */
export async function takeLease(options: LeaseOptions): Promise<Lease | 'cancelled'> {
  const { folder, file, signal, trouble, turnMs = TURN_MS } = options;
  const mine = `${hostname()} ${process.pid} ${randomUUID()}`;
  const watch = new LeaseWatch(file);
  try {
    while (!signal.aborted) {
      await mkdir(folder, { recursive: true });
      if (await writeLease(file, mine)) return keep(file, mine, turnMs);
      await watch.check();
      await sleep(turnMs);
    }
    return 'cancelled';
  } catch (error) {
    // No folder or no room to keep a lease in: going on alone is better than not going on.
    trouble(error);
    return NO_LEASE;
  }
}

/** Answers whether it is ours; otherwise there is one already. */
async function writeLease(file: string, mine: string): Promise<boolean> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'EISDIR'))
      return undefined;
    throw error;
  });
  if (handle === undefined) return false;
  held.add(mine);
  try {
    await handle.writeFile(mine);
    await handle.close();
    return true;
  } catch (error) {
    held.delete(mine);
    await handle.close().catch(() => undefined);
    // On a full disk a file can be made but not filled: left behind, it would keep everybody waiting, ourselves too.
    await rm(file, { force: true });
    throw error;
  }
}

/** Renews the lease while its work goes on, so that long work does not look like a window that is gone. */
function keep(file: string, mine: string, turnMs: number): Lease {
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    timer = setTimeout(() => void renew(), RENEW_TURNS * turnMs);
    timer.unref();
  };
  const renew = async (): Promise<void> => {
    // One that another window has taken over is theirs to renew.
    if ((await contentOf(file)) !== mine) return;
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    if (held.has(mine)) schedule();
  };
  schedule();
  return {
    release: async () => {
      clearTimeout(timer);
      held.delete(mine);
      if ((await contentOf(file)) === mine) await rm(file, { force: true }).catch(() => undefined);
    },
  };
}

const contentOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/** Checks another window's lease again and again, and removes it when that window is gone. */
class LeaseWatch {
  readonly #file: string;
  #mark = '';
  #unchangedChecks = 0;
  #failures = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws when the lease could not be taken away several times over. */
  async check(): Promise<void> {
    const info = await lstat(this.#file).catch(() => undefined);
    // Released meanwhile.
    if (info === undefined) return;
    const content = info.isFile() ? await contentOf(this.#file) : undefined;
    const mark = `${info.ino} ${info.mtimeMs} ${info.ctimeMs} ${content ?? ''}`;
    this.#unchangedChecks = mark === this.#mark ? this.#unchangedChecks + 1 : 0;
    this.#mark = mark;
    const isLeft = !info.isFile() || hasEnded(content) || this.#unchangedChecks >= patienceWith(content);
    if (!isLeft) return;
    try {
      await takeAway(this.#file, content);
    } catch (error) {
      this.#failures += 1;
      if (this.#failures >= MOST_FAILURES) throw error;
    }
  }
}

const patienceWith = (content: string | undefined): number => (content === '' ? HALF_MADE_LOOKS : LEFT_LOOKS);

/** Whether a lease names a process of this machine that is gone. */
function hasEnded(content = ''): boolean {
  const [host, text = ''] = content.split(' ');
  const pid = Number(text);
  if (host !== hostname() || !Number.isInteger(pid) || pid <= 0) return false;
  return pid === process.pid ? !held.has(content) : !isProcessAlive(pid);
}

/** The name to which a lease is renamed until it is known to be the one that was checked. */
export const RETIRED_LEASE = /\.lease\.[0-9a-f-]{36}$/;

/** Several windows may see at once that a lease was left; the renaming is won by one of them. */
async function takeAway(file: string, content: string | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  // Between the look and the renaming another window may have taken it over: then it is theirs again.
  if (content !== undefined && (await contentOf(aside)) !== content) await link(aside, file).catch(() => undefined);
  // In our own folder; a folder of that name is nobody's.
  await rm(aside, { recursive: true, force: true });
}
