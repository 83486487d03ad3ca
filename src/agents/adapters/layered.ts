/** What agents have in common whose settings lie in several files, of which a later one beats an earlier one. */

import {
  absent,
  invokedIn,
  readable,
  type Agent,
  type AgentHost,
  type Binding,
  type Override,
  type RoleBinding,
  type Scope,
  type Target,
} from '../agent';
import { overrideWarnings, scopeOf } from './common';
import { overrideOf, type Credential } from './credentials';
import { load, planFile } from '../changes/filePlan';
import { edited } from '../documents/json';
import { watchedPlaces, type Place } from './place';
import { found, requireInside } from './locate';
import type { ChangePlan, Edit, Format, Json } from '../changes/plan';
import { isValues, ofKind, readPlaces, type Read, type Values } from './readPlaces';
import { profilesOf, warning, type Warning } from '../warnings';

export type { Values };

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
  /** Everything that is read, the weakest first. */
  readonly places: readonly Place[];
  /** The one that a change of a scope goes into. */
  readonly fileFor: (host: AgentHost, scope: Scope) => string | Promise<string>;
  /** Undefined: it is not used here at all. */
  readonly roles: (files: readonly Values[], host: AgentHost) => readonly RoleBinding[] | undefined;
  /**
   * @param value what the file says now.
   * @param weaker the files that it beats, the weakest first.
   * @throws AgentProblem where its settings cannot say what is wanted.
   */
  readonly edits: (target: Target, value: Json, weaker: readonly Values[], host: AgentHost) => readonly Edit[];
  /** What a file that is read after ours says of the model instead; undefined where it does not. */
  readonly otherwise: (file: Values, edits: readonly Edit[]) => string | undefined;
  /** Variables of the environment that win over the file, or may. */
  readonly variables: (host: AgentHost, files: readonly Values[]) => readonly Override[];
  /** What signs in past the AWS profile. @param awsProfile the one that the agent is to use; empty: the default chain. */
  readonly credentials: (files: readonly Values[], host: AgentHost, awsProfile: string) => readonly Credential[];
  /** What else to hear before it is switched. */
  readonly warnings: (planned: Planned) => readonly Warning[];
}

/** The first of its settings files that is not what it should be. Its other files are left out by the agent itself where they are broken. */
const brokenIn = (reads: readonly Read[]): Binding | undefined =>
  reads.flatMap((one) => (one.kind === 'broken' && one.place?.kind === 'settings' ? [one.binding] : []))[0];

/** The first role names what signs in past the AWS profile: it holds for all of them. */
function withCredentials(
  [first, ...rest]: readonly RoleBinding[],
  found: readonly Credential[],
): readonly RoleBinding[] {
  if (first === undefined) return [];
  return [{ ...first, overrides: [...first.overrides, ...found.map(overrideOf)] }, ...rest];
}

async function read(layers: Layers, host: AgentHost): Promise<Binding> {
  const reads = await readPlaces(layers.id, layers.places, host);
  const broken = brokenIn(reads);
  if (broken !== undefined) return broken;
  const files = reads.filter(isValues);
  const roles = layers.roles(files, host);
  if (roles === undefined) return absent(layers.id);
  const credentials = layers.credentials(files, host, roles[0]?.awsProfile ?? '');
  return readable(layers.id, withCredentials(roles, credentials));
}

function stronger(layers: Layers, reads: readonly Read[], path: string, edits: readonly Edit[]): readonly Override[] {
  const later = reads.slice(reads.findIndex((one) => one.path === path) + 1).filter(isValues);
  return ofKind(later, 'settings').flatMap((one): readonly Override[] => {
    const value = layers.otherwise(one, edits);
    return value === undefined ? [] : [{ kind: 'file', name: one.path, of: 'model', value }];
  });
}

