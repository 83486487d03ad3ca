/** Reads all agents' files at once. */

import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Agent, Binding } from '../../agents/agent';
import type { Memory } from '../../agents/drift';
import type { StoredChange } from './changes';
import type { AgentFiles } from './context';
import type { Places } from './hosts';
import type { AgentReading } from './rows';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const isInstalled = ({ extensionIds }: Agent): boolean =>
  extensionIds.some((id) => vscode.extensions.getExtension(id) !== undefined);

/** What an agent of this window that keeps its settings in memory may have there, after our last change of its files. */
function memoryOf(last: StoredChange | undefined, places: Places, { here, undone }: Running): Memory | undefined {
  if (last?.plan.needs.includes('stage') !== true) return undone ? { waiting: true, earlier: {} } : undefined;
  const changes = last.files.flatMap((file) => file.changes);
  const earlier = Object.fromEntries(changes.map(({ keyPath, before }) => [keyPath, before ?? null]));
  const { at } = last.receipt;
  // A change from the future is one from before the clock was set back.
  const isNewer = at > places.startedAt && at <= places.host.now();
  return { waiting: undone || (here && isNewer), earlier };
}

interface Running {
  /** It runs in this window. */
  readonly here: boolean;
  /** An undo waits for the next start. */
  readonly undone: boolean;
}

async function runningOf({ checkStuck }: Files, agent: Agent, { staging, changes }: Places): Promise<Running> {
  // Sample data has a machine of its own.
  if (staging === undefined) return { here: false, undone: false };
  const here = isInstalled(agent);
  const pending = await changes.pending();
  const isUndo = here && pending?.agent === agent.id && pending.kind === 'undo';
  return { here, undone: isUndo && (await checkStuck(staging)).state === 'waiting' };
}

async function readAgent(files: Files, agent: Agent, places: Places): Promise<AgentReading> {
  const { host, changes } = places;
  const paths = [...new Set(agent.watchPaths(host))];
  const [binding, found, there, last, running] = await Promise.all([
    agent.read(host),
    agent.detect(host),
    Promise.all(paths.map(exists)),
    changes.last(agent.id),
    runningOf(files, agent, places),
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
    memory: memoryOf(last, places, running),
  };
}

function pathsOf(agent: Agent, { host }: Places): readonly string[] {
  try {
    return agent.watchPaths(host);
  } catch {
    return [];
  }
}

/** What is shown of an agent that failed in a way that nobody foresaw. */
function unreadable(agent: Agent, places: Places): AgentReading {
  const { id, name } = agent;
  const [file = name] = pathsOf(agent, places);
  const binding: Binding = { state: 'broken', agent: id, models: [], file, reason: 'not-readable', detail: '' };
  return { agent: id, name, binding, found: [], installed: false, files: [], expected: {}, changed: false };
}

type Files = Pick<AgentFiles, 'AGENTS' | 'checkStuck'>;

/** Never rejects: an agent that fails is unreadable, and the others are read. */
export const readAgents = (files: Files, places: Places): Promise<readonly AgentReading[]> =>
  Promise.all(files.AGENTS.map((agent) => readAgent(files, agent, places).catch(() => unreadable(agent, places))));

/** All files whose change may change what an agent uses. */
export const watchedPaths = ({ AGENTS }: AgentFiles, places: Places): readonly string[] =>
  AGENTS.flatMap((agent) => pathsOf(agent, places));
