/** Which way is better for each agent: through the gateway, or by a profile's ARN. */

import type { AgentId } from '../agentId';

/**
 * Why a way is better.
 *
 * - `caching`: with an ARN the agent caches no prompts, and long tasks cost several times as much.
 * - `further-calls`: with an ARN some of its calls, such as those of subagents with their own model, use no profile.
 * - `limits`: with an ARN it does not know its model, and guesses limits, prices and thinking.
 * - `environment-only`: nothing in its files can point it at the gateway, and it caches in neither way.
 * - `hidden-settings`: its settings cannot be read: nothing would know that it needs the gateway, or switch it back.
 */
export type WayReason = ByGatewayReason | ByArnReason;
type ByGatewayReason = 'caching' | 'further-calls' | 'limits';
type ByArnReason = 'environment-only' | 'hidden-settings';

/** The better way, and why. */
export type RecommendedWay =
  { readonly way: 'gateway'; readonly reason: ByGatewayReason } | { readonly way: 'arn'; readonly reason: ByArnReason };

const gateway = (reason: ByGatewayReason): RecommendedWay => ({ way: 'gateway', reason });
const arn = (reason: ByArnReason): RecommendedWay => ({ way: 'arn', reason });

/** From runs of the agents in both ways; of Aider and Zoo Code from their source. */
const WAYS: Readonly<Record<AgentId, RecommendedWay>> = {
  cline: gateway('caching'),
  'cline-cli': gateway('caching'),
  'claude-code': gateway('further-calls'),
  opencode: gateway('limits'),
  kilo: gateway('limits'),
  continue: arn('environment-only'),
  aider: gateway('limits'),
  zoo: arn('hidden-settings'),
};

/** The better way for an agent. */
export const recommendedWay = (agent: AgentId): RecommendedWay => WAYS[agent];
