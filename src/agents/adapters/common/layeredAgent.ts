/** What agents have in common whose settings lie in several files, of which a later one beats an earlier one. */

import type { Agent, SettingsScope } from '../../agent';
import { scopeOf } from './requirements';
import { overrideOf, type Credential } from './credentials';
import { planFile } from '../../changes/filePlan';
import { watchedLocations, type SettingsLocation } from './settingsLocation';
import { findExisting, requireInside } from './locate';
import type { ChangePlan } from '../../changes/plan';
import { isParsed, filesOfKind, readLocations, type FileReading, type ParsedFile } from './readLocations';
import { warning, type Warning } from '../../warnings';
import type { HostMachine } from '../../hostMachine';
import { profilesOf, type Target } from '../../target';
import { withEdit, type Edit, type Format, type Json } from '../../documents/document';
import {
  absentBinding,
  effectiveRegion,
  readableBinding,
  type Binding,
  type Override,
  type RoleBinding,
} from '../../binding';
import { loadDocument } from '../../documents/load';
import { overrideWarnings } from './overrides';

/** What is known when a change is planned. */
export interface PlannedChange {
  readonly target: Target;
  readonly host: HostMachine;
  /** All files that could be read, the weakest first. */
  readonly files: readonly ParsedFile[];
  readonly edits: readonly Edit[];
}

/** What is special of one agent. */
export interface LayeredAgentOptions extends Pick<Agent, 'id' | 'name' | 'extensionIds' | 'scopes'> {
  readonly format: Format;
  /** The program's name on the PATH. */
  readonly program: string;
  readonly needs: ChangePlan['needs'];
  /** Files and folders that show that it is used here. */
  readonly detectPaths: (host: HostMachine) => readonly string[];
  /** Everything that is read, the weakest first. */
  readonly locations: readonly SettingsLocation[];
  /** The one that a change of a scope goes into. */
  readonly fileFor: (host: HostMachine, scope: SettingsScope) => string | Promise<string>;
  /** Undefined: it is not used here at all. */
  readonly roles: (files: readonly ParsedFile[], host: HostMachine) => readonly RoleBinding[] | undefined;
  /**
   * @param value what the file says now.
   * @param weaker the files that it beats, the weakest first.
   * @throws AgentProblem where its settings cannot say what is wanted.
   */
  readonly edits: (target: Target, value: Json, weaker: readonly ParsedFile[], host: HostMachine) => readonly Edit[];
  /** What a file that is read after ours says of the model instead; undefined where it does not. */
  readonly conflictingValue: (file: ParsedFile, edits: readonly Edit[]) => string | undefined;
  /** Variables of the environment that win over the file, or may. */
  readonly variables: (host: HostMachine, files: readonly ParsedFile[]) => readonly Override[];
  /**
   * What signs in past the AWS profile. @param awsProfile the one that the agent is to use; empty: the default chain.
   */
  readonly credentials: (files: readonly ParsedFile[], host: HostMachine, awsProfile: string) => readonly Credential[];
  /** What else to hear before it is switched. */
  readonly warnings: (planned: PlannedChange) => readonly Warning[];
}

/**
 * The first of its settings files that is not what it should be. Its other files are left out by the agent itself where
 * they are broken.
 */
const brokenIn = (reads: readonly FileReading[]): Binding | undefined =>
  reads.flatMap((one) => (one.kind === 'broken' && one.location?.kind === 'settings' ? [one.binding] : []))[0];

/** The first role names what signs in past the AWS profile: it holds for all of them. */
function withCredentials(
  [first, ...rest]: readonly RoleBinding[],
  found: readonly Credential[],
): readonly RoleBinding[] {
  if (first === undefined) return [];
  return [{ ...first, overrides: [...first.overrides, ...found.map(overrideOf)] }, ...rest];
}

async function read(options: LayeredAgentOptions, host: HostMachine): Promise<Binding> {
  const reads = await readLocations(options.id, options.locations, host);
  const broken = brokenIn(reads);
  if (broken !== undefined) return broken;
  const files = reads.filter(isParsed);
  const roles = options.roles(files, host);
  if (roles === undefined) return absentBinding(options.id);
  const credentials = options.credentials(files, host, roles[0]?.awsProfile ?? '');
  return readableBinding(options.id, withCredentials(roles, credentials));
}

