/** What an agent invokes although its file was set to a profile, taken from what it reads now. */

import type { ChangePlan } from '../../agents/changes/plan';
import { invokedName, profilesOf, type Target } from '../../agents/target';
import { effectiveModel, effectiveRegion, type Binding, type RoleBinding } from '../../agents/binding';

/** What takes precedence over the file that was changed, and has to be changed, too. */
export type OverridingSource =
  | { readonly kind: 'variable' | 'setting'; readonly name: string; readonly file?: undefined }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'key'; readonly keyPath: string; readonly file: string }
  | { readonly kind: 'unknown'; readonly file?: undefined };

/** What is wrong with one kind of work: its model, a list that keeps it from ours, or the Region of its calls. */
type WrongModel = 'model' | 'blocked' | 'region';

function wrongOf(role: RoleBinding, target: Target): WrongModel | undefined {
  // A value that is not known is not reported.
  if (role.unresolved !== undefined) return undefined;
  const profile = profilesOf(target).find((one) => invokedName(target, one) === effectiveModel(role));
  if (profile === undefined) return 'model';
  if (role.blocked !== undefined) return 'blocked';
  // The gateway calls in the secret's Region, whatever the agent's is.
  if (target.gateway !== undefined) return role.gateway === undefined ? 'model' : undefined;
  const isElsewhere = role.overrides.some(({ of }) => of === 'region') && effectiveRegion(role) !== profile.region;
  return isElsewhere ? 'region' : undefined;
}

function sourceOf({ overrides, file, keyPath, blocked }: RoleBinding, wrong: WrongModel): OverridingSource {
  if (wrong === 'blocked' && blocked !== undefined) return { kind: 'key', ...blocked };
  const override = overrides.find(({ of }) => of === wrong);
  if (override !== undefined)
    return override.kind === 'file' ? { kind: 'file', file: override.name } : { kind: 'variable', name: override.name };
  if (file !== '') return { kind: 'key', keyPath, file };
  return keyPath.startsWith('env.')
    ? { kind: 'variable', name: keyPath.slice('env.'.length) }
    : { kind: 'setting', name: keyPath };
}

/** The file or the variable that the plan warned of. */
function warnedOf({ warnings }: Pick<ChangePlan, 'warnings'>): OverridingSource {
  const { data } = warnings.find(({ code }) => code === 'file-wins' || code === 'variable-wins') ?? {};
  if (data?.variable !== undefined) return { kind: 'variable', name: data.variable };
  return data?.file === undefined ? { kind: 'unknown' } : { kind: 'file', file: data.file };
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
    if (wrong !== undefined) return sourceOf(role, wrong);
  }
  const { main } = target.roles;
  const isThere = binding.roles.some(
    (role) =>
      effectiveModel(role) === invokedName(target, main) &&
      (target.gateway !== undefined || effectiveRegion(role) === main.region),
  );
  return isThere ? undefined : warnedOf(plan);
}
