/** What was used together with what it costs. Money stays exact here; it is rounded only where it is shown. */

import { add as addMoney, NO_MONEY, parsePrice, subtract, sumAmounts, type Amount, type Money } from '../../core/money';
import { cachingSaved, estimate, type Rates } from '../../core/prices/prices';
import type { PageGroup, PageRates } from '../../protocol/usagePage/state';
import {
  addTokens,
  NO_TOKENS,
  TOKEN_KINDS,
  totalTokens,
  type TokenCounts,
  type TokenKind,
} from '../../core/usage/usage';
import { add, addSummaries, share, type Count, type Share, type UsageSummary } from './sums';

/** What is priced alike, with its prices checked: a text that is not a price leaves its kind unpriced. */
export interface RateCard {
  readonly model: string;
  readonly tier: string;
  readonly region: string;
  readonly rates: Rates;
  /** Where the prices are from, or why there are none. */
  readonly price: string;
}

/** The part of some usage that is priced by one tariff. */
export interface PricedPart {
  readonly rateCard: RateCard;
  readonly tokens: TokenCounts;
}

/**
 * What usage costs. `unpriced` are the tokens without a price: with any, the amount is a lower bound.
 */
export interface Cost {
  readonly amount: Amount;
  readonly byKind: Readonly<Record<TokenKind, Amount>>;
  readonly unpriced: number;
}

/** Usage, and what it costs at list prices. */
export interface CostedUsage {
  readonly usage: UsageSummary;
  readonly parts: readonly PricedPart[];
  readonly cost: Cost;
}

/** Prices out of a message. */
export function ratesOf(rates: PageRates): Rates {
  const known = TOKEN_KINDS.flatMap((kind) => {
    const text = rates[kind];
    const price = text === undefined ? undefined : parsePrice(text);
    return price === undefined ? [] : [[kind, price] as const];
  });
  return Object.fromEntries(known);
}

export const rateCardOf = ({ model, tier, region, rates, price }: PageGroup): RateCard => ({
  model,
  tier,
  region,
  rates: ratesOf(rates),
  price,
});

/** Money for each kind of tokens. */
const byKinds = (of: (kind: TokenKind) => Amount): Cost['byKind'] => ({
  input: of('input'),
  output: of('output'),
  cacheRead: of('cacheRead'),
  cacheWrite: of('cacheWrite'),
});

/** What parts cost; a count that is known only in part makes its money *at least*. */
function costOf(parts: readonly PricedPart[], usage: UsageSummary): Cost {
  const estimates = parts.map(({ rateCard, tokens }) => ({ tokens, ...estimate(tokens, rateCard.rates) }));
  const byKind = byKinds((kind) => {
    const { money, whole } = sumAmounts(estimates.map((one) => one.byKind[kind]));
    return { money, whole: whole && usage[kind].whole };
  });
  const unpriced = estimates.flatMap((one) => one.unpriced.map((kind) => one.tokens[kind]));
  return {
    amount: sumAmounts(TOKEN_KINDS.map((kind) => byKind[kind])),
    byKind,
    unpriced: unpriced.reduce((all, tokens) => all + tokens, 0),
  };
}

/** Usage with the parts that it is made of; parts without tokens are left out. */
export function costedUsage(usage: UsageSummary, parts: readonly PricedPart[]): CostedUsage {
  const used = parts.filter(({ tokens }) => totalTokens(tokens) > 0);
  return { usage, parts: used, cost: costOf(used, usage) };
}

/** Several usages added up, with what they cost. */
export function addCostedUsage(usages: readonly CostedUsage[]): CostedUsage {
  const [first, ...others] = usages;
  if (first !== undefined && others.length === 0) return first;
  const byTariff = new Map<RateCard, TokenCounts>();
  for (const { parts } of usages) {
    for (const { rateCard, tokens } of parts)
      byTariff.set(rateCard, addTokens(byTariff.get(rateCard) ?? NO_TOKENS, tokens));
  }
  const costs = usages.map(({ cost }) => cost);
  return {
    usage: addSummaries(usages.map(({ usage }) => usage)),
    parts: [...byTariff].map(([rateCard, tokens]) => ({ rateCard, tokens })),
    cost: {
      amount: sumAmounts(costs.map(({ amount }) => amount)),
      byKind: byKinds((kind) => sumAmounts(costs.map((cost) => cost.byKind[kind]))),
      unpriced: costs.reduce((all, cost) => all + cost.unpriced, 0),
    },
  };
}

/** Money as a number of USD, for what is drawn and for shares; never for sums. */
export const dollars = (money: Money): number => Number(money) / 1e15;

/** Nothing of it has a price: there is no number to show, and zero would be a lie. */
export const isUnpriced = ({ money, whole }: Amount): boolean => !whole && money === NO_MONEY;

/** The share of money, by the rules for shares of counts. */
export const moneyShare = (part: Amount, all: Amount): Share => {
  const count = (amount: Amount): Count => ({
    value: isUnpriced(amount) ? undefined : dollars(amount.money),
    whole: amount.whole,
  });
  return share(count(part), count(all));
};

/** How an amount compares with the one of the span before. */
export type CostChange =
  | { readonly type: 'idle' | 'new' | 'unknown' }
  | {
      readonly type: 'known';
      readonly difference: Money;
      /** Undefined where the money before was nothing. */
      readonly ratio: number | undefined;
    };

/** The change of an amount; the tokens distinguish no traffic from traffic that costs nothing. */
export function changeOf(now: Amount, tokens: Count, before: Amount, tokensBefore: Count): CostChange {
  if (tokensBefore.value === 0 && tokensBefore.whole)
    return { type: tokens.value === 0 && tokens.whole ? 'idle' : 'new' };
  if (!now.whole || !before.whole) return { type: 'unknown' };
  const difference = subtract(now.money, before.money);
  return {
    type: 'known',
    difference,
    ratio: before.money === NO_MONEY ? undefined : Number(difference) / Number(before.money),
  };
}

/** The change of tokens and cost from one usage to another. */
export const changeBetween = (now: CostedUsage, before: CostedUsage): CostChange =>
  changeOf(now.cost.amount, now.usage.total, before.cost.amount, before.usage.total);

/** Cache reads out of all that is read by the model: input, cache reads and cache writes. */
export const hitsOf = ({ input, cacheRead, cacheWrite }: UsageSummary): Share =>
  share(cacheRead, add([input, cacheRead, cacheWrite]));

/** What caching did. */
export interface Caching {
  readonly hits: Share;
  /**
   * Against the same tokens as plain input; below zero where writing cost more than reading saved. Undefined when
   * nothing is priced.
   */
  readonly saved: Money | undefined;
  /** False when a part of the cached tokens is unpriced and left out of `saved`. */
  readonly whole: boolean;
}

/** The effect of caching on some usage. */
export function cachingOf({ usage, parts }: CostedUsage): Caching {
  let saved: Money | undefined;
  let whole = usage.cacheRead.whole && usage.cacheWrite.whole;
  for (const { rateCard, tokens } of parts) {
    const one = tokens.cacheRead + tokens.cacheWrite === 0 ? NO_MONEY : cachingSaved(tokens, rateCard.rates);
    if (one === undefined) whole = false;
    else saved = addMoney(saved ?? NO_MONEY, one);
  }
  return { hits: hitsOf(usage), saved, whole };
}
