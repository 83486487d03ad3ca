/**
 * Which folders are ours, kept where the script that runs after uninstalling finds it: that script knows nothing but
 * where it lies itself, and every editor keeps what extensions store somewhere else.
 */

import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileInFormat } from '../../core/fileFormat';

/** Newer versions add to the same list: it is a list of folders and will be nothing else. */
const FILE = fileInFormat('folders', 1);

/** What was noted; empty where there is nothing to be read. Never throws. */
export function recordedFolders(scheduleFolder: string): readonly string[] {
  try {
    const noted: unknown = JSON.parse(readFileSync(join(scheduleFolder, FILE), 'utf8'));
    return Array.isArray(noted) ? noted.filter((folder) => typeof folder === 'string') : [];
  } catch {
    return [];
  }
}

/** Notes that a folder is ours. Never rejects: where it cannot be noted, the editor's own uninstalling has to do. */
export async function recordFolder(scheduleFolder: string, folder: string): Promise<void> {
  const noted = recordedFolders(scheduleFolder);
  if (noted.includes(folder)) return;
  try {
    await mkdir(scheduleFolder, { recursive: true, mode: 0o700 });
    await writeFile(join(scheduleFolder, FILE), JSON.stringify([...noted, folder]), { mode: 0o600 });
  } catch {
    // Nothing depends on it now.
  }
}
