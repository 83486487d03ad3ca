/** Reads all agents' files at once. */

import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Agent } from '../../agents/agent';
import type { RunningState } from '../../agents/drift';
import type { StoredChange } from '../../agents/changes/historyFile';
import { checkAtStart } from '../../agents/changes/scheduleAtStart';
import type { AgentsEnvironment } from './environment';
import type { AgentReading } from './rows';
import type { Binding } from '../../agents/binding';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const isInstalled = ({ extensionIds }: Agent): boolean =>
  extensionIds.some((id) => vscode.extensions.getExtension(id) !== undefined);

/** The state of an agent in this window that keeps its settings in memory, after our last change of its files. */
function runningStateOf(
  last: StoredChange | undefined,
  environment: AgentsEnvironment,
  { here, undone }: Running,
): RunningState | undefined {
  if (last?.plan.needs.includes('stage') !== true) return undone ? { needsReload: true, earlier: {} } : undefined;
  const changes = last.files.flatMap((file) => file.changes);
  const earlier = Object.fromEntries(changes.map(({ keyPath, before }) => [keyPath, before ?? null]));
  const { at } = last.receipt;
  // A change with a time in the future was made before the clock was set back.
  const isNewer = at > environment.startedAt && at <= environment.host.now();
  return { needsReload: undone || (here && isNewer), earlier };
}

interface Running {
  /** It runs in this window. */
  readonly here: boolean;
  /** An undo is scheduled for the next start. */
  readonly undone: boolean;
}

async function runningOf(agent: Agent, { scheduleFolder, changes }: AgentsEnvironment): Promise<Running> {
  // Sample data has a machine of its own.
  if (scheduleFolder === undefined) return { here: false, undone: false };
  const here = isInstalled(agent);
  const pending = await changes.pending();
  const isUndo = here && pending?.agent === agent.id && pending.kind === 'undo';
  return { here, undone: isUndo && (await checkAtStart(scheduleFolder)).state === 'waiting' };
}

async function readAgent(agent: Agent, environment: AgentsEnvironment): Promise<AgentReading> {
  const { host, changes } = environment;
  const paths = [...new Set(agent.watchPaths(host))];
  const [binding, found, there, last, running] = await Promise.all([
    agent.read(host),
    agent.detect(host),
    Promise.all(paths.map(exists)),
    changes.last(agent.id),
    runningOf(agent, environment),
  ]);
  return {
    agent: agent.id,
    name: agent.name,
    binding,
    found,
    installed: running.here,
    files: paths.filter((_, index) => there[index]),
    expected: last?.expected ?? {},
    changed: last !== undefined,
    runningState: runningStateOf(last, environment, running),
  };
}

function pathsOf(agent: Agent, { host }: AgentsEnvironment): readonly string[] {
  try {
    return agent.watchPaths(host);
  } catch {
    return [];
  }
}

/** The reading of an agent that failed unexpectedly. */
function unreadable(agent: Agent, environment: AgentsEnvironment): AgentReading {
  const { id, name } = agent;
  const [file = name] = pathsOf(agent, environment);
  const binding: Binding = { state: 'broken', agent: id, models: [], file, reason: 'not-readable', detail: '' };
  return { agent: id, name, binding, found: [], installed: false, files: [], expected: {}, changed: false };
}

/** Never rejects: an agent that fails is unreadable, and the others are read. */
export const readAgents = (
  agents: readonly Agent[],
  environment: AgentsEnvironment,
): Promise<readonly AgentReading[]> =>
  Promise.all(agents.map((agent) => readAgent(agent, environment).catch(() => unreadable(agent, environment))));

/** All files that may change what an agent uses. */
export const watchedPaths = (agents: readonly Agent[], environment: AgentsEnvironment): readonly string[] =>
  agents.flatMap((agent) => pathsOf(agent, environment));
