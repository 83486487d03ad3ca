/** Takes away what is no longer of use in the folder that windows share. */

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOf } from '../../core/fileFormat';
import { RETIRED_LEASE } from '../../system/lease';

const HOUR = 3_600_000;
/** A connection that nobody has used for so long leaves files behind. */
const KEPT_MS = 45 * 24 * HOUR;
/** Longer than anything takes to be written. */
const UNFINISHED_MS = HOUR;
/** A lease that is held is renewed every few seconds. */
const LEASE_MS = 24 * HOUR;
/** What a process that was killed while writing has left: the file's name and a number. */
const UNFINISHED = /\.json\.\d+$/;

/**
 * How long a file is kept after it was last written, in milliseconds; undefined for what is not ours to delete: what is
 * counted or done once, which has no format, and what a newer version has written.
 */
function keptFor(name: string, format: number): number | undefined {
  if (RETIRED_LEASE.test(name) || UNFINISHED.test(name)) return UNFINISHED_MS;
  if (name.endsWith('.lease')) return LEASE_MS;
  const written = formatOf(name);
  return written !== undefined && written <= format ? KEPT_MS : undefined;
}

/** Never rejects: another window may be faster, and what cannot be deleted now can be later. */
export async function pruneFolder(folder: string, now: number, format: number): Promise<void> {
  await import('./atomicWrite').then(({ pruneJournals }) => pruneJournals(folder)).catch(() => undefined);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const kept = keptFor(name, format);
    if (kept === undefined) continue;
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    // A time in the future is a clock's that was wrong; of a value that may be all that is known.
    const age = found === undefined ? 0 : now - found.mtimeMs;
    const isOver = kept === KEPT_MS ? age > kept : Math.abs(age) > kept;
    if (isOver) await rm(file, { force: true }).catch(() => undefined);
  }
}
