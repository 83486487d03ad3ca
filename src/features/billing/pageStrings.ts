/** Sentences of the page's Bill view: the bill, and its comparison with the estimate. */

import { l10n } from 'vscode';
import type { BillingStrings } from '../../protocol/usagePage/strings';

export const billingStrings = (): BillingStrings => ({
  bill: l10n.t('Bill'),
  billSource: l10n.t('AWS Cost Explorer (days in UTC)'),
  notConnectedTitle: l10n.t('Not connected'),
  notConnectedText: l10n.t('Connect to AWS to load the bill.'),
  billText: l10n.t(
    'Bedrock charges from Cost Explorer, by day and by service. Charges without the tag are in a row of their own.',
  ),
  loadBill: l10n.t('Load Bill'),
  refreshPaid: l10n.t('Refresh'),
  loadingPaid: l10n.t('Loading…'),
  noNewData: l10n.t('No new data before {0}.'),
  billFailed: l10n.t('Couldn’t load the bill'),
  grouping: l10n.t('Group by'),
  month: l10n.t('Month'),
  lastCompleteDay: l10n.t('Last complete day'),
  allEstimated: l10n.t('AWS can change these amounts until the month is closed.'),
  someDaysEstimated: l10n.t('AWS can still change the days marked as estimated.'),
  someMonthsEstimated: l10n.t('AWS can still change the months marked as estimated.'),
  daysIncomplete: l10n.t('Some usage of the incomplete days (outlined bars) isn’t on the bill yet.'),
  monthsIncomplete: l10n.t('Some usage of the incomplete month (outlined bar) isn’t on the bill yet.'),
  byDay: l10n.t('By day (each row to its own scale)'),
  byMonth: l10n.t('By month (each row to its own scale)'),
  dayEstimated: l10n.t('estimated'),
  dayIncomplete: l10n.t('incomplete'),
  dayEstimatedIncomplete: l10n.t('estimated, incomplete'),
  barsName: l10n.t('{0}: highest {1} with {2}'),
  barsNone: l10n.t('{0}: no charges'),
  services: l10n.t('Services'),
  days: l10n.t('Days'),
  daysOf: l10n.t('{0}: days'),
  months: l10n.t('Months'),
  noBill: l10n.t('No Bedrock charges in this time range.'),
  reconciliation: l10n.t('Estimate and Bill'),
  reconciliationText: l10n.t(
    'Compares the estimate from CloudWatch with the bill from Cost Explorer for each member, and explains the differences.',
  ),
  compareWithEstimate: l10n.t('Compare with Estimate'),
  reconciliationFailed: l10n.t('Couldn’t compare the bill with the estimate'),
  noComparison: l10n.t('There is nothing to compare.'),
  notConnectedCell: l10n.t('Not connected'),
  notConnectedCellTitle: l10n.t(
    'The usage is in a Region or account that isn’t connected, or belongs to a profile that was deleted.',
  ),
  difference: l10n.t('Difference'),
  reasons: l10n.t('Reasons'),
  notes: l10n.t('About This Comparison'),
});
