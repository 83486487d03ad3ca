/**
 * OpenCode, and its fork Kilo, which reads the same settings under other names. JSON, with or without comments. Tried
 * with OpenCode 1.18.33 and Kilo 7.7.7. Both cache prompts only where the model's key looks like a Claude model's, and
 * take limits and prices only from the entry.
 */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { modelName, splitGeo } from '../../../core/profiles/models';
import { profileIdOf } from '../../../core/profiles/profile';
import type { Agent, SettingsScope } from '../../agent';
import { requireOneConnection } from '../common/requirements';
import { isJsonObject, textAt, valueAt, withEdit, type Edit, type Json, type KeyPath } from '../../documents/document';
import { layeredAgent, type PlannedChange } from '../common/layeredAgent';
import type { ParsedFile } from '../common/readLocations';
import { namesInFolders, openCodeLocations, scopeFolder, userFolder, type OpenCodeVariant } from './openCodeLocations';
import {
  blockedBy,
  effectiveValue,
  modelAt,
  namesUnder,
  openCodeCredentials,
  openCodeRoles,
  PROVIDER,
  WORK_KEYS,
} from './openCodeRoles';
import { unknownModelWarnings, warning, type Warning } from '../../warnings';
import type { HostMachine } from '../../hostMachine';
import { profilesOf, type ProfileTarget, type Target } from '../../target';
import { isProfileEntry, routeEdits, withoutEntries, withoutRoute } from './openCodeGateway';
import { claudeFamily } from '../../claudeModels';
import { proxyWarnings, variables } from '../common/overrides';

const SCOPES: readonly SettingsScope[] = ['user', 'project'];

/** Both accept comments, whatever the file's extension is. */
const FORMAT = 'jsonc';

/**
 * The existing file of a scope with the highest precedence, because it overrides the others key by key; the first name
 * where there is none.
 */
