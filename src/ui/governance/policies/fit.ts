/** Which profiles a developer's policy would shut out: their member tag is not of the kind that it demands. */

import { memberAttribute, type PolicyIdentity } from '../../../core/policies/input';
import { ownerOf, type OwnerKeys, type Profile } from '../../../core/profile';

/** `AROA…:session`, or an IAM user's id alone. */
const USERID = /^A[A-Z0-9]{15,}(:.+)?$/;

/** What a member tag has to look like; undefined where an attribute may be anything. */
function shapeOf(identity: PolicyIdentity): ((member: string) => boolean) | undefined {
  if (identity.kind === 'userid') return (member) => USERID.test(member);
  return memberAttribute(identity) === 'email' ? (member) => member.includes('@') : undefined;
}

/** Profiles that nobody could invoke under the policy; undefined where their looks do not tell. */
export function shutOut(
  profiles: readonly Profile[],
  keys: OwnerKeys,
  identity: PolicyIdentity,
): readonly Profile[] | undefined {
  const fits = shapeOf(identity);
  if (fits === undefined) return undefined;
  return profiles.filter((profile) => {
    const { member } = ownerOf(profile, keys);
    return member === undefined || !fits(member);
  });
}

/** The caller's own value, as an example; undefined where it is not known. */
export function exampleOf(identity: PolicyIdentity, userId: string, session: string | undefined): string | undefined {
  if (identity.kind === 'userid') return userId;
  return memberAttribute(identity) === 'email' && session?.includes('@') === true ? session : undefined;
}
