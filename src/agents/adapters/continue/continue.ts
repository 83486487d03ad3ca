/**
 * Continue, which is no longer maintained. `~/.continue/config.yaml` holds a list of models, each with its roles; where
 * there is none, the older `config.json` is read, and a new `config.yaml` would replace it. So the older file is
 * changed where it is in use. Tried with `cn` 1.5.47. It never caches prompts on Bedrock.
 */

import { modelName } from '../../../core/profiles/models';
import type { Agent } from '../../agent';
import { scopeOf } from '../common/requirements';
import { CONTINUE_LOCATIONS, continueFolder, jsonFile, yamlFile } from './continueLocations';
import { BEARER, inEnvironment, overrideOf, type Credential } from '../common/credentials';
import { planFile } from '../../changes/filePlan';
import { watchedLocations } from '../common/settingsLocation';
import { findExisting } from '../common/locate';
import { AgentProblem } from '../../problem';
import { isParsed, readLocations, type ParsedFile } from '../common/readLocations';
import { warning } from '../../warnings';
import { variable, type HostMachine } from '../../hostMachine';
import { endpointBinding } from '../../gateway/endpointBinding';
import { profilesOf, type ProfileTarget, type Target } from '../../target';
import { valueAt, textAt, type Edit, type Json } from '../../documents/document';
import { absentBinding, readableBinding, type Binding, type RoleBinding } from '../../binding';
import { loadDocument } from '../../documents/load';

const modelsOf = (value: Json): readonly Json[] => {
  const models = valueAt(value, ['models']);
  return Array.isArray(models) ? (models as readonly Json[]) : [];
};

/** Whether a value is a reference: a secret, or an input of an assistant. */
const isReference = (text: string | undefined): boolean => text?.includes('${{') === true;

/** An option of an entry: beside its model in the older file, below `env` in the other. */
const optionAt = (entry: Json, name: string): string | undefined => textAt(entry, 'env', name) ?? textAt(entry, name);

/** What redirects it; nothing in its files does. */
const ENDPOINT = 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME';

function roleOf(
  entry: Json,
  host: HostMachine,
  { file, keyPath, fallback }: { readonly file: string; readonly keyPath: string; readonly fallback: string },
): readonly RoleBinding[] {
  const model = textAt(entry, 'model');
  if (textAt(entry, 'provider') !== 'bedrock' || model === undefined) return [];
  const region = optionAt(entry, 'region');
  const [reference, of] = isReference(model) ? [model, 'model' as const] : [region, 'region' as const];
  return [
    {
      role: textAt(entry, 'name') ?? textAt(entry, 'title') ?? fallback,
      model,
      region: isReference(region) ? undefined : (region ?? 'us-east-1'),
      awsProfile: isReference(optionAt(entry, 'profile')) ? undefined : optionAt(entry, 'profile'),
      file,
      keyPath,
      ...(reference !== undefined && isReference(reference) ? { unresolved: { of, reference } } : {}),
      overrides: [],
      ...endpointBinding(variable(host, ENDPOINT), textAt(entry, 'apiKey') ?? variable(host, BEARER), host),
    },
  ];
}

/** Models outside of the list in the older file. */
const SINGLE = ['tabAutocompleteModel', 'embeddingsProvider', 'reranker'];

function rolesIn({ path: file, value }: ParsedFile, host: HostMachine): readonly RoleBinding[] {
  const listed = modelsOf(value).flatMap((entry, index) =>
    roleOf(entry, host, { file, keyPath: `models.${index}.model`, fallback: `model ${index + 1}` }),
  );
  const single = SINGLE.flatMap((key) => {
    const found = valueAt(value, [key]);
    const entries = Array.isArray(found) ? (found as readonly Json[]) : [found ?? null];
    return entries.flatMap((entry) => roleOf(entry, host, { file, keyPath: `${key}.model`, fallback: key }));
  });
  return [...listed, ...single];
}

/** Keys in an entry, or a Bedrock API key, which are used instead of its AWS profile. */
function credentialsIn(files: readonly ParsedFile[], host: HostMachine): readonly Credential[] {
  const hasKeys = (entry: Json): boolean =>
    textAt(entry, 'provider') === 'bedrock' &&
    (textAt(entry, 'apiKey') !== undefined || optionAt(entry, 'accessKeyId') !== undefined);
  const inEntries = files.flatMap(({ path, value }) =>
    modelsOf(value).flatMap((entry, index) =>
      hasKeys(entry)
        ? [
            {
              variable: `models.${index}.${textAt(entry, 'apiKey') === undefined ? 'accessKeyId' : 'apiKey'}`,
              file: path,
            },
          ]
        : [],
    ),
  );
  return [...inEnvironment(host, BEARER), ...inEntries];
}

/** The files in effect: the older one is ignored where the newer one exists. */
const effectiveFiles = (files: readonly ParsedFile[], host: HostMachine): readonly ParsedFile[] =>
  files.some(({ path }) => path === yamlFile(host)) ? files.filter(({ path }) => path !== jsonFile(host)) : files;

