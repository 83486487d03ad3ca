/** The months of reports: which can be chosen, which span is requested from CloudWatch, and which days are compared. */

import { dayOf, startOfDay } from '../billing/bill';
import { monthStart } from '../usage/ranges';
import type { Span } from '../usage/usage';

const DAY = 86_400_000;

/**
 * This month and the last twelve, this one first, as yyyy-mm. CloudWatch keeps 455 days, so the month before the oldest
 * is known, too.
 */
export const reportMonths = (now: number): readonly string[] =>
  Array.from({ length: 13 }, (_, index) => dayOf(monthStart(now, index)).slice(0, 7));

/** Midnight UTC at the start of a month, ms since 1970. */
export const startOfMonth = (month: string): number => startOfDay(`${month}-01`);

export interface MonthDays {
  /** Both months in one request, by day: the price of a series does not depend on its length. */
  readonly span: Span;
  readonly start: number;
  /** The end of what is known of the month: exclusive, and not later than now. */
  readonly end: number;
  readonly startBefore: number;
  /** Days of the month that have begun. */
  readonly days: number;
  readonly daysBefore: number;
  /** Whether the month is over. */
  readonly over: boolean;
  /** The month before as yyyy-mm. */
  readonly before: string;
  /**
   * How many days of both months are compared: of a month that is not over its whole days beside the same days of the
   * month before, otherwise undefined, because both are compared as a whole.
   */
  readonly compared: number | undefined;
}

export function monthDays(month: string, now: number): MonthDays {
  const start = startOfMonth(month);
  const startBefore = monthStart(start, 1);
  const next = monthStart(start, -1);
  const over = now >= next;
  const end = Math.max(start, Math.min(now, next));
  const daysBefore = Math.round((start - startBefore) / DAY);
  return {
    // Multiples of 3600 s are kept for 455 days, and periods of a day that start at midnight are UTC days.
    span: { start: startBefore, end, periodSeconds: DAY / 1000 },
    start,
    end,
    startBefore,
    days: Math.ceil((end - start) / DAY),
    daysBefore,
    over,
    before: dayOf(startBefore).slice(0, 7),
    compared: over ? undefined : Math.min(daysBefore, Math.floor((end - start) / DAY)),
  };
}
