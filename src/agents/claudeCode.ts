/**
 * Claude Code. Its settings are JSON in three files, of which the nearest wins: the user's, the folder's, and the folder's own that is not
 * shared. Tried with version 2.1.329. What is written is what also works on older versions, with the control plane denied and with
 * permissions for application profiles alone: an alias as the model, every family pinned to an ARN, and overrides from exact model ids.
 */

import { join } from 'node:path';
import {
  variable,
  type AgentHost,
  type Override,
  type ProfileTarget,
  type RoleBinding,
  type Scope,
  type Target,
} from './agent';
import { requireOneConnection, textAt, variables } from './common';
import { layered, type Values } from './layered';
import type { Edit, Json, KeyPath } from './plan';
import { claudeFamily, profilesOf, warning } from './warnings';

const SCOPES: readonly Scope[] = ['user', 'project', 'local'];
const FAMILIES = ['sonnet', 'opus', 'haiku'] as const;
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
  const name = model.replace(/\[1m\]$/, '');
  if (name === 'default' || name === 'opusplan' || name === 'best') return name === 'best' ? 'opus' : 'sonnet';
  return FAMILIES.find((family) => family === name);
}

function roleOf(
  host: AgentHost,
  files: readonly Values[],
  role: string,
  pin: Said | undefined,
  keyPath: string,
): readonly RoleBinding[] {
  if (pin === undefined) return [];
  const region = seen(host, files, 'AWS_REGION');
  const awsProfile = seen(host, files, 'AWS_PROFILE');
  return [
    {
      role,
      model: pin.value,
      region: region?.value,
      awsProfile: awsProfile?.value,
      file: pin.file,
      keyPath,
      overrides: [],
    },
  ];
}

/** What `model` comes to: an alias is what its family is pinned to. */
function mainRole(host: AgentHost, files: readonly Values[]): readonly RoleBinding[] {
  const model = said(files, 'model');
  const fromFile = said(files, 'env', 'ANTHROPIC_MODEL') ?? model;
  const shell = said(files, 'env', 'ANTHROPIC_MODEL') === undefined ? variables(host, 'model', 'ANTHROPIC_MODEL') : [];
  const resolve = (text: string): string => {
    const family = aliasOf(text);
    return (family === undefined ? undefined : seen(host, files, familyVariable(family))?.value) ?? text;
  };
  const overrides: readonly Override[] = shell.map((one) => ({ ...one, value: resolve(one.value) }));
  const start = fromFile ?? { value: 'default', file: '' };
  const keyPath = fromFile === undefined || fromFile === model ? 'model' : 'env.ANTHROPIC_MODEL';
  const [role] = roleOf(host, files, 'main', { value: resolve(start.value), file: start.file }, keyPath);
  return role === undefined ? [] : [{ ...role, overrides }];
}

const isOn = (text: string | undefined): boolean =>
  text !== undefined && !['', '0', 'false', 'no', 'off'].includes(text.toLowerCase());

function rolesOf(files: readonly Values[], host: AgentHost): readonly RoleBinding[] | undefined {
  const bedrock = isOn(seen(host, files, 'CLAUDE_CODE_USE_BEDROCK')?.value);
  if (!bedrock) return files.length === 0 ? undefined : [];
  return [
    ...mainRole(host, files),
    ...FAMILIES.flatMap((family) =>
      roleOf(host, files, family, seen(host, files, familyVariable(family)), `env.${familyVariable(family)}`),
    ),
  ];
}

/** `anthropic.claude-haiku-4-5-20251001-v1:0` is `claude-haiku-4-5-20251001` to Anthropic; undefined for other makers' models. */
export function anthropicId(model: string): string | undefined {
  const id = /^anthropic\.(claude-.+?)(?:-v\d+)?(?::\d+)*$/.exec(model)?.[1];
  return id;
}

/** Which profile each family is pinned to: one of that family where there is one, else the one whose work it is. */
function pins(target: Target): Readonly<Record<Family, ProfileTarget>> {
  const { main, small, plan } = target.roles;
  const own = (family: Family): ProfileTarget | undefined =>
    [main, plan, small].find((one) => one !== undefined && claudeFamily(one.model)?.family === family);
  return { sonnet: own('sonnet') ?? main, opus: own('opus') ?? plan ?? main, haiku: small ?? own('haiku') ?? main };
}

/** The model that Claude Code takes for small calls when nothing is pinned; pinned by name as well, for versions that know overrides alone. */
const HAIKU_ID = 'claude-haiku-4-5-20251001';

function editsFor(target: Target): readonly Edit[] {
  const main = requireOneConnection(target);
  const pinned = pins(target);
  const family = FAMILIES.find((name) => pinned[name].arn === main.arn && name === claudeFamily(main.model)?.family);
  const overrides = new Map<string, string>([[HAIKU_ID, pinned.haiku.arn]]);
  for (const { model, arn } of profilesOf(target)) {
    const id = anthropicId(model);
    if (id !== undefined) overrides.set(id, arn);
  }
  const env: readonly (readonly [string, Json | undefined])[] = [
    ['CLAUDE_CODE_USE_BEDROCK', '1'],
    ['AWS_REGION', main.region],
    ['AWS_PROFILE', main.awsProfile === '' ? undefined : main.awsProfile],
    ...FAMILIES.map((name) => [familyVariable(name), pinned[name].arn] as const),
    // Older names that beat the above.
    ['ANTHROPIC_MODEL', undefined],
    ['ANTHROPIC_SMALL_FAST_MODEL', undefined],
  ];
  return [
    { path: ['model'], value: family ?? 'sonnet' },
    ...env.map(([name, value]) => ({ path: ['env', name], value })),
    ...[...overrides].map(([id, arn]) => ({ path: ['modelOverrides', id], value: arn })),
  ];
}

/** A nearer file that says something else about any of the same keys. */
function otherwise({ value }: Values, edits: readonly Edit[]): string | undefined {
  const texts = edits.map((edit) => [textAt(value, ...edit.path), edit.value] as const);
  return texts.find(([text, wanted]) => text !== undefined && text !== wanted)?.[0];
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
  warnings: ({ target }) =>
    profilesOf(target)
      .filter(({ model }) => claudeFamily(model) === undefined)
      .map(({ model }) => warning('not-claude', { model })),
});
