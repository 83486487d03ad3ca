/** Sentences of the usage page beside its strings: what is missing, and what helps. */

import { l10n } from 'vscode';

/** The profile of the page is not listed. */
export const goneProfileText = (): string => l10n.t('This profile isn’t in this Region, or no longer exists.');

/** There is no profile of the user's own. */
export const noProfileText = (): string =>
  l10n.t('You have no profile in this Region yet. Create one and use it in your agent to see its tokens here.');

/** My own agent caches little. */
export const myLowCachingText = (): string =>
  l10n.t(
    'Your agent’s cache hit ratio is low. Check that prompt caching is on in its settings and that its model supports it.',
  );

/** Whose agents cache little. @param names some of them, as a list. @param more how many are not named. */
export const lowCachingText = (names: string, more: number): string =>
  more > 0
    ? l10n.t(
        'Low cache hit ratio: {0} and {1} more. Check that prompt caching is on in the agents’ settings and that the models support it.',
        names,
        more,
      )
    : l10n.t(
        'Low cache hit ratio: {0}. Check that prompt caching is on in the agents’ settings and that the models support it.',
        names,
      );
