/**
 * The rows of the agents section as a pure function: what each agent's files contain, compared with what is known of
 * the profiles.
 */

import {
  driftOf,
  type Drift,
  type DriftReport,
  type KnownGateway,
  type ProfileDirectory,
  type RunningState,
} from '../../agents/drift';
import { severityOf } from '../../agents/driftSeverity';
import type { Snapshot } from '../../store/snapshot';
import type { AgentId } from '../../agents/agentId';
import type { Binding } from '../../agents/binding';
import { listedProfiles } from '../../store/selectors';

/** What was read of one agent. */
export interface AgentReading {
  readonly agent: AgentId;
  readonly name: string;
  readonly binding: Binding;
  /** Files and programs that show that it is used here. */
  readonly found: readonly string[];
  /** Whether its extension is installed in this window. */
  readonly installed: boolean;
  /** Its existing settings files. */
  readonly files: readonly string[];
  /** The ARN that each role had when we set it last; none where we never did. */
  readonly expected: Readonly<Record<string, string>>;
  /** Whether a change of ours can be undone. */
  readonly changed: boolean;
  /** For agents that keep their settings in memory, where we have set them. */
  readonly runningState?: RunningState | undefined;
}

export interface AgentRow extends AgentReading {
  readonly report: DriftReport;
  /** Whether the profiles were listed; before that their owners are not known. */
  readonly listed: boolean;
}

/** The profiles that bindings are compared with. */
export function profileDirectory(
  { caller, profiles, choice, ownership }: Snapshot,
  gateway?: KnownGateway,
): ProfileDirectory {
  const isListed = caller.value !== undefined && profiles.value !== undefined && choice !== undefined;
  return {
    profiles: listedProfiles({ profiles }),
    account: caller.value?.account ?? '',
    regions: isListed ? [choice.region] : [],
    keys: ownership.keys,
    mine: ownership.myNames,
    ...(gateway === undefined ? {} : { gateway }),
  };
}

const isFound = ({ found, installed, binding }: AgentReading): boolean =>
  found.length > 0 || installed || binding.state === 'readable' || binding.state === 'broken';

/** Agents that are not found have no row. */
export function rowsOf(
  readings: readonly AgentReading[],
  snapshot: Snapshot,
  gateway?: KnownGateway,
): readonly AgentRow[] {
  const directory = profileDirectory(snapshot, gateway);
  return readings.filter(isFound).map((reading) => ({
    ...reading,
    report: driftOf(reading.binding, directory, reading.expected, reading.runningState),
    listed: directory.regions.length > 0,
  }));
}

/**
 * Whether a row is also shown outside the section: its agent invokes something that it should not. A file that cannot
 * be read counts only where we have set it, because it may not be in use otherwise.
 */
export const needsAttention = ({ report, changed, listed }: AgentRow): boolean =>
  listed && severityOf(report.worst) === 'bad' && (report.worst.kind !== 'unreadable' || changed);

/** States in which nothing is to be fixed. */
const RIGHT: readonly Drift['kind'][] = ['mine', 'through-gateway', 'unknown-selection'];

/** The context value that the `when` clauses of a row's menus test. */
export function contextValueOf({ agent, report, changed, files }: AgentRow): string {
  const flags = [
    ...(RIGHT.includes(report.worst.kind) ? [] : ['fix']),
    ...(changed ? ['undo'] : []),
    ...(files.length > 0 ? ['file'] : []),
    ...(agent === 'cline' ? ['cline'] : []),
  ];
  return ['agent', ...flags].join('+');
}

/** Whether two lists of rows look the same. */
export const isSameRows = (a: readonly AgentRow[], b: readonly AgentRow[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
