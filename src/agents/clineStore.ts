/**
 * Cline's two stores, written for both of its bundles. Tried with the extension 4.1.13 and its CLI 3.0.65. `globalState.json` decides what
 * the extension invokes; `settings/providers.json` is what the newer bundle's settings page shows and what the CLI uses.
 */

import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  absent,
  readable,
  type Agent,
  type AgentHost,
  type Binding,
  type BrokenBinding,
  type ProfileTarget,
  type RoleBinding,
  type Target,
} from './agent';
import { CLINE_EXTENSION, clineFolders } from './cline';
import { invalidAt } from './clineProviders';
import { broken, readValues, requireOneConnection, textAt } from './common';
import { load, planFile } from './filePlan';
import { edited, valueAt } from './json';
import { found } from './places';
import type { ChangePlan, Edit, FilePlan, Json } from './plan';
import { AgentProblem } from './problem';
import { profilesOf, refusesTemperature, unknownsOf, warning, type Warning } from './warnings';

const MODES = ['act', 'plan'] as const;

const stateFile = (folder: string): string => join(folder, 'globalState.json');
const providersFile = (folder: string): string => join(folder, 'settings', 'providers.json');

/** What the older bundle invokes when the model is an ARN and nothing says that it is one, and whose limits it takes where no base is named. */
const LEGACY_DEFAULT = 'anthropic.claude-sonnet-5';

function stateRoles(file: string, state: Json): readonly RoleBinding[] {
  return MODES.flatMap((mode): readonly RoleBinding[] => {
    const key = `${mode}ModeApiModelId`;
    const model = textAt(state, key);
    if (textAt(state, `${mode}ModeApiProvider`) !== 'bedrock' || model === undefined) return [];
    const role: RoleBinding = {
      role: mode,
      model,
      // Without a base model the older bundle takes the limits of its default.
      baseModel:
        textAt(state, `${mode}ModeAwsBedrockCustomModelBaseId`) ??
        (model.startsWith('arn:') ? LEGACY_DEFAULT : undefined),
      region: textAt(state, 'awsRegion'),
      awsProfile: textAt(state, 'awsProfile'),
      file,
      keyPath: key,
      overrides: [],
    };
    const selected = `${mode}ModeAwsBedrockCustomSelected`;
    if (!model.startsWith('arn:') || valueAt(state, [selected]) === true) return [role];
    return [role, { ...role, role: `${mode}-legacy`, model: LEGACY_DEFAULT, baseModel: undefined, keyPath: selected }];
  });
}

function cliRole(file: string, value: Json): readonly RoleBinding[] {
  const settings = valueAt(value, ['providers', 'bedrock', 'settings']);
  const model = textAt(settings, 'model');
  if (textAt(value, 'lastUsedProvider') !== 'bedrock' || model === undefined) return [];
  return [
    {
      role: 'cli',
      model,
      baseModel: textAt(settings, 'aws', 'customModelBaseId'),
      region: textAt(settings, 'region') ?? textAt(settings, 'aws', 'region'),
      awsProfile: textAt(settings, 'aws', 'profile'),
      file,
      keyPath: 'providers.bedrock.settings.model',
      overrides: [],
    },
  ];
}

async function readFolder(folder: string): Promise<readonly RoleBinding[] | BrokenBinding | undefined> {
  const [state, providers] = await Promise.all([
    readValues('cline', stateFile(folder), 'json'),
    readValues('cline', providersFile(folder), 'json'),
  ]);
  if (state.kind === 'broken') return state.binding;
  if (providers.kind === 'broken') return providers.binding;
  const wrong = providers.kind === 'values' ? invalidAt(providers.value) : undefined;
  if (wrong !== undefined) return broken('cline', providers.path, 'schema', wrong);
  if (state.kind === 'absent' && providers.kind === 'absent') return undefined;
  return [
    ...(state.kind === 'values' ? stateRoles(state.path, state.value) : []),
    ...(providers.kind === 'values' ? cliRole(providers.path, providers.value) : []),
  ];
}

async function read(host: AgentHost): Promise<Binding> {
  const folders = await Promise.all(clineFolders(host).map(readFolder));
  const roles: RoleBinding[] = [];
  for (const one of folders) {
    if (one !== undefined && 'state' in one) return one;
    roles.push(...(one ?? []));
  }
  return folders.every((one) => one === undefined) ? absent('cline') : readable('cline', roles);
}

/** Cline has no default chain of its own: the newer bundle needs a name. */
const awsProfileName = ({ awsProfile }: ProfileTarget): string => (awsProfile === '' ? 'default' : awsProfile);

const SEPARATE = 'planActSeparateModelsSetting';

function stateEdits(target: Target): readonly Edit[] {
  const { main, plan = main } = target.roles;
  const modes = { act: main, plan };
  const values: (readonly [string, Json])[] = MODES.flatMap((mode) => [
    [`${mode}ModeApiProvider`, 'bedrock'],
    [`${mode}ModeApiModelId`, modes[mode].arn],
    [`${mode}ModeAwsBedrockCustomSelected`, true],
    [`${mode}ModeAwsBedrockCustomModelBaseId`, modes[mode].model],
    [`${mode}ModeThinkingBudgetTokens`, 0],
    [`${mode}ModeReasoningEffort`, 'none'],
  ]);
  values.push(
    ['awsRegion', main.region],
    ['awsAuthentication', 'profile'],
    ['awsUseProfile', true],
    ['awsProfile', awsProfileName(main)],
    ['awsBedrockUsePromptCache', true],
    ['awsUseCrossRegionInference', false],
    ['awsUseGlobalInference', false],
    // Else the next choice of a model in Cline would set both modes to it. For one profile it stays as it was.
    ...(plan.arn === main.arn ? [] : [[SEPARATE, true] as const]),
  );
  return values.map(([key, value]) => ({ path: [key], value }));
}

