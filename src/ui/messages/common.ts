/** Short texts that several features show with the same meaning. */

import { l10n } from 'vscode';

/** A number of profiles, in words. */
export const profileCountText = (count: number): string =>
  count === 1 ? l10n.t('1 profile') : l10n.t('{0} profiles', count);

/** In place of an owner, where neither tag is set. */
export const untaggedText = (): string => l10n.t('Untagged');

/** In place of a team, where only that tag is missing. */
export const noTeamText = (): string => l10n.t('No team');

/** In place of a member, where only that tag is missing. */
export const noMemberText = (): string => l10n.t('No member');

/** The page has no connection to show. */
export const notConnectedText = (): string => l10n.t('Not connected to AWS.');

/** In place of where a price is from. */
export const pricesLoadingText = (): string => l10n.t('prices are being loaded');
