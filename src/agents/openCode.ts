/**
 * OpenCode, and Kilo, which grew out of it and reads the same settings under its own name. JSON, with or without comments. Tried with
 * OpenCode 1.18.33 and Kilo 7.7.7. Both cache prompts only where the model's key reads like a Claude model, and take neither limits nor
 * prices from anywhere else than the entry.
 */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { modelName, splitGeo } from '../core/models';
import { profileIdOf } from '../core/profile';
import {
  variable,
  type Agent,
  type AgentHost,
  type AgentId,
  type ProfileTarget,
  type RoleBinding,
  type Scope,
  type Target,
} from './agent';
import { isFields, requireOneConnection, textAt, variables } from './common';
import { valueAt } from './json';
import { layered, type Planned, type Values } from './layered';
import { configHome } from './places';
import type { Edit, Json, KeyPath } from './plan';
import { claudeFamily, unknownsOf, warning, type Warning } from './warnings';

/** In what the two differ. */
interface Kind {
  readonly id: AgentId & ('opencode' | 'kilo');
  readonly name: string;
  readonly extensionIds: readonly string[];
  /** Names of the settings file, the weakest first. */
  readonly names: readonly string[];
  /** Folders of settings below the open folder, and the files in it, the weakest first. */
  readonly folders: readonly string[];
  readonly variablePrefix: string;
}

const PROVIDER = 'amazon-bedrock';
const SCOPES: readonly Scope[] = ['user', 'project'];

const userFolder = (kind: Kind, host: AgentHost): string => join(configHome(host), kind.id);

const userFiles = (kind: Kind, host: AgentHost): readonly string[] =>
  kind.names.map((name) => join(userFolder(kind, host), name));

/** All files that are read for the open folder, the weakest first. Files of the folders above it are read as well, but not looked for here. */
function filesOf(kind: Kind, host: AgentHost): readonly string[] {
  const { workspace } = host;
  const named = variable(host, `${kind.variablePrefix}_CONFIG`);
  const own = kind.names.filter((name) => name !== 'config.json');
  const folder = variable(host, `${kind.variablePrefix}_CONFIG_DIR`);
  return [
    ...userFiles(kind, host),
    ...(named === undefined ? [] : [named]),
    ...(workspace === undefined
      ? []
      : ['', ...kind.folders].flatMap((at) => own.map((name) => join(workspace, at, name)))),
    ...(folder === undefined ? [] : own.map((name) => join(folder, name))),
  ];
}

/** Comments are taken in both; the ending tells people. */
const FORMAT = 'jsonc';

/** The strongest of a scope's files that exists, for one file beats the others key by key; the first name where there is none. */
async function fileToWrite(kind: Kind, host: AgentHost, scope: Scope): Promise<string> {
  const own = kind.names.filter((name) => name !== 'config.json' && name.startsWith(kind.id));
  const at = scope === 'user' ? userFolder(kind, host) : (host.workspace ?? '');
  const inherited = scope === 'user' ? kind.names : kind.names.filter((name) => name !== 'config.json');
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

/** A key that these programs take for a Claude model's: `anthropic-claude-sonnet-4.6`. */
export function modelKey(model: string): string {
  const id = splitGeo(model).model;
  const maker = id.slice(0, Math.max(0, id.indexOf('.')));
  const words = modelName(id)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-');
  return words.startsWith(`${maker}-`) || maker === '' ? words : `${maker}-${words}`;
}

/** Keys for a target's profiles. Two profiles of one model need two. */
function keysOf(target: Target): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const { main, small, plan } = target.roles;
  for (const [role, profile] of [
    ['', main],
    ['-small', small],
    ['-plan', plan],
  ] as const) {
    if (profile === undefined || keys.has(profile.arn)) continue;
    const key = modelKey(profile.model);
    keys.set(profile.arn, [...keys.values()].includes(key) ? key + role : key);
  }
  return keys;
}

/** The entry of a model. Temperature and reasoning are said to be off: with an ARN they are sent in a shape that newer models refuse. */
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
  const limit: readonly Edit[] =
    limits === undefined
      ? []
      : [
          { path: [...at, 'limit', 'context'], value: limits.context },
          { path: [...at, 'limit', 'output'], value: limits.output },
        ];
  return [...edits, ...limit, ...costEdits([...at, 'cost'], prices)];
}

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

function editsFor(target: Target, value: Json, weaker: readonly Values[]): readonly Edit[] {
  const { region, awsProfile } = requireOneConnection(target);
  const { main, small, plan } = target.roles;
  const keys = keysOf(target);
  const named = ({ arn }: ProfileTarget): string => `${PROVIDER}/${keys.get(arn) ?? ''}`;
  const options = ['provider', PROVIDER, 'options'];
  return [
    { path: ['model'], value: named(main) },
    // Unset, it is a Haiku past the profile.
    { path: ['small_model'], value: named(small ?? main) },
    { path: [...options, 'region'], value: region },
    { path: [...options, 'profile'], value: awsProfile === '' ? undefined : awsProfile },
    ...[main, small, plan].flatMap((one) => (one === undefined ? [] : entryEdits(keys.get(one.arn) ?? '', one))),
    ...(plan === undefined ? [] : [{ path: ['agent', 'plan', 'model'], value: named(plan) }]),
    ...agentEdits([...weaker, { kind: 'values', path: '', value: isFields(value) ? value : {} }], named(main), plan),
  ];
}

/**
 * Agents of its own that are set to a model of Bedrock without a profile go with the main work. One with a profile was given it on
 * purpose, and stays.
 */
