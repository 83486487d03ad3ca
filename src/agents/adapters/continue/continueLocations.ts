/**
 * The settings locations of Continue, from its last source. Not read here: assistants of its hub, and a `config.ts`,
 * which is a program.
 */

import { join } from 'node:path';
import type { SettingsLocation } from '../common/settingsLocation';
import { variable, type HostMachine } from '../../hostMachine';

export const continueFolder = (host: HostMachine): string =>
  variable(host, 'CONTINUE_GLOBAL_DIR') ?? join(host.home, '.continue');
export const yamlFile = (host: HostMachine): string => join(continueFolder(host), 'config.yaml');
export const jsonFile = (host: HostMachine): string => join(continueFolder(host), 'config.json');

/** Folders of assistants, each a whole configuration to choose from, and of single models, which are added to any. */
const FOLDERS = ['agents', 'assistants', 'configs', 'models'];

const filesIn = (folder: string): readonly string[] =>
  FOLDERS.flatMap((name) => ['*.yaml', '*.yml'].map((ending) => join(folder, name, '**', ending)));

const SETTINGS = { kind: 'settings', provides: ['model', 'region', 'awsProfile', 'credentials'] } as const;
const MORE = { ...SETTINGS, kind: 'work', format: 'yaml' } as const;

/** `config.json` is read only where there is no `config.yaml`. */
export const CONTINUE_LOCATIONS: readonly SettingsLocation[] = [
  { ...SETTINGS, name: 'older file', format: 'jsonc', from: 'user', paths: (host) => [jsonFile(host)] },
  { ...SETTINGS, name: 'file', format: 'yaml', from: 'user', paths: (host) => [yamlFile(host)] },
  { ...MORE, name: 'own assistants and models', from: 'user', paths: (host) => filesIn(continueFolder(host)) },
  {
    ...MORE,
    name: 'assistants and models of the folder',
    from: 'folder',
    paths: ({ workspace }) => (workspace === undefined ? [] : filesIn(join(workspace, '.continue'))),
  },
];
