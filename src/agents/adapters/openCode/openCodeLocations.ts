/**
 * Where OpenCode 1.18.33 and Kilo 7.7.7 look, taken from their code. Not read here: what an organization's account or a
 * server hands out, managed preferences of macOS, and options of the command line.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SettingsScope } from '../../agent';
import type { SettingsLocation } from '../common/settingsLocation';
import { configHome } from '../common/locate';
import type { AgentId } from '../../agentId';
import { variable, type HostMachine } from '../../hostMachine';

/** How the two differ. */
export interface OpenCodeVariant {
  readonly id: AgentId & ('opencode' | 'kilo');
  readonly name: string;
  readonly extensionIds: readonly string[];
  /** Names of the settings file, the weakest first. */
  readonly names: readonly string[];
  /** Folders of settings in a folder, the weakest first. */
  readonly folders: readonly string[];
  readonly variablePrefix: string;
}

export const userFolder = (kind: OpenCodeVariant, host: HostMachine): string => join(configHome(host), kind.id);

/** Names that count beside the user's own folder. */
export const namesInFolders = ({ names }: OpenCodeVariant): readonly string[] =>
  names.filter((name) => name !== 'config.json');

/** The folder of a scope. */
export const scopeFolder = (kind: OpenCodeVariant, host: HostMachine, scope: SettingsScope): string =>
  scope === 'user' ? userFolder(kind, host) : (host.workspace ?? '');

/** The repository's root first, and down to the open folder; without a repository all folders above it. */
function foldersDown({ workspace }: HostMachine): readonly string[] {
  const folders: string[] = [];
  for (let folder = workspace; folder !== undefined;) {
    folders.unshift(folder);
    const parent = dirname(folder);
    folder = existsSync(join(folder, '.git')) || parent === folder ? undefined : parent;
  }
  return folders;
}

const MANAGED: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: '/Library/Application Support' };

function managedFolder({ id, variablePrefix }: OpenCodeVariant, host: HostMachine): string {
  const system =
    host.platform === 'win32' ? (variable(host, 'ProgramData') ?? 'C:\\ProgramData') : MANAGED[host.platform];
  return variable(host, `${variablePrefix}_TEST_MANAGED_CONFIG_DIR`) ?? join(host.managed ?? system ?? '/etc', id);
}

const dataHome = (host: HostMachine): string => variable(host, 'XDG_DATA_HOME') ?? join(host.home, '.local', 'share');

/** Agents and modes each have a model; a command may have one. */
const workIn = (folder: string): readonly string[] =>
  [
    ['agent', '**'],
    ['agents', '**'],
    ['mode', ''],
    ['modes', ''],
    ['command', '**'],
    ['commands', '**'],
  ].map(([name = '', deep = '']) => join(folder, name, deep, '*.md'));

const SETTINGS = {
  kind: 'settings',
  format: 'jsonc',
  provides: ['model', 'region', 'awsProfile', 'credentials', 'availability'],
} as const;
const WORK = { kind: 'work', format: 'frontmatter', provides: ['model'] } as const;

/**
 * The table of one of the two. A folder of settings counts with its files and then with the work in it, before the next
 * folder.
 */
export function openCodeLocations(kind: OpenCodeVariant): readonly SettingsLocation[] {
  const named = namesInFolders(kind);
  const given = (host: HostMachine, name: string): readonly string[] => {
    const path = variable(host, `${kind.variablePrefix}_${name}`);
    return path === undefined ? [] : [path];
  };
  const isProjectConfigDisabled = (host: HostMachine): boolean =>
    ['1', 'true'].includes((variable(host, `${kind.variablePrefix}_DISABLE_PROJECT_CONFIG`) ?? '').toLowerCase());
  const project = (host: HostMachine): readonly string[] => (isProjectConfigDisabled(host) ? [] : foldersDown(host));
  const below = (folders: readonly string[]): readonly string[] =>
    folders.flatMap((folder) => kind.folders.map((name) => join(folder, name)));
  const filesIn = (folders: readonly string[]): readonly string[] =>
    folders.flatMap((folder) => named.map((name) => join(folder, name)));
  const home = (host: HostMachine): readonly string[] => below([host.home]);
  return [
    {
      ...SETTINGS,
      name: 'user settings',
      from: 'user',
      paths: (host) => kind.names.map((name) => join(userFolder(kind, host), name)),
    },
    { ...SETTINGS, name: 'named file', from: 'user', paths: (host) => given(host, 'CONFIG') },
    { ...SETTINGS, name: 'project files', from: 'folder', paths: (host) => filesIn(project(host)) },
    { ...WORK, name: 'own work', from: 'user', paths: (host) => workIn(userFolder(kind, host)) },
    { ...SETTINGS, name: 'project folders', from: 'folder', paths: (host) => filesIn(below(project(host))) },
    { ...WORK, name: 'work of the project', from: 'folder', paths: (host) => below(project(host)).flatMap(workIn) },
    { ...SETTINGS, name: 'folder of the home', from: 'user', paths: (host) => filesIn(home(host)) },
    { ...WORK, name: 'work of the home', from: 'user', paths: (host) => home(host).flatMap(workIn) },
    { ...SETTINGS, name: 'named folder', from: 'user', paths: (host) => filesIn(given(host, 'CONFIG_DIR')) },
    {
      ...WORK,
      name: 'work of the named folder',
      from: 'user',
      paths: (host) => given(host, 'CONFIG_DIR').flatMap(workIn),
    },
    { ...SETTINGS, name: 'managed settings', from: 'managed', paths: (host) => filesIn([managedFolder(kind, host)]) },
    {
      name: 'stored logins',
      kind: 'credentials',
      format: 'json',
      provides: ['credentials'],
      from: 'user',
      paths: (host) => [join(dataHome(host), kind.id, 'auth.json')],
    },
  ];
}
