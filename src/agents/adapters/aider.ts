/**
 * Aider: `.aider.conf.yml` in the home, in the repository's root and in the folder, of which a later one overrides an
 * earlier one, key by key. `.env` in the same places sets variables, and `AIDER_MODEL` and the like there, or in the
 * environment, override the files. Taken from its source and not run. It calls Bedrock through LiteLLM, which takes
 * Region and AWS profile from variables; Aider sets them from the list `set-env`.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SettingsScope } from '../agent';
import { requireOneConnection } from './common/requirements';
import { BEARER, inEnvironment, inFiles, STATIC_KEY, type Credential } from './common/credentials';
import { layeredAgent, type PlannedChange } from './common/layeredAgent';
import { filesOfKind, type ParsedFile } from './common/readLocations';
import type { SettingsLocation } from './common/settingsLocation';
import { awsFiles, awsRegion } from './common/locate';
import { warning, type Warning } from '../warnings';
import { variable, type HostMachine } from '../hostMachine';
import { invokedName, type GatewayRoute, type ProfileTarget, type Target } from '../target';
import { valueAt, textAt, type Edit, type Json } from '../documents/document';
import type { Override, RoleBinding } from '../binding';
import { endpointBinding, endpointWithSecret, isGatewayEndpoint } from '../gateway/endpointBinding';
import { proxyException, withoutProxyException, type ProxyVariables } from '../gateway/noProxy';

const NAME = '.aider.conf.yml';
const SCOPES: readonly SettingsScope[] = ['user', 'project'];
const ROUTE = 'bedrock/converse/';
/** Aider's names for the roles, their keys, and the variables that set them. */
const MODELS = [
  ['main', 'model', 'AIDER_MODEL'],
  ['small', 'weak-model', 'AIDER_WEAK_MODEL'],
  ['editor', 'editor-model', 'AIDER_EDITOR_MODEL'],
] as const;

/** The repository's root; undefined where the open folder is in none. */
function repository({ workspace }: HostMachine): string | undefined {
  for (let folder = workspace; folder !== undefined;) {
    if (existsSync(join(folder, '.git'))) return folder;
    const parent = dirname(folder);
    folder = parent === folder ? undefined : parent;
  }
  return undefined;
}

/** The paths of a file outside the home, the one with precedence last. */
const inFolders = (host: HostMachine, name: string): readonly string[] => [
  ...new Set(
    [repository(host), host.workspace].flatMap((folder) => (folder === undefined ? [] : [join(folder, name)])),
  ),
];

const SETTINGS = {
  kind: 'settings',
  format: 'yaml',
  provides: ['model', 'region', 'awsProfile', 'credentials'],
} as const;
const VARIABLES = { ...SETTINGS, kind: 'variables', format: 'dotenv' } as const;

export const AIDER_LOCATIONS: readonly SettingsLocation[] = [
  { ...SETTINGS, name: 'file of the home', from: 'user', paths: ({ home }) => [join(home, NAME)] },
  { ...SETTINGS, name: 'files of the folder', from: 'folder', paths: (host) => inFolders(host, NAME) },
  { ...VARIABLES, name: '.env of the home', from: 'user', paths: ({ home }) => [join(home, '.env')] },
  { ...VARIABLES, name: '.env of the folder', from: 'folder', paths: (host) => inFolders(host, '.env') },
  { name: 'AWS files', kind: 'aws', format: 'ini', provides: ['region'], from: 'user', paths: awsFiles },
];

function setEnv(value: Json): readonly string[] {
  const list = valueAt(value, ['set-env']);
  const items = Array.isArray(list) ? (list as readonly Json[]) : [list ?? null];
  return items.filter((item) => typeof item === 'string');
}

/** The list of the last file that has one: it replaces the lists of the others. */
const envLines = (files: readonly ParsedFile[]): readonly string[] =>
  filesOfKind(files, 'settings')
    .map(({ value }) => setEnv(value))
    .findLast((lines) => lines.length > 0) ?? [];

