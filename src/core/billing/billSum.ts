/** Sums of the bill: rows by label with their days and services, exact. Sums over any grouping equal the total. */

import {
  dayOf,
  lastCompleteDay,
  startOfDay,
  type BillAnswer,
  type BillGrouping,
  type BillLine,
  type DaySpan,
} from './bill';
import { groupBy } from '../collections';
import { NO_MONEY, add, fromDecimal, subtract, type Money } from '../money';

/** One amount by name. */
export interface NamedSum {
  readonly label: string;
  readonly total: Money;
}

/** What the bill has under one label of the grouping. */
export interface BillRow {
  /** A tag's value or an account; undefined for what is untagged. */
  readonly label: string | undefined;
  /** Only for `account-tag`. */
  readonly account?: string;
  readonly total: Money;
  /** One for each of the sum's days (or months). */
  readonly days: readonly Money[];
  /** By service, or by usage type where the bill was grouped by it; dearest first. Empty for `account-tag`. */
  readonly parts: readonly NamedSum[];
}

/** What the bill has for one day, or one month. */
export interface BillDay {
  /** The first day of the period, yyyy-mm-dd. */
  readonly day: string;
  readonly total: Money;
  /** AWS may still change it. */
  readonly estimated: boolean;
  /** All of its usage is on the bill; never true for a month that is not over by then. */
  readonly complete: boolean;
}

/** A bill's lines added up by label and by day. */
export interface BillSum {
  /** Every day or month of the query, also those without an amount. */
  readonly days: readonly BillDay[];
  /** Dearest first; the untagged row last. */
  readonly rows: readonly BillRow[];
  /** By service over all rows, dearest first. */
  readonly parts: readonly NamedSum[];
  readonly total: Money;
  /** The last day of the query whose usage is completely on the bill; undefined when there is none. */
  readonly lastCompleteDay: string | undefined;
}

const DAY = 86_400_000;

/** The days from `from` to before `to`. */
export function daysOf({ from, to }: DaySpan): readonly string[] {
  const start = startOfDay(from);
  const count = Math.max(0, Math.round((startOfDay(to) - start) / DAY));
  return Array.from({ length: Number.isNaN(count) ? 0 : count }, (_, index) => dayOf(start + index * DAY));
}

/** USD of a line. A text that is no amount is refused when it arrives, so it is nothing here. */
export const moneyOf = (line: Pick<BillLine, 'cost'>): Money => fromDecimal(line.cost) ?? NO_MONEY;

/** The sum of amounts; no money where there are none. */
export const sumMoney = (amounts: Iterable<Money>): Money => [...amounts].reduce(add, NO_MONEY);
const sumLines = (lines: readonly BillLine[]): Money => sumMoney(lines.map(moneyOf));

const size = (amount: Money): Money => (amount < 0n ? subtract(NO_MONEY, amount) : amount);
const dearest = (a: { readonly total: Money }, b: { readonly total: Money }): number =>
  size(b.total) > size(a.total) ? 1 : size(b.total) < size(a.total) ? -1 : 0;

const labelOf = (line: BillLine, { by }: BillGrouping): string | undefined =>
  by === 'account' ? (line.account ?? '') : line.tag === '' ? undefined : line.tag;

const partOf = (line: BillLine, { by }: BillGrouping): string | undefined =>
  by === 'usage-types' ? line.usageType : line.service;

function partsOf(lines: readonly BillLine[], grouping: BillGrouping): readonly NamedSum[] {
  if (grouping.by === 'account-tag') return [];
  const parts = groupBy(lines, (line) => partOf(line, grouping) ?? '');
  return [...parts].map(([label, own]) => ({ label, total: sumLines(own) })).sort(dearest);
}

function rowOf(lines: readonly BillLine[], grouping: BillGrouping, days: readonly string[]): BillRow {
  const [first] = lines;
  const byDay = groupBy(lines, ({ day }) => day);
  const account = grouping.by === 'account-tag' ? first?.account : undefined;
  return {
    label: first === undefined ? undefined : labelOf(first, grouping),
    ...(account === undefined ? {} : { account }),
    total: sumLines(lines),
    days: days.map((day) => sumLines(byDay.get(day) ?? [])),
    parts: partsOf(lines, grouping),
  };
}

/** The first day of each month, within the span. */
const monthsOf = (span: DaySpan): readonly string[] =>
  [...groupBy(daysOf(span), (day) => day.slice(0, 7)).values()].flatMap(([first]) => first ?? []);

/** The last day of the period that begins with `day`, within the span. */
function endOf(day: string, { query: { granularity, to } }: BillAnswer): string {
  if (granularity === 'day') return day;
  const next = new Date(startOfDay(day));
  const monthEnd = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 1);
  return dayOf(Math.min(monthEnd, startOfDay(to)) - DAY);
}

/** Adds up an answer. `asOf` is when it was asked for, ms since 1970. */
export function sumBill(answer: BillAnswer, asOf: number): BillSum {
  const { query, lines } = answer;
  const { grouping } = query;
  const asked = query.granularity === 'day' ? daysOf(query) : monthsOf(query);
  const days = [...new Set([...asked, ...lines.map(({ day }) => day)])].sort();
  const complete = lastCompleteDay(asOf);
  const byDay = groupBy(lines, ({ day }) => day);
  const rows = groupBy(lines, (line) =>
    JSON.stringify([labelOf(line, grouping) ?? null, grouping.by === 'account-tag' ? line.account : '']),
  );
  const last = daysOf(query).findLast((day) => day <= complete);
  return {
    days: days.map((day) => ({
      day,
      total: sumLines(byDay.get(day) ?? []),
      estimated: (byDay.get(day) ?? []).some(({ estimated }) => estimated),
      complete: endOf(day, answer) <= complete,
    })),
    rows: [...rows.values()]
      .map((own) => rowOf(own, grouping, days))
      .sort((a, b) => Number(a.label === undefined) - Number(b.label === undefined) || dearest(a, b)),
    parts: partsOf(lines, grouping),
    total: sumLines(lines),
    lastCompleteDay: last,
  };
}
