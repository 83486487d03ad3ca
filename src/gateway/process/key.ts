/**
 * The key that windows, command line and gateway share. Whoever knows it can read the user's files, so that it proves
 * that both run as the same user. It is never sent.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const BYTES = 32;
const OTHERS_MAY_READ_OR_WRITE = 0o077;

/** The key; undefined where there is none, or where others could know it. */
export async function readKey(file: string): Promise<Buffer | undefined> {
  const content = await readFile(file).catch(() => undefined);
  if (content?.length !== BYTES) return undefined;
  if (process.platform === 'win32') return content;
  const { mode, uid } = await stat(file);
  return (mode & OTHERS_MAY_READ_OR_WRITE) === 0 && uid === process.getuid?.() ? content : undefined;
}

/** Writes a new key beside the file, readable by the user alone. Answers its path. */
async function writeNewKey(file: string): Promise<string> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const beside = `${file}.${randomUUID()}`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(randomBytes(BYTES));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return beside;
}

const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** The key, which is made where there is none. Processes that make one at the same time come to the same. */
export async function ensureKey(file: string): Promise<Buffer> {
  const known = await readKey(file);
  if (known !== undefined) return known;
  // One that others could know, or half a key, is replaced.
  const isBad = await stat(file).then(
    () => true,
    () => false,
  );
  if (isBad) await rm(file, { force: true });
  const beside = await writeNewKey(file);
  try {
    // A file that is linked is whole, and only the first link succeeds.
    await link(beside, file);
  } catch (error) {
    if (!isThere(error)) throw error;
  } finally {
    await rm(beside, { force: true });
  }
  const made = await readKey(file);
  if (made === undefined) throw new Error(`The key ${file} could be read by other users.`);
  return made;
}

/** Forgets the key: what proves itself by it is no longer accepted. */
export const deleteKey = (file: string): Promise<void> => rm(file, { force: true });
