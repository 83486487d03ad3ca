/** Sentences about usage that is missing. */

import { l10n } from 'vscode';
import { metricsBeforeStop, REPEATED_PAGE } from '../../core/awsApi';
import { extensionCostAtMost } from '../../core/billing/extensionCost';
import { formatMoney } from '../../core/money';
import { LISTING_DENIED } from '../../store/snapshot';

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
