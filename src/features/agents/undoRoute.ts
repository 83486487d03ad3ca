/** Undoes changes that pointed an agent at the gateway. */

import type { Agent } from '../../agents/agent';
import { isAgentProblem } from '../../agents/problem';
import { undoFiles } from '../../agents/changes/undoFiles';
import type { AgentScope } from './applyChange';
import type { FlowContext } from './flowContext';
import { isThroughGateway } from './gatewayUse';
import { scheduleUndo } from './scheduleUndo';

/** How an undo ended. */
export interface RouteUndo {
  /** The agent no longer goes through the gateway. */
  readonly done: boolean;
  /** The window must be reloaded for it. */
  readonly reload: boolean;
}

/**
 * Before an agent is pointed at the gateway again: undoes the earlier change of the same file, so that one undo leads
 * to what was before both. Where that is not possible, it stays.
 */
export async function undoEarlierRoute({ environment }: FlowContext, { agent, scope }: AgentScope): Promise<void> {
  const last = await environment.changes.last(agent.id);
  if (last?.plan.target.gateway === undefined || last.scope !== scope) return;
  try {
    const { left } = await undoFiles(last, agent, environment.host);
    if (left.length === 0) await environment.changes.remove(last);
  } catch (error) {
    if (!isAgentProblem(error)) throw error;
  }
}

/** Undoes an agent's changes, newest first, until it no longer goes through the gateway or none is left. */
export async function undoRoutes(context: FlowContext, agent: Agent): Promise<RouteUndo> {
  const { changes, host } = context.environment;
  let reload = false;
  for (;;) {
    const last = await changes.last(agent.id);
    if (last?.plan.target.gateway === undefined) return { done: false, reload };
    try {
      const { plan, changed } = await undoFiles(last, agent, host);
      if (changed && (await scheduleUndo(context, agent, last, plan))) reload = true;
      await changes.remove(last);
    } catch (error) {
      if (!isAgentProblem(error)) throw error;
      return { done: false, reload };
    }
    if (!isThroughGateway(await agent.read(host))) return { done: true, reload };
  }
}