const ENTRY = ['providers', 'bedrock'] as const;

function settingsEdits({ arn, region, limits, model, awsProfile }: ProfileTarget): readonly Edit[] {
  const settings: Readonly<Record<string, Json | undefined>> = {
    provider: 'bedrock',
    model: arn,
    region,
    // A reasoning effort would be sent in another model's shape.
    reasoning: undefined,
    ...(limits === undefined ? {} : { contextWindow: limits.context, maxTokens: limits.output }),
  };
  const aws: Readonly<Record<string, Json>> = {
    region,
    authentication: 'profile',
    profile: awsProfile === '' ? 'default' : awsProfile,
    usePromptCache: true,
    useCrossRegionInference: false,
    useGlobalInference: false,
    customModelBaseId: model,
  };
  return [
    ...Object.entries(settings).map(([key, value]) => ({ path: [...ENTRY, 'settings', key], value })),
    ...Object.entries(aws).map(([key, value]) => ({ path: [...ENTRY, 'settings', 'aws', key], value })),
  ];
}

/** Plans `providers.json`. @throws AgentProblem `broken` when Cline would not take it as it is: it is left alone then. */
async function planProviders(path: string, { main }: Target['roles'], now: number): Promise<FilePlan | undefined> {
  const { value, exists } = await load(path, 'json');
  const wrong = exists ? invalidAt(value) : undefined;
  if (wrong !== undefined) throw new AgentProblem('broken', { path, reason: 'schema', where: wrong });
  const edits: readonly Edit[] = [
    ...(exists ? [] : [{ path: ['version'], value: 1 }]),
    { path: ['lastUsedProvider'], value: 'bedrock' },
    ...(valueAt(value, ['modes']) === undefined ? [{ path: ['modes'], value: {} }] : []),
    ...settingsEdits(main),
    { path: [...ENTRY, 'tokenSource'], value: 'manual' },
  ];
  const same = (await planFile(path, 'json', edits)) === undefined;
  if (same) return undefined;
  const dated = [...edits, { path: [...ENTRY, 'updatedAt'], value: new Date(now).toISOString() }];
  if (invalidAt(dated.reduce<Json | undefined>(edited, value)) !== undefined)
    throw new AgentProblem('cannot-edit', { path });
  return planFile(path, 'json', dated);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

interface Folder {
  readonly folder: string;
  /** The newer bundle's, which is also the CLI's. */
  readonly first: boolean;
  /** Whether no bundle has been started yet, so that nobody knows which one will be. */
  readonly fresh: boolean;
}

async function planFolder({ folder, first, fresh }: Folder, target: Target, now: number): Promise<readonly FilePlan[]> {
  const [state, providers] = [stateFile(folder), providersFile(folder)];
  const plans = [
    // Where a bundle has been used, the older one's own folder is written only if it was that one.
    first || fresh || (await exists(state)) ? await planFile(state, 'json', stateEdits(target)) : undefined,
    first || (await exists(providers)) ? await planProviders(providers, target.roles, now) : undefined,
  ];
  return plans.filter((plan) => plan !== undefined);
}

async function warningsFor(target: Target, host: AgentHost): Promise<readonly Warning[]> {
  const { main, plan = main } = target.roles;
  const [folder = ''] = clineFolders(host);
  const state = await load(stateFile(folder), 'json');
  const refusing = profilesOf({ roles: { main, plan } }).filter(({ model }) => refusesTemperature(model));
  const separate = valueAt(state.value, [SEPARATE]) === true;
  return [
    warning('no-prompt-caching', { where: 'next and CLI', ...(refusing.length === 0 ? {} : { but: 'temperature' }) }),
    ...refusing.map(({ model }) => warning('temperature-refused', { where: 'legacy', model })),
    warning('thinking-off', { where: 'Cline' }),
    ...(plan.arn !== main.arn && !separate ? [warning('roles-not-separate', { keyPath: SEPARATE })] : []),
    ...(state.exists ? [] : [warning('not-started-yet', { file: state.path })]),
    ...unknownsOf({ roles: { main, plan } }).filter(({ code }) => code === 'limits-unknown'),
    warning('other-windows'),
    warning('open-tasks-keep-model'),
  ];
}

async function plan(target: Target, host: AgentHost): Promise<ChangePlan> {
  requireOneConnection({ roles: { main: target.roles.main, plan: target.roles.plan } });
  const files: FilePlan[] = [];
  const folders = clineFolders(host);
  const fresh = !(await Promise.all(folders.map((folder) => exists(stateFile(folder))))).includes(true);
  for (const [index, folder] of folders.entries()) {
    files.push(...(await planFolder({ folder, first: index === 0, fresh }, target, host.now())));
  }
  const needs: ChangePlan['needs'] = files.length === 0 ? [] : ['stage', 'reload-window'];
  return { agent: 'cline', target, files, warnings: await warningsFor(target, host), needs };
}

export const cline: Agent = {
  id: 'cline',
  name: 'Cline',
  extensionIds: [CLINE_EXTENSION],
  scopes: ['user'],
  detect: (host) => found(host, clineFolders(host), ['cline']),
  read,
  plan,
  invalidAt: (path, value) => (basename(path) === 'providers.json' ? invalidAt(value) : undefined),
  watchPaths: (host) => clineFolders(host).flatMap((folder) => [stateFile(folder), providersFile(folder)]),
};
