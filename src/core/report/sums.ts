/** Sums of a report: by team, member, model and profile, each adding up to the total exactly. */

import { NO_AMOUNT, add, addAmounts, type Amount, type Money } from '../money';
import { cachingSaved, estimate } from '../prices/prices';
import { addTokens, NO_TOKENS, TOKEN_KINDS, totalTokens, type TokenCounts } from '../usage/usage';
import { groupByModel } from '../profiles/grouping';
import type { ReportProfile, Spent } from './data';
import type { ReportMessages } from './messages';

/** No tokens and no money. */
export const NOTHING_SPENT: Spent = { tokens: NO_TOKENS, amount: NO_AMOUNT };

/** The sum of two, tokens and money each. */
export const addSpent = (a: Spent, b: Spent): Spent => ({
  tokens: addTokens(a.tokens, b.tokens),
  amount: addAmounts(a.amount, b.amount),
});

/** The sum of all, tokens and money each. */
export const sumSpent = (all: Iterable<Spent>): Spent => [...all].reduce(addSpent, NOTHING_SPENT);

const sumTokens = (days: readonly TokenCounts[]): TokenCounts => days.reduce(addTokens, NO_TOKENS);

/** Some days of a profile at its own price. */
export function spentOn({ rates }: ReportProfile, days: readonly TokenCounts[]): Spent {
  const tokens = sumTokens(days);
  return { tokens, amount: estimate(tokens, rates).amount };
}

/** How the days of a report are compared: `undefined` are all of them, otherwise the first of both months. */
export type ComparedDays = number | undefined;

/** A line of a section: its labels and its sums. */
export interface ReportLine {
  /** Its cells before the numbers. */
  readonly labels: readonly string[];
  readonly profiles: readonly ReportProfile[];
  readonly spent: Spent;
  /** The compared days of this month and of the one before. */
  readonly now: Spent;
  readonly before: Spent;
}

export function lineOf(
  labels: readonly string[],
  profiles: readonly ReportProfile[],
  compared: ComparedDays,
): ReportLine {
  const sum = (days: (profile: ReportProfile) => readonly TokenCounts[]): Spent =>
    sumSpent(profiles.map((profile) => spentOn(profile, days(profile))));
  return {
    labels,
    profiles,
    spent: sum(({ days }) => days),
    now: sum(({ days }) => days.slice(0, compared)),
    before: sum(({ daysBefore }) => daysBefore.slice(0, compared)),
  };
}

const size = (a: Money, b: Money): number => (a > b ? -1 : a < b ? 1 : 0);

/** Highest cost first, then by tokens, then by name. */
const dearest = (a: ReportLine, b: ReportLine): number =>
  size(a.spent.amount.money, b.spent.amount.money) ||
  totalTokens(b.spent.tokens) - totalTokens(a.spent.tokens) ||
  (a.labels.join('\n') < b.labels.join('\n') ? -1 : 1);

/** Groups of profiles as lines, the dearest first. `labelsOf` is given one of a group. */
export const linesOf = (
  groups: readonly { readonly items: readonly ReportProfile[] }[],
  compared: ComparedDays,
  labelsOf: (profile: ReportProfile) => readonly string[],
): readonly ReportLine[] =>
  groups
    .flatMap(({ items }) => (items[0] === undefined ? [] : [lineOf(labelsOf(items[0]), items, compared)]))
    .sort(dearest);

/** Lines by model, inference type and price; they are also the labels. */
export function modelLinesOf(
  profiles: readonly ReportProfile[],
  compared: ComparedDays,
  cells: Pick<ReportMessages['cells'], 'inferenceType' | 'price' | 'unknownModel'>,
): readonly ReportLine[] {
  const variantOf = ({ inferenceType, price }: ReportProfile): readonly string[] => [
    cells.inferenceType(inferenceType),
    cells.price(price),
  ];
  const groups = groupByModel(profiles, ({ model }) => model ?? '', variantOf);
  return linesOf(groups, compared, (profile) => [profile.model ?? cells.unknownModel, ...variantOf(profile)]);
}

/** What a group of profiles cost on each day. */
export function daysOf(profiles: readonly ReportProfile[], count: number): readonly Spent[] {
  return Array.from({ length: count }, (_, day) =>
    sumSpent(profiles.map((profile) => spentOn(profile, profile.days.slice(day, day + 1)))),
  );
}

/**
 * What caching saved against plain input, below zero where it cost more; `whole` is false where a part of the cached
 * tokens is unpriced.
 */
export interface Saved {
  readonly money: Money | undefined;
  readonly whole: boolean;
}

export function savedBy(
  profiles: readonly ReportProfile[],
  daysOfOne: (profile: ReportProfile) => readonly TokenCounts[],
): Saved {
  const parts = profiles.flatMap((profile): Saved[] => {
    const tokens = sumTokens(daysOfOne(profile));
    if (tokens.cacheRead + tokens.cacheWrite === 0) return [];
    const money = cachingSaved(tokens, profile.rates);
    return [{ money, whole: money !== undefined }];
  });
  const known = parts.flatMap(({ money }) => money ?? []);
  const [first, ...others] = known;
  return {
    money: first === undefined ? undefined : others.reduce(add, first),
    whole: parts.every(({ whole }) => whole),
  };
}

/** Tokens without a price. */
export const unpricedTokens = (profiles: readonly ReportProfile[]): number =>
  profiles
    .map((profile) => {
      const tokens = sumTokens(profile.days);
      return TOKEN_KINDS.filter((kind) => profile.rates?.[kind] === undefined).reduce(
        (sum, kind) => sum + tokens[kind],
        0,
      );
    })
    .reduce((sum, tokens) => sum + tokens, 0);

/** Nothing in it has a price, so there is no amount to show. */
export const isUnpriced = ({ money, whole }: Amount): boolean => !whole && money === NO_AMOUNT.money;

/** Money as a number of USD, for drawing and for shares; never for sums. */
export const dollars = (money: Money): number => Number(money) / 1e15;
