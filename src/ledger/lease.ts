/** One window at a time does a thing: a file that is made by whoever comes first and removed when the work is done. */

import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lease that was not renewed for so long was left behind. */
const LEASE_MS = 90_000;
const RENEW_MS = 20_000;
const TURN_MS = 150;

export interface Lease {
  release(): Promise<void>;
}

const NO_LEASE: Lease = { release: () => Promise.resolve() };

/** Waits for a lease. Where none can be kept (no folder, no room) the answer is one that nobody else sees. */
export async function takeLease(
  folder: string,
  file: string,
  signal: AbortSignal,
  trouble: (error: unknown) => void,
): Promise<Lease | 'cancelled'> {
  const mine = `${hostname()} ${process.pid} ${randomUUID()}`;
  try {
    while (!signal.aborted) {
      await mkdir(folder, { recursive: true });
      if (await writeLease(file, mine)) return keep(file, mine);
      await dropIfLeft(file);
      await sleep(TURN_MS);
    }
    return 'cancelled';
  } catch (error) {
    // No folder or no room to keep a lease in: going on alone is better than not going on.
    trouble(error);
    return NO_LEASE;
  }
}

/** Answers whether it is ours; otherwise somebody holds it. */
async function writeLease(file: string, mine: string): Promise<boolean> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (handle === undefined) return false;
  try {
    await handle.writeFile(mine);
    return true;
  } catch (error) {
    // On a full disk a file can be made but not filled: left behind, it would keep everybody waiting, ourselves too.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Renews the lease while its work goes on, so that long work does not look like a window that is gone. */
function keep(file: string, mine: string): Lease {
  let timer: NodeJS.Timeout | undefined;
  const renew = (): void => {
    timer = setTimeout(() => {
      const now = new Date();
      void utimes(file, now, now).catch(() => undefined);
      renew();
    }, RENEW_MS);
    timer.unref();
  };
  renew();
  return {
    release: async () => {
      clearTimeout(timer);
      await releaseLease(file, mine);
    },
  };
}

/** Takes away a lease whose window is gone. Several windows may see that at once; the renaming is won by one of them. */
async function dropIfLeft(file: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(file);
    const held = await readFile(file, 'utf8');
    const [host, pid] = held.split(' ');
    const ended = host === hostname() && !isAlive(Number(pid));
    if (!ended && Date.now() - mtimeMs <= LEASE_MS) return;
    const aside = `${file}.${randomUUID()}`;
    await rename(file, aside);
    // Between the look and the renaming another window may have taken it over: then it is theirs again.
    if ((await readFile(aside, 'utf8')) !== held) await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
  } catch {
    // Released meanwhile.
  }
}

/** A process of this machine; one that may not be signalled is alive. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

async function releaseLease(file: string, mine: string): Promise<void> {
  try {
    // If it ran out and another window took it over, it is no longer ours to give back.
    if ((await readFile(file, 'utf8')) === mine) await rm(file, { force: true });
  } catch {
    // Gone already.
  }
}
