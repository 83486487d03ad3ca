/**
 * What a trusted folder may do to the user's own rules: make them stricter, never looser. Each function takes the
 * user's value first and answers one that is at least as strict as it.
 */

import type { BudgetLimit, BudgetPeriod } from '../budgets/budget';

/** A Region that there is not: a list that holds only this one allows none. (An empty list allows all.) */
export const NO_REGION = 'none';

/** Regions that both lists allow. An empty list allows all. */
export function stricterRegions(user: readonly string[], folder: readonly string[]): readonly string[] {
  if (user.length === 0) return folder;
  if (folder.length === 0) return user;
  const both = user.filter((region) => folder.includes(region));
  return both.length === 0 ? [NO_REGION] : both;
}

export type OutsideRegions = 'warn' | 'block';

export const stricterOutsideRegions = (user: OutsideRegions, folder: OutsideRegions): OutsideRegions =>
  user === 'block' || folder === 'block' ? 'block' : 'warn';

/** Tag keys with their allowed values; an empty list allows any value. */
export type RequiredTags = Readonly<Record<string, readonly string[]>>;

/**
 * The tags that either requires. Of a key that both have, the values that both allow; where they allow none in common
 * the user's apply, so that a folder cannot make creating a profile impossible.
 */
export function stricterTags(user: RequiredTags, folder: RequiredTags): RequiredTags {
  const all = new Map(Object.entries(user));
  for (const [key, values] of Object.entries(folder)) {
    const own = all.get(key);
    if (own === undefined || own.length === 0) all.set(key, values);
    else {
      const both = own.filter((value) => values.includes(value));
      if (both.length > 0) all.set(key, both);
    }
  }
  return Object.fromEntries(all);
}

/**
 * How many of a folder's periods one period of the user's touches at most. Days and weeks are local and months are
 * UTC's, so that a day or a week can lie in two months, and a month of 31 days touches 32 local days.
 */
const MAX_TOUCHED_PERIODS: Readonly<Record<BudgetPeriod, Readonly<Record<BudgetPeriod, number>>>> = {
  day: { day: 1, week: 1, month: 2 },
  week: { day: 7, week: 1, month: 2 },
  month: { day: 32, week: 6, month: 1 },
};

/**
 * The folder's budget where it is the stricter one whatever is spent when: spending that exceeds the user's exceeds the
 * folder's too. That is so if the folder's amounts for all periods that one of the user's touches are together no more
 * than the user's amount. Otherwise, such as $10 a day against $100 a month, neither is stricter and the user's
 * applies.
 */
export function stricterBudget(user: BudgetLimit, folder: BudgetLimit): BudgetLimit {
  if (folder.amount <= 0) return user;
  if (user.amount <= 0) return folder;
  return folder.amount * MAX_TOUCHED_PERIODS[user.period][folder.period] <= user.amount ? folder : user;
}

/** Thresholds of both, ascending, each once. */
export const stricterThresholds = (user: readonly number[], folder: readonly number[]): readonly number[] =>
  [...new Set([...user, ...folder])].sort((a, b) => a - b);
