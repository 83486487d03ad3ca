/** Where windows meet: a folder of small JSON files, each written whole, and leases so that one window at a time does a thing. */

import { mkdirSync, watch } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../core/secrets';
import type { Files, Save, Trouble } from './files';
import type { Journals } from './journals';
import { takeLease } from './lease';

export interface Store extends Journals {
  /** What was written last under a name; undefined when there is nothing or nothing readable. */
  read<Value>(name: string): Promise<Value | undefined>;
  /**
   * Writes a value whole. A disk that is full or read-only costs the sharing, not the value: it never rejects, and what could not be
   * written is read all the same in this window, until it can be written or somebody else has written anew.
   */
  write(name: string, value: unknown): Promise<void>;
  /** Makes a value of the one that is there, for what windows add to; undefined leaves it. What could not be written is added later. */
  update<Value>(name: string, change: (known: Value | undefined) => Value | undefined): Promise<void>;
  /** Runs a task while no other window runs one under the same name. Waits for its turn; a lease that was left behind runs out. */
  withLease<Result>(name: string, signal: AbortSignal, task: () => Promise<Result>): Promise<Result | undefined>;
  /** Tells when any window has written something. */
  watch(listener: () => void): { dispose: () => void };
}

/** Loaded when something is first counted or promised. */
function lazyJournals(load: () => Promise<Journals>): Journals {
  let loaded: Promise<Journals> | undefined;
  const journals = (): Promise<Journals> => (loaded ??= load());
  return {
    append: async (name, line) => (await journals()).append(name, line),
    lines: async (name) => (await journals()).lines(name),
    claim: async (name, key) => (await journals()).claim(name, key),
  };
}

/** Shares with nobody: for the sample data. */
export function memoryStore(): Store {
  const values = new Map<string, unknown>();
  return {
    ...lazyJournals(async () => (await import('./atomic')).memoryJournals()),
    read: (name) => Promise.resolve(values.get(name) as never),
    write: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
    update: (name, change) => {
      const changed = change(values.get(name) as never);
      if (changed !== undefined) values.set(name, changed);
      return Promise.resolve();
    },
    withLease: (_name, _signal, task) => task(),
    watch: () => ({ dispose: () => undefined }),
  };
}

/** Shares through files in a folder that is the extension's own. The folder is made when it is first needed. */
export function fileStore(folder: string, note: (line: string) => void, save?: Save): Store {
  const path = (name: string, end: string): string => join(folder, `${fileName(name)}.${end}`);
  const trouble = troubleIn(folder, note);
  const load = (name: string): Promise<unknown> => loadFile(path(name, 'json'));
  const withLease = async <Result>(name: string, signal: AbortSignal, task: () => Promise<Result>) => {
    const lease = await takeLease(folder, path(name, 'lease'), signal, trouble.met);
    if (lease === 'cancelled') return undefined;
    try {
      return await task();
    } finally {
      await lease.release();
    }
  };
  let files: Promise<Files> | undefined;
  const put = async (task: (files: Files) => Promise<void>): Promise<void> => {
    files ??= import('./atomic').then(
      ({ Files }) => new Files({ folder, path: (name) => path(name, 'json'), load, trouble, withLease, save }),
    );
    files.catch(() => {
      files = undefined;
    });
    await files.then(task).catch(trouble.met);
  };
  return {
    ...lazyJournals(async () => (await import('./atomic')).fileJournals(folder, trouble.met)),
    // Until something was to be written, what is in the files is all there is.
    read: async <Value>(name: string) => {
      const held =
        files === undefined
          ? load(name)
          : files.then(
              (from) => from.read(name),
              () => load(name),
            );
      return (await held) as Value | undefined;
    },
    write: (name, value) => put((into) => into.write(name, value)),
    update: (name, change) => put((into) => into.update(name, change)),
    withLease,
    watch: (listener) => watchFolder(folder, listener, note),
  };
}

async function loadFile(path: string): Promise<unknown> {
  try {
    const held = JSON.parse(await readFile(path, 'utf8')) as { format?: number; value?: unknown };
    return held.format === FORMAT ? held.value : undefined;
  } catch {
    // Missing, half of another version's, or not ours: the next fetch writes it anew.
    return undefined;
  }
}

/** Of the files: one of another format is not read. */
export const FORMAT = 1;

const fileName = (name: string): string => name.replace(/[^a-zA-Z0-9_-]/g, '_');

/** Says once that nothing can be written, and once that it can be again. */
function troubleIn(folder: string, note: (line: string) => void): Trouble {
  let isMet = false;
  return {
    met: (error) => {
      if (isMet) return;
      isMet = true;
      note(`cannot write in ${folder}, so this window keeps what it learns to itself for now: ${messageOf(error)}`);
    },
    over: () => {
      if (isMet) note('can write again, and has written what it had kept to itself');
      isMet = false;
    },
  };
}

/** Longer than a month: what was told or counted once in a month must be known to its end. */
const KEPT_MS = 45 * 86_400_000;

/** Takes away what nobody has written for so long: connections that are no longer used leave their files behind. */
export async function pruneStore(folder: string, now: number): Promise<void> {
  try {
    const { isJournal, pruneJournals } = await import('./atomic');
    await pruneJournals(folder);
    for (const name of (await readdir(folder)).filter((file) => !isJournal(file))) {
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
      if (file === null || !/\.(json|log)$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(listener, SETTLE_MS);
    });
    watcher.on('error', (error) => {
      note(`no longer watching: ${messageOf(error)}`);
    });
    return {
      dispose: () => {
        clearTimeout(timer);
        watcher.close();
      },
    };
  } catch (error) {
    // Without a watch a window reads the file when its own next poll is due.
    note(`not watching: ${messageOf(error)}`);
    return { dispose: () => undefined };
  }
}
