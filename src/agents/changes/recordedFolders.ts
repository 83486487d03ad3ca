/**
 * The list of our folders, kept where the uninstall script finds it: that script knows only its own path, and each
 * editor has another folder for what extensions store.
 */

import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileInFormat } from '../../core/fileFormat';

/** The format never changes: newer versions add to the same list of folders. */
const FILE = fileInFormat('folders', 1);

/** The recorded folders; empty where the list cannot be read. Never throws. */
export function recordedFolders(scheduleFolder: string): readonly string[] {
  try {
    const noted: unknown = JSON.parse(readFileSync(join(scheduleFolder, FILE), 'utf8'));
    return Array.isArray(noted) ? noted.filter((folder) => typeof folder === 'string') : [];
  } catch {
    return [];
  }
}

/** Records one of our folders. Never rejects: if it cannot be recorded, the editor's own uninstalling has to do. */
export async function recordFolder(scheduleFolder: string, folder: string): Promise<void> {
  const noted = recordedFolders(scheduleFolder);
  if (noted.includes(folder)) return;
  try {
    await mkdir(scheduleFolder, { recursive: true, mode: 0o700 });
    await writeFile(join(scheduleFolder, FILE), JSON.stringify([...noted, folder]), { mode: 0o600 });
  } catch {
    // Only the uninstall script needs it.
  }
}
