/**
 * Claude Code. Its settings are JSON in three files, of which the nearest wins: the user's, the folder's, and the folder's own that is not
 * shared. Tried with version 2.1.329. What is written is what also works on older versions, with the control plane denied and with
 * permissions for application profiles alone: an alias as the model, every family pinned to an ARN, and overrides from exact model ids.
 */

import { join } from 'node:path';
import { variable, type AgentHost, type ProfileTarget, type RoleBinding, type Scope, type Target } from './agent';
import { isFields, requireOneConnection, textAt, variables } from './common';
import { valueAt } from './json';
import { layered, type Values } from './layered';
import type { Edit, Json, KeyPath } from './plan';
import { claudeFamily, profilesOf, warning, type Warning } from './warnings';

const SCOPES: readonly Scope[] = ['user', 'project', 'local'];
const FAMILIES = ['sonnet', 'opus', 'haiku', 'fable'] as const;
type Family = (typeof FAMILIES)[number];

const folderOf = (host: AgentHost): string => variable(host, 'CLAUDE_CONFIG_DIR') ?? join(host.home, '.claude');

/** The file of a scope; undefined where no folder is open. */
function fileOf(host: AgentHost, scope: Scope): string | undefined {
  if (scope === 'user') return join(folderOf(host), 'settings.json');
  const name = scope === 'project' ? 'settings.json' : 'settings.local.json';
  return host.workspace === undefined ? undefined : join(host.workspace, '.claude', name);
}

/** What an administrator laid down wins over all. Its places are those of the documentation; they were not tried. */
const MANAGED: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: '/etc/claude-code/managed-settings.json',
  darwin: '/Library/Application Support/ClaudeCode/managed-settings.json',
  win32: 'C:\\Program Files\\ClaudeCode\\managed-settings.json',
};

/** All files that are there to be read, the weakest first. */
function filesOf(host: AgentHost): readonly string[] {
  return [...SCOPES.map((scope) => fileOf(host, scope)), MANAGED[host.platform]].filter((path) => path !== undefined);
}

const familyVariable = (family: Family): string => `ANTHROPIC_DEFAULT_${family.toUpperCase()}_MODEL`;

interface Said {
  readonly value: string;
  readonly file: string;
}

/** What the strongest of the files says under a key. */
function said(files: readonly Values[], ...path: KeyPath): Said | undefined {
  for (const { path: file, value } of [...files].reverse()) {
    const text = textAt(value, ...path);
    if (text !== undefined) return { value: text, file };
  }
  return undefined;
}

/** A variable as Claude Code sees it: the settings' `env` beats the shell's. */
function seen(host: AgentHost, files: readonly Values[], name: string): Said | undefined {
  const own = said(files, 'env', name);
  const shell = variable(host, name);
  return own ?? (shell === undefined ? undefined : { value: shell, file: '' });
}

/** `sonnet`, `opus[1m]` → the family; undefined for a model id or an ARN. */
function aliasOf(model: string): Family | undefined {
  const name = model.toLowerCase().replace(/\[1m\]$/, '');
  if (name === 'default' || name === 'opusplan' || name === 'best') return name === 'best' ? 'opus' : 'sonnet';
  return FAMILIES.find((family) => family === name);
}

/** Variables that name a model for one kind of work, by our word for it, beside `ANTHROPIC_MODEL` and the families' own. */
const WORK = {
  small: 'ANTHROPIC_SMALL_FAST_MODEL',
  subagents: 'CLAUDE_CODE_SUBAGENT_MODEL',
  workflows: 'CLAUDE_CODE_WORKFLOW_SUBAGENT_MODEL',
  automatic: 'CLAUDE_CODE_AUTO_MODE_MODEL',
  classifier: 'CLAUDE_CODE_BG_CLASSIFIER_MODEL',
} as const;

/** What is read, and where else to look. */
interface Look {
  readonly host: AgentHost;
  readonly files: readonly Values[];
}

/** What a word or an id comes to: an alias is what its family is pinned to. */
function resolved({ host, files }: Look, text: string): string {
  const family = aliasOf(text);
  return (family === undefined ? undefined : seen(host, files, familyVariable(family))?.value) ?? text;
}

function roleOf({ host, files }: Look, role: string, { value, file }: Said, keyPath: string): RoleBinding {
  return {
    role,
    model: value,
    region: seen(host, files, 'AWS_REGION')?.value,
    awsProfile: seen(host, files, 'AWS_PROFILE')?.value,
    file,
    keyPath,
    overrides: [],
  };
}

