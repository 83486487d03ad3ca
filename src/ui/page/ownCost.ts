/** What the extension's own requests have cost. */

import { l10n } from 'vscode';
import { COST_EXPLORER_REQUEST_USD } from '../../core/bill';
import { add, cost, formatMoney, NO_MONEY, parsePrice } from '../../core/money';
import { exact } from '../../core/format';
import type { Snapshot } from '../../ledger/snapshot';
import { monthText } from './bill';

/** $0.01 for 1,000 metrics (FACTS §2) and $0.01 for a request to Cost Explorer (§3), as prices of a million. */
const METRICS = parsePrice('10');
const REQUESTS = parsePrice(Number(COST_EXPLORER_REQUEST_USD) * 1_000_000);

const times = (count: number, price: typeof METRICS) =>
  (price === undefined ? undefined : cost(count, price)) ?? NO_MONEY;

export function ownCostText({ ownCost, sample }: Snapshot, locale: string): string {
  // Not counted yet is not nothing.
  if (ownCost === undefined) return '';
  const { metrics, requests, month } = ownCost;
  const total = formatMoney(add(times(metrics, METRICS), times(requests, REQUESTS)), locale, { digits: 2 });
  if (sample)
    return l10n.t(
      'Bedrock Tally itself would have cost {0} so far: {1} metrics and {2} requests to Cost Explorer (simulated).',
      total,
      exact(metrics, locale),
      exact(requests, locale),
    );
  return l10n.t(
    'Bedrock Tally itself has cost {0} in {1} on this machine: {2} CloudWatch metrics and {3} requests to Cost Explorer.',
    total,
    monthText(month, locale),
    exact(metrics, locale),
    exact(requests, locale),
  );
}
