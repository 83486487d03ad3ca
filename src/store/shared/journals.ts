/**
 * Files that only grow, and marks that are made once: both stay right when a process ends at any moment, and when the
 * clock is wrong.
 */

import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { groupBy } from '../../core/collections';

const LOG = '.log';
const CLAIM = '.claim';

/**
 * The newest of a kind that are kept: what is older is nobody's question any more. Counted, because a clock that jumps
 * makes anything old.
 */
const KEPT = { [LOG]: 14, [CLAIM]: 4 } as const;

/** Files that only grow, line by line, and marks that only one process can make. */
export interface Journals {
  /**
   * Adds a line; resolves when it is on the disk. Never rejects: what cannot be written is kept, and written with the
   * next line.
   */
  append(name: string, line: string): Promise<void>;
  lines(name: string): Promise<readonly string[]>;
  /** Whether this is the first, of all processes, to make a mark; false as well where it cannot be kept. */
  claim(name: string, key: string): Promise<boolean>;
}

/** For the sample data: shared with nobody. */
export function memoryJournals(): Journals {
  const logs = new Map<string, string[]>();
  const claims = new Set<string>();
  return {
    append: (name, line) => {
      logs.set(name, [...(logs.get(name) ?? []), line]);
      return Promise.resolve();
    },
    lines: (name) => Promise.resolve(logs.get(name) ?? []),
    claim: (name, key) => {
      const isFirst = !claims.has(`${name}.${key}`);
      claims.add(`${name}.${key}`);
      return Promise.resolve(isFirst);
    },
  };
}

/** In a folder that all windows share. */
export function fileJournals(folder: string, trouble: (error: unknown) => void): Journals {
  /** What could not be written yet. */
  const late = new Map<string, string>();
  const write = async (path: string, flags: string, text: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const file = await open(path, flags, 0o600);
    try {
      await file.write(text);
      await file.datasync();
    } finally {
      await file.close();
    }
  };
  return {
    append: async (name, line) => {
      // One write, with an end on both sides: half a line that a kill left behind spoils nobody else's.
      const text = `${late.get(name) ?? ''}\n${line}\n`;
      late.delete(name);
      await write(join(folder, `${name}${LOG}`), 'a', text).catch((error: unknown) => {
        late.set(name, text + (late.get(name) ?? ''));
        trouble(error);
      });
    },
    lines: async (name) => [
      ...(await linesOf(join(folder, `${name}${LOG}`))),
      ...(late.get(name) ?? '').split('\n').filter((line) => line !== ''),
    ],
    claim: async (name, key) => {
      try {
        await write(join(folder, `${name}.${key}${CLAIM}`), 'wx', '');
        return true;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) trouble(error);
        return false;
      }
    },
  };
}

async function linesOf(path: string): Promise<readonly string[]> {
  // There is none before the first line.
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

/** Whether a file is removed only once there are newer ones of its kind, whatever its age. */
export const isJournal = (file: string): boolean => file.endsWith(LOG) || file.endsWith(CLAIM);

/** Takes away all but the newest of each kind. Their names end in a date. */
export async function pruneJournals(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter(isJournal).sort();
  const kinds = groupBy(files, (file) => file.replace(/\d{4}-\d{2}(-\d{2})?(?=\.)/, ''));
  for (const same of kinds.values()) {
    const kept = same[0]?.endsWith(LOG) === true ? KEPT[LOG] : KEPT[CLAIM];
    for (const file of same.slice(0, -kept)) await rm(join(folder, file), { force: true });
  }
}
