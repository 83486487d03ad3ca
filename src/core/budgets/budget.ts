/** Soft budgets: what a label has spent of its limit in a period, what it will have at this pace, and which thresholds it has reached. */

import { NO_MONEY, type Amount, type Money } from '../money';
import { monthStart } from '../usage/ranges';

export const BUDGET_PERIODS = ['day', 'week', 'month'] as const;
/** `day` and `week` begin at local midnight, a week on Monday. `month` is the billing month, which begins at midnight UTC. */
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** Times in ms since 1970; `end` is exclusive. `id` tells one period from the next, such as `week 2026-11-16`. */
export interface PeriodSpan {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** Minutes by which a zone's clocks are ahead of UTC at a time: 120 for Berlin in summer. */
export type OffsetAt = (time: number) => number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In the first 5 % of a period (one part in so many), what was spent says too little of the rest. */
export const TOO_EARLY = 20;
/** Thresholds are shares to six decimals. */
const MILLION = 1_000_000;
const MOST_SHARE = 1000;

/** The local day of a time, as whole days since Thursday, 1 January 1970. */
const localDay = (time: number, offsetAt: OffsetAt): number => Math.floor((time + offsetAt(time) * MINUTE) / DAY);

/** The first moment of a local day. Where clocks skip midnight, the day begins later; where they repeat it, at the second one. */
function startOfLocalDay(day: number, offsetAt: OffsetAt): number {
  const wall = day * DAY;
  // No zone is further from UTC than 14 hours, and clocks are rarely set twice within a day.
  const offsets = [-DAY, -HOUR * 14, 0, HOUR * 14, DAY].map((shift) => offsetAt(wall + shift));
  const starts = offsets.map((offset) => wall - offset * MINUTE).filter((time) => localDay(time, offsetAt) >= day);
  return Math.min(...starts);
}

const nameOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The period that a time lies in. */
export function periodAt(period: BudgetPeriod, now: number, offsetAt: OffsetAt): PeriodSpan {
  if (period === 'month') {
    const start = monthStart(now);
    return { id: `month ${new Date(start).toISOString().slice(0, 7)}`, start, end: monthStart(now, -1) };
  }
  const today = localDay(now, offsetAt);
  const length = period === 'day' ? 1 : 7;
  // Day 4 was a Monday.
  const first = period === 'day' ? today : today - ((((today - 4) % 7) + 7) % 7);
  return {
    id: `${period} ${nameOf(first)}`,
    start: startOfLocalDay(first, offsetAt),
    end: startOfLocalDay(first + length, offsetAt),
  };
}

/**
 * How a forecast was reckoned. `pace`: spent ÷ share of the period that is gone. `ended`: the period is over, so it is what was spent.
 * None: `too-early` in the first 5 %, `nothing-spent`, `unknown` where the spending is not known.
 */
export type ForecastMethod = 'pace' | 'ended' | 'too-early' | 'nothing-spent' | 'unknown';

/** `unknown` also when what is known is below all thresholds, but something in it is unpriced. `over`: all of the limit is used, or more. */
export type BudgetState = 'unknown' | 'fine' | 'warning' | 'over';

export interface BudgetInput {
  readonly limit: Money;
  /** Undefined: not known. Not whole: at least this. */
  readonly spent: Amount | undefined;
  readonly start: number;
  readonly end: number;
  /** As of when `spent` is known. By a later clock, old spending would look like a slower pace. */
  readonly asOf: number;
  /** Shares of the limit, such as 0.8. What is below a millionth or above a thousand is ignored. */
  readonly warnAt: readonly number[];
}

export interface BudgetStatus {
  readonly spent: Amount | undefined;
  /** Share of the limit; undefined when the spending is not known or there is no limit above zero. Not below 0. */
  readonly used: number | undefined;
  /** Share of the period that had gone by `asOf`, 0 to 1. */
  readonly gone: number;
  /** At the end of the period; not whole when the spending is not. */
  readonly forecast: Amount | undefined;
  readonly method: ForecastMethod;
  readonly state: BudgetState;
  /** Thresholds reached, and 1 when all is used; ascending. */
  readonly reached: readonly number[];
}

function forecastOf({ spent, start, end, asOf }: BudgetInput): Pick<BudgetStatus, 'forecast' | 'method'> {
  if (spent === undefined) return { forecast: undefined, method: 'unknown' };
  const length = Math.round(end - start);
  const gone = Math.round(asOf - start);
  if (gone >= length) return { forecast: spent, method: 'ended' };
  if (spent.money <= NO_MONEY) return { forecast: undefined, method: 'nothing-spent' };
  if (gone <= 0 || gone * TOO_EARLY < length) return { forecast: undefined, method: 'too-early' };
  const money = ((spent.money * BigInt(length)) / BigInt(gone)) as Money;
  return { forecast: { money, whole: spent.whole }, method: 'pace' };
}

/** Exact to a millionth of the limit: a float's last digit decides no warning. */
const reaches = (spent: Money, limit: Money, share: number): boolean =>
  spent * BigInt(MILLION) >= limit * BigInt(Math.round(share * MILLION));

/** Where a budget stands. */
export function evaluate(input: BudgetInput): BudgetStatus {
  const { limit, spent, start, end, asOf, warnAt } = input;
  const length = end - start;
  const gone = length > 0 ? Math.min(1, Math.max(0, (asOf - start) / length)) : 1;
  const shared = { spent, gone, ...forecastOf(input) };
  if (spent === undefined || limit <= NO_MONEY) return { ...shared, used: undefined, state: 'unknown', reached: [] };
  const valid = warnAt.filter((share) => share * MILLION >= 1 && share <= MOST_SHARE);
  const reached = [...new Set([...valid, 1])]
    .sort((a, b) => a - b)
    .filter((share) => reaches(spent.money, limit, share));
  return {
    ...shared,
    used: Math.max(0, Number(spent.money) / Number(limit)),
    state: reached.includes(1) ? 'over' : reached.length > 0 ? 'warning' : spent.whole ? 'fine' : 'unknown',
    reached,
  };
}
