/** Reads all agents' files at once. */

import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Agent, Binding } from '../../agents/agent';
import type { AgentFiles } from './context';
import type { Places } from './places';
import type { AgentReading } from './rows';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const isInstalled = ({ extensionIds }: Agent): boolean =>
  extensionIds.some((id) => vscode.extensions.getExtension(id) !== undefined);

async function readAgent(agent: Agent, { host, changes, staging }: Places): Promise<AgentReading> {
  const paths = [...new Set(agent.watchPaths(host))];
  const [binding, found, there, last] = await Promise.all([
    agent.read(host),
    agent.detect(host),
    Promise.all(paths.map(exists)),
    changes.last(agent.id),
  ]);
  return {
    agent: agent.id,
    name: agent.name,
    binding,
    found,
    // Sample data has a machine of its own.
    installed: staging !== undefined && isInstalled(agent),
    files: paths.filter((_, index) => there[index]),
    expected: last?.expected ?? {},
    changed: last !== undefined,
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

/** Never rejects: an agent that fails is unreadable, and the others are read. */
export const readAgents = ({ AGENTS }: Pick<AgentFiles, 'AGENTS'>, places: Places): Promise<readonly AgentReading[]> =>
  Promise.all(AGENTS.map((agent) => readAgent(agent, places).catch(() => unreadable(agent, places))));

/** All files whose change may change what an agent uses. */
export const watchedPaths = ({ AGENTS }: AgentFiles, places: Places): readonly string[] =>
  AGENTS.flatMap((agent) => pathsOf(agent, places));
