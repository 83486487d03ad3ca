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
import { found } from './places';
import type { ChangePlan, Edit, Format, Json } from './plan';
import { warning, type Warning } from './warnings';

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
  /** @param value what the file says now. @throws AgentProblem where its settings cannot say what is wanted. */
  readonly edits: (target: Target, value: Json) => readonly Edit[];
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

/** A folder's file is for others to read, too. */
const NEW_MODES: Readonly<Record<Scope, number>> = { user: 0o600, local: 0o600, project: 0o644 };

async function plan(layers: Layers, target: Target, host: AgentHost, scope: Scope): Promise<ChangePlan> {
  const path = await layers.fileFor(host, scope);
  const edits = layers.edits(target, (await load(path, layers.format)).value);
  const file = await planFile(path, layers.format, edits, NEW_MODES[scope]);
  const reads = await readAll(layers, host);
  const planned: Planned = { target, host, files: reads.filter(isValues), edits };
  return {
    agent: layers.id,
    target,
    files: file === undefined ? [] : [file],
    warnings: [
      ...overrideWarnings([...stronger(layers, reads, path, edits), ...layers.variables(host)]),
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
