/** Which way to the models is better for an agent, and why: what its own programs do with an ARN, in real runs. */

import { l10n } from 'vscode';
import type { AgentId } from '../../../agents/agentId';

/** Pointing an agent at the gateway. */
export interface GatewayOffer {
  /** It is better than by ARN. */
  readonly recommended: boolean;
  /** What it does for this agent, in a line. */
  readonly reason: string;
}

/** Undefined where an agent cannot be pointed at the gateway. */
export function gatewayOffer(agent: AgentId): GatewayOffer | undefined {
  switch (agent) {
    case 'cline':
    case 'cline-cli':
      return {
        recommended: true,
        reason: l10n.t('Keeps prompt caching and thinking, which are off with an ARN; long tasks cost much less.'),
      };
    case 'claude-code':
      return {
        recommended: true,
        reason: l10n.t('Also includes subagents and models that you choose later. Prompt caching works either way.'),
      };
    case 'opencode':
    case 'kilo':
    case 'aider':
      return {
        recommended: true,
        reason: l10n.t('Keeps the model’s own limits, prices and thinking, and includes titles and subagents.'),
      };
    // Continue takes the endpoint from the environment alone. Zoo Code's settings cannot be read: no window would
    // know that it needs the gateway, or could switch it back.
    case 'continue':
    case 'zoo':
      return undefined;
  }
}
