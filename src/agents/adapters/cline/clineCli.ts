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
import { unknownModelWarnings, warning, type Warning } from '../../warnings';
import type { HostMachine } from '../../hostMachine';
import type { GatewayRoute, ProfileTarget, Target } from '../../target';
import { endpointBinding, isGatewayEndpoint, isOurToken } from '../../gateway/endpointBinding';
import { requireOutsideGit } from '../common/fileToWrite';
import { extensionKey } from './clineKey';
import { withEdit, valueAt, textAt, type Edit, type Json } from '../../documents/document';
import { absentBinding, readableBinding, brokenBinding, type Binding, type RoleBinding } from '../../binding';
import { loadDocument } from '../../documents/load';
import { credentialWarnings, proxyWarnings } from '../common/overrides';

export const providersFile = (folder: string): string => join(folder, 'settings', 'providers.json');

const ENTRY = ['providers', 'bedrock'] as const;

/** Both redirect it; the first is read before the other. */
const endpointIn = (settings: Json | undefined): string | undefined =>
  textAt(settings, 'aws', 'endpoint') ?? textAt(settings, 'baseUrl');

function cliRoles(file: string, value: Json, host: HostMachine): readonly RoleBinding[] {
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
      ...endpointBinding(endpointIn(settings), textAt(settings, 'apiKey'), host),
    },
  ];
}

const entryEdits = (
  settings: Readonly<Record<string, Json | undefined>>,
  aws: Readonly<Record<string, Json | undefined>>,
): readonly Edit[] => [
  ...Object.entries(settings).map(([key, value]) => ({ path: [...ENTRY, 'settings', key], value })),
  ...Object.entries(aws).map(([key, value]) => ({ path: [...ENTRY, 'settings', 'aws', key], value })),
];

/** Through the gateway Cline knows the model by its real name: its limits, and how it reasons. */
function routeEdits({ region, model }: ProfileTarget, { url, secret }: GatewayRoute): readonly Edit[] {
  return entryEdits(
    {
      provider: 'bedrock',
      model,
      region,
      apiKey: secret,
      baseUrl: undefined,
      contextWindow: undefined,
      maxTokens: undefined,
    },
    {
      region,
      authentication: 'apikey',
      endpoint: url,
      usePromptCache: true,
      useCrossRegionInference: false,
      useGlobalInference: false,
      customModelBaseId: undefined,
    },
  );
}

/** The edits that remove what is the gateway's. An endpoint or a key of the user's own stays. */
function withoutRoute(settings: Json | undefined, host: HostMachine): readonly Edit[] {
  const token = textAt(settings, 'apiKey');
  const isOurs = (text: string | undefined): boolean => isGatewayEndpoint(text, token, host);
  const edits: readonly Edit[] = [
    ...(isOurs(textAt(settings, 'aws', 'endpoint')) ? [{ path: ['aws', 'endpoint'] }] : []),
    ...(isOurs(textAt(settings, 'baseUrl')) ? [{ path: ['baseUrl'] }] : []),
    ...(isOurToken(token) ? [{ path: ['apiKey'] }] : []),
  ];
  return edits.map(({ path }) => ({ path: [...ENTRY, 'settings', ...path] }));
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
  return entryEdits(settings, aws);
}

/** The endpoint for both files: that of our connection, or the one that the user has set in the extension. */
async function endpointFor(
  folder: string,
  { endpoint }: ProfileTarget,
  host: HostMachine,
): Promise<string | undefined> {
  if (endpoint !== undefined) return endpoint;
  const state = await readFileAs('cline', stateFile(folder), 'json');
  const own = state.kind === 'parsed' ? configuredEndpoint(state.value) : undefined;
  if (isGatewayEndpoint(own, await extensionKey(folder), host)) return undefined;
  // Cline would discard the file for an invalid address.
  return own !== undefined && URL.canParse(own) ? own : undefined;
}

/**
 * Plans a folder's `providers.json`.
 * @throws AgentProblem `broken` when Cline would not accept the file as it is, so that it is not changed;
 * `secret-in-git` where a secret would be in Git.
 */
export async function planProviders(folder: string, target: Target, host: HostMachine): Promise<FilePlan | undefined> {
  const { main } = target.roles;
  const path = providersFile(folder);
  const { value, exists } = await loadDocument(path, 'json');
  const wrong = exists ? invalidAt(value) : undefined;
  if (wrong !== undefined) throw new AgentProblem('broken', { path, reason: 'schema', where: wrong });
  const edits: readonly Edit[] = [
    ...(exists ? [] : [{ path: ['version'], value: 1 }]),
    { path: ['lastUsedProvider'], value: 'bedrock' },
    ...(valueAt(value, ['modes']) === undefined ? [{ path: ['modes'], value: {} }] : []),
    ...(target.gateway === undefined
      ? [
          ...withoutRoute(valueAt(value, [...ENTRY, 'settings']), host),
          ...settingsEdits({ ...main, endpoint: await endpointFor(folder, main, host) }),
        ]
      : routeEdits(main, target.gateway)),
    { path: [...ENTRY, 'tokenSource'], value: 'manual' },
  ];
  const same = (await planFile(path, 'json', edits)) === undefined;
  if (same) return undefined;
  const dated = [...edits, { path: [...ENTRY, 'updatedAt'], value: new Date(host.now()).toISOString() }];
  if (invalidAt(dated.reduce<Json | undefined>(withEdit, value)) !== undefined)
    throw new AgentProblem('cannot-edit', { path });
  if (target.gateway !== undefined) await requireOutsideGit(path);
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
  return readableBinding('cline-cli', cliRoles(file.path, file.value, host));
}

/** The key path of a value that makes Cline discard the whole file. Never a value. */
export const invalidIn = (path: string, value: Json | undefined): string | undefined =>
  basename(path) === 'providers.json' ? invalidAt(value) : undefined;

const warningsByArn = (main: ProfileTarget, host: HostMachine): readonly Warning[] => [
  warning('no-prompt-caching', { where: 'Cline CLI' }),
  ...credentialWarnings(host),
  warning('thinking-off', { where: 'Cline CLI' }),
  ...(main.endpoint === undefined ? [] : [warning('endpoint', { endpoint: main.endpoint })]),
  ...unknownModelWarnings({ roles: { main } }).filter(({ code }) => code === 'limits-unknown'),
];

export const clineCli: Agent = {
  id: 'cline-cli',
  name: 'Cline CLI',
  extensionIds: [],
  scopes: ['user'],
  detect: (host) => findExisting(host, [providersFile(folderOf(host))], ['cline']),
  read,
  async plan({ roles: { main }, gateway }, host): Promise<ChangePlan> {
    const target = { roles: { main: requireOneConnection({ roles: { main } }) }, gateway };
    if (gateway === undefined) requireAwsProfile(main);
    const file = await planProviders(folderOf(host), target, host);
    return {
      agent: 'cline-cli',
      target,
      files: file === undefined ? [] : [file],
      warnings: gateway === undefined ? warningsByArn(main, host) : proxyWarnings('Cline CLI', host),
      needs: ['restart-sessions'],
    };
  },
  invalidAt: invalidIn,
  watchPaths: (host) => [providersFile(folderOf(host))],
};
