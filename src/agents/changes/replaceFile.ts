/** Writes a file as a whole or not at all. Loaded at start, so it imports little. */

import { isProcessAlive } from '../../system/processAlive';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Takes away what a process that was killed in the middle of writing has left beside a file. */
export function removeLeftovers(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const [, base, pid] = /^(.+)\.(\d+)\.staged$/.exec(name) ?? [];
    if (base === basename(path) && !isProcessAlive(Number(pid))) rmSync(join(dirname(path), name), { force: true });
  }
}

/** Writes a file as a whole or not at all, with these permission bits. */
export function replaceFile(path: string, text: string | Uint8Array, mode: number): void {
  const temporary = `${path}.${process.pid}.staged`;
  const file = openSync(temporary, 'w', mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    if (existsSync(path)) {
      const { uid, gid } = statSync(path);
      // Whoever is root keeps a file its owner's.
      if (process.getuid?.() === 0) chownSync(temporary, uid, gid);
    }
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