async function fileToWrite(kind: OpenCodeVariant, host: HostMachine, scope: SettingsScope): Promise<string> {
  const own = namesInFolders(kind).filter((name) => name.startsWith(kind.id));
  const at = scopeFolder(kind, host, scope);
  const inherited = scope === 'user' ? kind.names : namesInFolders(kind);
  for (const name of [...inherited].reverse()) {
    const path = join(at, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return join(at, own[0] ?? '');
}

/** A key that these programs accept as a Claude model's: `anthropic-claude-sonnet-4.6`. */
export function modelKeyOf(model: string): string {
  const id = splitGeo(model).model;
  const maker = id.slice(0, Math.max(0, id.indexOf('.')));
  const words = modelName(id)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-');
  return words.startsWith(`${maker}-`) || maker === '' ? words : `${maker}-${words}`;
}

/** Keys for a target's profiles. Two profiles of one model need two; through the gateway a model is its own key. */
function keysOf(target: Target): ReadonlyMap<string, string> {
  if (target.gateway !== undefined) return new Map(profilesOf(target).map(({ arn, model }) => [arn, model]));
  const keys = new Map<string, string>();
  const { main, small, plan } = target.roles;
  for (const [role, profile] of [
    ['', main],
    ['-small', small],
    ['-plan', plan],
  ] as const) {
    if (profile === undefined || keys.has(profile.arn)) continue;
    const key = modelKeyOf(profile.model);
    keys.set(profile.arn, [...keys.values()].includes(key) ? key + role : key);
  }
  return keys;
}

/**
 * The entry of a model. Temperature and reasoning are set to off: with an ARN they are sent in a form that newer models
 * refuse.
 */
function entryEdits(key: string, { arn, model, limits, prices }: ProfileTarget): readonly Edit[] {
  const at = ['provider', PROVIDER, 'models', key];
  const values: Readonly<Record<string, Json | undefined>> = {
    id: arn,
    name: `${modelName(model)} (profile)`,
    attachment: claudeFamily(model) !== undefined,
    reasoning: false,
    temperature: false,
    tool_call: true,
  };
  const edits = Object.entries(values).map(([name, value]) => ({ path: [...at, name], value }));
  return [...edits, ...limitEdits([...at, 'limit'], limits), ...costEdits([...at, 'cost'], prices)];
}

/**
 * What the programs may not know of a model by its real name, such as of one that is newer than they are. Everything
 * else they know best.
 */
const namedEntryEdits = ({ model, limits, prices }: ProfileTarget): readonly Edit[] => {
  const at = ['provider', PROVIDER, 'models', model];
  const edits = [...limitEdits([...at, 'limit'], limits), ...costEdits([...at, 'cost'], prices)];
  return edits.length === 0 ? [{ path: at, value: {} }] : edits;
};

const limitEdits = (at: KeyPath, limits: ProfileTarget['limits']): readonly Edit[] =>
  limits === undefined
    ? []
    : [
        { path: [...at, 'context'], value: limits.context },
        { path: [...at, 'output'], value: limits.output },
      ];

function costEdits(at: KeyPath, prices: ProfileTarget['prices']): readonly Edit[] {
  if (prices === undefined) return [];
  const cost = {
    input: prices.input,
    output: prices.output,
    cache_read: prices.cacheRead,
    cache_write: prices.cacheWrite,
  };
  return Object.entries(cost).flatMap(([name, value]) => (value === undefined ? [] : [{ path: [...at, name], value }]));
}

function editsFor(target: Target, value: Json, weaker: readonly ParsedFile[], host: HostMachine): readonly Edit[] {
  const { region, awsProfile } = requireOneConnection(target);
  const { main, small, plan } = target.roles;
  const { gateway } = target;
  const keys = keysOf(target);
  const named = ({ arn }: ProfileTarget): string => `${PROVIDER}/${keys.get(arn) ?? ''}`;
  const options = ['provider', PROVIDER, 'options'];
  const own: ParsedFile = { kind: 'parsed', path: '', value: isJsonObject(value) ? value : {} };
  return [
    { path: ['model'], value: named(main) },
    // If it is not set, a default Haiku without a profile is used.
    { path: ['small_model'], value: named(small ?? main) },
    { path: [...options, 'region'], value: region },
    // With the gateway's secret no AWS profile is used.
    ...(gateway === undefined
      ? [{ path: [...options, 'profile'], value: awsProfile === '' ? undefined : awsProfile }]
      : []),
    ...(gateway === undefined ? withoutRoute(value, host) : routeEdits(gateway, value)),
    ...entriesOfTheOtherWay(target, value),
    ...[main, small, plan].flatMap((one) => {
      if (one === undefined) return [];
      return gateway === undefined ? entryEdits(keys.get(one.arn) ?? '', one) : namedEntryEdits(one);
    }),
    ...listEdits([...weaker, own], [...keys.values()]),
    ...(plan === undefined ? [] : [{ path: ['agent', 'plan', 'model'], value: named(plan) }]),
    ...(gateway === undefined ? workEdits([...weaker, own], host, named(main), plan) : []),
  ];
}

/** Our entries for the way that the agent is no longer set to. */
function entriesOfTheOtherWay(target: Target, value: Json): readonly Edit[] {
  if (target.gateway !== undefined) return withoutEntries(value, (_, entry) => isProfileEntry(entry));
  const made = profilesOf(target).flatMap(namedEntryEdits).reduce<Json | undefined>(withEdit, {});
  return withoutEntries(value, (key, entry) =>
    isDeepStrictEqual(entry, valueAt(made, ['provider', PROVIDER, 'models', key])),
  );
}

/** Lists of a provider's models that would exclude ours: a later file's list replaces an earlier one's. */
function listEdits(files: readonly ParsedFile[], keys: readonly string[]): readonly Edit[] {
  const listAt = (name: string): readonly Json[] | undefined => {
    const found = effectiveValue(files, 'provider', PROVIDER, name)?.value;
    return Array.isArray(found) ? (found as readonly Json[]) : undefined;
  };
  const [allowed, denied] = [listAt('whitelist'), listAt('blacklist')];
  const missing = keys.filter((key) => allowed?.includes(key) === false);
  return [
    ...(allowed === undefined || missing.length === 0
      ? []
      : [{ path: ['provider', PROVIDER, 'whitelist'], value: [...allowed, ...missing] }]),
    ...(denied?.some((item) => keys.some((key) => key === item)) === true
      ? [
          {
            path: ['provider', PROVIDER, 'blacklist'],
            value: denied.filter((item) => !keys.some((key) => key === item)),
          },
        ]
      : []),
  ];
}

/**
 * The user's agents, modes and commands with a Bedrock model but no profile are set to the main one. Those with a
 * profile were set on purpose and stay, and so do those whose model is unknown.
 */
function workEdits(
  files: readonly ParsedFile[],
  host: HostMachine,
  main: string,
  plan: ProfileTarget | undefined,
): readonly Edit[] {
  return WORK_KEYS.flatMap((kind) =>
    namesUnder(files, kind).flatMap((name): readonly Edit[] => {
      const path = [kind, name, 'model'];
      const model = modelAt(files, host, ...path);
      const isPlan = kind === 'agent' && name === 'plan' && plan !== undefined;
      if (model === undefined || model.unresolved !== undefined || isPlan) return [];
      return profileIdOf(model.id) === undefined ? [{ path, value: main }] : [];
    }),
  );
}

/**
 * The first value of a file with higher precedence for a model, the Region or the AWS profile that is not the wanted
 * one.
 */
function conflictingValue({ value }: ParsedFile, edits: readonly Edit[]): string | undefined {
  const options = ['provider', PROVIDER, 'options'];
  const keys = [['model'], ['small_model'], [...options, 'region'], [...options, 'profile'], [...options, 'endpoint']];
  const wanted = (key: readonly string[]): Json | undefined =>
    edits.find(({ path }) => path.join('.') === key.join('.'))?.value;
  const isEdited = (key: readonly string[]): boolean => edits.some(({ path }) => path.join('.') === key.join('.'));
  return keys.flatMap((key) => {
    const text = textAt(value, ...key);
    return text === undefined || !isEdited(key) || text === wanted(key) ? [] : [text];
  })[0];
}

/** A warning where the whole provider is disabled, which no model changes. */
function disabled(files: readonly ParsedFile[]): readonly Warning[] {
  const found = blockedBy(files, PROVIDER, '');
  return found?.keyPath.endsWith('_providers') === true ? [warning('provider-disabled', { ...found })] : [];
}

function warningsFor(name: string, { target, files, host }: PlannedChange): readonly Warning[] {
  if (target.gateway !== undefined)
    return [...disabled(files), ...proxyWarnings(name, host), ...unknownModelWarnings(target)];
  const uncached = [...keysOf(target).values()].filter((key) => !/claude|anthropic/.test(key));
  return [
    ...disabled(files),
    ...uncached.map((key) => warning('no-prompt-caching', { where: name, model: key })),
    warning('thinking-off', { where: name }),
    ...unknownModelWarnings(target),
  ];
}

const agent = (kind: OpenCodeVariant): Agent =>
  layeredAgent({
    ...kind,
    scopes: SCOPES,
    format: FORMAT,
    program: kind.id,
    needs: ['restart-sessions'],
    detectPaths: (host) => [userFolder(kind, host)],
    locations: openCodeLocations(kind),
    fileFor: (host, scope) => fileToWrite(kind, host, scope),
    roles: (files, host) => openCodeRoles(kind, files, host),
    edits: editsFor,
    conflictingValue,
    // The variable holds whole settings, which may hold secrets.
    variables: (host) =>
      variables(host, 'model', `${kind.variablePrefix}_CONFIG_CONTENT`).map((one) => ({ ...one, value: '' })),
    credentials: (files, host) => openCodeCredentials(kind, files, host),
    warnings: (planned) => warningsFor(kind.name, planned),
  });

export const openCode = agent({
  id: 'opencode',
  name: 'OpenCode',
  extensionIds: ['sst-dev.opencode', 'sst-dev.opencode-v2'],
  names: ['config.json', 'opencode.json', 'opencode.jsonc'],
  folders: ['.opencode'],
  variablePrefix: 'OPENCODE',
});

/** Reads OpenCode's file names as well, after its own: an old `opencode.json` in its folder overrides `kilo.json`. */
export const kilo = agent({
  id: 'kilo',
  name: 'Kilo Code',
  extensionIds: ['kilocode.kilo-code'],
  names: ['config.json', 'kilo.json', 'kilo.jsonc', 'opencode.json', 'opencode.jsonc'],
  folders: ['.kilocode', '.kilo'],
  variablePrefix: 'KILO',
});
