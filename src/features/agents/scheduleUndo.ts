/** Undoing changes of agents that keep their settings in memory. */

import type { Agent } from '../../agents/agent';
import type { StoredChange } from '../../agents/changes/historyFile';
import type { ChangePlan } from '../../agents/changes/plan';
import { cancelAtStart, checkAtStart, scheduleAtStart } from '../../agents/changes/scheduleAtStart';
import { appliesAtStart } from './applyChange';
import type { FlowContext } from './flowContext';

/**
 * Schedules an undo for an agent that has our values in memory and would write them again; one that has not read them
 * yet needs no restart. Returns whether a reload is needed.
 */
export async function scheduleUndo(
  context: FlowContext,
  agent: Agent,
  last: StoredChange,
  back: ChangePlan,
): Promise<boolean> {
  const { scheduleFolder, changes, host } = context.environment;
  if (scheduleFolder === undefined || !appliesAtStart(agent, { ...last.plan, files: [] }, context)) return false;
  if ((await checkAtStart(scheduleFolder)).state === 'waiting') {
    await cancelAtStart(scheduleFolder);
    await changes.setPending(undefined);
    return false;
  }
  await scheduleAtStart(back, scheduleFolder, host.now());
  await changes.setPending({ agent: agent.id, kind: 'undo', title: last.title });
  return true;
}
