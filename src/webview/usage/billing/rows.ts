/** The bill's rows as they are shown: in order, with their money as numbers to draw. */

import { add, fromDecimal, NO_MONEY, type Amount, type Money } from '../../../core/money';
import type { PageAmount, PageBill } from '../../../protocol/usagePage/state';
import { dollars } from '../costedUsage';
import type { Strings } from '../../../protocol/usagePage/strings';

/** An amount out of a message. The protocol has made sure that it is a decimal. */
export const usd = (text: string): Money => fromDecimal(text) ?? NO_MONEY;

export const amountIn = ({ usd: text, whole }: PageAmount): Amount => ({ money: usd(text), whole });

/** The dearest first, and what carries no tag always last. */
export const inOrder = <Row extends { readonly untagged: boolean }>(
  rows: readonly Row[],
  moneyOf: (row: Row) => Money,
): Row[] =>
  [...rows].sort((a, b) => {
    if (a.untagged !== b.untagged) return a.untagged ? 1 : -1;
    const [x, y] = [moneyOf(a), moneyOf(b)];
    return x > y ? -1 : x < y ? 1 : 0;
  });

/** The bill's total: AWS's own, or else the sum of its rows. */
export const billTotal = ({ total, rows }: PageBill): Money =>
  total === undefined ? rows.reduce((all, row) => add(all, usd(row.total)), NO_MONEY) : usd(total);

/** A day's bar: its height between 0 and 1 of the row's dearest day. A credit has none. */
export interface DayBar {
  readonly day: string;
  readonly money: Money;
  readonly height: number;
  readonly estimated: boolean;
  readonly complete: boolean;
}

/** A row's days as bars. A day that the row does not have is nothing. */
export function dayBars(days: PageBill['days'], amounts: readonly string[]): DayBar[] {
  const money = days.map((_, index) => usd(amounts[index] ?? '0'));
  const highest = Math.max(0, ...money.map(dollars));
  return days.map(({ day, estimated, complete }, index) => {
    const own = money[index] ?? NO_MONEY;
    return { day, money: own, estimated, complete, height: highest === 0 ? 0 : Math.max(0, dollars(own) / highest) };
  });
}

/** How far a day of the bill can be relied on, in words; empty where it is final. */
export const dayStatus = (estimated: boolean, complete: boolean, t: Strings): string => {
  if (complete) return estimated ? t.dayEstimated : '';
  return estimated ? t.dayEstimatedIncomplete : t.dayIncomplete;
};