/** What one kind of work still does otherwise after the change. */
function pastOf(role: RoleBinding, target: Target): readonly Warning[] {
  const { file, keyPath, model, unresolved, blocked, overrides } = role;
  if (unresolved !== undefined) return [warning('unresolved', { file, keyPath, reference: unresolved.reference })];
  // A variable of the shell that beats the file is told by itself.
  if (overrides.some(({ of }) => of === 'model')) return [];
  const profile = profilesOf(target).find(({ arn }) => arn === model);
  if (profile === undefined) {
    if (file !== '') return [warning('goes-past', { file, keyPath })];
    return keyPath.startsWith('env.')
      ? [warning('variable-wins', { variable: keyPath.slice('env.'.length), of: 'model', value: model })]
      : [warning('setting-wins', { setting: keyPath })];
  }
  if (blocked !== undefined) return [warning('model-blocked', { ...blocked })];
  const region = invokedIn(role);
  return region === undefined || region === profile.region
    ? []
    : overrideWarnings(overrides.filter(({ of }) => of === 'region'));
}

/** What still goes elsewhere when the change is made: the files are read as they would stand then. */
const past = (layers: Layers, { target, host, files }: Planned): readonly Warning[] =>
  (layers.roles(files, host) ?? []).flatMap((role) => pastOf(role, target));

/** The files as they would be read after the change. */
function after(reads: readonly Read[], path: string, value: Readonly<Record<string, Json>>, edits: readonly Edit[]) {
  const changed = edits.reduce<Json | undefined>(edited, value);
  return reads.flatMap((one): readonly Values[] => {
    if (one.path !== path) return isValues(one) ? [one] : [];
    return [{ kind: 'values', path, value: changed as Readonly<Record<string, Json>>, place: one.place }];
  });
}

/** Each once, by the file or the variable that it names; the first of them. */
function once(warnings: readonly Warning[]): readonly Warning[] {
  const nameOf = ({ data }: Warning): string | undefined => data.file ?? data.variable;
  return warnings.filter((one, index) => warnings.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

/** Of two warnings about one key of a file the one that knows more stands later. */
const oncePerKey = (warnings: readonly Warning[]): readonly Warning[] =>
  warnings.filter(
    ({ data }, index) =>
      data.keyPath === undefined ||
      !warnings.some((later, at) => at > index && later.data.keyPath === data.keyPath && later.data.file === data.file),
  );

/** A folder's file is for others to read, too. */
const NEW_MODES: Readonly<Record<Scope, number>> = { user: 0o600, local: 0o600, project: 0o644 };

async function plan(layers: Layers, target: Target, host: AgentHost, scope: Scope): Promise<ChangePlan> {
  const path = await layers.fileFor(host, scope);
  if (scope !== 'user') await requireInside(host.workspace ?? '', path);
  const { value } = await load(path, layers.format);
  const reads = await readPlaces(layers.id, layers.places, host);
  const weaker = reads.slice(
    0,
    Math.max(
      0,
      reads.findIndex((one) => one.path === path),
    ),
  );
  const edits = layers.edits(target, value, ofKind(weaker.filter(isValues), 'settings'), host);
  const file = await planFile(path, layers.format, edits, NEW_MODES[scope]);
  const planned: Planned = { target, host, files: reads.filter(isValues), edits };
  return {
    agent: layers.id,
    target,
    files: file === undefined ? [] : [file],
    warnings: oncePerKey([
      ...once([
        ...overrideWarnings([...stronger(layers, reads, path, edits), ...layers.variables(host, planned.files)]),
        ...past(layers, { ...planned, files: after(reads, path, value, edits) }),
      ]),
      ...layers
        .credentials(planned.files, host, target.roles.main.awsProfile)
        .map((one) => warning('other-credentials', { ...one })),
      ...layers.warnings(planned),
      ...(scope === 'project' ? [warning('shared-with-team', { file: path })] : []),
    ]),
    needs: layers.needs,
  };
}

/** The agent from what is special of it. */
export function layered(layers: Layers): Agent {
  const { id, name, extensionIds, scopes, traces, program, places } = layers;
  return {
    id,
    name,
    extensionIds,
    scopes,
    detect: (host) => found(host, traces(host), [program]),
    read: (host) => read(layers, host),
    watchPaths: (host) => watchedPlaces(places, host),
    plan: async (target, host, options = {}) => plan(layers, target, host, scopeOf(host, scopes, options)),
  };
}
