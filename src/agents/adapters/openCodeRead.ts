/** What OpenCode and Kilo are set to, with every place of their table taken together as they take them. */

import { sep } from 'node:path';
import { variable, type AgentHost, type Blocked, type RoleBinding, type Unresolved } from '../agent';
import { isFields, textAt } from './common';
import { BEARER, inEnvironment, inFiles, type Credential } from './credentials';
import { parseJson, valueAt } from '../documents/json';
import type { Kind } from './openCodePlaces';
import type { Json, KeyPath } from '../changes/plan';
import { ofKind, type Values } from './readPlaces';
import { profileName, resolve } from './references';

export const PROVIDER = 'amazon-bedrock';
/** Kinds of work that may name a model, by the key of their settings. */
export const WORK_KEYS = ['agent', 'mode', 'command'] as const;
type WorkKey = (typeof WORK_KEYS)[number];

/** The last file that says something under a key. */
export function said(
  files: readonly Values[],
  ...path: KeyPath
): { readonly file: string; readonly text: string } | undefined {
  for (const { path: file, value } of [...files].reverse()) {
    const text = textAt(value, ...path);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/** The last value of any type under a key, and its file. */
export function lastOf(
  files: readonly Values[],
  ...path: KeyPath
): { readonly file: string; readonly value: Json } | undefined {
  for (const { path: file, value } of [...files].reverse()) {
    const found = valueAt(value, path);
    if (found !== undefined && found !== null) return { file, value: found };
  }
  return undefined;
}

/** Names under a key in any of the files. */
export const namesUnder = (files: readonly Values[], ...path: KeyPath): readonly string[] => [
  ...new Set(
    files.flatMap(({ value }) => {
      const found = valueAt(value, path);
      return isFields(found) ? Object.keys(found) : [];
    }),
  ),
];

/** A Markdown file counts as settings of the agent or the command that it is named for. A mode is an agent, too. */
function asSettings(file: Values): Values {
  const parts = file.path.split(sep);
  const at = parts.findLastIndex((part) => /^(?:agent|mode|command)s?$/.test(part));
  const key: WorkKey = parts[at]?.startsWith('command') === true ? 'command' : 'agent';
  const name = parts
    .slice(at + 1)
    .join('/')
    .replace(/\.md$/, '');
  return { ...file, value: { [key]: { [name]: file.value } } };
}

/** Settings that a variable holds as a whole count after all files but the managed ones. */
function fromVariable({ variablePrefix }: Kind, host: AgentHost): readonly Values[] {
  const text = variable(host, `${variablePrefix}_CONFIG_CONTENT`);
  const parsed = text === undefined ? undefined : parseJson(text, true);
  return parsed === undefined || 'broken' in parsed ? [] : [{ kind: 'values', path: '', value: parsed.value }];
}

/** All settings in the order in which they count. */
function inOrder(kind: Kind, all: readonly Values[], host: AgentHost): readonly Values[] {
  const files = all.filter(({ place }) => place?.kind !== 'credentials');
  const isManaged = ({ place }: Values): boolean => place?.from === 'managed';
  return [...files.filter((file) => !isManaged(file)), ...fromVariable(kind, host), ...files.filter(isManaged)].map(
    (file) => (file.place?.kind === 'work' ? asSettings(file) : file),
  );
}

/** Providers that go to Amazon Bedrock: its own, and any that somebody made with the same package. */
const bedrockProviders = (files: readonly Values[]): readonly string[] => [
  PROVIDER,
  ...namesUnder(files, 'provider').filter(
    (id) => id !== PROVIDER && said(files, 'provider', id, 'npm')?.text.startsWith('@ai-sdk/amazon-bedrock') === true,
  ),
];

interface Named {
  readonly file: string;
  readonly provider: string;
  /** The model's key in its provider. */
  readonly key: string;
  readonly id: string;
  readonly unresolved?: Unresolved;
}

/** What `amazon-bedrock/KEY` comes to; undefined for another provider's model. */
export function modelAt(files: readonly Values[], host: AgentHost, ...path: KeyPath): Named | undefined {
  const named = said(files, ...path);
  if (named === undefined) return undefined;
  const { file } = named;
  const whole = resolve(named.text, 'name', host);
  const text = 'text' in whole ? whole.text : named.text;
  const provider = bedrockProviders(files).find((id) => text.startsWith(`${id}/`));
  if ('reference' in whole) {
    // The provider's name may be in the reference as well.
    const isOther = provider === undefined && !text.startsWith('{');
    const unresolved = { of: 'model', reference: whole.reference } as const;
    return isOther ? undefined : { file, provider: provider ?? PROVIDER, key: '', id: named.text, unresolved };
  }
  if (provider === undefined) return undefined;
  const key = text.slice(provider.length + 1);
  const entry = said(files, 'provider', provider, 'models', key, 'id')?.text ?? key;
  const id = resolve(entry, 'model', host);
  return 'text' in id
    ? { file, provider, key, id: id.text }
    : { file, provider, key, id: entry, unresolved: { of: 'model', reference: id.reference } };
}

const listAt = (files: readonly Values[], ...path: KeyPath): { file: string; items: readonly Json[] } | undefined => {
  const found = lastOf(files, ...path);
  return found !== undefined && Array.isArray(found.value)
    ? { file: found.file, items: found.value as readonly Json[] }
    : undefined;
};

/** The list that leaves a model, or its whole provider, out. */
export function blockedBy(files: readonly Values[], provider: string, key: string): Blocked | undefined {
  const lists: readonly (readonly [KeyPath, string, boolean])[] = [
    [['disabled_providers'], provider, true],
    [['enabled_providers'], provider, false],
    [['provider', provider, 'blacklist'], key, true],
    [['provider', provider, 'whitelist'], key, false],
  ];
  for (const [path, name, isOut] of lists) {
    const list = listAt(files, ...path);
    if (list?.items.includes(name) === isOut) return { file: list.file, keyPath: path.join('.') };
  }
  return undefined;
}

interface Look {
  readonly kind: Kind;
  readonly files: readonly Values[];
  readonly host: AgentHost;
}

function roleOf({ kind, files, host }: Look, role: string, ...path: KeyPath): readonly RoleBinding[] {
  const named = modelAt(files, host, ...path);
  if (named === undefined) return [];
  const option = (name: string): string | undefined => said(files, 'provider', named.provider, 'options', name)?.text;
  const region = resolve(option('region') ?? variable(host, 'AWS_REGION') ?? 'us-east-1', 'region', host);
  const unresolved =
    named.unresolved ?? ('reference' in region ? { of: 'region' as const, reference: region.reference } : undefined);
  const keyPath = named.file === '' ? `env.${kind.variablePrefix}_CONFIG_CONTENT` : path.join('.');
  return [
    {
      role,
      model: named.id,
      region: 'text' in region ? region.text : undefined,
      awsProfile: profileName(option('profile'), host) ?? variable(host, 'AWS_PROFILE'),
      file: named.file,
      keyPath,
      unresolved,
      blocked: blockedBy(files, named.provider, named.key),
      overrides: [],
    },
  ];
}

/** Background calls. OpenCode takes a Haiku of its own for titles where nothing is set; Kilo was not seen to. */
function smallRole(look: Look): readonly RoleBinding[] {
  const [main] = roleOf(look, 'main', 'model');
  const isUnset = look.kind.id === 'opencode' && main !== undefined && said(look.files, 'small_model') === undefined;
  if (!isUnset) return roleOf(look, 'small', 'small_model');
  const own = { unresolved: undefined, blocked: undefined, file: '', keyPath: 'small_model' };
  return [{ ...main, ...own, role: 'small', model: 'small_model', unset: true }];
}

/** Agents, modes and commands, each once; one that is turned off does no work. */
function workRoles(look: Look): readonly RoleBinding[] {
  const { files } = look;
  return WORK_KEYS.flatMap((key) =>
    namesUnder(files, key).flatMap((name): readonly RoleBinding[] => {
      if (lastOf(files, key, name, 'disable')?.value === true) return [];
      // A mode of the same name beats the agent.
      if (key === 'agent' && said(files, 'mode', name, 'model') !== undefined) return [];
      return roleOf(look, key === 'command' ? `/${name}` : name, key, name, 'model');
    }),
  );
}

export function openCodeRoles(kind: Kind, all: readonly Values[], host: AgentHost): readonly RoleBinding[] | undefined {
  const files = inOrder(kind, all, host);
  if (files.length === 0) return undefined;
  const look: Look = { kind, files, host };
  return [...roleOf(look, 'main', 'model'), ...smallRole(look), ...workRoles(look)];
}

/** A key of Bedrock's own beats the AWS profile, wherever it is. Static keys lose to it. */
export function openCodeCredentials(kind: Kind, all: readonly Values[], host: AgentHost): readonly Credential[] {
  const content = `${kind.variablePrefix}_AUTH_CONTENT`;
  const hasKey = variable(host, content)?.includes(`"${PROVIDER}"`) === true;
  const option = `provider.${PROVIDER}.options.apiKey`;
  return [
    ...inEnvironment(host, BEARER),
    ...(hasKey ? [{ variable: content }] : []),
    ...inFiles(
      ofKind(all, 'settings'),
      ({ value }) => textAt(value, 'provider', PROVIDER, 'options', 'apiKey') !== undefined,
      option,
    ),
    ...inFiles(ofKind(all, 'credentials'), ({ value }) => isFields(valueAt(value, [PROVIDER])), PROVIDER),
  ];
}
