import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './paths';

/** When a file was written, ms since 1970; 0 where there is none. */
async function writtenAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

async function check(): Promise<void> {
  const built = await writtenAt(join(repository, 'dist/extension.mjs'));
  for (const entry of await readdir(join(repository, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if ((await writtenAt(file)) > built)
      throw new Error(`${file} is newer than what is built of it in dist/: run npm run build first.`);
  }
}

let checked: Promise<void> | undefined;

/**
 * Resolves where dist/ is as new as src/ was when the process first asked.
 * @throws Error that says what to do where dist/ is missing or older.
 */
export function requireBuilt(): Promise<void> {
  checked ??= check();
  return checked;
}
