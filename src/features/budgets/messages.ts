/** Sentences about soft budgets. */

import { env, l10n } from 'vscode';
import {
  NO_FORECAST_FRACTION,
  type BudgetLimit,
  type BudgetPeriod,
  type BudgetStatus,
} from '../../core/budgets/budget';
import { formatPercent, formatWholePercent } from '../../core/format';
import { formatMoney, type Amount, type Money } from '../../core/money';
import type { BudgetScope } from '../../store/snapshot';

/** `My budget` or `Budget of platform`. */
export function labelText(scope: BudgetScope, team: string | undefined): string {
  if (scope === 'mine') return l10n.t('My budget');
  return team === undefined ? l10n.t('My team’s budget (team not known)') : l10n.t('Budget of {0}', team);
}

/** The current period, beside a budget's label. */
export function periodText(period: BudgetPeriod): string {
  switch (period) {
    case 'day':
      return l10n.t('today');
    case 'week':
      return l10n.t('this week');
    case 'month':
      return l10n.t('this month (UTC)');
  }
}

const amountText = ({ money, whole }: Amount): string => (whole ? '' : '≥ ') + formatMoney(money, env.language);

type Forecast = Pick<BudgetStatus, 'method' | 'forecast'> & {
  /** The Region whose usage is counted. */
  readonly region: string;
};

/** The forecast for the end of the period, or why there is none. */
export function forecastText({ method, forecast, region }: Forecast): string {
  const amount = forecast === undefined ? '' : amountText(forecast);
  switch (method) {
    case 'pace':
      return l10n.t('Forecast for the end of the period: {0} at the current rate.', amount);
    case 'ended':
      return l10n.t('The period is over: {0}.', amount);
    case 'too-early':
      return l10n.t(
        'No forecast: less than {0} of the period has elapsed.',
        formatWholePercent(1 / NO_FORECAST_FRACTION, env.language),
      );
    case 'nothing-spent':
      return l10n.t('No forecast: nothing spent in {0} so far.', region);
    case 'unknown':
      return l10n.t('No forecast: spend is not known yet.');
  }
}

interface BudgetFigures extends Forecast, Pick<BudgetStatus, 'spent' | 'used'> {
  readonly label: string;
  readonly period: BudgetPeriod;
  readonly limit: Money;
}

/** The warning of a budget in one line, for a notification, a tooltip and a screen reader. */
export function budgetSentence(budget: BudgetFigures): string {
  const { label, limit: limitMoney, spent, used, period, region, forecast, method } = budget;
  const limit = formatMoney(limitMoney, env.language);
  if (spent === undefined || used === undefined) return unknownText(period, label, limit);
  const values = [label, amountText(spent), region, limit, formatPercent(used, env.language)] as const;
  if (forecast === undefined || method !== 'pace') return spentText(period, values);
  return spentAndForecastText(period, [...values, amountText(forecast)]);
}

function unknownText(period: BudgetPeriod, label: string, limit: string): string {
  switch (period) {
    case 'day':
      return l10n.t('{0}: spend not known yet, of {1} today', label, limit);
    case 'week':
      return l10n.t('{0}: spend not known yet, of {1} this week', label, limit);
    case 'month':
      return l10n.t('{0}: spend not known yet, of {1} this month (UTC)', label, limit);
  }
}

/** @param values label, spent, Region, limit, percent used. */
function spentText(period: BudgetPeriod, values: readonly string[]): string {
  switch (period) {
    case 'day':
      return l10n.t('{0}: estimated {1} in {2} of {3} today, {4} used', ...values);
    case 'week':
      return l10n.t('{0}: estimated {1} in {2} of {3} this week, {4} used', ...values);
    case 'month':
      return l10n.t('{0}: estimated {1} in {2} of {3} this month (UTC), {4} used', ...values);
  }
}

/** @param values label, spent, Region, limit, percent used, forecast. */
function spentAndForecastText(period: BudgetPeriod, values: readonly string[]): string {
  switch (period) {
    case 'day':
      return l10n.t('{0}: estimated {1} in {2} of {3} today, {4} used; {5} at the current rate', ...values);
    case 'week':
      return l10n.t('{0}: estimated {1} in {2} of {3} this week, {4} used; {5} at the current rate', ...values);
    case 'month':
      return l10n.t('{0}: estimated {1} in {2} of {3} this month (UTC), {4} used; {5} at the current rate', ...values);
  }
}

export const scopeText = (scope: BudgetScope): string =>
  scope === 'mine' ? l10n.t('My budget') : l10n.t('My team’s budget');

/** `$50.00 each month`, or `none`. */
export function limitText({ amount, period }: BudgetLimit): string {
  if (amount <= 0) return l10n.t('none');
  const money = new Intl.NumberFormat(env.language, { style: 'currency', currency: 'USD' }).format(amount);
  switch (period) {
    case 'day':
      return l10n.t('{0} each day', money);
    case 'week':
      return l10n.t('{0} each week', money);
    case 'month':
      return l10n.t('{0} each month', money);
  }
}

/** What *Set Budget* has changed. */
export function changedText(scope: BudgetScope, now: BudgetLimit, before: BudgetLimit, sample: boolean): string {
  const values = [scopeText(scope), limitText(now), limitText(before)] as const;
  return sample
    ? l10n.t('{0}: {1} (previously {2}). This is sample data: your settings are not changed.', ...values)
    : l10n.t('{0}: {1} (previously {2}).', ...values);
}

export const loweredText = (limit: BudgetLimit): string =>
  l10n.t('This folder’s settings lower it to {0}.', limitText(limit));

export function amountPrompt(period: BudgetPeriod): string {
  switch (period) {
    case 'day':
      return l10n.t('US dollars for each day. 0 removes the budget.');
    case 'week':
      return l10n.t('US dollars for each week. 0 removes the budget.');
    case 'month':
      return l10n.t('US dollars for each month. 0 removes the budget.');
  }
}
