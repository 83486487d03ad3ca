/** What Claude Code is set to, with every place of its table taken together as it takes them. */

import { basename, dirname, sep } from 'node:path';
import { variable, type AgentHost, type Override, type RoleBinding } from '../agent';
import { awsRegion, isFields, textAt, variables } from './common';
import { BEARER, inEnvironment, inFiles, STATIC_KEY, type Credential } from './credentials';
import { valueAt } from '../documents/json';
import type { Json, KeyPath } from '../changes/plan';
import { ofKind, type Values } from './readPlaces';

export const FAMILIES = ['sonnet', 'opus', 'haiku', 'fable'] as const;
export type Family = (typeof FAMILIES)[number];

export const familyVariable = (family: Family): string => `ANTHROPIC_DEFAULT_${family.toUpperCase()}_MODEL`;

/** The Region of the small model's calls alone, where it is another model than the main one. */
export const SMALL_REGION = 'ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION';

/** Variables that name a model for one kind of work, by our word for it, beside `ANTHROPIC_MODEL` and the families' own. */
export const WORK = {
  small: 'ANTHROPIC_SMALL_FAST_MODEL',
  subagents: 'CLAUDE_CODE_SUBAGENT_MODEL',
  workflows: 'CLAUDE_CODE_WORKFLOW_SUBAGENT_MODEL',
  automatic: 'CLAUDE_CODE_AUTO_MODE_MODEL',
  classifier: 'CLAUDE_CODE_BG_CLASSIFIER_MODEL',
} as const;

export interface Said {
  readonly value: string;
  /** Empty: the environment. */
  readonly file: string;
}

const LONG_CONTEXT = /\[1m\]$/i;

/** Without the suffix that asks for the long context; what is invoked is the rest. */
export const bareModel = (model: string): string => model.replace(LONG_CONTEXT, '');

/** A new value with the suffix that the earlier one has. */
export const withSuffix = (model: string, earlier: string | undefined): string =>
  model + (LONG_CONTEXT.exec(earlier ?? '')?.[0] ?? '');

/** A value of `env`, where numbers and booleans are taken as their text. */
function envAt(value: Json | undefined, name: string): string | undefined {
  const found = valueAt(value, ['env', name]);
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : textAt(value, 'env', name);
}

/** What the strongest of the files says under a key. */
export function said(files: readonly Values[], ...path: KeyPath): Said | undefined {
  const [head, name = ''] = path;
  for (const { path: file, value } of [...files].reverse()) {
    const text = head === 'env' ? envAt(value, String(name)) : textAt(value, ...path);
    if (text !== undefined) return { value: text, file };
  }
  return undefined;
}

/** What is read, and where else to look. */
interface Look {
  readonly host: AgentHost;
  /** Settings, the weakest first. */
  readonly files: readonly Values[];
  readonly all: readonly Values[];
}

/** A variable as Claude Code sees it: the settings' `env` beats the state file's, and that the shell's. */
function seen({ host, files, all }: Look, name: string): Said | undefined {
  const own = said(files, 'env', name) ?? said(ofKind(all, 'variables'), 'env', name);
  const shell = variable(host, name) ?? host.editor?.['claude-code']?.env[name];
  return own ?? (shell === undefined || shell === '' ? undefined : { value: shell, file: '' });
}

/** `sonnet`, `opus[1m]` → the family; undefined for a model id or an ARN. */
export function aliasOf(model: string): Family | undefined {
  const name = bareModel(model.toLowerCase());
  if (name === 'default' || name === 'opusplan' || name === 'best') return name === 'best' ? 'opus' : 'sonnet';
  return FAMILIES.find((family) => family === name);
}

/** What a word or an id comes to: an alias is what its family is pinned to. */
function resolved(look: Look, text: string): string {
  const family = aliasOf(text);
  return bareModel((family === undefined ? undefined : seen(look, familyVariable(family))?.value) ?? text);
}

export const idsIn = (value: Json | undefined): readonly string[] => {
  const overrides = valueAt(value, ['modelOverrides']);
  return isFields(overrides) ? Object.keys(overrides) : [];
};

