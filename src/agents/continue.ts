/**
 * Continue, which is no longer maintained. `~/.continue/config.yaml` holds a list of models, each with its roles. Tried with `cn` 1.5.47.
 * It never caches prompts on Bedrock.
 */

import { join } from 'node:path';
import { modelName } from '../core/models';
import {
  absent,
  readable,
  variable,
  type Agent,
  type AgentHost,
  type Binding,
  type ProfileTarget,
  type RoleBinding,
  type Target,
} from './agent';
import { readValues, scopeOf, textAt } from './common';
import { load, planFile } from './filePlan';
import { valueAt } from './json';
import { found } from './places';
import type { Edit, Json } from './plan';
import { AgentProblem } from './problem';
import { profilesOf, warning } from './warnings';

const folderOf = (host: AgentHost): string => variable(host, 'CONTINUE_GLOBAL_DIR') ?? join(host.home, '.continue');
const fileOf = (host: AgentHost): string => join(folderOf(host), 'config.yaml');

const modelsOf = (value: Json): readonly Json[] => {
  const models = valueAt(value, ['models']);
  return Array.isArray(models) ? (models as readonly Json[]) : [];
};

async function read(host: AgentHost): Promise<Binding> {
  const file = fileOf(host);
  const config = await readValues('continue', file, 'yaml');
  if (config.kind === 'broken') return config.binding;
  if (config.kind === 'absent') return absent('continue');
  const roles = modelsOf(config.value).flatMap((entry, index): readonly RoleBinding[] => {
    const model = textAt(entry, 'model');
    if (textAt(entry, 'provider') !== 'bedrock' || model === undefined) return [];
    return [
      {
        role: textAt(entry, 'name') ?? `model ${index + 1}`,
        model,
        region: textAt(entry, 'env', 'region') ?? variable(host, 'AWS_REGION'),
        awsProfile: textAt(entry, 'env', 'profile') ?? variable(host, 'AWS_PROFILE'),
        file,
        keyPath: `models.${index}.model`,
        overrides: [],
      },
    ];
  });
  return readable('continue', roles);
}

const nameOf = ({ model }: ProfileTarget): string => `${modelName(model)} (profile)`;

/** Roles of a target in Continue's words. Autocompletion is left to other models: Claude is too slow for it. */
function rolesOf(profile: ProfileTarget, { main, small }: Target['roles']): readonly string[] {
  const isMain = profile.arn === main.arn;
  return [...(isMain ? ['chat', 'edit', 'apply'] : []), ...((small ?? main).arn === profile.arn ? ['summarize'] : [])];
}

function entryOf(profile: ProfileTarget, target: Target): Json {
  const { arn, region, awsProfile, limits } = profile;
  const roles = rolesOf(profile, target.roles);
  return {
    name: nameOf(profile),
    provider: 'bedrock',
    model: arn,
    env: { region, ...(awsProfile === '' ? {} : { profile: awsProfile }) },
    capabilities: ['tool_use', 'image_input'],
    ...(roles.length === 0 ? {} : { roles }),
    ...(limits === undefined
      ? {}
      : { defaultCompletionOptions: { contextLength: limits.context, maxTokens: limits.output } }),
  };
}

const ROLES: readonly (Json | undefined)[] = ['chat', 'edit', 'apply', 'summarize'];

/** Whether the roles of an entry are as plans set them, so that they can be set anew: what is a main model now may not be one later. */
function hasOurRoles(entry: Json | undefined, profile: ProfileTarget): boolean {
  const roles = valueAt(entry, ['roles']);
  const isOurs = textAt(entry, 'name') === nameOf(profile) && Array.isArray(roles);
  return isOurs && (roles as readonly Json[]).every((role) => ROLES.includes(role));
}

/** An entry that is there keeps what else is in it: headers, prompts and keys are its owner's. */
function editsIn(entry: Json | undefined, at: number, profile: ProfileTarget, target: Target): readonly Edit[] {
  const wanted = entryOf(profile, target);
  const set = (...path: readonly string[]): Edit => ({ path: ['models', at, ...path], value: valueAt(wanted, path) });
  const isMissing = (path: readonly string[]): boolean => (valueAt(entry, path) ?? null) === null;
  const defaults = [['capabilities'], ['roles'], ['defaultCompletionOptions']].filter(
    (path) => isMissing(path) && valueAt(wanted, path) !== undefined,
  );
  return [
    set('name'),
    set('provider'),
    set('model'),
    set('env', 'region'),
    set('env', 'profile'),
    ...defaults.map((path) => set(...path)),
    ...(hasOurRoles(entry, profile) ? [set('roles')] : []),
  ];
}

/** The entry of ours for the same model is set anew, so that an old profile does not stay in the list; else one is added. */
function editsFor(target: Target, value: Json): readonly Edit[] {
  const models = modelsOf(value);
  const taken = new Set<number>();
  const find = (key: string, text: string): number =>
    models.findIndex(
      (entry, at) => !taken.has(at) && textAt(entry, 'provider') === 'bedrock' && textAt(entry, key) === text,
    );
  let next = models.length;
  return profilesOf(target).flatMap((profile): readonly Edit[] => {
    const named = find('name', nameOf(profile));
    const index = named >= 0 ? named : find('model', profile.arn);
    if (index < 0) return [{ path: ['models', next++], value: entryOf(profile, target) }];
    taken.add(index);
    return editsIn(models[index], index, profile, target);
  });
}

/** What Continue asks of a file that was not there. */
const HEAD: readonly Edit[] = [
  { path: ['name'], value: 'Local Config' },
  { path: ['version'], value: '1.0.0' },
  { path: ['schema'], value: 'v1' },
];

export const continueAgent: Agent = {
  id: 'continue',
  name: 'Continue',
  extensionIds: ['Continue.continue'],
  scopes: ['user'],
  head: ['name', 'version', 'schema'],
  detect: (host) => found(host, [folderOf(host)], ['cn']),
  read,
  watchPaths: (host) => [fileOf(host)],
  async plan(target, host, options = {}) {
    scopeOf(host, ['user'], options);
    const path = fileOf(host);
    const { value, exists } = await load(path, 'yaml');
    const models = valueAt(value, ['models']) ?? null;
    // What stands there instead of a list is somebody's, and would be lost.
    if (models !== null && !Array.isArray(models)) throw new AgentProblem('cannot-edit', { path });
    const entries = editsFor(target, value);
    const list: Edit = { path: ['models'], value: entries.map((edit) => edit.value ?? null) };
    const edits = models !== null ? entries : [...(exists ? [] : HEAD), list];
    const file = await planFile(path, 'yaml', edits);
    return {
      agent: 'continue',
      target,
      files: file === undefined ? [] : [file],
      warnings: [
        warning('no-prompt-caching', { where: 'Continue' }),
        warning('no-longer-maintained', { agent: 'Continue' }),
        // A person chooses in its list; the file does not say which one is in use.
        warning('choose-in-agent', { name: nameOf(target.roles.main) }),
      ],
      needs: [],
    };
  },
};
