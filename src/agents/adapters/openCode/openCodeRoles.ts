/** The binding of OpenCode and Kilo, from all locations of their table as they combine them. */

import { sep } from 'node:path';
import { isJsonObject, valueAt, textAt, type Json, type KeyPath } from '../../documents/document';
import { BEARER, inEnvironment, inFiles, type Credential } from '../common/credentials';
import { parseJson } from '../../documents/json';
import { endpointBinding, isOtherToken } from '../../gateway/endpointBinding';
import type { OpenCodeVariant } from './openCodeLocations';
import { filesOfKind, type ParsedFile } from '../common/readLocations';
import { profileName, resolve } from '../common/references';
import { variable, type HostMachine } from '../../hostMachine';
import type { Blocked, RoleBinding, Unresolved } from '../../binding';

export const PROVIDER = 'amazon-bedrock';
/** Kinds of work that may name a model, by the key of their settings. */
export const WORK_KEYS = ['agent', 'mode', 'command'] as const;
type WorkKey = (typeof WORK_KEYS)[number];

/** The text under a key in the last file that has one. */
export function effectiveText(
  files: readonly ParsedFile[],
  ...path: KeyPath
): { readonly file: string; readonly text: string } | undefined {
  for (const { path: file, value } of [...files].reverse()) {
    const text = textAt(value, ...path);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/** The last value of any type under a key, and its file. */
export function effectiveValue(
  files: readonly ParsedFile[],
  ...path: KeyPath
): { readonly file: string; readonly value: Json } | undefined {
  for (const { path: file, value } of [...files].reverse()) {
    const found = valueAt(value, path);
    if (found !== undefined && found !== null) return { file, value: found };
  }
  return undefined;
}

/** Names under a key in any of the files. */
export const namesUnder = (files: readonly ParsedFile[], ...path: KeyPath): readonly string[] => [
  ...new Set(
    files.flatMap(({ value }) => {
      const found = valueAt(value, path);
      return isJsonObject(found) ? Object.keys(found) : [];
    }),
  ),
];

/** A Markdown file counts as settings of the agent or command that it is named after. A mode is an agent as well. */
function asSettings(file: ParsedFile): ParsedFile {
  const parts = file.path.split(sep);
  const at = parts.findLastIndex((part) => /^(?:agent|mode|command)s?$/.test(part));
  const key: WorkKey = parts[at]?.startsWith('command') === true ? 'command' : 'agent';
  const name = parts
    .slice(at + 1)
    .join('/')
    .replace(/\.md$/, '');
  return { ...file, value: { [key]: { [name]: file.value } } };
}

/** Settings in a variable count after all files but the managed ones. */
function fromVariable({ variablePrefix }: OpenCodeVariant, host: HostMachine): readonly ParsedFile[] {
  const text = variable(host, `${variablePrefix}_CONFIG_CONTENT`);
  const parsed = text === undefined ? undefined : parseJson(text, true);
  return parsed === undefined || 'broken' in parsed ? [] : [{ kind: 'parsed', path: '', value: parsed.value }];
}

/** All settings in the order in which they count. */
function inOrder(kind: OpenCodeVariant, all: readonly ParsedFile[], host: HostMachine): readonly ParsedFile[] {
  const files = all.filter(({ location }) => location?.kind !== 'credentials');
  const isManaged = ({ location }: ParsedFile): boolean => location?.from === 'managed';
  return [...files.filter((file) => !isManaged(file)), ...fromVariable(kind, host), ...files.filter(isManaged)].map(
    (file) => (file.location?.kind === 'work' ? asSettings(file) : file),
  );
}

/** Providers that use Amazon Bedrock: the built-in one, and any that is configured with the same package. */
const bedrockProviders = (files: readonly ParsedFile[]): readonly string[] => [
  PROVIDER,
  ...namesUnder(files, 'provider').filter(
    (id) =>
      id !== PROVIDER &&
      effectiveText(files, 'provider', id, 'npm')?.text.startsWith('@ai-sdk/amazon-bedrock') === true,
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

/** The model that `amazon-bedrock/KEY` stands for; undefined for another provider's model. */
export function modelAt(files: readonly ParsedFile[], host: HostMachine, ...path: KeyPath): Named | undefined {
  const named = effectiveText(files, ...path);
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
  const entry = effectiveText(files, 'provider', provider, 'models', key, 'id')?.text ?? key;
  const id = resolve(entry, 'model', host);
  return 'text' in id
    ? { file, provider, key, id: id.text }
    : { file, provider, key, id: entry, unresolved: { of: 'model', reference: id.reference } };
}

const listAt = (
  files: readonly ParsedFile[],
  ...path: KeyPath
): { file: string; items: readonly Json[] } | undefined => {
  const found = effectiveValue(files, ...path);
  return found !== undefined && Array.isArray(found.value)
    ? { file: found.file, items: found.value as readonly Json[] }
    : undefined;
};

/** The list that excludes a model, or its whole provider. */
export function blockedBy(files: readonly ParsedFile[], provider: string, key: string): Blocked | undefined {
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

interface ReadContext {
  readonly kind: OpenCodeVariant;
  readonly files: readonly ParsedFile[];
  readonly host: HostMachine;
}

function roleOf({ kind, files, host }: ReadContext, role: string, ...path: KeyPath): readonly RoleBinding[] {
  const named = modelAt(files, host, ...path);
  if (named === undefined) return [];
  const option = (name: string): string | undefined =>
    effectiveText(files, 'provider', named.provider, 'options', name)?.text;
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
      ...endpointBinding(option('endpoint') ?? option('baseURL'), option('apiKey') ?? variable(host, BEARER), host),
    },
  ];
}

/** Background calls. OpenCode uses a default Haiku for titles where nothing is set; Kilo was not observed to do so. */
function smallRole(context: ReadContext): readonly RoleBinding[] {
  const [main] = roleOf(context, 'main', 'model');
  const isUnset =
    context.kind.id === 'opencode' && main !== undefined && effectiveText(context.files, 'small_model') === undefined;
  if (!isUnset) return roleOf(context, 'small', 'small_model');
  const own = { unresolved: undefined, blocked: undefined, file: '', keyPath: 'small_model' };
  return [{ ...main, ...own, role: 'small', model: 'small_model', unset: true }];
}

/** Agents, modes and commands, each once, without disabled ones. */
function workRoles(context: ReadContext): readonly RoleBinding[] {
  const { files } = context;
  return WORK_KEYS.flatMap((key) =>
    namesUnder(files, key).flatMap((name): readonly RoleBinding[] => {
      if (effectiveValue(files, key, name, 'disable')?.value === true) return [];
      // A mode of the same name overrides the agent.
      if (key === 'agent' && effectiveText(files, 'mode', name, 'model') !== undefined) return [];
      return roleOf(context, key === 'command' ? `/${name}` : name, key, name, 'model');
    }),
  );
}

export function openCodeRoles(
  kind: OpenCodeVariant,
  all: readonly ParsedFile[],
  host: HostMachine,
): readonly RoleBinding[] | undefined {
  const files = inOrder(kind, all, host);
  if (files.length === 0) return undefined;
  const context: ReadContext = { kind, files, host };
  return [...roleOf(context, 'main', 'model'), ...smallRole(context), ...workRoles(context)];
}

/** A Bedrock API key is used instead of the AWS profile, wherever it is. Static keys are not. */
export function openCodeCredentials(
  kind: OpenCodeVariant,
  all: readonly ParsedFile[],
  host: HostMachine,
): readonly Credential[] {
  const content = `${kind.variablePrefix}_AUTH_CONTENT`;
  const hasKey = variable(host, content)?.includes(`"${PROVIDER}"`) === true;
  const option = `provider.${PROVIDER}.options.apiKey`;
  return [
    ...inEnvironment(host, BEARER),
    ...(hasKey ? [{ variable: content }] : []),
    ...inFiles(
      filesOfKind(all, 'settings'),
      ({ value }) => isOtherToken(textAt(value, 'provider', PROVIDER, 'options', 'apiKey')),
      option,
    ),
    ...inFiles(filesOfKind(all, 'credentials'), ({ value }) => isJsonObject(valueAt(value, [PROVIDER])), PROVIDER),
  ];
}
