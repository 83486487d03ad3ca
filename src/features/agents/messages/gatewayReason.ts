/** The gateway as it is offered for an agent: what it is better at, in a line. */

import { l10n } from 'vscode';
import type { AgentId } from '../../../agents/agentId';
import { recommendedWay } from '../../../agents/gateway/recommendedWay';

/** What the gateway does for an agent, in a line. Undefined where it is not offered: by ARN is better. */
export function gatewayReason(agent: AgentId): string | undefined {
  const { reason } = recommendedWay(agent);
  switch (reason) {
    case 'caching':
      return l10n.t('Keeps prompt caching and thinking, which are off with an ARN; long tasks cost much less.');
    case 'further-calls':
      return l10n.t('Also includes subagents and models that you choose later. Prompt caching works either way.');
    case 'limits':
      return l10n.t('Keeps the model’s own limits, prices and thinking, and includes titles and subagents.');
    case 'environment-only':
    case 'hidden-settings':
      return undefined;
  }
}
