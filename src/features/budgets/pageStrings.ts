/** Sentences of the page's Budgets view. */

import { l10n } from 'vscode';
import type { BudgetStrings } from '../../protocol/usagePage/strings';

export const budgetStrings = (): BudgetStrings => ({
  noBudgetsTitle: l10n.t('No budget yet'),
  noBudgetsText: l10n.t('A budget limits what you or your team plan to spend, and warns before the limit is reached.'),
  meter: l10n.t('{0}: {1} of budget used, {2} of period elapsed'),
  meterIn: l10n.t('{0}: {1} of budget used in {3}, {2} of period elapsed'),
  meterUnknown: l10n.t('{0}: spend not known, {1} of period elapsed'),
  spentOf: l10n.t('{0} of {1}'),
  spentOfIn: l10n.t('{0} of {1}, spent in {2}'),
  ofLimit: l10n.t('of {0}'),
  ofLimitIn: l10n.t('of {0}, spent in {1}'),
  limitOnly: l10n.t('Limit {0}; spend not known'),
  used: l10n.t('{0} used'),
  elapsed: l10n.t('{0} of period elapsed'),
  warnsAt: l10n.t('Warns at {0}'),
  budgetText: l10n.t('Spend is estimated from tokens and list prices, not billed. Source: {0}.'),
  'budgetStates.unknown': l10n.t('Not known'),
  'budgetStates.fine': l10n.t('Within budget'),
  'budgetStates.warning': l10n.t('Near the limit'),
  'budgetStates.over': l10n.t('Over budget'),
  withinBudgetIn: l10n.t('Within budget in {0}'),
});
