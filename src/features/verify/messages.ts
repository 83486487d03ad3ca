/** Sentences about the result of *Verify My Profile*. */

import { l10n } from 'vscode';
import { ownerTagState, type OwnerKeys, type Profile } from '../../core/profiles/profile';
import type { CountedCalls } from '../../core/verify/verify';
import { ownerText } from '../../ui/labels';

/** What CloudWatch has counted and whose it is; where other calls are among it, only what is certain. */
export function countedCallsText(profile: Profile, keys: OwnerKeys, counted: CountedCalls): string {
  const isOwned = ownerTagState(profile, keys) === 'owned';
  const owner = ownerText(profile, keys);
  if (counted.certainty === 'ours') {
    const seconds = Math.round(counted.afterMs / 1000);
    return isOwned
      ? l10n.t('Attributed to {0}: CloudWatch counted the call {1} seconds after it was made.', owner, seconds)
      : l10n.t(
          'The call works and CloudWatch counted it after {1} seconds, but the profile’s owner tags are incomplete: {0}. Its cost isn’t attributed.',
          owner,
          seconds,
        );
  }
  const attribution = isOwned
    ? l10n.t('The call works, and usage of this profile is attributed to {0}.', owner)
    : l10n.t('The call works, but the profile’s owner tags are incomplete: {0}. Its cost isn’t attributed.', owner);
  const certainty =
    counted.certainty === 'others-too'
      ? l10n.t(
          'CloudWatch has counted {0} calls since the minute of yours, including others. Couldn’t tell your call from others: verify again while no agent is running.',
          counted.calls,
        )
      : l10n.t(
          'CloudWatch has counted a call since the minute of yours, but with other tokens. Couldn’t tell your call from others: verify again while no agent is running.',
        );
  return `${attribution} ${certainty}`;
}

/** A note about a key in the environment, which agents use and we do not; undefined where there is none. */
export const otherKeyText = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  (env.AWS_BEARER_TOKEN_BEDROCK ?? '') === ''
    ? undefined
    : l10n.t(
        'AWS_BEARER_TOKEN_BEDROCK is set: agents started with it sign in with that key and ignore the AWS profile used here.',
      );