/** What `model` comes to. Without one it is what a variable of a weaker kind says. */
function mainRole(look: Look): RoleBinding {
  const { host, files } = look;
  const own = said(files, 'env', 'ANTHROPIC_MODEL');
  const model = said(files, 'model');
  const named = own ?? (model?.value === 'default' ? undefined : model) ?? seen(host, files, 'ANTHROPIC_DEFAULT_MODEL');
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
  const pin = seen(look.host, look.files, name);
  const role = roleOf(look, family, pin ?? { value: family, file: '' }, `env.${name}`);
  return pin === undefined ? { ...role, unset: true } : role;
}

/** Kinds of work that a variable gives a model of their own. `inherit` is the main one's. */
function workRoles(look: Look): readonly RoleBinding[] {
  return Object.entries(WORK).flatMap(([work, name]) => {
    const found = seen(look.host, look.files, name);
    if (found === undefined || found.value === 'inherit') return [];
    return [roleOf(look, work, { ...found, value: resolved(look, found.value) }, `env.${name}`)];
  });
}

const idsIn = (value: Json | undefined): readonly string[] => {
  const overrides = valueAt(value, ['modelOverrides']);
  return isFields(overrides) ? Object.keys(overrides) : [];
};

/** Overrides from a model's id to something that no family is pinned to. Each id is a kind of work of its own. */
function overrideRoles(look: Look, others: readonly RoleBinding[]): readonly RoleBinding[] {
  const ids = [...new Set(look.files.flatMap(({ value }) => idsIn(value)))];
  return ids.flatMap((id) => {
    const found = said(look.files, 'modelOverrides', id);
    if (found === undefined || others.some(({ model }) => model === found.value)) return [];
    return [roleOf(look, id, found, `modelOverrides.${id}`)];
  });
}

const isOn = (text: string | undefined): boolean =>
  text !== undefined && !['', '0', 'false', 'no', 'off'].includes(text.toLowerCase());

function rolesOf(files: readonly Values[], host: AgentHost): readonly RoleBinding[] | undefined {
  const look: Look = { host, files };
  const bedrock = isOn(seen(host, files, 'CLAUDE_CODE_USE_BEDROCK')?.value);
  if (!bedrock) return files.length === 0 ? undefined : [];
  const roles = [mainRole(look), ...FAMILIES.map((family) => familyRole(look, family)), ...workRoles(look)];
  return [...roles, ...overrideRoles(look, roles)];
}

/** `anthropic.claude-haiku-4-5-20251001-v1:0` is `claude-haiku-4-5-20251001` to Anthropic; undefined for other makers' models. */
export function anthropicId(model: string): string | undefined {
  const id = /^anthropic\.(claude-.+?)(?:-v\d+)?(?::\d+)*$/.exec(model)?.[1];
  return id;
}

type Pins = Readonly<Record<Family, ProfileTarget>>;

/** Which profile each family is pinned to: one of that family where there is one, else the one whose work it is. */
function pins(target: Target): Pins {
  const { main, small, plan } = target.roles;
  const own = (family: Family): ProfileTarget | undefined =>
    [main, plan, small].find((one) => one !== undefined && claudeFamily(one.model)?.family === family);
  return {
    sonnet: own('sonnet') ?? main,
    opus: own('opus') ?? plan ?? main,
    haiku: small ?? own('haiku') ?? main,
    fable: own('fable') ?? main,
  };
}

/** Whether planning can have a model of its own: the program plans with Opus where it works with Sonnet, and knows no other pair. */
export const plansWithOpus = (main: string, plan: string): boolean =>
  claudeFamily(main)?.family === 'sonnet' && claudeFamily(plan)?.family === 'opus';

/** The alias that comes to the main profile. Tried with 2.1.329: `opusplan` alone makes it plan with the Opus that is pinned. */
function aliasFor({ roles: { main, plan } }: Target, pinned: Pins): string {
  if (plan !== undefined && plan.arn !== main.arn && plansWithOpus(main.model, plan.model)) return 'opusplan';
  const first = FAMILIES.find((family) => family === claudeFamily(main.model)?.family);
  const families = [...(first === undefined || first === 'fable' ? [] : [first]), ...FAMILIES];
  return families.find((family) => pinned[family].arn === main.arn) ?? 'sonnet';
}

/** The model that Claude Code takes for small calls when nothing is pinned; pinned by name as well, for versions that know overrides alone. */
const HAIKU_ID = 'claude-haiku-4-5-20251001';

