/** The principals that invoke models, as they are on the bill. */

import type { Principal } from '../usagePattern';
import type { Scenario } from '../scenario';

/** The principal of the person in a profile's tag MemberName; undefined without such a person. */
export function memberPrincipal(
  { defaultCaller }: Pick<Scenario, 'defaultCaller'>,
  tags: ReadonlyMap<string, string>,
): Principal | undefined {
  const member = tags.get('MemberName');
  if (member === undefined || member === '') return undefined;
  const team = tags.get('Team');
  const at = defaultCaller.arn.lastIndexOf('/') + 1;
  const domain = defaultCaller.arn.slice(at).split('@')[1];
  return {
    arn: `${defaultCaller.arn.slice(0, at)}${member}${domain === undefined ? '' : `@${domain}`}`,
    tags: { ...(team === undefined ? {} : { Team: team }), MemberName: member },
  };
}

/** All principals that a scenario knows by name, for calls that are made as one of them. */
export function knownPrincipals(scenario: Scenario): ReadonlyMap<string, Principal> {
  const known = new Map<string, Principal>();
  const uses = [...scenario.profiles.map(({ use }) => use), ...scenario.direct.map(({ use }) => use)];
  for (const { tags = {} } of scenario.profiles) {
    const owner = memberPrincipal(scenario, new Map(Object.entries(tags)));
    if (owner && !known.has(owner.arn)) known.set(owner.arn, owner);
  }
  for (const use of uses) if (use?.principal) known.set(use.principal.arn, use.principal);
  return known;
}
