/** What is kept of a change that was applied. */

import type { Binding } from '../binding';
import { invokedName, profilesOf, type Target } from '../target';
import type { SettingsScope } from '../agent';
import type { AgentId } from '../agentId';
import type { StoredChange } from './historyFile';
import type { ChangePlan, Receipt } from './plan';

/** The names by which an agent invokes the profiles of a target. */
export const invokedNames = (target: Target): readonly string[] =>
  profilesOf(target).map((one) => invokedName(target, one));

/**
 * What each role invokes, where the files set it to one of the profiles: its ARN, or through the gateway the model's
 * name. Overrides do not count, because they may be removed later.
 */
function rolesIn(binding: Binding, target: Target): Readonly<Record<string, string>> {
  const names = invokedNames(target);
  const roles = binding.state === 'readable' ? binding.roles : [];
  return Object.fromEntries(roles.filter(({ model }) => names.includes(model)).map(({ role, model }) => [role, model]));
}

/** A change that was applied, and what the agent was set to afterwards. */
export interface AppliedChange {
  readonly agent: AgentId;
  readonly scope: SettingsScope;
  /** Names of the profiles, for people. */
  readonly title: string;
  readonly plan: ChangePlan;
  readonly receipt: Receipt;
  /** As it was read afterwards. */
  readonly binding: Binding;
}

/** The change as the history keeps it. */
export function storedChange({ agent, scope, title, plan, receipt, binding }: AppliedChange): StoredChange {
  const { target, warnings, needs } = plan;
  return {
    agent,
    scope,
    title,
    plan: { agent, target, warnings, needs },
    files: plan.files.map(({ path, changes }) => ({ path, changes })),
    receipt,
    expected: rolesIn(binding, target),
  };
}