/** The models that are overridden by their ids: ours, and those that a file, this or a weaker one, sends elsewhere. */
function overridesFor(target: Target, pinned: Pins, files: readonly Values[]): ReadonlyMap<string, string> {
  const profiles = profilesOf(target);
  const overrides = new Map<string, string>([[HAIKU_ID, pinned.haiku.arn]]);
  for (const { model, arn } of profiles) {
    const id = anthropicId(model);
    if (id !== undefined) overrides.set(id, arn);
  }
  for (const id of files.flatMap(({ value }) => idsIn(value))) {
    const value = said(files, 'modelOverrides', id)?.value;
    if (overrides.has(id) || profiles.some(({ arn }) => arn === value)) continue;
    const family = FAMILIES.find((name) => id.includes(name)) ?? 'sonnet';
    overrides.set(id, pinned[family].arn);
  }
  return overrides;
}

/**
 * Variables that would beat the pins: taken out of the file that is written. One of a weaker file still counts, so that this one says
 * otherwise. A word that comes to a pin stays.
 */
function workEdits(
  target: Target,
  alias: string,
  pinned: Pins,
  value: Json,
  weaker: readonly Values[],
): readonly Edit[] {
  const { main } = target.roles;
  const arns = profilesOf(target).map(({ arn }) => arn);
  const isHarmless = (text: string): boolean =>
    aliasOf(text) !== undefined || text === 'inherit' || arns.includes(text);
  const edit = (name: string, instead: string, keep: boolean): readonly Edit[] => {
    const below = said(weaker, 'env', name)?.value;
    const own = textAt(value, 'env', name);
    if (keep && own !== undefined && isHarmless(own)) return [];
    const beaten = below !== undefined && !(keep && isHarmless(below));
    return [{ path: ['env', name], value: beaten ? instead : undefined }];
  };
  const { small, ...others } = WORK;
  return [
    ...edit('ANTHROPIC_MODEL', alias, false),
    ...edit(small, pinned.haiku.arn, false),
    ...Object.values(others).flatMap((name) => edit(name, main.arn, true)),
  ];
}

function editsFor(target: Target, value: Json, weaker: readonly Values[]): readonly Edit[] {
  const main = requireOneConnection(target);
  const pinned = pins(target);
  const alias = aliasFor(target, pinned);
  const env: readonly (readonly [string, Json | undefined])[] = [
    ['CLAUDE_CODE_USE_BEDROCK', '1'],
    ['AWS_REGION', main.region],
    ['AWS_PROFILE', main.awsProfile === '' ? undefined : main.awsProfile],
    ...FAMILIES.map((name) => [familyVariable(name), pinned[name].arn] as const),
  ];
  const files: readonly Values[] = [...weaker, { kind: 'values', path: '', value: isFields(value) ? value : {} }];
  return [
    { path: ['model'], value: alias },
    ...env.map(([name, wanted]) => ({ path: ['env', name], value: wanted })),
    ...workEdits(target, alias, pinned, value, weaker),
    ...[...overridesFor(target, pinned, files)].map(([id, arn]) => ({ path: ['modelOverrides', id], value: arn })),
  ];
}

const TOKEN = 'AWS_BEARER_TOKEN_BEDROCK';

/** A key of Bedrock's that a settings file holds. */
const tokenWarnings = (files: readonly Values[]): readonly Warning[] =>
  files.flatMap(({ path, value }) =>
    textAt(value, 'env', TOKEN) === undefined
      ? []
      : [warning('other-credentials', { variable: `env.${TOKEN}`, file: path })],
  );

/** A nearer file that says something else about any of the same keys. Where we say nothing, one of our words or ARNs does no harm. */
function otherwise({ value }: Values, edits: readonly Edit[]): string | undefined {
  return edits.flatMap(({ path, value: wanted }) => {
    const text = textAt(value, ...path);
    const isOurs = text !== undefined && (aliasOf(text) !== undefined || edits.some((edit) => edit.value === text));
    const isSame = text === undefined || text === wanted || (wanted === undefined && isOurs);
    return isSame ? [] : [text];
  })[0];
}

export const claudeCode = layered({
  id: 'claude-code',
  name: 'Claude Code',
  extensionIds: ['anthropic.claude-code'],
  scopes: SCOPES,
  format: 'json',
  program: 'claude',
  // A running session takes the change up at its next prompt.
  needs: [],
  traces: (host) => [folderOf(host)],
  files: filesOf,
  fileFor: (host, scope) => fileOf(host, scope) ?? '',
  roles: rolesOf,
  edits: editsFor,
  otherwise,
  variables: (host) => variables(host, 'model', 'ANTHROPIC_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL'),
  warnings: ({ target, files }) => [
    ...tokenWarnings(files),
    ...profilesOf(target)
      .filter(({ model }) => claudeFamily(model) === undefined)
      .map(({ model }) => warning('not-claude', { model })),
  ],
});
