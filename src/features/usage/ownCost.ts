/** What the extension's own requests have cost. */

import { l10n } from 'vscode';
import { exact } from '../../core/format';
import { formatMoney } from '../../core/money';
import { extensionCostAtMost } from '../../core/billing/extensionCost';
import type { Snapshot } from '../../store/snapshot';
import { monthText } from '../billing/billModel';

export function ownCostText({ ownCost, sample }: Pick<Snapshot, 'ownCost' | 'sample'>, locale: string): string {
  // Not counted yet is not nothing.
  if (ownCost === undefined) return '';
  const { metrics, requests, month } = ownCost;
  const total = formatMoney(extensionCostAtMost(ownCost), locale);
  const asked = requests === 1 ? l10n.t('1 request') : l10n.t('{0} requests', exact(requests, locale));
  if (sample)
    return l10n.t(
      'Bedrock Tally itself would have cost at most {0} so far: {1} and {2} to Cost Explorer (simulated).',
      total,
      metrics === 1 ? l10n.t('1 metric') : l10n.t('{0} metrics', exact(metrics, locale)),
      asked,
    );
  return l10n.t(
    'Bedrock Tally itself has cost at most {0} in {1} on this machine: {2} and {3} to Cost Explorer, those that failed included.',
    total,
    monthText(month, locale),
    metrics === 1 ? l10n.t('1 CloudWatch metric') : l10n.t('{0} CloudWatch metrics', exact(metrics, locale)),
    asked,
  );
}
