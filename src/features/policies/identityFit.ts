/**
 * Which profiles a developer's policy would lock out, because their member tag has another form than the policy
 * requires.
 */

import { memberAttribute, type PolicyIdentity } from '../../core/policies/input';
import { ownerOf, type OwnerKeys, type Profile } from '../../core/profiles/profile';

/** The attribute that is offered for user names: whatever looks like neither an email address nor an id. */
export const USER_NAME_ATTRIBUTE = 'UserName';

/** `AROA…:session`, or an IAM user's id alone. */
const USERID = /^A[A-Z0-9]{15,}(:.+)?$/;
const isUserId = (member: string): boolean => USERID.test(member);
const isAddress = (member: string): boolean => member.includes('@') && !isUserId(member);

/** The form that a member tag has to have; undefined where an attribute may be anything. */
function nameFormat(identity: PolicyIdentity): ((member: string) => boolean) | undefined {
  if (identity.kind === 'userid') return isUserId;
  switch (memberAttribute(identity)) {
    case 'email':
      return isAddress;
    case USER_NAME_ATTRIBUTE:
      return (member) => !isAddress(member) && !isUserId(member);
    default:
      return undefined;
  }
}

/** Profiles that nobody could invoke under the policy; undefined where their member tags do not show it. */
export function lockedOut(
  profiles: readonly Profile[],
  keys: OwnerKeys,
  identity: PolicyIdentity,
): readonly Profile[] | undefined {
  const fits = nameFormat(identity);
  if (fits === undefined) return undefined;
  return profiles.filter((profile) => {
    const { member } = ownerOf(profile, keys);
    return member === undefined || !fits(member);
  });
}

/** How many profiles an identity fits; undefined where their member tags do not show it. */
export function fittingCount(
  profiles: readonly Profile[],
  keys: OwnerKeys,
  identity: PolicyIdentity,
): number | undefined {
  const out = lockedOut(profiles, keys, identity);
  return out === undefined ? undefined : profiles.length - out.length;
}

/** The identity that fits most profiles; the first of those that fit as many. */
export function bestIdentity<Identity extends PolicyIdentity>(
  identities: readonly [Identity, ...Identity[]],
  profiles: readonly Profile[],
  keys: OwnerKeys,
): Identity {
  const fits = (identity: Identity): number => fittingCount(profiles, keys, identity) ?? 0;
  return identities.reduce((best, identity) => (fits(identity) > fits(best) ? identity : best));
}

/** The caller's own value, as an example; undefined where it is not known. */
export function exampleMember(
  identity: PolicyIdentity,
  userId: string,
  session: string | undefined,
): string | undefined {
  if (identity.kind === 'userid') return userId;
  return memberAttribute(identity) === 'email' && session?.includes('@') === true ? session : undefined;
}