function strongerOverrides(
  options: LayeredAgentOptions,
  reads: readonly FileReading[],
  path: string,
  edits: readonly Edit[],
): readonly Override[] {
  const later = reads.slice(reads.findIndex((one) => one.path === path) + 1).filter(isParsed);
  return filesOfKind(later, 'settings').flatMap((one): readonly Override[] => {
    const value = options.conflictingValue(one, edits);
    return value === undefined ? [] : [{ kind: 'file', name: one.path, of: 'model', value }];
  });
}

/** What one kind of work still does otherwise after the change. */
function bypassWarningsOf(role: RoleBinding, target: Target): readonly Warning[] {
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
  const region = effectiveRegion(role);
  return region === undefined || region === profile.region
    ? []
    : overrideWarnings(overrides.filter(({ of }) => of === 'region'));
}

/** What still goes elsewhere when the change is made: the files are read as they would stand then. */
const bypassWarnings = (options: LayeredAgentOptions, { target, host, files }: PlannedChange): readonly Warning[] =>
  (options.roles(files, host) ?? []).flatMap((role) => bypassWarningsOf(role, target));

/** The files as they would be read after the change. */
function after(
  reads: readonly FileReading[],
  path: string,
  value: Readonly<Record<string, Json>>,
  edits: readonly Edit[],
) {
  const changed = edits.reduce<Json | undefined>(withEdit, value);
  return reads.flatMap((one): readonly ParsedFile[] => {
    if (one.path !== path) return isParsed(one) ? [one] : [];
    return [{ kind: 'parsed', path, value: changed as Readonly<Record<string, Json>>, location: one.location }];
  });
}

/** Each once, by the file or the variable that it names; the first of them. */
function uniqueBySource(warnings: readonly Warning[]): readonly Warning[] {
  const nameOf = ({ data }: Warning): string | undefined => data.file ?? data.variable;
  return warnings.filter((one, index) => warnings.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

/** Of two warnings about one key of a file the one that knows more stands later. */
const uniqueByKey = (warnings: readonly Warning[]): readonly Warning[] =>
  warnings.filter(
    ({ data }, index) =>
      data.keyPath === undefined ||
      !warnings.some((later, at) => at > index && later.data.keyPath === data.keyPath && later.data.file === data.file),
  );

/** A folder's file is for others to read, too. */
const NEW_MODES: Readonly<Record<SettingsScope, number>> = { user: 0o600, local: 0o600, project: 0o644 };

async function plan(
  options: LayeredAgentOptions,
  target: Target,
  host: HostMachine,
  scope: SettingsScope,
): Promise<ChangePlan> {
  const path = await options.fileFor(host, scope);
  if (scope !== 'user') await requireInside(host.workspace ?? '', path);
  const { value } = await loadDocument(path, options.format);
  const reads = await readLocations(options.id, options.locations, host);
  const weaker = reads.slice(
    0,
    Math.max(
      0,
      reads.findIndex((one) => one.path === path),
    ),
  );
  const edits = options.edits(target, value, filesOfKind(weaker.filter(isParsed), 'settings'), host);
  const file = await planFile(path, options.format, edits, NEW_MODES[scope]);
  const planned: PlannedChange = { target, host, files: reads.filter(isParsed), edits };
  return {
    agent: options.id,
    target,
    files: file === undefined ? [] : [file],
    warnings: uniqueByKey([
      ...uniqueBySource([
        ...overrideWarnings([
          ...strongerOverrides(options, reads, path, edits),
          ...options.variables(host, planned.files),
        ]),
        ...bypassWarnings(options, { ...planned, files: after(reads, path, value, edits) }),
      ]),
      ...options
        .credentials(planned.files, host, target.roles.main.awsProfile)
        .map((one) => warning('other-credentials', { ...one })),
      ...options.warnings(planned),
      ...(scope === 'project' ? [warning('shared-with-team', { file: path })] : []),
    ]),
    needs: options.needs,
  };
}

/** The agent from what is special of it. */
export function layeredAgent(options: LayeredAgentOptions): Agent {
  const { id, name, extensionIds, scopes, detectPaths, program, locations } = options;
  return {
    id,
    name,
    extensionIds,
    scopes,
    detect: (host) => findExisting(host, detectPaths(host), [program]),
    read: (host) => read(options, host),
    watchPaths: (host) => watchedLocations(locations, host),
    plan: async (target, host, planOptions = {}) => plan(options, target, host, scopeOf(host, scopes, planOptions)),
  };
}