function agentEdits(files: readonly Values[], main: string, plan: ProfileTarget | undefined): readonly Edit[] {
  return agentNames(files).flatMap((name): readonly Edit[] => {
    const model = modelAt(files, 'agent', name, 'model');
    const isPlan = name === 'plan' && plan !== undefined;
    if (model === undefined || isPlan || profileIdOf(model.id) !== undefined) return [];
    return [{ path: ['agent', name, 'model'], value: main }];
  });
}

/** The last file that says something under a key. */
function said(
  files: readonly Values[],
  ...path: KeyPath
): { readonly file: string; readonly text: string } | undefined {
  for (const { path: file, value } of [...files].reverse()) {
    const text = textAt(value, ...path);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/** What `amazon-bedrock/KEY` comes to; undefined for another provider's model. */
function modelAt(
  files: readonly Values[],
  ...path: KeyPath
): { readonly file: string; readonly id: string } | undefined {
  const named = said(files, ...path);
  if (named?.text.startsWith(`${PROVIDER}/`) !== true) return undefined;
  const key = named.text.slice(PROVIDER.length + 1);
  return { file: named.file, id: said(files, 'provider', PROVIDER, 'models', key, 'id')?.text ?? key };
}

function roleOf(files: readonly Values[], host: AgentHost, role: string, ...path: KeyPath): readonly RoleBinding[] {
  const named = modelAt(files, ...path);
  if (named === undefined) return [];
  const option = (name: string): string | undefined => said(files, 'provider', PROVIDER, 'options', name)?.text;
  return [
    {
      role,
      model: named.id,
      region: option('region') ?? variable(host, 'AWS_REGION'),
      awsProfile: option('profile') ?? variable(host, 'AWS_PROFILE'),
      file: named.file,
      keyPath: path.join('.'),
      overrides: [],
    },
  ];
}

/** Background calls. OpenCode takes a Haiku of its own for titles where nothing is set; Kilo was not seen to. */
function smallRole(kind: Kind, files: readonly Values[], host: AgentHost): readonly RoleBinding[] {
  const [main] = roleOf(files, host, 'main', 'model');
  const isUnset = kind.id === 'opencode' && main !== undefined && said(files, 'small_model') === undefined;
  if (!isUnset) return roleOf(files, host, 'small', 'small_model');
  return [{ ...main, role: 'small', model: 'small_model', unset: true, file: '', keyPath: 'small_model' }];
}

const agentNames = (files: readonly Values[]): readonly string[] => [
  ...new Set(
    files.flatMap(({ value }) => {
      const agents = valueAt(value, ['agent']);
      return isFields(agents) ? Object.keys(agents) : [];
    }),
  ),
];

function rolesOf(kind: Kind, files: readonly Values[], host: AgentHost): readonly RoleBinding[] | undefined {
  if (files.length === 0) return undefined;
  return [
    ...roleOf(files, host, 'main', 'model'),
    ...smallRole(kind, files, host),
    ...agentNames(files).flatMap((name) => roleOf(files, host, name, 'agent', name, 'model')),
  ];
}

/** What a nearer file says of the models, the Region or the AWS profile, where it is not what is wanted. */
function otherwise({ value }: Values, edits: readonly Edit[]): string | undefined {
  const options = ['provider', PROVIDER, 'options'];
  const keys = [['model'], ['small_model'], [...options, 'region'], [...options, 'profile']];
  const wanted = (key: readonly string[]): Json | undefined =>
    edits.find(({ path }) => path.join('.') === key.join('.'))?.value;
  return keys.flatMap((key) => {
    const text = textAt(value, ...key);
    return text === undefined || text === wanted(key) ? [] : [text];
  })[0];
}

function disabled(files: readonly Values[]): readonly Warning[] {
  return files.flatMap(({ path, value }) => {
    const off = valueAt(value, ['disabled_providers']);
    const on = valueAt(value, ['enabled_providers']);
    return [
      ...(Array.isArray(off) && off.includes(PROVIDER)
        ? [warning('provider-disabled', { file: path, keyPath: 'disabled_providers' })]
        : []),
      ...(Array.isArray(on) && !on.includes(PROVIDER)
        ? [warning('provider-disabled', { file: path, keyPath: 'enabled_providers' })]
        : []),
    ];
  });
}

function warningsFor(name: string, { target, files }: Planned): readonly Warning[] {
  const uncached = [...keysOf(target).values()].filter((key) => !/claude|anthropic/.test(key));
  return [
    ...disabled(files),
    ...uncached.map((key) => warning('no-prompt-caching', { where: name, model: key })),
    warning('thinking-off', { where: name }),
    ...unknownsOf(target),
  ];
}

const agent = (kind: Kind): Agent =>
  layered({
    ...kind,
    scopes: SCOPES,
    format: FORMAT,
    program: kind.id,
    needs: ['restart-sessions'],
    traces: (host) => [userFolder(kind, host)],
    files: (host) => filesOf(kind, host),
    fileFor: (host, scope) => fileToWrite(kind, host, scope),
    roles: (files, host) => rolesOf(kind, files, host),
    edits: editsFor,
    otherwise,
    // The variable holds whole settings, which may hold anything.
    variables: (host) =>
      variables(host, 'model', `${kind.variablePrefix}_CONFIG_CONTENT`).map((one) => ({ ...one, value: '' })),
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

/** Reads OpenCode's file names too, after its own: an old `opencode.json` in its folder beats `kilo.json`. */
export const kilo = agent({
  id: 'kilo',
  name: 'Kilo Code',
  extensionIds: ['kilocode.kilo-code'],
  names: ['config.json', 'kilo.json', 'kilo.jsonc', 'opencode.json', 'opencode.jsonc'],
  folders: ['.kilocode', '.kilo'],
  variablePrefix: 'KILO',
});
