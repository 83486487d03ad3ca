/**
 * The settings locations of Claude Code, from the code of version 2.1.329 and its documentation. Not read here:
 * settings from a server of Anthropic's or a device management (a property list on macOS, the registry on Windows), and
 * options of its command line.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SettingsScope } from '../../agent';
import type { SettingsLocation } from '../common/settingsLocation';
import { awsFiles } from '../common/locate';
import { variable, type HostMachine } from '../../hostMachine';

/** The user's folder of settings. */
export const claudeFolder = (host: HostMachine): string =>
  variable(host, 'CLAUDE_CONFIG_DIR') ?? join(host.home, '.claude');

/** The settings file of a scope; undefined where no folder is open. */
export function claudeFile(host: HostMachine, scope: SettingsScope): string | undefined {
  if (scope === 'user') return join(claudeFolder(host), 'settings.json');
  const name = scope === 'project' ? 'settings.json' : 'settings.local.json';
  return host.workspace === undefined ? undefined : join(host.workspace, '.claude', name);
}

const MANAGED: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: '/Library/Application Support/ClaudeCode',
  win32: 'C:\\Program Files\\ClaudeCode',
};

const managed = ({ platform, managed: own }: HostMachine): string => own ?? MANAGED[platform] ?? '/etc/claude-code';

/**
 * The open folder and those above it, up to the repository's root; without a repository up to the home or the disk's
 * root.
 */
function foldersUp({ workspace, home }: HostMachine): readonly string[] {
  const folders: string[] = [];
  for (let folder = workspace; folder !== undefined && folder !== home;) {
    folders.push(folder);
    const parent = dirname(folder);
    folder = existsSync(join(folder, '.git')) || parent === folder ? undefined : parent;
  }
  return folders;
}

const given = (path: string | undefined): readonly string[] => (path === undefined ? [] : [path]);

const JSON_SETTINGS = {
  kind: 'settings',
  format: 'json',
  provides: ['model', 'region', 'awsProfile', 'credentials'],
} as const;
const WORK = { kind: 'work', format: 'frontmatter', provides: ['model'] } as const;

/** Each kind of work that a Markdown file may name a model for: its folder, and its files in it. */
const FOLDERS = [
  ['agents', '**/*.md'],
  ['commands', '**/*.md'],
  ['skills', '*/SKILL.md'],
] as const;

const workIn = (folder: string): readonly string[] => FOLDERS.map(([name, files]) => join(folder, name, files));

export const CLAUDE_LOCATIONS: readonly SettingsLocation[] = [
  {
    name: 'env of the state file',
    kind: 'variables',
    format: 'json',
    provides: ['model', 'region', 'awsProfile', 'credentials'],
    from: 'user',
    paths: (host) => [join(variable(host, 'CLAUDE_CONFIG_DIR') ?? host.home, '.claude.json')],
    unwatched: true,
  },
  { ...JSON_SETTINGS, name: 'user settings', from: 'user', paths: (host) => given(claudeFile(host, 'user')) },
  { ...JSON_SETTINGS, name: 'project settings', from: 'folder', paths: (host) => given(claudeFile(host, 'project')) },
  { ...JSON_SETTINGS, name: 'local settings', from: 'folder', paths: (host) => given(claudeFile(host, 'local')) },
  {
    ...JSON_SETTINGS,
    name: 'managed settings',
    from: 'managed',
    paths: (host) => [join(managed(host), 'managed-settings.json')],
  },
  {
    ...JSON_SETTINGS,
    name: 'managed drop-ins',
    from: 'managed',
    paths: (host) => [join(managed(host), 'managed-settings.d', '*.json')],
  },
  {
    ...WORK,
    name: 'plugins',
    from: 'user',
    paths: (host) => [join(claudeFolder(host), 'plugins', 'cache', '**', '*.md')],
  },
  { ...WORK, name: 'own work', from: 'user', paths: (host) => workIn(claudeFolder(host)) },
  {
    ...WORK,
    name: 'work of the folder',
    from: 'folder',
    paths: (host) => foldersUp(host).flatMap((folder) => workIn(join(folder, '.claude'))),
  },
  { ...WORK, name: 'managed work', from: 'managed', paths: (host) => workIn(join(managed(host), '.claude')) },
  { name: 'AWS files', kind: 'aws', format: 'ini', provides: ['region'], from: 'user', paths: awsFiles },
];
