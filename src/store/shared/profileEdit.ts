import type { Arn, ProfileId } from '../../core/ids';
import type { Profile } from '../../core/profiles/profile';

/**
 * What this extension has done to the list of profiles, which AWS's answers show only later. Times in milliseconds
 * since 1970.
 */
export type ProfileEdit =
  | { readonly kind: 'added'; readonly at: number; readonly profile: Profile }
  | { readonly kind: 'removed'; readonly at: number; readonly id: ProfileId; readonly arn: Arn };
