/** An agent with several settings files, of which a later one takes precedence over an earlier one. */

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
import { invokedName, profilesOf, type Target } from '../../target';
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
import { fileToWrite } from './fileToWrite';
import { overrideWarnings } from './overrides';

/** What is known of a change when its warnings are made. */
export interface PlannedChange {
  readonly target: Target;
  readonly host: HostMachine;
  /** All files that could be read, the one with the highest precedence last. */
  readonly files: readonly ParsedFile[];
  readonly edits: readonly Edit[];
}

/** What differs between agents. */
export interface LayeredAgentOptions extends Pick<Agent, 'id' | 'name' | 'extensionIds' | 'scopes'> {
  readonly format: Format;
  /** The program's name on the PATH. */
  readonly program: string;
  readonly needs: ChangePlan['needs'];
  /** Files and folders that show that it is used here. */
  readonly detectPaths: (host: HostMachine) => readonly string[];
  /** Everything that is read, in order of precedence, the highest last. */
  readonly locations: readonly SettingsLocation[];
  /** The file that a change of a scope is written into. */
  readonly fileFor: (host: HostMachine, scope: SettingsScope) => string | Promise<string>;
  /** Undefined: the agent is not used here. */
  readonly roles: (files: readonly ParsedFile[], host: HostMachine) => readonly RoleBinding[] | undefined;
  /**
   * The edits that set the agent to a target.
   * @param value the file's current value.
   * @param weaker the settings files of lower precedence, the highest last.
   * @throws AgentProblem where the settings cannot express the target.
   */
  readonly edits: (target: Target, value: Json, weaker: readonly ParsedFile[], host: HostMachine) => readonly Edit[];
  /** The model or value of a file with higher precedence that conflicts with the edits; undefined where none does. */
  readonly conflictingValue: (file: ParsedFile, edits: readonly Edit[]) => string | undefined;
  /** Variables of the environment that override the file, or may. */
  readonly variables: (host: HostMachine, files: readonly ParsedFile[]) => readonly Override[];
  /**
   * Credentials that are used instead of the AWS profile.
   * @param awsProfile the one that the agent is to use; empty: the default chain.
   */
  readonly credentials: (files: readonly ParsedFile[], host: HostMachine, awsProfile: string) => readonly Credential[];
  /** Further warnings. */
  readonly warnings: (planned: PlannedChange) => readonly Warning[];
}

/** The first broken settings file. Other broken files are ignored, as the agent does. */
const brokenIn = (reads: readonly FileReading[]): Binding | undefined =>
  reads.flatMap((one) => (one.kind === 'broken' && one.location?.kind === 'settings' ? [one.binding] : []))[0];

/** Adds credentials to the first role; they hold for all of them. */
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
  // The gateway takes its secret alone, whatever else the agent could sign in with.
  const isByGateway = roles[0]?.gateway !== undefined;
  const credentials = isByGateway ? [] : options.credentials(files, host, roles[0]?.awsProfile ?? '');
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

/** Warnings for a kind of work that still uses something else after the change. */
function bypassWarningsOf(role: RoleBinding, target: Target): readonly Warning[] {
  const { file, keyPath, model, unresolved, blocked, overrides } = role;
  if (unresolved !== undefined) return [warning('unresolved', { file, keyPath, reference: unresolved.reference })];
  // Variables of the shell have a warning already.
  if (overrides.some(({ of }) => of === 'model')) return [];
  const profile = profilesOf(target).find((one) => invokedName(target, one) === model || one.arn === model);
  if (profile === undefined) {
    if (target.gateway !== undefined) return [warning('needs-profile', { file, keyPath, model })];
    if (file !== '') return [warning('goes-past', { file, keyPath })];
    return keyPath.startsWith('env.')
      ? [warning('variable-wins', { variable: keyPath.slice('env.'.length), of: 'model', value: model })]
      : [warning('setting-wins', { setting: keyPath })];
  }
  if (blocked !== undefined) return [warning('model-blocked', { ...blocked })];
  if (target.gateway !== undefined) return [];
  const region = effectiveRegion(role);
  return region === undefined || region === profile.region
    ? []
    : overrideWarnings(overrides.filter(({ of }) => of === 'region'));
}

/**
 * Warnings for what still does not use the profile after the change: the roles are read from the files as they would be
 * then.
 */
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

/** The first warning for each file or variable. */
function uniqueBySource(warnings: readonly Warning[]): readonly Warning[] {
  const nameOf = ({ data }: Warning): string | undefined => data.file ?? data.variable;
  return warnings.filter((one, index) => warnings.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

/** The last warning for each key of a file, which is the more precise one. */
const uniqueByKey = (warnings: readonly Warning[]): readonly Warning[] =>
  warnings.filter(
    ({ data }, index) =>
      data.keyPath === undefined ||
      !warnings.some((later, at) => at > index && later.data.keyPath === data.keyPath && later.data.file === data.file),
  );

/** The modes of new files. Others may read a folder's shared file. */
const NEW_MODES: Readonly<Record<SettingsScope, number>> = { user: 0o600, local: 0o600, project: 0o644 };

/** Credentials that are used instead of the AWS profile. The gateway takes its secret alone. */
const credentialWarnings = (
  options: LayeredAgentOptions,
  { target, host, files }: PlannedChange,
): readonly Warning[] =>
  target.gateway === undefined
    ? options
        .credentials(files, host, target.roles.main.awsProfile)
        .map((one) => warning('other-credentials', { ...one }))
    : [];

async function plan(
  options: LayeredAgentOptions,
  target: Target,
  host: HostMachine,
  requested: SettingsScope,
): Promise<ChangePlan> {
  const { path, scope, insteadOf } = await fileToWrite(options, target, host, requested);
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
      ...credentialWarnings(options, planned),
      ...options.warnings(planned),
      ...(scope === 'project' ? [warning('shared-with-team', { file: path })] : []),
      ...(insteadOf === undefined ? [] : [warning('written-elsewhere', { file: insteadOf, instead: path })]),
    ]),
    needs: options.needs,
  };
}

/** Makes an agent from what differs between agents. */
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
