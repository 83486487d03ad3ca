/** Which profiles a scope is about. */

import { isMine, myTeamOf, ownerOf, type Profile } from '../core/profiles/profile';
import type { Ownership, UsageScope } from './snapshot';

export function profilesInScope(
  scope: UsageScope,
  profiles: readonly Profile[],
  ownership: Ownership,
): readonly Profile[] {
  const { keys, myNames } = ownership;
  switch (scope) {
    case 'all':
      return profiles;
    case 'mine':
      return profiles.filter((profile) => isMine(profile, keys, myNames));
    case 'team': {
      const team = myTeamOf(profiles, ownership);
      return profiles.filter((profile) => team !== undefined && ownerOf(profile, keys).team === team);
    }
    default:
      return profiles.filter(({ id }) => id === scope);
  }
}