/** The model that an ARN is taken for: that of the first override that names it. */
function takenFor({ files }: Look, model: string): string | undefined {
  const ids = [...new Set(files.flatMap(({ value }) => idsIn(value)))];
  const isIt = (id: string): boolean =>
    bareModel(said(files, 'modelOverrides', id)?.value ?? '').toLowerCase() === model.toLowerCase();
  const first = model.startsWith('arn:') ? ids.find(isIt) : undefined;
  return first?.startsWith('claude-') === true ? `anthropic.${first}` : undefined;
}

/** Where nothing names a Region it is the AWS profile's, and else the program's own. */
function regionOf(look: Look): string {
  const named = seen(look, 'AWS_REGION') ?? seen(look, 'AWS_DEFAULT_REGION');
  const profile = seen(look, 'AWS_PROFILE')?.value;
  return named?.value ?? awsRegion(look.all, profile) ?? 'us-east-1';
}

function roleOf(look: Look, role: string, { value, file }: Said, keyPath: string): RoleBinding {
  const model = bareModel(value);
  return {
    role,
    model,
    baseModel: takenFor(look, model),
    region: regionOf(look),
    awsProfile: seen(look, 'AWS_PROFILE')?.value,
    file,
    keyPath,
    overrides: [],
  };
}

/** What `model` comes to. Without one it is what a variable of a weaker kind says. */
function mainRole(look: Look): RoleBinding {
  const { host, files, all } = look;
  const own = said(files, 'env', 'ANTHROPIC_MODEL') ?? said(ofKind(all, 'variables'), 'env', 'ANTHROPIC_MODEL');
  const model = said(files, 'model');
  const named = own ?? (model?.value === 'default' ? undefined : model) ?? seen(look, 'ANTHROPIC_DEFAULT_MODEL');
  const shell = own === undefined ? variables(host, 'model', 'ANTHROPIC_MODEL') : [];
  const { value, file } = named ?? { value: 'default', file: '' };
  const keys = new Map([
    [own, 'env.ANTHROPIC_MODEL'],
    [model, 'model'],
  ]);
  const keyPath = keys.get(named) ?? (named === undefined ? 'model' : 'env.ANTHROPIC_DEFAULT_MODEL');
  const overrides = shell.map((one) => ({ ...one, value: resolved(look, one.value) }));
  return { ...roleOf(look, 'main', { value: resolved(look, value), file }, keyPath), overrides };
}

/** A family that is not pinned is a system profile of the program's own choice, which it probes as soon as it starts. */
function familyRole(look: Look, family: Family): RoleBinding {
  const name = familyVariable(family);
  const pin = seen(look, name);
  const role = roleOf(look, family, pin ?? { value: family, file: '' }, `env.${name}`);
  return pin === undefined ? { ...role, unset: true } : role;
}

/** Kinds of work that a variable gives a model of their own. `inherit` is the main one's. */
function workRoles(look: Look): readonly RoleBinding[] {
  return Object.entries(WORK).flatMap(([work, name]) => {
    const found = seen(look, name);
    if (found === undefined || found.value === 'inherit') return [];
    return [roleOf(look, work, { ...found, value: resolved(look, found.value) }, `env.${name}`)];
  });
}

/** The small model's calls go to a Region of their own where one is named and it is another model than the main one. */
function withSmallRegion(look: Look, roles: readonly RoleBinding[]): readonly RoleBinding[] {
  const named = seen(look, SMALL_REGION);
  const small = roles.find(({ role }) => role === 'small') ?? roles.find(({ role }) => role === 'haiku');
  if (named === undefined || small === undefined || small.model === roles[0]?.model) return roles;
  const { value, file } = named;
  const override: Override =
    file === ''
      ? { kind: 'variable', name: SMALL_REGION, of: 'region', value }
      : { kind: 'file', name: file, of: 'region', value };
  return roles.map((role) => (role === small ? { ...role, overrides: [...role.overrides, override] } : role));
}

/** What VS Code's settings ask the program for, by the extension alone. */
function editorRoles(look: Look): readonly RoleBinding[] {
  const { model, env } = look.host.editor?.['claude-code'] ?? {};
  const chosen = model === undefined || model === 'default' ? undefined : model;
  const value = chosen ?? env?.ANTHROPIC_MODEL;
  if (value === undefined || value === '') return [];
  const keyPath = chosen === undefined ? 'claudeCode.environmentVariables' : 'claudeCode.selectedModel';
  return [roleOf(look, 'vscode', { value: resolved(look, value), file: '' }, keyPath)];
}

