/** The budgets on the page. */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import { toDecimal } from '../../core/money';
import type { PageBudget, PageState } from '../../protocol/usagePage/state';
import type { Snapshot } from '../../store/snapshot';
import type { Budget } from './budget';
import { budgetStates, type BudgetState } from './budgetStates';
import { forecastText, periodText } from './messages';

export function budgetsOf(
  snapshot: Snapshot,
  set: readonly Budget[],
  now: number,
): Pick<PageState, 'budgets' | 'budgetActions'> {
  return {
    budgets: budgetStates(set, snapshot, now).map((state) => budgetOf(state, snapshot)),
    budgetActions: [
      { id: COMMANDS.setBudget, label: set.length === 0 ? l10n.t('Set Budget…') : l10n.t('Change Budget…') },
      { id: COMMANDS.manageAlerts, label: l10n.t('AWS Budgets and Alarms…') },
      ...(set.length === 0 ? [] : [{ id: COMMANDS.refresh, label: l10n.t('Refresh') }]),
    ],
  };
}

function budgetOf(state: BudgetState, { budgetUsage }: Snapshot): PageBudget {
  const { spent, used, forecast } = state;
  const asOf = spent === undefined ? undefined : budgetUsage[state.scope]?.asOf;
  return {
    label: state.label,
    period: periodText(state.period),
    limit: toDecimal(state.limit),
    ...(spent === undefined
      ? {}
      : { spent: { usd: toDecimal(spent.money), whole: spent.whole }, region: state.region }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(used === undefined ? {} : { used }),
    elapsed: state.elapsed,
    ...(forecast === undefined ? {} : { forecast: toDecimal(forecast.money) }),
    forecastText: forecastText(state),
    state: state.state,
    warnAt: [...state.warnAt],
    ...(state.problem === undefined ? {} : { problem: { sentence: state.problem } }),
  };
}
