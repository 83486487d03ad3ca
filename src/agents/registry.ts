/** The registry of agents. Loaded on first need, because the parsers of their files come with it. */

import { aider } from './adapters/aider';
import type { Agent, PlanOptions } from './agent';
import { claudeCode } from './adapters/claudeCode/claudeCode';
import { clineCli } from './adapters/cline/clineCli';
import { cline } from './adapters/cline/cline';
import { continueAgent } from './adapters/continue/continue';
import { kilo, openCode } from './adapters/openCode/openCode';
import { zoo } from './adapters/zooCode';
import { AGENT_IDS, type AgentId } from './agentId';
import type { HostMachine } from './hostMachine';
import type { Target } from './target';

const BY_ID: Readonly<Record<AgentId, Agent>> = {
  cline,
  'cline-cli': clineCli,
  'claude-code': claudeCode,
  opencode: openCode,
  kilo,
  continue: continueAgent,
  aider,
  zoo,
};

/** In the order in which they are offered. */
export const AGENTS: readonly Agent[] = AGENT_IDS.map((id) => BY_ID[id]);

export const agentOf = (id: AgentId): Agent => BY_ID[id];

/**
 * Whether the files have the planned values: nothing is left to change. A file that became unreadable is not verified.
 */
export async function isApplied(
  agent: Agent,
  target: Target,
  host: HostMachine,
  options?: PlanOptions,
): Promise<boolean> {
  try {
    return (await agent.plan(target, host, options)).files.length === 0;
  } catch {
    return false;
  }
}
