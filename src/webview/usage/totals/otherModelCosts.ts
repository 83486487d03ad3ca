/** What the same tokens would cost on other models and tiers. */

import type { PageState } from '../../../protocol/usagePage/state';
import { addTokens, NO_TOKENS } from '../../../core/usage/usage';
import { ratesOf, costedUsage, type CostedUsage } from '../costedUsage';

/** Some usage as it would be priced there. */
export interface OtherModelCost {
  readonly model: string;
  readonly tier: string;
  readonly costedUsage: CostedUsage;
}

/** Cheapest first; what cannot be calculated whole comes last. */
export function otherModelCosts(
  { parts, usage }: CostedUsage,
  { alternatives }: Pick<PageState, 'alternatives'>,
): OtherModelCost[] {
  const tokens = parts.reduce((all, part) => addTokens(all, part.tokens), NO_TOKENS);
  const all = alternatives.map(({ model, tier, rates, price }): OtherModelCost => {
    const rateCard = { model, tier, region: '', rates: ratesOf(rates), price };
    return { model, tier, costedUsage: costedUsage(usage, [{ rateCard, tokens }]) };
  });
  return all.sort((a, b) => {
    const [x, y] = [a.costedUsage.cost.amount, b.costedUsage.cost.amount];
    if (x.whole !== y.whole) return x.whole ? -1 : 1;
    return x.money < y.money ? -1 : x.money > y.money ? 1 : 0;
  });
}
