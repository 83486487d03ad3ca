/** What the extension's own requests have cost, as a sentence. */

import { l10n } from 'vscode';
import { formatCount } from '../../core/format';
import { formatMoney } from '../../core/money';
import { extensionCostAtMost } from '../../core/billing/extensionCost';
import type { Snapshot } from '../../store/snapshot';
import { monthText } from '../../ui/dates';

/** At most what this month's requests have cost; empty until they are counted. */
export function extensionCostText(
  { extensionCost, sample }: Pick<Snapshot, 'extensionCost' | 'sample'>,
  locale: string,
): string {
  if (extensionCost === undefined) return '';
  const { metrics, requests, month } = extensionCost;
  const total = formatMoney(extensionCostAtMost(extensionCost), locale);
  const metricCount = formatCount(metrics, locale);
  const requestCount = formatCount(requests, locale);
  return sample
    ? l10n.t(
        'With AWS, Bedrock Tally itself would have cost at most {0} so far (CloudWatch metrics: {1}; Cost Explorer requests: {2}).',
        total,
        metricCount,
        requestCount,
      )
    : l10n.t(
        'Bedrock Tally itself has cost at most {0} in {1} on this machine (CloudWatch metrics: {2}; Cost Explorer requests: {3}; failed requests included).',
        total,
        monthText(month, locale),
        metricCount,
        requestCount,
      );
}
