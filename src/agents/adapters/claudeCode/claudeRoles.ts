/** The binding of Claude Code, from all locations of its table as it combines them. */

import { basename, dirname, sep } from 'node:path';
import { isJsonObject, valueAt, textAt, type Json, type KeyPath } from '../../documents/document';
import { BEARER, inEnvironment, inFiles, STATIC_KEY, type Credential } from '../common/credentials';
import { filesOfKind, type ParsedFile } from '../common/readLocations';
import { variable, type HostMachine } from '../../hostMachine';
import type { Override, RoleBinding } from '../../binding';
import { variables } from '../common/overrides';
import { awsRegion } from '../common/locate';
import { endpointBinding, isOtherToken } from '../../gateway/endpointBinding';

export const FAMILIES = ['sonnet', 'opus', 'haiku', 'fable'] as const;
export type Family = (typeof FAMILIES)[number];

export const familyVariable = (family: Family): string => `ANTHROPIC_DEFAULT_${family.toUpperCase()}_MODEL`;

/** Where the program sends its calls, and the key that it signs in with there. */
export const BASE_URL = 'ANTHROPIC_BEDROCK_BASE_URL';

/** The Region of the small model's calls alone, where it is another model than the main one. */
export const SMALL_REGION = 'ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION';

/**
 * Variables that name a model for one kind of work, by our name for it, beside `ANTHROPIC_MODEL` and those of the
 * families.
 */
export const WORK_VARIABLES = {
  small: 'ANTHROPIC_SMALL_FAST_MODEL',
  subagents: 'CLAUDE_CODE_SUBAGENT_MODEL',
  workflows: 'CLAUDE_CODE_WORKFLOW_SUBAGENT_MODEL',
  automatic: 'CLAUDE_CODE_AUTO_MODE_MODEL',
  classifier: 'CLAUDE_CODE_BG_CLASSIFIER_MODEL',
} as const;

/** A variable that makes the program send no credentials at all. */
export const SKIP_AUTH = 'CLAUDE_CODE_SKIP_BEDROCK_AUTH';

export interface EffectiveText {
  readonly value: string;
  /** Empty: the environment. */
  readonly file: string;
}

const LONG_CONTEXT = /\[1m\]$/i;

/** Without the suffix for the long context, which is not part of the model's id. */
export const bareModel = (model: string): string => model.replace(LONG_CONTEXT, '');

/** A new value with the suffix that the earlier one has. */
export const withSuffix = (model: string, earlier: string | undefined): string =>
  model + (LONG_CONTEXT.exec(earlier ?? '')?.[0] ?? '');

/** A value of `env`. Numbers and booleans count as their text. */
export function envAt(value: Json | undefined, name: string): string | undefined {
  const found = valueAt(value, ['env', name]);
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : textAt(value, 'env', name);
}

/** The text under a key in the file with the highest precedence. */
export function effectiveText(files: readonly ParsedFile[], ...path: KeyPath): EffectiveText | undefined {
  const [head, name = ''] = path;
  for (const { path: file, value } of [...files].reverse()) {
    const text = head === 'env' ? envAt(value, String(name)) : textAt(value, ...path);
    if (text !== undefined) return { value: text, file };
  }
  return undefined;
}

/** All that was read. */
interface ReadContext {
  readonly host: HostMachine;
  /** Settings, the weakest first. */
  readonly files: readonly ParsedFile[];
  readonly all: readonly ParsedFile[];
}

/** The value of a variable for Claude Code: the settings' `env` overrides the state file's, and that the shell's. */
function effectiveVariable({ host, files, all }: ReadContext, name: string): EffectiveText | undefined {
  const own = effectiveText(files, 'env', name) ?? effectiveText(filesOfKind(all, 'variables'), 'env', name);
  const shell = variable(host, name) ?? host.editor?.['claude-code']?.env[name];
  return own ?? (shell === undefined || shell === '' ? undefined : { value: shell, file: '' });
}

/** `sonnet`, `opus[1m]` → the family; undefined for a model id or an ARN. */
export function familyOfAlias(model: string): Family | undefined {
  const name = bareModel(model.toLowerCase());
  if (name === 'default' || name === 'opusplan' || name === 'best') return name === 'best' ? 'opus' : 'sonnet';
  return FAMILIES.find((family) => family === name);
}

/** The model that an alias or an id stands for: an alias is replaced by its family's variable. */
function resolved(context: ReadContext, text: string): string {
  const family = familyOfAlias(text);
  return bareModel(
    (family === undefined ? undefined : effectiveVariable(context, familyVariable(family))?.value) ?? text,
  );
}