/** The value of a variable in a list of lines; the last line counts. */
const lineValue = (lines: readonly string[], name: string): string | undefined =>
  lines.findLast((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);

/** The value of a variable when a model is called: `set-env` overrides `.env`, and that the shell. */
function envOf(files: readonly ParsedFile[], host: HostMachine, name: string): string | undefined {
  return lineValue(envLines(files), name) ?? dotenvValue(files, name)?.text ?? variable(host, name);
}

/** A variable that a `.env` sets, with its file. */
function dotenvValue(
  files: readonly ParsedFile[],
  name: string,
): { readonly file: string; readonly text: string } | undefined {
  const found = filesOfKind(files, 'variables').findLast(({ value }) => textAt(value, name) !== undefined);
  return found === undefined ? undefined : { file: found.path, text: textAt(found.value, name) ?? '' };
}

/** The model of an alias that the user has defined. */
function resolveAlias(files: readonly ParsedFile[], text: string): string {
  const lists = filesOfKind(files, 'settings').map(({ value }) => valueAt(value, ['alias']));
  const list = lists.findLast((one) => one !== undefined && one !== null) ?? [];
  const items = Array.isArray(list) ? (list as readonly Json[]) : [list];
  const found = items.find((item) => typeof item === 'string' && item.startsWith(`${text}:`));
  return typeof found === 'string' ? found.slice(text.length + 1) : text;
}

/** An ARN or a model id, without LiteLLM's route; undefined for another provider's. */
function bedrockModel(text: string): string | undefined {
  const [, routed] = /^bedrock\/(?:[a-z_]+\/)*(?:[a-z]{2}(?:-[a-z]+)+-\d\/)?(.+)$/.exec(text) ?? [];
  // LiteLLM accepts Bedrock's ids without a route as well.
  return routed ?? (/^(?:[a-z][a-z-]*\.)+[a-z]/.test(text) ? text : undefined);
}

interface Named {
  readonly text: string;
  readonly file: string;
  readonly keyPath: string;
  readonly overrides: readonly Override[];
}

/** A variable overrides the files. One of `.env` counts as set in a file, one of the shell as an override. */
function namedBy(files: readonly ParsedFile[], host: HostMachine, key: string, name: string): Named | undefined {
  const inEnv = dotenvValue(files, name);
  if (inEnv !== undefined) return { ...inEnv, keyPath: name, overrides: [] };
  const file = filesOfKind(files, 'settings').findLast(({ value }) => textAt(value, key) !== undefined);
  const shell = variable(host, name);
  const text = textAt(file?.value, key) ?? shell;
  if (text === undefined) return undefined;
  const value = bedrockModel(resolveAlias(files, shell ?? ''));
  const overrides: readonly Override[] =
    shell === undefined ? [] : [{ kind: 'variable', name, of: 'model', value: value ?? shell }];
  return { text, file: file?.path ?? '', keyPath: file === undefined ? `env.${name}` : key, overrides };
}

function rolesOf(files: readonly ParsedFile[], host: HostMachine): readonly RoleBinding[] | undefined {
  if (filesOfKind(files, 'settings').length === 0) return undefined;
  const awsProfile = envOf(files, host, 'AWS_PROFILE');
  const named = ['AWS_REGION_NAME', 'AWS_REGION', 'AWS_DEFAULT_REGION'].map((name) => envOf(files, host, name));
  const region = named.find((one) => one !== undefined) ?? awsRegion(files, awsProfile);
  const endpoint = endpointBinding(envOf(files, host, ENDPOINT), envOf(files, host, BEARER), host);
  return MODELS.flatMap(([role, key, name]): readonly RoleBinding[] => {
    const found = namedBy(files, host, key, name);
    const model = bedrockModel(resolveAlias(files, found?.text ?? ''));
    if (found === undefined || model === undefined) return [];
    const { file, keyPath, overrides } = found;
    return [{ role, model, region, awsProfile, file, keyPath, overrides, ...endpoint }];
  });
}

const ENDPOINT = 'AWS_BEDROCK_RUNTIME_ENDPOINT';

/** The Region, by both of its names, the AWS profile, and the endpoint. The gateway's secret is part of its path. */
const ourLines = (
  { region, awsProfile }: ProfileTarget,
  gateway: GatewayRoute | undefined,
): readonly (readonly [string, string])[] => [
  // LiteLLM reads one name of the Region, the AWS SDK below it the other.
  ['AWS_REGION', region],
  ['AWS_REGION_NAME', region],
  // Calls are signed, also for the gateway.
  ...(awsProfile === '' ? [] : [['AWS_PROFILE', awsProfile] as const]),
  ...(gateway === undefined ? [] : [[ENDPOINT, endpointWithSecret(gateway)] as const]),
];

/** Edits only our lines of the list, because the others may hold keys that no plan may contain. */
function envEdits(value: Json, { roles: { main }, gateway }: Target, others: OtherVariables): readonly Edit[] {
  const list = valueAt(value, ['set-env']);
  const proxy: ProxyVariables = { own: (name) => lineValue(setEnv(value), name), other: others.value };
  const ours = [
    ...ourLines(main, gateway),
    ...(gateway === undefined ? [] : proxyException(proxy, gateway.url)).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, text] as const],
    ),
  ];
  if (list === undefined || list === null) {
    return [{ path: ['set-env'], value: ours.map(([name, wanted]) => `${name}=${wanted}`) }];
  }
  // The value may be one line instead of a list.
  const isLine = typeof list === 'string';
  const items = Array.isArray(list) ? (list as readonly Json[]) : isLine ? [list] : [];
  let next = items.length;
  const lines = ours.map(([name, wanted]) => {
    const index = items.findIndex((item) => typeof item === 'string' && item.startsWith(`${name}=`));
    return { path: ['set-env', index >= 0 ? index : next++], value: `${name}=${wanted}` };
  });
  const removed = gateway === undefined ? withoutRoute(items, proxy, others.host) : [];
  return [...(isLine ? [{ path: ['set-env'], listed: true as const }] : []), ...lines, ...removed];
}

