/** What views ask of a snapshot. */

import { isMine, myTeamOf, ownerOf, type Profile } from '../core/profiles/profile';
import { Problem } from '../core/problem';
import type { Ownership, ProfileList, Snapshot, UsageScope } from './snapshot';

const NONE: readonly Profile[] = [];

/** All profiles that are known; none before they were listed. */
export const listedProfiles = ({ profiles }: Pick<Snapshot, 'profiles'>): readonly Profile[] =>
  profiles.value?.profiles ?? NONE;

type Owned = Pick<Snapshot, 'profiles' | 'ownership'>;

/** The profiles whose tags name me. */
export const myProfiles = (snapshot: Owned): readonly Profile[] => profilesInScope(snapshot, 'mine');

/** The profiles that a scope is about. */
export const profilesInScope = (snapshot: Owned, scope: UsageScope): readonly Profile[] =>
  filterByScope(listedProfiles(snapshot), scope, snapshot.ownership);

/** Those of some profiles that a scope is about. */
export function filterByScope(
  profiles: readonly Profile[],
  scope: UsageScope,
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

/** Where tags may not be read it is not known whether a profile is mine; that is not the same as having none. */
export function ownersHidden(list: ProfileList): Problem | undefined {
  return list.tagsDenied === undefined ? undefined : new Problem('denied', { action: list.tagsDenied });
}
