/** What the extension's own requests have cost. */

import { l10n } from 'vscode';
import { exact } from '../../core/format';
import { formatMoney } from '../../core/money';
import { ownCostAtMost } from '../../core/ownCost';
import type { Snapshot } from '../../ledger/snapshot';
import { monthText } from './bill';

export function ownCostText({ ownCost, sample }: Pick<Snapshot, 'ownCost' | 'sample'>, locale: string): string {
  // Not counted yet is not nothing.
  if (ownCost === undefined) return '';
  const { metrics, requests, month } = ownCost;
  const total = formatMoney(ownCostAtMost(ownCost), locale);
  if (sample)
    return l10n.t(
      'Bedrock Tally itself would have cost at most {0} so far: {1} metrics and {2} requests to Cost Explorer (simulated).',
      total,
      exact(metrics, locale),
      exact(requests, locale),
    );
  return l10n.t(
    'Bedrock Tally itself has cost at most {0} in {1} on this machine: {2} CloudWatch metrics and {3} requests to Cost Explorer, those that failed included.',
    total,
    monthText(month, locale),
    exact(metrics, locale),
    exact(requests, locale),
  );
}
