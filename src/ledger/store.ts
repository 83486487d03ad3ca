/** Where windows meet: a folder of small JSON files, each written whole, and leases so that one window at a time does a thing. */

import { mkdirSync, watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { takeLease } from './lease';

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
        const { writeFileAtomic } = await import('./atomic');
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

/** Longer than a month: what was told or counted once in a month must be known to its end. */
const KEPT_MS = 45 * 86_400_000;

/** Takes away what nobody has written for so long: connections that are no longer used leave their files behind. */
export async function pruneStore(folder: string, now: number): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      if (now - (await stat(file)).mtimeMs > KEPT_MS) await rm(file, { force: true });
    }
  } catch {
    // No folder yet, or another window was faster.
  }
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