export const overriddenIds = (value: Json | undefined): readonly string[] => {
  const overrides = valueAt(value, ['modelOverrides']);
  return isJsonObject(overrides) ? Object.keys(overrides) : [];
};

/** The model that an ARN counts as: that of the first override with it. */
function baseModelOf({ files }: ReadContext, model: string): string | undefined {
  const ids = [...new Set(files.flatMap(({ value }) => overriddenIds(value)))];
  const namesModel = (id: string): boolean =>
    bareModel(effectiveText(files, 'modelOverrides', id)?.value ?? '').toLowerCase() === model.toLowerCase();
  const first = model.startsWith('arn:') ? ids.find(namesModel) : undefined;
  return first?.startsWith('claude-') === true ? `anthropic.${first}` : undefined;
}

/** Without a setting the Region is the AWS profile's, or else the program's default. */
function regionOf(context: ReadContext): string {
  const named = effectiveVariable(context, 'AWS_REGION') ?? effectiveVariable(context, 'AWS_DEFAULT_REGION');
  const profile = effectiveVariable(context, 'AWS_PROFILE')?.value;
  return named?.value ?? awsRegion(context.all, profile) ?? 'us-east-1';
}

function roleOf(context: ReadContext, role: string, { value, file }: EffectiveText, keyPath: string): RoleBinding {
  const model = bareModel(value);
  return {
    role,
    model,
    baseModel: baseModelOf(context, model),
    region: regionOf(context),
    awsProfile: effectiveVariable(context, 'AWS_PROFILE')?.value,
    file,
    keyPath,
    overrides: [],
    ...endpointBinding(
      effectiveVariable(context, BASE_URL)?.value,
      effectiveVariable(context, BEARER)?.value,
      context.host,
    ),
  };
}

/** The main model: `model`, unless a variable overrides it or it is missing. */
function mainRole(context: ReadContext): RoleBinding {
  const { host, files, all } = context;
  const own =
    effectiveText(files, 'env', 'ANTHROPIC_MODEL') ??
    effectiveText(filesOfKind(all, 'variables'), 'env', 'ANTHROPIC_MODEL');
  const model = effectiveText(files, 'model');
  const named =
    own ?? (model?.value === 'default' ? undefined : model) ?? effectiveVariable(context, 'ANTHROPIC_DEFAULT_MODEL');
  const shell = own === undefined ? variables(host, 'model', 'ANTHROPIC_MODEL') : [];
  const { value, file } = named ?? { value: 'default', file: '' };
  const keys = new Map([
    [own, 'env.ANTHROPIC_MODEL'],
    [model, 'model'],
  ]);
  const keyPath = keys.get(named) ?? (named === undefined ? 'model' : 'env.ANTHROPIC_DEFAULT_MODEL');
  const overrides = shell.map((one) => ({ ...one, value: resolved(context, one.value) }));
  return { ...roleOf(context, 'main', { value: resolved(context, value), file }, keyPath), overrides };
}

/** A family without a variable is a default system profile, which the program calls as soon as it starts. */
function familyRole(context: ReadContext, family: Family): RoleBinding {
  const name = familyVariable(family);
  const pin = effectiveVariable(context, name);
  const role = roleOf(context, family, pin ?? { value: family, file: '' }, `env.${name}`);
  return pin === undefined ? { ...role, unset: true } : role;
}

/** Kinds of work with a variable for their model. `inherit` is the main one's. */
function workRoles(context: ReadContext): readonly RoleBinding[] {
  return Object.entries(WORK_VARIABLES).flatMap(([work, name]) => {
    const found = effectiveVariable(context, name);
    if (found === undefined || found.value === 'inherit') return [];
    return [roleOf(context, work, { ...found, value: resolved(context, found.value) }, `env.${name}`)];
  });
}

/** Small calls use a separate Region where one is set and their model is not the main one. */
function withSmallRegion(context: ReadContext, roles: readonly RoleBinding[]): readonly RoleBinding[] {
  const named = effectiveVariable(context, SMALL_REGION);
  const small = roles.find(({ role }) => role === 'small') ?? roles.find(({ role }) => role === 'haiku');
  if (named === undefined || small === undefined || small.model === roles[0]?.model) return roles;
  const { value, file } = named;
  const override: Override =
    file === ''
      ? { kind: 'variable', name: SMALL_REGION, of: 'region', value }
      : { kind: 'file', name: file, of: 'region', value };
  return roles.map((role) => (role === small ? { ...role, overrides: [...role.overrides, override] } : role));
}

