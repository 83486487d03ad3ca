/** Soft budgets: what is spent of a limit in a period, the forecast for its end, and which thresholds are reached. */

import { NO_MONEY, type Amount, type Money } from '../money';
import { monthStart } from '../usage/ranges';

/** The periods that a budget can have. */
export const BUDGET_PERIODS = ['day', 'week', 'month'] as const;
/**
 * `day` and `week` begin at local midnight, a week on Monday. `month` is the billing month, which begins at midnight
 * UTC.
 */
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** The limit of a soft budget: US dollars for a period. An amount of 0 is no budget. */
export interface BudgetLimit {
  readonly amount: number;
  readonly period: BudgetPeriod;
}

/** Times in ms since 1970; `end` is exclusive. `id` identifies the period, such as `week 2026-11-16`. */
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
/** There is no forecast in the first part of a period; one in this many parts, so 5 %. */
export const NO_FORECAST_FRACTION = 20;
/** Thresholds are shares to six decimals. */
const MILLION = 1_000_000;
const MAX_SHARE = 1000;

/** The local day of a time, as whole days since Thursday, 1 January 1970. */
const localDay = (time: number, offsetAt: OffsetAt): number => Math.floor((time + offsetAt(time) * MINUTE) / DAY);

/**
 * The first moment of a local day. Where clocks skip midnight, the day begins later; where they repeat it, at the
 * second one.
 */
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
 * How a forecast was calculated. `pace`: spent ÷ elapsed share of the period. `ended`: the period is over, so it is
 * what was spent. No forecast: `too-early` in the first 5 %, `nothing-spent`, and `unknown` where the spend is not
 * known.
 */
export type ForecastMethod = 'pace' | 'ended' | 'too-early' | 'nothing-spent' | 'unknown';

/**
 * `unknown`: also where a part of the spend is unpriced and the rest is below all thresholds. `over`: the limit is used
 * up, or exceeded.
 */
export type BudgetLevel = 'unknown' | 'fine' | 'warning' | 'over';

/** A budget's limit, and what was spent of it. Times are milliseconds since 1970. */
export interface BudgetInput {
  readonly limit: Money;
  /** Undefined: not known. Not whole: at least this. */
  readonly spent: Amount | undefined;
  readonly start: number;
  readonly end: number;
  /** The time for which `spent` is known. A later time would make the pace look slower than it is. */
  readonly asOf: number;
  /** Shares of the limit, such as 0.8. What is below a millionth or above a thousand is ignored. */
  readonly warnAt: readonly number[];
}

/** What was spent of a budget, and what will be by the end of its period. */
export interface BudgetStatus {
  readonly spent: Amount | undefined;
  /** Share of the limit, not below 0; undefined where the spend is not known or there is no limit above zero. */
  readonly used: number | undefined;
  /** Share of the period that had elapsed by `asOf`, 0 to 1. */
  readonly elapsed: number;
  /** At the end of the period; not whole where the spend is not. */
  readonly forecast: Amount | undefined;
  readonly method: ForecastMethod;
  readonly state: BudgetLevel;
  /** Thresholds reached, and 1 where the limit is used up; ascending. */
  readonly reached: readonly number[];
}

function forecastOf({ spent, start, end, asOf }: BudgetInput): Pick<BudgetStatus, 'forecast' | 'method'> {
  if (spent === undefined) return { forecast: undefined, method: 'unknown' };
  const length = Math.round(end - start);
  const elapsed = Math.round(asOf - start);
  if (elapsed >= length) return { forecast: spent, method: 'ended' };
  if (spent.money <= NO_MONEY) return { forecast: undefined, method: 'nothing-spent' };
  if (elapsed <= 0 || elapsed * NO_FORECAST_FRACTION < length) return { forecast: undefined, method: 'too-early' };
  const money = ((spent.money * BigInt(length)) / BigInt(elapsed)) as Money;
  return { forecast: { money, whole: spent.whole }, method: 'pace' };
}

/** Exact to a millionth of the limit, so that no rounding error of a float decides about a warning. */
const reaches = (spent: Money, limit: Money, share: number): boolean =>
  spent * BigInt(MILLION) >= limit * BigInt(Math.round(share * MILLION));

/** The state of a budget. */
export function evaluateBudget(input: BudgetInput): BudgetStatus {
  const { limit, spent, start, end, asOf, warnAt } = input;
  const length = end - start;
  const elapsed = length > 0 ? Math.min(1, Math.max(0, (asOf - start) / length)) : 1;
  const shared = { spent, elapsed, ...forecastOf(input) };
  if (spent === undefined || limit <= NO_MONEY) return { ...shared, used: undefined, state: 'unknown', reached: [] };
  const valid = warnAt.filter((share) => share * MILLION >= 1 && share <= MAX_SHARE);
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
