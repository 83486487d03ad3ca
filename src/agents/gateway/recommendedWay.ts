/** Which way is better for each agent: through the gateway, or by a profile's ARN. */

import type { AgentId } from '../agentId';

/**
 * Why a way is better.
 *
 * - `caching`: with an ARN the agent caches no prompts, and long tasks cost several times as much.
 * - `further-calls`: with an ARN some of its calls, such as those of subagents with their own model, use no profile.
 * - `limits`: with an ARN it does not know its model, and guesses limits, prices and thinking.
 * - `environment-only`: nothing in its files can point it at the gateway, and it caches in neither way.
 */
export type WayReason = 'caching' | 'further-calls' | 'limits' | 'environment-only';

/** The better way, and why. */
export interface RecommendedWay {
  readonly way: 'gateway' | 'arn';
  readonly reason: WayReason;
}

const gateway = (reason: WayReason): RecommendedWay => ({ way: 'gateway', reason });

/** From runs of the agents in both ways; of Aider and Zoo Code from their source. */
export const RECOMMENDED_WAYS: Readonly<Record<AgentId, RecommendedWay>> = {
  cline: gateway('caching'),
  'cline-cli': gateway('caching'),
  'claude-code': gateway('further-calls'),
  opencode: gateway('limits'),
  kilo: gateway('limits'),
  continue: { way: 'arn', reason: 'environment-only' },
  aider: gateway('limits'),
  zoo: gateway('caching'),
};
