/**
 * Aider: `.aider.conf.yml`, in the home or in the folder, where the folder's wins. What is written comes from its documentation and was not
 * run. It calls Bedrock through LiteLLM, which takes Region and AWS profile from variables; Aider sets them from the list `set-env`.
 */

import { join } from 'node:path';
import { variable, type AgentHost, type ProfileTarget, type RoleBinding, type Scope, type Target } from './agent';
import { requireOneConnection, textAt, variables } from './common';
import { valueAt } from './json';
import { layered, type Values } from './layered';
import type { Edit, Json } from './plan';
import { warning } from './warnings';

const NAME = '.aider.conf.yml';
const SCOPES: readonly Scope[] = ['user', 'project'];
const ROUTE = 'bedrock/converse/';
/** Aider's words for the roles, and the variables that set them where no file does. */
const MODELS = [
  ['main', 'model', 'AIDER_MODEL'],
  ['small', 'weak-model', 'AIDER_WEAK_MODEL'],
  ['editor', 'editor-model', 'AIDER_EDITOR_MODEL'],
] as const;

function filesOf(host: AgentHost): readonly string[] {
  return [join(host.home, NAME), ...(host.workspace === undefined ? [] : [join(host.workspace, NAME)])];
}

function setEnv(value: Json): readonly string[] {
  const list = valueAt(value, ['set-env']);
  const items = Array.isArray(list) ? (list as readonly Json[]) : [list ?? null];
  return items.filter((item) => typeof item === 'string');
}

const envOf = (files: readonly Values[], name: string): string | undefined =>
  [...files]
    .reverse()
    .flatMap(({ value }) => setEnv(value))
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** An ARN or a model id, without the route that LiteLLM takes to it; undefined for another provider's. */
const bedrockModel = (text: string): string | undefined => /^bedrock\/(?:converse\/|invoke\/)?(.+)$/.exec(text)?.[1];

function rolesOf(files: readonly Values[], host: AgentHost): readonly RoleBinding[] | undefined {
  if (files.length === 0) return undefined;
  const region = envOf(files, 'AWS_REGION_NAME') ?? envOf(files, 'AWS_REGION') ?? variable(host, 'AWS_REGION');
  return MODELS.flatMap(([role, key]): readonly RoleBinding[] => {
    const file = [...files].reverse().find(({ value }) => textAt(value, key) !== undefined);
    const model = bedrockModel(textAt(file?.value, key) ?? '');
    if (file === undefined || model === undefined) return [];
    const awsProfile = envOf(files, 'AWS_PROFILE') ?? variable(host, 'AWS_PROFILE');
    return [{ role, model, region, awsProfile, file: file.path, keyPath: key, overrides: [] }];
  });
}

/** Our lines of the list alone: the others may hold anybody's keys, and no plan may. */
function envEdits(value: Json, { region, awsProfile }: ProfileTarget): readonly Edit[] {
  // LiteLLM reads one name of the Region, the AWS SDK below it the other.
  const ours: readonly (readonly [string, string])[] = [
    ['AWS_REGION', region],
    ['AWS_REGION_NAME', region],
    ...(awsProfile === '' ? [] : [['AWS_PROFILE', awsProfile] as const]),
  ];
  const list = valueAt(value, ['set-env']);
  if (list === undefined || list === null) {
    return [{ path: ['set-env'], value: ours.map(([name, wanted]) => `${name}=${wanted}`) }];
  }
  const items = Array.isArray(list) ? (list as readonly Json[]) : [];
  let next = items.length;
  return ours.map(([name, wanted]) => {
    const index = items.findIndex((item) => typeof item === 'string' && item.startsWith(`${name}=`));
    return { path: ['set-env', index >= 0 ? index : next++], value: `${name}=${wanted}` };
  });
}

function editsFor(target: Target, value: Json): readonly Edit[] {
  const main = requireOneConnection(target);
  const { small = main } = target.roles;
  return [
    { path: ['model'], value: ROUTE + main.arn },
    { path: ['weak-model'], value: ROUTE + small.arn },
    { path: ['editor-model'], value: ROUTE + main.arn },
    ...envEdits(value, main),
  ];
}

export const aider = layered({
  id: 'aider',
  name: 'Aider',
  extensionIds: [],
  scopes: SCOPES,
  format: 'yaml',
  program: 'aider',
  needs: ['restart-sessions'],
  traces: filesOf,
  files: filesOf,
  fileFor: (host, scope) => join(scope === 'user' ? host.home : (host.workspace ?? ''), NAME),
  roles: rolesOf,
  edits: editsFor,
  otherwise: ({ value }) => textAt(value, 'model'),
  // Whether a file or a variable is stronger was not tried, so a variable is told.
  variables: (host) => variables(host, 'model', ...MODELS.map(([, , name]) => name)),
  warnings: () => [warning('not-tried', { agent: 'Aider' })],
});
