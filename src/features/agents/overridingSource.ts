/** What an agent invokes although its file was set to a profile, taken from what it reads now. */

import { l10n } from 'vscode';
import type { ChangePlan } from '../../agents/changes/plan';
import { profilesOf, type Target } from '../../agents/target';
import { effectiveModel, effectiveRegion, type Binding, type RoleBinding } from '../../agents/binding';

/** What has to be changed, too. */
export interface OverridingSource {
  /** A variable, or a key and its file. */
  readonly text: string;
  /** The file to open. */
  readonly file?: string | undefined;
}

/** What is wrong with one kind of work: its model, a list that keeps it from ours, or the Region of its calls. */
type Wrong = 'model' | 'blocked' | 'region';

function wrongOf(role: RoleBinding, target: Target): Wrong | undefined {
  // Of a value that is not known nothing is said.
  if (role.unresolved !== undefined) return undefined;
  const profile = profilesOf(target).find(({ arn }) => arn === effectiveModel(role));
  if (profile === undefined) return 'model';
  if (role.blocked !== undefined) return 'blocked';
  const isElsewhere = role.overrides.some(({ of }) => of === 'region') && effectiveRegion(role) !== profile.region;
  return isElsewhere ? 'region' : undefined;
}

function nameOf({ overrides, file, keyPath, blocked }: RoleBinding, wrong: Wrong): OverridingSource {
  if (wrong === 'blocked' && blocked !== undefined)
    return { text: l10n.t('{0} in {1}', blocked.keyPath, blocked.file), file: blocked.file };
  const override = overrides.find(({ of }) => of === wrong);
  if (override !== undefined)
    return { text: override.name, ...(override.kind === 'file' ? { file: override.name } : {}) };
  if (file === '') return { text: keyPath.replace(/^env\./, '') };
  return { text: l10n.t('{0} in {1}', keyPath, file), file };
}

/** What was told before the change of files and variables that are stronger. */
function told({ warnings }: Pick<ChangePlan, 'warnings'>): OverridingSource {
  const { data } = warnings.find(({ code }) => code === 'file-wins' || code === 'variable-wins') ?? {};
  return { text: data?.variable ?? data?.file ?? l10n.t('something else'), file: data?.file };
}

/** Undefined where all of the agent's work goes through the profiles of the plan, in their Region. */
export function overridingSource(
  binding: Binding,
  plan: Pick<ChangePlan, 'target' | 'warnings'>,
): OverridingSource | undefined {
  // Of Continue's list a person chooses one: the others are nobody's mistake.
  if (binding.state !== 'readable' || binding.agent === 'continue') return undefined;
  const { target } = plan;
  for (const role of binding.roles) {
    const wrong = wrongOf(role, target);
    if (wrong !== undefined) return nameOf(role, wrong);
  }
  const { main } = target.roles;
  const isThere = binding.roles.some(
    (role) => effectiveModel(role) === main.arn && effectiveRegion(role) === main.region,
  );
  return isThere ? undefined : told(plan);
}
