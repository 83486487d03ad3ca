/**
 * Cline's `settings/providers.json`: what its command line invokes, and what the newer bundle's settings page shows.
 * Tried with the CLI 3.0.65. It does not decide what the extension invokes.
 */

import { basename, join } from 'node:path';
import type { Agent } from '../../agent';
import { clineFolders } from './clineSettings';
import { invalidAt } from './clineProviders';
import { configuredEndpoint, stateFile } from './clineState';
import { requireAwsProfile, requireOneConnection } from '../common/requirements';
import { readFileAs } from '../common/readLocations';
import { planFile } from '../../changes/filePlan';
import { findExisting } from '../common/locate';
import type { ChangePlan, FilePlan } from '../../changes/plan';
import { AgentProblem } from '../../problem';
import { unknownModelWarnings, warning } from '../../warnings';
import type { HostMachine } from '../../hostMachine';
import type { ProfileTarget } from '../../target';
import { withEdit, valueAt, textAt, type Edit, type Json } from '../../documents/document';
import { absentBinding, readableBinding, brokenBinding, type Binding, type RoleBinding } from '../../binding';
import { loadDocument } from '../../documents/load';
import { credentialWarnings } from '../common/overrides';

export const providersFile = (folder: string): string => join(folder, 'settings', 'providers.json');

const ENTRY = ['providers', 'bedrock'] as const;

function cliRoles(file: string, value: Json): readonly RoleBinding[] {
  const provider = textAt(value, 'lastUsedProvider');
  if (provider === undefined) return [];
  const common = { role: 'main', file, overrides: [] };
  if (provider !== 'bedrock') return [{ ...common, provider, model: '', keyPath: 'lastUsedProvider' }];
  const settings = valueAt(value, [...ENTRY, 'settings']);
  const model = textAt(settings, 'model');
  return [
    {
      ...common,
      // Without one it uses a default model.
      ...(model === undefined ? { model: provider, unset: true } : { model }),
      baseModel: textAt(settings, 'aws', 'customModelBaseId'),
      region: textAt(settings, 'region') ?? textAt(settings, 'aws', 'region'),
      awsProfile: textAt(settings, 'aws', 'profile'),
      keyPath: 'providers.bedrock.settings.model',
    },
  ];
}

function settingsEdits({ arn, region, limits, model, awsProfile, endpoint }: ProfileTarget): readonly Edit[] {
  const settings: Readonly<Record<string, Json | undefined>> = {
    provider: 'bedrock',
    model: arn,
    region,
    // A reasoning effort would be sent in another model's shape.
    reasoning: undefined,
    // Only the command line uses these limits.
    ...(limits === undefined ? {} : { contextWindow: limits.context, maxTokens: limits.output }),
  };
  const aws: Readonly<Record<string, Json>> = {
    region,
    authentication: 'profile',
    profile: awsProfile,
    usePromptCache: true,
    useCrossRegionInference: false,
    useGlobalInference: false,
    customModelBaseId: model,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  return [
    ...Object.entries(settings).map(([key, value]) => ({ path: [...ENTRY, 'settings', key], value })),
    ...Object.entries(aws).map(([key, value]) => ({ path: [...ENTRY, 'settings', 'aws', key], value })),
  ];
}

/** The endpoint for both files: that of our connection, or the one that the user has set in the extension. */
async function endpointFor(folder: string, { endpoint }: ProfileTarget): Promise<string | undefined> {
  if (endpoint !== undefined) return endpoint;
  const state = await readFileAs('cline', stateFile(folder), 'json');
  const own = state.kind === 'parsed' ? configuredEndpoint(state.value) : undefined;
  // Cline would discard the file for an invalid address.
  return own !== undefined && URL.canParse(own) ? own : undefined;
}

/**
 * Plans a folder's `providers.json`.
 * @throws AgentProblem `broken` when Cline would not accept the file as it is, so that it is not changed.
 */
export async function planProviders(folder: string, main: ProfileTarget, now: number): Promise<FilePlan | undefined> {
  const path = providersFile(folder);
  const { value, exists } = await loadDocument(path, 'json');
  const wrong = exists ? invalidAt(value) : undefined;
  if (wrong !== undefined) throw new AgentProblem('broken', { path, reason: 'schema', where: wrong });
  const edits: readonly Edit[] = [
    ...(exists ? [] : [{ path: ['version'], value: 1 }]),
    { path: ['lastUsedProvider'], value: 'bedrock' },
    ...(valueAt(value, ['modes']) === undefined ? [{ path: ['modes'], value: {} }] : []),
    ...settingsEdits({ ...main, endpoint: await endpointFor(folder, main) }),
    { path: [...ENTRY, 'tokenSource'], value: 'manual' },
  ];
  const same = (await planFile(path, 'json', edits)) === undefined;
  if (same) return undefined;
  const dated = [...edits, { path: [...ENTRY, 'updatedAt'], value: new Date(now).toISOString() }];
  if (invalidAt(dated.reduce<Json | undefined>(withEdit, value)) !== undefined)
    throw new AgentProblem('cannot-edit', { path });
  return planFile(path, 'json', dated);
}

/** The newer bundle's folder is the command line's as well. */
const folderOf = (host: HostMachine): string => clineFolders(host)[0] ?? '';

async function read(host: HostMachine): Promise<Binding> {
  const file = await readFileAs('cline-cli', providersFile(folderOf(host)), 'json');
  if (file.kind === 'absent') return absentBinding('cline-cli');
  if (file.kind === 'broken') return file.binding;
  const wrong = invalidAt(file.value);
  if (wrong !== undefined) return brokenBinding('cline-cli', file.path, 'schema', wrong);
  return readableBinding('cline-cli', cliRoles(file.path, file.value));
}

/** The key path of a value that makes Cline discard the whole file. Never a value. */
export const invalidIn = (path: string, value: Json | undefined): string | undefined =>
  basename(path) === 'providers.json' ? invalidAt(value) : undefined;

export const clineCli: Agent = {
  id: 'cline-cli',
  name: 'Cline CLI',
  extensionIds: [],
  scopes: ['user'],
  detect: (host) => findExisting(host, [providersFile(folderOf(host))], ['cline']),
  read,
  async plan({ roles: { main } }, host): Promise<ChangePlan> {
    const target = { roles: { main: requireOneConnection({ roles: { main } }) } };
    requireAwsProfile(main);
    const file = await planProviders(folderOf(host), main, host.now());
    return {
      agent: 'cline-cli',
      target,
      files: file === undefined ? [] : [file],
      warnings: [
        warning('no-prompt-caching', { where: 'Cline CLI' }),
        ...credentialWarnings(host),
        warning('thinking-off', { where: 'Cline CLI' }),
        ...(main.endpoint === undefined ? [] : [warning('endpoint', { endpoint: main.endpoint })]),
        ...unknownModelWarnings(target).filter(({ code }) => code === 'limits-unknown'),
      ],
      needs: ['restart-sessions'],
    };
  },
  invalidAt: invalidIn,
  watchPaths: (host) => [providersFile(folderOf(host))],
};
