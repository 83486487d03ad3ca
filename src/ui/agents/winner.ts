/** What an agent invokes although its file was set to a profile, taken from what it reads now. */

import { l10n } from 'vscode';
import { invoked, invokedIn, type Binding, type RoleBinding } from '../../agents/agent';
import type { ChangePlan } from '../../agents/plan';
import { profilesOf } from '../../agents/warnings';

/** What has to be changed, too. */
export interface Winner {
  /** A variable, or a key and its file. */
  readonly text: string;
  /** The file to open. */
  readonly file?: string | undefined;
}

function nameOf({ overrides, file, keyPath }: RoleBinding): Winner {
  const override = overrides.find(({ of }) => of === 'model');
  if (override !== undefined)
    return { text: override.name, ...(override.kind === 'file' ? { file: override.name } : {}) };
  if (file === '') return { text: keyPath.replace(/^env\./, '') };
  return { text: l10n.t('{0} in {1}', keyPath, file), file };
}

/** What was told before the change of files and variables that are stronger. */
function told({ warnings }: Pick<ChangePlan, 'warnings'>): Winner {
  const { data } = warnings.find(({ code }) => code === 'file-wins' || code === 'variable-wins') ?? {};
  return { text: data?.variable ?? data?.file ?? l10n.t('something else'), file: data?.file };
}

/** Undefined where all of the agent's work goes through the profiles of the plan, in their Region. */
export function winnerOf(binding: Binding, plan: Pick<ChangePlan, 'target' | 'warnings'>): Winner | undefined {
  // Of Continue's list a person chooses one: the others are nobody's mistake.
  if (binding.state !== 'readable' || binding.agent === 'continue') return undefined;
  const { main } = plan.target.roles;
  const arns = profilesOf(plan.target).map(({ arn }) => arn);
  const other = binding.roles.find((role) => !arns.includes(invoked(role)));
  if (other !== undefined) return nameOf(other);
  const isThere = binding.roles.some((role) => invoked(role) === main.arn && invokedIn(role) === main.region);
  return isThere ? undefined : told(plan);
}