async function read(host: HostMachine): Promise<Binding> {
  const reads = await readLocations('continue', CONTINUE_LOCATIONS, host);
  const yaml = reads.find(({ path }) => path === yamlFile(host));
  const broken = reads.find(
    (one) => one.kind === 'broken' && one.location?.kind === 'settings' && (one === yaml || yaml?.kind === 'absent'),
  );
  if (broken?.kind === 'broken') return broken.binding;
  const files = effectiveFiles(reads.filter(isParsed), host);
  const roles = files.flatMap((file) => rolesIn(file, host));
  if (files.length === 0) return absentBinding('continue');
  const overrides = credentialsIn(files, host).map(overrideOf);
  return readableBinding(
    'continue',
    roles.map((role, index) => (index === 0 ? { ...role, overrides } : role)),
  );
}

const nameOf = ({ model }: ProfileTarget): string => `${modelName(model)} (profile)`;

/** The roles of a profile in Continue. Autocompletion is left to other models: Claude is too slow for it. */
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

/** An entry of the older file, which has no roles. */
function olderEntryOf({ arn, model, region, awsProfile, limits }: ProfileTarget): Json {
  return {
    title: `${modelName(model)} (profile)`,
    provider: 'bedrock',
    model: arn,
    region,
    ...(awsProfile === '' ? {} : { profile: awsProfile }),
    ...(limits === undefined ? {} : { contextLength: limits.context, completionOptions: { maxTokens: limits.output } }),
  };
}

const ROLES: readonly (Json | undefined)[] = ['chat', 'edit', 'apply', 'summarize'];

/**
 * Whether the roles of an entry are as plans set them, so that they may be changed: a main model may later not be one.
 */
function hasOurRoles(entry: Json | undefined, profile: ProfileTarget): boolean {
  const roles = valueAt(entry, ['roles']);
  const isOurs = textAt(entry, 'name') === nameOf(profile) && Array.isArray(roles);
  return isOurs && (roles as readonly Json[]).every((role) => ROLES.includes(role));
}

/** The edits of an existing entry, which keeps headers, prompts and keys. */
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

/**
 * Our entry for the same model is changed, so that an old profile does not stay in the list; otherwise one is added.
 */
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

/** The edits of the older file, key by key where our entry exists; otherwise one is added. */
function olderEdits(target: Target, value: Json): readonly Edit[] {
  const models = modelsOf(value);
  let next = models.length;
  return profilesOf(target).flatMap((profile): readonly Edit[] => {
    const wanted = olderEntryOf(profile);
    const isOurs = (entry: Json): boolean =>
      textAt(entry, 'provider') === 'bedrock' &&
      (textAt(entry, 'title') === nameOf(profile) || textAt(entry, 'model') === profile.arn);
    const at = models.findIndex(isOurs);
    if (at < 0) return [{ path: ['models', next++], value: wanted }];
    return ['title', 'model', 'region', 'profile'].map((key) => ({
      path: ['models', at, key],
      value: valueAt(wanted, [key]),
    }));
  });
}

/** Keys that Continue requires, for a new file. */
const HEAD: readonly Edit[] = [
  { path: ['name'], value: 'Local Config' },
  { path: ['version'], value: '1.0.0' },
  { path: ['schema'], value: 'v1' },
];

/** Plans a file with an existing or a new list. */
async function planList(path: string, format: 'yaml' | 'jsonc', editsOf: (value: Json) => readonly Edit[]) {
  const { value, exists } = await loadDocument(path, format);
  const models = valueAt(value, ['models']) ?? null;
  // Another value instead of a list would be lost.
  if (models !== null && !Array.isArray(models)) throw new AgentProblem('cannot-edit', { path });
  const entries = editsOf(value);
  const list: Edit = { path: ['models'], value: entries.map((edit) => edit.value ?? null) };
  return planFile(path, format, models !== null ? entries : [...(exists ? [] : HEAD), list]);
}

/** Whether the older file is in use. */
async function usesOlderFile(host: HostMachine): Promise<boolean> {
  const reads = await readLocations('continue', CONTINUE_LOCATIONS, host);
  const kindOf = (path: string): string | undefined => reads.find((one) => one.path === path)?.kind;
  return kindOf(yamlFile(host)) === 'absent' && kindOf(jsonFile(host)) !== 'absent';
}

export const continueAgent: Agent = {
  id: 'continue',
  name: 'Continue',
  extensionIds: ['Continue.continue'],
  scopes: ['user'],
  requiredKeys: ['name', 'version', 'schema'],
  detect: (host) => findExisting(host, [continueFolder(host)], ['cn']),
  read,
  watchPaths: (host) => watchedLocations(CONTINUE_LOCATIONS, host),
  async plan(target, host, options = {}) {
    scopeOf(host, ['user'], options);
    // It takes its endpoint from the environment alone, which no file of its own sets.
    if (target.gateway !== undefined) throw new AgentProblem('no-gateway-setting');
    const file = (await usesOlderFile(host))
      ? await planList(jsonFile(host), 'jsonc', (value) => olderEdits(target, value))
      : await planList(yamlFile(host), 'yaml', (value) => editsFor(target, value));
    const files = effectiveFiles((await readLocations('continue', CONTINUE_LOCATIONS, host)).filter(isParsed), host);
    return {
      agent: 'continue',
      target,
      files: file === undefined ? [] : [file],
      warnings: [
        ...credentialsIn(files, host).map((one) => warning('other-credentials', { ...one })),
        warning('no-prompt-caching', { where: 'Continue' }),
        warning('no-longer-maintained', { agent: 'Continue' }),
        // The user selects a model in its list; the file does not show which one.
        warning('choose-in-agent', { name: nameOf(target.roles.main) }),
      ],
      needs: [],
    };
  },
};