/** What the settings of VS Code request, for the extension alone. */
function editorRoles(context: ReadContext): readonly RoleBinding[] {
  const { model, env } = context.host.editor?.['claude-code'] ?? {};
  const chosen = model === undefined || model === 'default' ? undefined : model;
  const value = chosen ?? env?.ANTHROPIC_MODEL;
  if (value === undefined || value === '') return [];
  const keyPath = chosen === undefined ? 'claudeCode.environmentVariables' : 'claudeCode.selectedModel';
  return [roleOf(context, 'vscode', { value: resolved(context, value), file: '' }, keyPath)];
}

/** `agents`, `commands` or `skills` of a path, and the name of what the file describes. */
function workOf(path: string): readonly [string, string] {
  const folder = path.split(sep).findLast((part) => ['agents', 'commands', 'skills'].includes(part)) ?? '';
  return [folder, folder === 'skills' ? basename(dirname(path)) : basename(path, '.md')];
}

/** Whether a file belongs to a plugin that is not enabled: `…/cache/MARKET/PLUGIN/VERSION/agents/x.md`. */
function isPluginDisabled({ files }: ReadContext, { path, location }: ParsedFile): boolean {
  if (location?.name !== 'plugins') return false;
  const [market = '', plugin = ''] = path.slice(path.lastIndexOf(`${sep}cache${sep}`) + 7).split(sep);
  const key = `${plugin}@${market}`;
  const last = files.map(({ value }) => valueAt(value, ['enabledPlugins', key])).findLast((on) => on !== undefined);
  return last !== true && !Array.isArray(last);
}

/** Subagents, commands and skills that name a model in their file. */
function fileRoles(context: ReadContext): readonly RoleBinding[] {
  const forced = isOn(effectiveVariable(context, 'CLAUDE_CODE_SUBAGENT_MODEL_FORCE')?.value);
  return filesOfKind(context.all, 'work').flatMap((file): readonly RoleBinding[] => {
    const model = textAt(file.value, 'model');
    const [folder, name] = workOf(file.path);
    if (model === undefined || model === 'inherit' || folder === '' || isPluginDisabled(context, file)) return [];
    if (forced && folder === 'agents') return [];
    return [roleOf(context, `${folder}/${name}`, { value: resolved(context, model), file: file.path }, 'model')];
  });
}

/** Overrides of a model's id with something that is no family's model. Each id is a separate kind of work. */
function overrideRoles(context: ReadContext, others: readonly RoleBinding[]): readonly RoleBinding[] {
  const ids = [...new Set(context.files.flatMap(({ value }) => overriddenIds(value)))];
  return ids.flatMap((id) => {
    const found = effectiveText(context.files, 'modelOverrides', id);
    if (found === undefined || others.some(({ model }) => model === bareModel(found.value))) return [];
    return [roleOf(context, id, found, `modelOverrides.${id}`)];
  });
}

/** What the program accepts as true. */
const isOn = (text: string | undefined): boolean =>
  text !== undefined && ['1', 'true', 'yes', 'on'].includes(text.toLowerCase().trim());

export function claudeRoles(all: readonly ParsedFile[], host: HostMachine): readonly RoleBinding[] | undefined {
  const context: ReadContext = { host, files: filesOfKind(all, 'settings'), all };
  const bedrock = isOn(effectiveVariable(context, 'CLAUDE_CODE_USE_BEDROCK')?.value);
  if (!bedrock) return context.files.length === 0 ? undefined : [];
  const named = [mainRole(context), ...FAMILIES.map((family) => familyRole(context, family)), ...workRoles(context)];
  const roles = [...withSmallRegion(context, named), ...editorRoles(context), ...fileRoles(context)];
  return [...roles, ...overrideRoles(context, roles)];
}

/**
 * An AWS profile is used instead of static keys; a Bedrock API key and keys exported by a command are used instead of
 * it.
 */
export function claudeCredentials(
  all: readonly ParsedFile[],
  host: HostMachine,
  awsProfile: string,
): readonly Credential[] {
  const settings = filesOfKind(all, 'settings');
  const withEnv = [...filesOfKind(all, 'variables'), ...settings];
  const names = awsProfile === '' ? [BEARER, STATIC_KEY] : [BEARER];
  const inEditor = names.filter((name) => (host.editor?.['claude-code']?.env[name] ?? '') !== '');
  return [
    ...inEnvironment(host, BEARER),
    ...inEditor.map((name) => ({ variable: `claudeCode.environmentVariables.${name}` })),
    ...names.flatMap((name) => inFiles(withEnv, ({ value }) => isOtherToken(envAt(value, name)), `env.${name}`)),
    ...inFiles(settings, ({ value }) => textAt(value, 'awsCredentialExport') !== undefined, 'awsCredentialExport'),
  ];
}
