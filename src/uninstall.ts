/**
 * VS Code runs this when the extension has been uninstalled, in a process without its API. It deletes what we keep on
 * this machine: what undoing changes of agents needs, changes that wait for a start, and what windows share. Agents'
 * settings, profiles and VS Code's settings stay.
 */

import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { recordedFolders } from './agents/changes/recordedFolders';
import { scheduleFolderFor } from './agents/changes/scheduleFolder';

const ID = 'bedrock-tally.bedrock-tally';

/** Where our script lies: `extensions/<id>-<version>/dist`. */
const EXTENSION = resolve(__dirname, '..');
const EXTENSIONS = dirname(EXTENSION);

function attempt(task: () => void): void {
  try {
    task();
  } catch {
    // What cannot be deleted stays, and the rest goes all the same.
  }
}

/** Whether another version of us is installed beside this one: then what we keep is still in use. */
function isStillInstalled(): boolean {
  try {
    const others = readdirSync(EXTENSIONS, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name.startsWith(`${ID}-`) && entry.name !== basename(EXTENSION),
    );
    return others.some(({ name }) => readdirSync(join(EXTENSIONS, name)).includes('package.json'));
  } catch {
    return false;
  }
}

/** Only a folder that an editor has made for us: whatever else a list names is not for us to delete. */
const isOurStorage = (folder: string): boolean =>
  basename(folder) === ID && basename(dirname(folder)) === 'globalStorage';

/** Servers keep data beside the extensions; they need no note of it. */
const BESIDE = ['../data/User/globalStorage', '../User/globalStorage'].map((path) => resolve(EXTENSIONS, path, ID));

function clean(): void {
  const scheduleFolder = scheduleFolderFor({ home: homedir(), env: process.env }, process.platform, EXTENSIONS);
  for (const folder of new Set([...recordedFolders(scheduleFolder), ...BESIDE])) {
    if (!isOurStorage(folder)) continue;
    for (const name of ['shared', 'agents'])
      attempt(() => {
        rmSync(join(folder, name), { recursive: true, force: true });
      });
    attempt(() => {
      rmdirSync(folder);
    });
  }
  attempt(() => {
    rmSync(scheduleFolder, { recursive: true, force: true });
  });
  // Other editors' folders may lie beside it; then it stays.
  attempt(() => {
    rmdirSync(dirname(scheduleFolder));
  });
}

if (!isStillInstalled()) clean();
