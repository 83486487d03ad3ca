/** The budgets of one account. */

import { DAY } from '../usagePattern';
import type { Fields } from '../input';
import { perAccount } from '../perAccount';

export type TimeUnit = 'DAILY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUALLY';

/** A cost budget; times in ms since 1970. */
export interface Budget {
  readonly name: string;
  readonly limit: { readonly Amount: string; readonly Unit: string };
  readonly timeUnit: TimeUnit;
  readonly start: number;
  readonly end: number;
  /** `CostFilters`, such as `TagKeyValue: ["user:Team$platform"]`. */
  readonly costFilters: ReadonlyMap<string, readonly string[]>;
  readonly costTypes: Fields;
  readonly expression: Fields | undefined;
  readonly metrics: readonly string[] | undefined;
  readonly updated: number;
}

export interface Subscriber {
  readonly type: string;
  readonly address: string;
}

export interface BudgetNotification {
  readonly type: string;
  readonly operator: string;
  readonly threshold: number;
  readonly thresholdType: string;
  readonly subscribers: readonly Subscriber[];
}

/** A budget with what belongs to it. */
export interface StoredBudget {
  readonly budget: Budget;
  readonly notifications: readonly BudgetNotification[];
  readonly tags: ReadonlyMap<string, string>;
}

/** The start of the period of a time, ms since 1970. */
export function startOfPeriod(unit: TimeUnit, time: number): number {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'DAILY':
      return Math.floor(time / DAY) * DAY;
    case 'MONTHLY':
      return Date.UTC(year, month);
    case 'QUARTERLY':
      return Date.UTC(year, month - (month % 3));
    case 'ANNUALLY':
      return Date.UTC(year, 0);
  }
}

/** The end of the period that begins at `start`, ms since 1970. */
export function endOfPeriod(unit: TimeUnit, start: number): number {
  const date = new Date(start);
  const months = { DAILY: 0, MONTHLY: 1, QUARTERLY: 3, ANNUALLY: 12 }[unit];
  return unit === 'DAILY' ? start + DAY : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** The budgets of an account by name, in the order in which they were created. */
export const budgetsOf = perAccount(() => new Map<string, StoredBudget>());