/**
 * The edits that remove the gateway's lines, from the end of the list. An endpoint of the user's own stays, and so do
 * other exceptions from a proxy.
 */
function withoutRoute(items: readonly Json[], proxy: ProxyVariables, host: HostMachine): readonly Edit[] {
  const wanted = new Map(withoutProxyException(proxy));
  const edits = items.flatMap((item, index): readonly Edit[] => {
    const [name = '', text = ''] = typeof item === 'string' ? (/^([^=]+)=(.*)$/s.exec(item)?.slice(1) ?? []) : [];
    const path = ['set-env', index];
    if (name === ENDPOINT) return isGatewayEndpoint(text, undefined, host) ? [{ path }] : [];
    if (!wanted.has(name)) return [];
    const rest = wanted.get(name);
    return [rest === undefined ? { path } : { path, value: `${name}=${rest}` }];
  });
  return edits.toReversed();
}

/** Variables that count where the list of the file has none. */
interface OtherVariables {
  readonly value: (name: string) => string | undefined;
  readonly host: HostMachine;
}

function editsFor(target: Target, value: Json, weaker: readonly ParsedFile[], host: HostMachine): readonly Edit[] {
  const main = requireOneConnection(target);
  const { small = main } = target.roles;
  const others: OtherVariables = { host, value: (name) => dotenvValue(weaker, name)?.text ?? variable(host, name) };
  return [
    { path: ['model'], value: ROUTE + invokedName(target, main) },
    { path: ['weak-model'], value: ROUTE + invokedName(target, small) },
    { path: ['editor-model'], value: ROUTE + invokedName(target, main) },
    ...envEdits(value, target, others),
  ];
}

/**
 * The first value of a file with higher precedence that conflicts with an edit: a model, or its list of variables,
 * which replaces ours.
 */
function conflictingValue({ value }: ParsedFile, edits: readonly Edit[]): string | undefined {
  const wanted = new Map(edits.map((edit) => [edit.path.join('.'), edit.value]));
  const other = MODELS.map(([, key]) => [key, textAt(value, key)] as const).find(
    ([key, text]) => text !== undefined && text !== wanted.get(key),
  );
  if (other !== undefined) return other[1];
  const lines = setEnv(value);
  const ours = edits.flatMap(({ path, value: line }): readonly (Json | undefined)[] => {
    if (path[0] !== 'set-env') return [];
    return Array.isArray(line) ? (line as readonly Json[]) : [line];
  });
  return lines.length > 0 && ours.some((line) => typeof line === 'string' && !lines.includes(line))
    ? 'set-env'
    : undefined;
}

/** A list in a file of lower precedence is no longer read when ours exists. */
function hiddenListWarnings({ files, edits, target, host }: PlannedChange): readonly Warning[] {
  const isNew = edits.some(({ path, value }) => path.length === 1 && path[0] === 'set-env' && value !== undefined);
  const names = new Set(ourLines(target.roles.main, target.gateway).map(([name]) => name));
  const isOthers = (line: string): boolean => !names.has(line.slice(0, Math.max(0, line.indexOf('='))));
  const home = filesOfKind(files, 'settings').find(({ path }) => path === join(host.home, NAME));
  const count = isNew && home !== undefined ? setEnv(home.value).filter(isOthers).length : 0;
  return count === 0 || home === undefined
    ? []
    : [warning('hides-list', { agent: 'Aider', file: home.path, keyPath: 'set-env', count: String(count) })];
}

/** A Bedrock API key, or static keys, which are used instead of the AWS profile in the variables. */
function credentials(files: readonly ParsedFile[], host: HostMachine, awsProfile: string): readonly Credential[] {
  const names = [BEARER, STATIC_KEY];
  return [
    ...inEnvironment(host, BEARER, ...(awsProfile === '' ? [] : [STATIC_KEY])),
    ...names.flatMap((name) =>
      inFiles(filesOfKind(files, 'variables'), ({ value }) => textAt(value, name) !== undefined, name),
    ),
    ...names.flatMap((name) =>
      inFiles(
        filesOfKind(files, 'settings'),
        ({ value }) => setEnv(value).some((line) => line.startsWith(`${name}=`)),
        `set-env ${name}`,
      ),
    ),
  ];
}

export const aider = layeredAgent({
  id: 'aider',
  name: 'Aider',
  extensionIds: [],
  scopes: SCOPES,
  format: 'yaml',
  program: 'aider',
  needs: ['restart-sessions'],
  detectPaths: (host) => [join(host.home, NAME), ...inFolders(host, NAME)],
  locations: AIDER_LOCATIONS,
  fileFor: (host, scope) => join(scope === 'user' ? host.home : (host.workspace ?? ''), NAME),
  roles: rolesOf,
  edits: editsFor,
  conflictingValue,
  variables: (host) =>
    MODELS.flatMap(([, , name]) => {
      const value = variable(host, name);
      return value === undefined ? [] : [{ kind: 'variable' as const, name, of: 'model' as const, value }];
    }),
  credentials,
  warnings: (planned) => [...hiddenListWarnings(planned), warning('not-tried', { agent: 'Aider' })],
});
