/** Where windows meet: a folder of small JSON files, each written whole, and leases so that one window at a time does a thing. */

import { randomUUID } from 'node:crypto';
import { mkdirSync, watch } from 'node:fs';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';

export interface Store {
  /** What was written last under a name; undefined when there is nothing or nothing readable. */
  read<Value>(name: string): Promise<Value | undefined>;
  /** Writes a value whole. A disk that is full or read-only costs the sharing, not the value: it never rejects. */
  write(name: string, value: unknown): Promise<void>;
  /** Runs a task while no other window runs one under the same name. Waits for its turn; a lease that was left behind runs out. */
  withLease<Result>(name: string, signal: AbortSignal, task: () => Promise<Result>): Promise<Result | undefined>;
  /** Tells when any window has written something. */
  watch(listener: () => void): { dispose: () => void };
}

/** Shares with nobody: for the sample data. */
export function memoryStore(): Store {
  const values = new Map<string, unknown>();
  return {
    read: (name) => Promise.resolve(values.get(name) as never),
    write: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
    withLease: (_name, _signal, task) => task(),
    watch: () => ({ dispose: () => undefined }),
  };
}

const FORMAT = 1;
/** Longer than our longest fetch: the deadline of a call is a minute, and a refresh makes a few in a row. */
const LEASE_MS = 180_000;
const TURN_MS = 150;

const fileName = (name: string): string => name.replace(/[^a-zA-Z0-9_-]/g, '_');

/** Shares through files in a folder that is the extension's own. The folder is made when it is first needed. */
export function fileStore(folder: string, note: (line: string) => void): Store {
  const path = (name: string, end: string): string => join(folder, `${fileName(name)}.${end}`);
  return {
    async read<Value>(name: string) {
      try {
        const held = JSON.parse(await readFile(path(name, 'json'), 'utf8')) as { format?: number; value?: Value };
        return held.format === FORMAT ? held.value : undefined;
      } catch {
        // Missing, half of another version's, or not ours: the next fetch writes it anew.
        return undefined;
      }
    },
    async write(name, value) {
      try {
        await mkdir(folder, { recursive: true });
        await writeFileAtomic(path(name, 'json'), JSON.stringify({ format: FORMAT, value }), { mode: 0o600 });
      } catch (error) {
        note(`cannot write ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    async withLease(name, signal, task) {
      const lease = await takeLease(folder, path(name, 'lease'), signal, note);
      if (lease === 'cancelled') return undefined;
      try {
        return await task();
      } finally {
        await lease.release();
      }
    },
    watch: (listener) => watchFolder(folder, listener, note),
  };
}

/** Writes come in bursts (a temporary file, then its renaming). */
const SETTLE_MS = 200;

function watchFolder(folder: string, listener: () => void, note: (line: string) => void): { dispose: () => void } {
  let timer: NodeJS.Timeout | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    const watcher = watch(folder, { persistent: false }, (_event, file) => {
      if (file?.endsWith('.json') !== true) return;
      clearTimeout(timer);
      timer = setTimeout(listener, SETTLE_MS);
    });
    watcher.on('error', (error) => {
      note(`no longer watching: ${error.message}`);
    });
    return {
      dispose: () => {
        clearTimeout(timer);
        watcher.close();
      },
    };
  } catch (error) {
    // Without a watch a window reads the file when its own next poll is due.
    note(`not watching: ${error instanceof Error ? error.message : String(error)}`);
    return { dispose: () => undefined };
  }
}

interface Lease {
  release(): Promise<void>;
}

const NO_LEASE: Lease = { release: () => Promise.resolve() };

async function takeLease(
  folder: string,
  file: string,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<Lease | 'cancelled'> {
  const mine = `${hostname()} ${process.pid} ${randomUUID()}`;
  while (!signal.aborted) {
    try {
      await mkdir(folder, { recursive: true });
      await writeLease(file, mine);
      return { release: () => releaseLease(file, mine) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        // No folder or no room to keep a lease in: going on alone is better than not going on.
        note(`no lease: ${error instanceof Error ? error.message : String(error)}`);
        return NO_LEASE;
      }
    }
    await dropIfLeft(file);
    await sleep(TURN_MS);
  }
  return 'cancelled';
}

/** Rejects with EEXIST where somebody holds it. */
async function writeLease(file: string, mine: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(mine);
  } catch (error) {
    // On a full disk a file can be made but not filled: left behind, it would keep everybody waiting, ourselves too.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function dropIfLeft(file: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(file);
    const [host, pid] = (await readFile(file, 'utf8')).split(' ');
    const ended = host === hostname() && !isAlive(Number(pid));
    if (ended || Date.now() - mtimeMs > LEASE_MS) await rm(file, { force: true });
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
