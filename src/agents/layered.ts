/** What agents have in common whose settings lie in several files, of which a later one beats an earlier one. */

import {
  absent,
  readable,
  type Agent,
  type AgentHost,
  type Binding,
  type Override,
  type RoleBinding,
  type Scope,
  type Target,
} from './agent';
import { credentialWarnings, overrideWarnings, readValues, scopeOf, type Read } from './common';
import { load, planFile } from './filePlan';
import { edited } from './json';
import { found, requireInside } from './places';
import type { ChangePlan, Edit, Format, Json } from './plan';
import { profilesOf, warning, type Warning } from './warnings';

/** A file that could be read. */
export type Values = Extract<Read, { kind: 'values' }>;

/** What is known when a change is planned. */
export interface Planned {
  readonly target: Target;
  readonly host: AgentHost;
  /** All files that could be read, the weakest first. */
  readonly files: readonly Values[];
  readonly edits: readonly Edit[];
}

/** What is special of one agent. */
export interface Layers extends Pick<Agent, 'id' | 'name' | 'extensionIds' | 'scopes'> {
  readonly format: Format;
  /** The program's name on the PATH. */
  readonly program: string;
  readonly needs: ChangePlan['needs'];
  /** Files and folders that show that it is used here. */
  readonly traces: (host: AgentHost) => readonly string[];
  /** All files that are read, the weakest first. They need not exist. */
  readonly files: (host: AgentHost) => readonly string[];
  /** The one that a change of a scope goes into. */
  readonly fileFor: (host: AgentHost, scope: Scope) => string | Promise<string>;
  /** Undefined: it is not used here at all. */
  readonly roles: (files: readonly Values[], host: AgentHost) => readonly RoleBinding[] | undefined;
  /**
   * @param value what the file says now.
   * @param weaker the files that it beats, the weakest first.
   * @throws AgentProblem where its settings cannot say what is wanted.
   */
  readonly edits: (target: Target, value: Json, weaker: readonly Values[]) => readonly Edit[];
  /** What a file that is read after ours says of the model instead; undefined where it does not. */
  readonly otherwise: (file: Values, edits: readonly Edit[]) => string | undefined;
  /** Variables of the environment that win over the file, or may. */
  readonly variables: (host: AgentHost) => readonly Override[];
  /** What else to hear before it is switched. */
  readonly warnings: (planned: Planned) => readonly Warning[];
}

const isValues = (one: Read): one is Values => one.kind === 'values';

const readAll = ({ id, format, files }: Layers, host: AgentHost): Promise<readonly Read[]> =>
  Promise.all(files(host).map((path) => readValues(id, path, format)));

async function read(layers: Layers, host: AgentHost): Promise<Binding> {
  const reads = await readAll(layers, host);
  for (const one of reads) if (one.kind === 'broken') return one.binding;
  const roles = layers.roles(reads.filter(isValues), host);
  return roles === undefined ? absent(layers.id) : readable(layers.id, roles);
}

function stronger(layers: Layers, reads: readonly Read[], path: string, edits: readonly Edit[]): readonly Override[] {
  const later = reads.slice(reads.findIndex((one) => one.path === path) + 1);
  return later.filter(isValues).flatMap((one): readonly Override[] => {
    const value = layers.otherwise(one, edits);
    return value === undefined ? [] : [{ kind: 'file', name: one.path, of: 'model', value }];
  });
}

/** What still goes elsewhere when the change is made: the files are read as they would stand then. */
function past(layers: Layers, { target, host, files }: Planned): readonly Warning[] {
  const arns = profilesOf(target).map(({ arn }) => arn);
  return (layers.roles(files, host) ?? []).flatMap((role): readonly Warning[] => {
    // A variable of the shell that beats the file is told by itself.
    if (role.overrides.some(({ of }) => of === 'model') || arns.includes(role.model)) return [];
    const { file, keyPath, model: value } = role;
    return file === ''
      ? [warning('variable-wins', { variable: keyPath.replace(/^env\./, ''), of: 'model', value })]
      : [warning('goes-past', { file, keyPath })];
  });
}

/** The files as they would be read after the change. */
function after(reads: readonly Read[], path: string, value: Readonly<Record<string, Json>>, edits: readonly Edit[]) {
  const changed = edits.reduce<Json | undefined>(edited, value);
  return reads.flatMap((one): readonly Values[] => {
    if (one.path !== path) return isValues(one) ? [one] : [];
    return [{ kind: 'values', path, value: changed as Readonly<Record<string, Json>> }];
  });
}

/** Each once, by the file or the variable that it names; the first of them. */
function once(warnings: readonly Warning[]): readonly Warning[] {
  const nameOf = ({ data }: Warning): string | undefined => data.file ?? data.variable;
  return warnings.filter((one, index) => warnings.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

/** A folder's file is for others to read, too. */
const NEW_MODES: Readonly<Record<Scope, number>> = { user: 0o600, local: 0o600, project: 0o644 };

async function plan(layers: Layers, target: Target, host: AgentHost, scope: Scope): Promise<ChangePlan> {
  const path = await layers.fileFor(host, scope);
  if (scope !== 'user') await requireInside(host.workspace ?? '', path);
  const { value } = await load(path, layers.format);
  const reads = await readAll(layers, host);
  const weaker = reads.slice(
    0,
    Math.max(
      0,
      reads.findIndex((one) => one.path === path),
    ),
  );
  const edits = layers.edits(target, value, weaker.filter(isValues));
  const file = await planFile(path, layers.format, edits, NEW_MODES[scope]);
  const planned: Planned = { target, host, files: reads.filter(isValues), edits };
  return {
    agent: layers.id,
    target,
    files: file === undefined ? [] : [file],
    warnings: [
      ...once([
        ...overrideWarnings([...stronger(layers, reads, path, edits), ...layers.variables(host)]),
        ...past(layers, { ...planned, files: after(reads, path, value, edits) }),
      ]),
      ...credentialWarnings(host),
      ...layers.warnings(planned),
      ...(scope === 'project' ? [warning('shared-with-team', { file: path })] : []),
    ],
    needs: layers.needs,
  };
}

/** The agent from what is special of it. */
export function layered(layers: Layers): Agent {
  const { id, name, extensionIds, scopes, traces, program, files } = layers;
  return {
    id,
    name,
    extensionIds,
    scopes,
    detect: (host) => found(host, traces(host), [program]),
    read: (host) => read(layers, host),
    watchPaths: files,
    plan: async (target, host, options = {}) => plan(layers, target, host, scopeOf(host, scopes, options)),
  };
}