/** `agents`, `commands` or `skills` of a path, and the name of what the file describes. */
function workOf(path: string): readonly [string, string] {
  const folder = path.split(sep).findLast((part) => ['agents', 'commands', 'skills'].includes(part)) ?? '';
  return [folder, folder === 'skills' ? basename(dirname(path)) : basename(path, '.md')];
}

/** Files of a plugin that is not turned on count for nothing: `…/cache/MARKET/PLUGIN/VERSION/agents/x.md`. */
function isOff({ files }: Look, { path, place }: Values): boolean {
  if (place?.name !== 'plugins') return false;
  const [market = '', plugin = ''] = path.slice(path.lastIndexOf(`${sep}cache${sep}`) + 7).split(sep);
  const key = `${plugin}@${market}`;
  const last = files.map(({ value }) => valueAt(value, ['enabledPlugins', key])).findLast((on) => on !== undefined);
  return last !== true && !Array.isArray(last);
}

/** Subagents, commands and skills that name a model in their file. */
function fileRoles(look: Look): readonly RoleBinding[] {
  const forced = isOn(seen(look, 'CLAUDE_CODE_SUBAGENT_MODEL_FORCE')?.value);
  return ofKind(look.all, 'work').flatMap((file): readonly RoleBinding[] => {
    const model = textAt(file.value, 'model');
    const [folder, name] = workOf(file.path);
    if (model === undefined || model === 'inherit' || folder === '' || isOff(look, file)) return [];
    if (forced && folder === 'agents') return [];
    return [roleOf(look, `${folder}/${name}`, { value: resolved(look, model), file: file.path }, 'model')];
  });
}

/** Overrides from a model's id to something that no family is pinned to. Each id is a kind of work of its own. */
function overrideRoles(look: Look, others: readonly RoleBinding[]): readonly RoleBinding[] {
  const ids = [...new Set(look.files.flatMap(({ value }) => idsIn(value)))];
  return ids.flatMap((id) => {
    const found = said(look.files, 'modelOverrides', id);
    if (found === undefined || others.some(({ model }) => model === bareModel(found.value))) return [];
    return [roleOf(look, id, found, `modelOverrides.${id}`)];
  });
}

/** The program's own words for yes. */
const isOn = (text: string | undefined): boolean =>
  text !== undefined && ['1', 'true', 'yes', 'on'].includes(text.toLowerCase().trim());

export function claudeRoles(all: readonly Values[], host: AgentHost): readonly RoleBinding[] | undefined {
  const look: Look = { host, files: ofKind(all, 'settings'), all };
  const bedrock = isOn(seen(look, 'CLAUDE_CODE_USE_BEDROCK')?.value);
  if (!bedrock) return look.files.length === 0 ? undefined : [];
  const named = [mainRole(look), ...FAMILIES.map((family) => familyRole(look, family)), ...workRoles(look)];
  const roles = [...withSmallRegion(look, named), ...editorRoles(look), ...fileRoles(look)];
  return [...roles, ...overrideRoles(look, roles)];
}

/** Static keys lose to an AWS profile; a key of Bedrock's own and what a command exports win over it. */
export function claudeCredentials(all: readonly Values[], host: AgentHost, awsProfile: string): readonly Credential[] {
  const settings = ofKind(all, 'settings');
  const withEnv = [...ofKind(all, 'variables'), ...settings];
  const names = awsProfile === '' ? [BEARER, STATIC_KEY] : [BEARER];
  const inEditor = names.filter((name) => (host.editor?.['claude-code']?.env[name] ?? '') !== '');
  return [
    ...inEnvironment(host, BEARER),
    ...inEditor.map((name) => ({ variable: `claudeCode.environmentVariables.${name}` })),
    ...names.flatMap((name) => inFiles(withEnv, ({ value }) => envAt(value, name) !== undefined, `env.${name}`)),
    ...inFiles(settings, ({ value }) => textAt(value, 'awsCredentialExport') !== undefined, 'awsCredentialExport'),
  ];
}
