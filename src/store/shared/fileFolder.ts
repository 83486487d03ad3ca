/** The folder that windows share, on disk or in memory. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/secrets/hideSecrets';
import { fileInFormat, type Formats } from '../../core/fileFormat';
import type { Disk, Files, WriteFailures } from './files';
import { FolderWatch } from './folderWatch';
import type { Journals } from './journals';
import { takeLease } from '../../system/lease';
import type { Shape, SharedFolder } from './sharedFolder';

/** Loaded when something is first counted or promised. */
function lazyJournals(load: () => Promise<Journals>): Journals {
  let loaded: Promise<Journals> | undefined;
  const journals = (): Promise<Journals> => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  return {
    append: async (name, line) => (await journals()).append(name, line),
    lines: async (name) => (await journals()).lines(name),
    claim: async (name, key) => (await journals()).claim(name, key),
  };
}

/** Shares with nobody: for the sample data. */
export function memoryFolder(): SharedFolder {
  const values = new Map<string, unknown>();
  const marks = new Set<string>();
  return {
    ...lazyJournals(async () => (await import('./atomicWrite')).memoryJournals()),
    read: (name) => Promise.resolve(values.get(name) as never),
    write: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
    update: (name, _shape, change) => {
      const changed = change(values.get(name) as never);
      if (changed !== undefined) values.set(name, changed);
      return Promise.resolve();
    },
    markFirst: (name) => {
      const isFirst = !marks.has(name);
      marks.add(name);
      return Promise.resolve(isFirst);
    },
    withLease: (_name, _signal, task) => task(),
    watch: () => ({ dispose: () => undefined }),
  };
}

/**
 * Of the files that windows share. A change of what is in one of them is a new format, and this one then becomes an
 * earlier one.
 */
export const SHARED_FORMATS: Formats = { current: 1, earlier: [] };

export interface FileStoreOptions {
  readonly disk?: Disk | undefined;
  readonly formats?: Formats;
}

/**
 * Shares through files in a folder that is the extension's own. The folder is made when it is first needed, and again
 * when it was deleted.
 */
export function fileFolder(
  folder: string,
  note: (line: string) => void,
  { disk, formats = SHARED_FORMATS }: FileStoreOptions = {},
): SharedFolder {
  const path = (name: string): string => join(folder, fileInFormat(fileName(name), formats.current));
  const trouble = troubleIn(folder, note);
  const watches = new Set<FolderWatch>();
  const load = async (name: string): Promise<unknown> => {
    for (const watch of watches) void watch.ensure();
    return loadFile(folder, name, formats);
  };
  const withLease = leasesIn(folder, trouble);
  let files: Promise<Files> | undefined;
  const put = async <Result>(task: (files: Files) => Promise<Result>): Promise<Result | undefined> => {
    files ??= import('./atomicWrite').then(({ Files }) => new Files({ folder, path, load, trouble, withLease, disk }));
    files.catch(() => {
      files = undefined;
    });
    try {
      const result = await task(await files);
      for (const watch of watches) void watch.ensure();
      return result;
    } catch (error) {
      trouble.met(error);
      return undefined;
    }
  };
  return {
    ...lazyJournals(async () => (await import('./atomicWrite')).fileJournals(folder, trouble.met)),
    read: async (name, shape) => {
      // Until something was to be written, what is in the files is all there is.
      const held = await (files === undefined ? undefined : files.catch(() => undefined));
      const value = await (held === undefined ? load(name) : held.read(name));
      return value === undefined ? undefined : checked(value, shape);
    },
    write: async (name, value) => {
      await put((into) => into.write(name, value));
    },
    update: async (name, shape, change) => {
      await put((into) => into.update(name, (known) => checked(known, shape), change));
    },
    // Where it cannot even be noted, doing it twice is better than never.
    markFirst: async (name) => (await put((into) => into.markFirst(join(folder, `${fileName(name)}.once`)))) ?? true,
    withLease,
    watch: (listener) => {
      const watch = new FolderWatch(folder, listener, note);
      watches.add(watch);
      return {
        dispose: () => {
          watches.delete(watch);
          watch.dispose();
        },
      };
    },
  };
}

const leasesIn =
  (folder: string, trouble: WriteFailures): SharedFolder['withLease'] =>
  async (name, signal, task) => {
    // Without a format: versions that take turns do not ask for the same thing at the same moment.
    const file = join(folder, `${fileName(name)}.lease`);
    const lease = await takeLease({ folder, file, signal, trouble: trouble.met });
    if (lease === 'cancelled') return undefined;
    try {
      return await task();
    } finally {
      await lease.release();
    }
  };

/** The value where it has the shape; undefined also where the shape cannot be loaded. */
async function checked<Value>(value: unknown, shape: Shape<Value>): Promise<Value | undefined> {
  if (value === undefined) return undefined;
  try {
    const check = await shape();
    return check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a name's file holds: in today's format, else in an earlier one. Never rejects. */
async function loadFile(folder: string, name: string, { current, earlier }: Formats): Promise<unknown> {
  const same = { format: current, convert: (value: unknown) => value };
  for (const { format, convert } of [same, ...earlier]) {
    try {
      const value: unknown = JSON.parse(await readFile(join(folder, fileInFormat(fileName(name), format)), 'utf8'));
      return convert(value, name);
    } catch {
      // Missing, cut off, or not ours: the next fetch writes it anew.
    }
  }
  return undefined;
}

const fileName = (name: string): string => name.replace(/[^a-zA-Z0-9_-]/g, '_');

/** Says once that nothing can be written, and once that it can be again. */
function troubleIn(folder: string, note: (line: string) => void): WriteFailures {
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
