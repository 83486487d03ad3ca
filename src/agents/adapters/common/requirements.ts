/** Requirements on a target that several agents have in common. */

import type { PlanOptions, SettingsScope } from '../../agent';
import { AgentProblem } from '../../problem';
import type { HostMachine } from '../../hostMachine';
import { profilesOf, type ProfileTarget, type Target } from '../../target';

/** For agents with one Region and one AWS profile for all models. @throws AgentProblem where the roles differ. */
export function requireOneConnection(target: Target): ProfileTarget {
  const all = profilesOf(target);
  const { main } = target.roles;
  if (all.some(({ region }) => region !== main.region)) throw new AgentProblem('regions-differ');
  if (all.some(({ awsProfile }) => awsProfile !== main.awsProfile)) throw new AgentProblem('aws-profiles-differ');
  return main;
}

/**
 * For agents that can use only a named AWS profile.
 * @throws AgentProblem `needs-aws-profile` where our connection has none.
 */
export function requireAwsProfile({ awsProfile }: ProfileTarget): void {
  if (awsProfile === '') throw new AgentProblem('needs-aws-profile');
}

/** The requested scope. @throws AgentProblem `no-such-scope` when the agent does not have it, or no folder is open. */
export function scopeOf(
  host: HostMachine,
  scopes: readonly SettingsScope[],
  { scope = 'user' }: PlanOptions,
): SettingsScope {
  if (!scopes.includes(scope) || (scope !== 'user' && host.workspace === undefined))
    throw new AgentProblem('no-such-scope');
  return scope;
}
