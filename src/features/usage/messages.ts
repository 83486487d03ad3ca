/** Sentences of the usage page beside its strings: what is missing, and what helps. */

import { l10n } from 'vscode';
import { metricsBeforeStop, REPEATED_PAGE } from '../../core/awsApi';
import { extensionCostAtMost } from '../../core/billing/extensionCost';
import { formatMoney } from '../../core/money';
import { LISTING_DENIED } from '../../store/snapshot';

/** The page has no connection to show. */
export const notConnectedText = (): string => l10n.t('Not connected to AWS.');

/** The profile of the page is not listed. */
export const goneProfileText = (): string => l10n.t('This profile isn’t in this Region, or no longer exists.');

/** There is no profile of the user's own. */
export const noProfileText = (): string =>
  l10n.t('You have no profile in this Region yet. Create one and use it in your agent to see its tokens here.');

/** In place of where a price is from. */
export const pricesLoadingText = (): string => l10n.t('prices are being loaded');

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

/** Series that are not known could not be listed. */
export const listingDeniedText = (): string =>
  l10n.t('Some usage may be missing: finding all series requires cloudwatch:ListMetrics.');

/** @param message of CloudWatch. */
export const dataMissingText = (message: string): string =>
  l10n.t('CloudWatch reports that data is missing: {0}', message);

/** What is missing from the usage, as a sentence; `note` is CloudWatch's message or one of our codes. */
export function missingText(note: string): string {
  if (note === LISTING_DENIED) return listingDeniedText();
  if (note === REPEATED_PAGE)
    return l10n.t(
      'Actual usage may be higher: CloudWatch sent the same page again, so no further pages were requested. Refresh later.',
    );
  const metrics = metricsBeforeStop(note);
  if (metrics !== undefined)
    return l10n.t(
      'Actual usage may be higher: CloudWatch’s response did not end, so the request was stopped after {0} metrics (at most {1}). Refresh later, or choose a shorter range.',
      metrics,
      formatMoney(extensionCostAtMost({ metrics, requests: 0 })),
    );
  return dataMissingText(note);
}
