/** The budgets of the settings as they stand: loaded only where there are any. */

import { env, l10n } from 'vscode';
import type { BudgetPeriod } from '../../manifest';
import { evaluate, periodAt, TOO_EARLY, type BudgetStatus, type PeriodSpan } from '../../core/budgets/budget';
import { percent, wholePercent } from '../../core/format';
import { cost, formatMoney, NO_MONEY, parsePrice, type Amount, type Money } from '../../core/money';
import { myTeamOf } from '../../core/profiles/profile';
import type { RangeReport } from '../../core/usage/rangeReport';
import { LISTING_DENIED, type BudgetScope, type Snapshot } from '../../store/snapshot';
import type { Budget } from './budgetWatch';
import { sentenceFor } from '../../ui/messages/problems';

const MILLION = 1_000_000;
const PERCENT = 100;

/** A budget with what was spent of it. */
export interface BudgetState extends BudgetStatus {
  readonly scope: BudgetScope;
  readonly label: string;
  readonly period: BudgetPeriod;
  readonly span: PeriodSpan;
  /** The Region whose usage was looked at: what was spent in another one is not in it. Empty before there is a connection. */
  readonly region: string;
  readonly limit: Money;
  readonly warnAt: readonly number[];
  /** Why what was spent is not known, or old. */
  readonly problem: string | undefined;
  /** All of it in one line, for a tooltip, a notification and a screen reader. */
  readonly line: string;
}

/** The periods that budgets are in now. */
export const budgetPeriods = (budgets: readonly Budget[], now: number) =>
  budgets.map(({ scope, period }) => ({ scope, span: periodAt(period, now, localOffset) }));

const localOffset = (time: number): number => -new Date(time).getTimezoneOffset();

export function budgetStates(budgets: readonly Budget[], snapshot: Snapshot, now: number): readonly BudgetState[] {
  return budgets.map((budget) => stateOf(budget, snapshot, now));
}

function stateOf({ scope, period, amount, warnAt }: Budget, snapshot: Snapshot, now: number): BudgetState {
  const span = periodAt(period, now, localOffset);
  const remote = snapshot.spend[scope];
  const report = remote?.value?.span.start === span.start ? remote.value : undefined;
  const spent = report === undefined ? undefined : spentIn(report, snapshot);
  // What is spent is as old as its figures, and so is the share of the period that it was spent in.
  const asOf = report === undefined ? now : (remote?.asOf ?? now);
  const price = parsePrice(amount);
  // A budget's dollars are those of a million tokens at a price of that much.
  const limit = (price === undefined ? undefined : cost(MILLION, price)) ?? NO_MONEY;
  const shares = warnAt.map((percent) => percent / PERCENT);
  const state = {
    ...evaluate({ limit, spent, start: span.start, end: span.end, asOf, warnAt: shares }),
    scope,
    period,
    span,
    region: snapshot.choice?.region ?? '',
    limit,
    warnAt: shares,
    label: labelOf(scope, snapshot),
    problem: remote?.problem === undefined ? undefined : sentenceFor(remote.problem),
  };
  return { ...state, line: lineOf(state, env.language) };
}

/** At least so much, where a part of the figures is missing. */
function spentIn(report: RangeReport, { pricing }: Snapshot): Amount | undefined {
  const total = pricing?.total(report);
  const isPart = report.partial.some((note) => note !== LISTING_DENIED);
  return total === undefined || !isPart ? total : { ...total, whole: false };
}

function labelOf(scope: BudgetScope, { profiles, ownership }: Snapshot): string {
  if (scope === 'mine') return l10n.t('My budget');
  const team = myTeamOf(profiles.value?.profiles ?? [], ownership);
  return team === undefined ? l10n.t('My team’s budget (team not known)') : l10n.t('Budget of {0}', team);
}

/** `today`, `this week`, `this month (UTC)`. */
export function thisPeriod(period: BudgetPeriod): string {
  switch (period) {
    case 'day':
      return l10n.t('today');
    case 'week':
      return l10n.t('this week');
    case 'month':
      return l10n.t('this month (UTC)');
  }
}

/** How a forecast was reckoned, or why there is none: the rest of a sentence. */
export function methodText({ method, region }: Pick<BudgetState, 'method' | 'region'>): string {
  switch (method) {
    case 'pace':
      return l10n.t('if it goes on at the pace of this period so far');
    case 'ended':
      return l10n.t('the period is over');
    case 'too-early':
      return l10n.t('less than {0} of the period has gone', wholePercent(1 / TOO_EARLY, env.language));
    case 'nothing-spent':
      return l10n.t('nothing spent in {0} so far', region);
    case 'unknown':
      return l10n.t('what was spent is not known yet');
  }
}

function lineOf(state: Omit<BudgetState, 'line'>, locale: string): string {
  const limit = formatMoney(state.limit, locale);
  if (state.spent === undefined || state.used === undefined)
    return l10n.t('{0}: not known yet, of {1} {2}', state.label, limit, thisPeriod(state.period));
  const line = l10n.t(
    '{0}: estimated {1} in {2} of {3} {4}, {5} used',
    state.label,
    amountText(state.spent, locale),
    state.region,
    limit,
    thisPeriod(state.period),
    percent(state.used, locale),
  );
  if (state.forecast === undefined || state.method !== 'pace') return line;
  return `${line}; ${l10n.t('{0} at this pace', amountText(state.forecast, locale))}`;
}

const amountText = ({ money, whole }: Amount, locale: string): string =>
  (whole ? '' : '≥ ') + formatMoney(money, locale);
