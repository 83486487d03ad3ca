/**
 * VS Code runs this when the extension has been uninstalled, in a process without its API. Agents that were pointed at
 * the gateway get back what they had, as far as the values are still ours. It deletes what we keep on this machine:
 * what undoing changes of agents needs, changes that wait for a start, and what windows share. Agents' other settings,
 * profiles and VS Code's settings stay.
 */

import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { agentOf } from './agents/registry';
import { HISTORY_FORMATS, parseHistory, type StoredChange } from './agents/changes/historyFile';
import { undoFiles } from './agents/changes/undoFiles';
import { fileInFormat } from './core/fileFormat';
import { stopGateway } from './gateway/client';
import { myGatewayPaths } from './gateway/paths';
import { Secrets } from './gateway/secrets';
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

/** Changes that pointed agents at the gateway, newest first. */
function gatewayChanges(folder: string): readonly StoredChange[] {
  try {
    const file = join(folder, 'agents', fileInFormat('changes', HISTORY_FORMATS.current));
    const { changes = [] } = parseHistory(JSON.parse(readFileSync(file, 'utf8'))) ?? {};
    return changes.filter(({ plan }) => plan.target.gateway !== undefined).reverse();
  } catch {
    return [];
  }
}

/** Undoes them; values that were changed since stay. */
async function switchBack(folders: readonly string[]): Promise<void> {
  const changes = folders.flatMap(gatewayChanges);
  if (changes.length === 0) return;
  for (const change of changes) {
    try {
      await undoFiles(change, agentOf(change.agent), { now: Date.now });
    } catch {
      // Its file is broken, read-only or gone.
    }
  }
  await endGateway(changes.map(({ agent }) => agent));
}

/**
 * These agents' secrets are no longer accepted. Where no other is left, the gateway ends and its folder goes, unless
 * the user has made a service of it.
 */
async function endGateway(agents: readonly string[]): Promise<void> {
  const paths = await myGatewayPaths();
  const secrets = new Secrets(paths.secrets);
  for (const issued of await secrets.list()) if (agents.includes(issued.agent)) await secrets.revoke(issued);
  if ((await secrets.list()).length > 0 || existsSync(join(paths.folder, 'service'))) return;
  await stopGateway(paths).catch(() => undefined);
  rmSync(paths.folder, { recursive: true, force: true });
  // Other hosts that share the home have their folders beside it.
  attempt(() => {
    rmdirSync(dirname(paths.folder));
  });
}

async function clean(): Promise<void> {
  const scheduleFolder = scheduleFolderFor({ home: homedir(), env: process.env }, process.platform, EXTENSIONS);
  const folders = [...new Set([...recordedFolders(scheduleFolder), ...BESIDE])].filter(isOurStorage);
  await switchBack(folders).catch(() => undefined);
  for (const folder of folders) {
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

if (!isStillInstalled()) void clean();
