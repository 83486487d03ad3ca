/** The soft budgets with what is spent of them. */

import {
  evaluateBudget,
  periodAt,
  type BudgetPeriod,
  type BudgetStatus,
  type PeriodSpan,
} from '../../core/budgets/budget';
import { cost, NO_MONEY, parsePrice, type Amount, type Money } from '../../core/money';
import { myTeamOf } from '../../core/profiles/profile';
import type { RangeReport } from '../../core/usage/rangeReport';
import { listedProfiles } from '../../store/selectors';
import { LISTING_DENIED, type BudgetScope, type Snapshot } from '../../store/snapshot';
import { problemSentence } from '../../ui/messages/problems';
import type { Budget } from './budget';
import { labelText, budgetSentence } from './messages';

const MILLION = 1_000_000;
const PERCENT = 100;

/** A budget with what is spent of it. */
export interface BudgetState extends BudgetStatus {
  readonly scope: BudgetScope;
  readonly label: string;
  readonly period: BudgetPeriod;
  readonly span: PeriodSpan;
  /** The Region whose usage is counted; usage in another one is not. Empty before there is a connection. */
  readonly region: string;
  readonly limit: Money;
  /** Shares of the limit, such as 0.8. */
  readonly warnAt: readonly number[];
  /** Why the spend is not known, or old. */
  readonly problem: string | undefined;
  /** All of it in one line, for a tooltip, a notification and a screen reader. */
  readonly sentence: string;
}

/** The current periods of budgets. `now` is ms since 1970. */
export const budgetPeriods = (budgets: readonly Budget[], now: number) =>
  budgets.map(({ scope, period }) => ({ scope, span: periodAt(period, now, localOffset) }));

const localOffset = (time: number): number => -new Date(time).getTimezoneOffset();

/** The states of budgets by what a snapshot knows of their spend. `now` is ms since 1970. */
export function budgetStates(budgets: readonly Budget[], snapshot: Snapshot, now: number): readonly BudgetState[] {
  return budgets.map((budget) => stateOf(budget, snapshot, now));
}

function stateOf({ scope, period, amount, warnAt }: Budget, snapshot: Snapshot, now: number): BudgetState {
  const span = periodAt(period, now, localOffset);
  const remote = snapshot.budgetUsage[scope];
  const report = remote?.value?.span.start === span.start ? remote.value : undefined;
  const spent = report === undefined ? undefined : spentIn(report, snapshot);
  // The elapsed share of the period is taken at the time of the figures, so that both are equally old.
  const asOf = report === undefined ? now : (remote?.asOf ?? now);
  const price = parsePrice(amount);
  // A budget's dollars are the cost of a million tokens at a price of that much.
  const limit = (price === undefined ? undefined : cost(MILLION, price)) ?? NO_MONEY;
  const shares = warnAt.map((percent) => percent / PERCENT);
  const { profiles, ownership } = snapshot;
  const state = {
    ...evaluateBudget({ limit, spent, start: span.start, end: span.end, asOf, warnAt: shares }),
    scope,
    period,
    span,
    region: snapshot.choice?.region ?? '',
    limit,
    warnAt: shares,
    label: labelText(scope, scope === 'mine' ? undefined : myTeamOf(listedProfiles({ profiles }), ownership)),
    problem: remote?.problem === undefined ? undefined : problemSentence(remote.problem),
  };
  return { ...state, sentence: budgetSentence(state) };
}

/** Not whole, so at least this much, where a part of the figures is missing. */
function spentIn(report: RangeReport, { pricing }: Snapshot): Amount | undefined {
  const total = pricing?.total(report);
  const isPart = report.partial.some((note) => note !== LISTING_DENIED);
  return total === undefined || !isPart ? total : { ...total, whole: false };
}
