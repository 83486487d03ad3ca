/** Takes one line of the bill by usage type apart: its price, its variant, and its tokens. */

import { subtract, type Money, type Price } from '../money';
import type { Variant } from '../prices/prices';
import type { ReasonCode } from './reasons';
import { isRounding, quantityCost, readQuantity } from './amounts';
import type { UsageTypeSubject } from './billedModelIds';
import type { TokenGroup } from './tokenDifferences';
import type { LinePrices } from './estimateRates';
import type { NewReason } from './results';
import type { DetailLine } from './context';

const VARIANT_CODES: Readonly<Record<Variant, ReasonCode>> = {
  cacheWrite1h: 'one-hour-cache-writes',
  batch: 'batch',
  longContext: 'long-context',
  flex: 'other-tier',
  priority: 'other-tier',
  latencyOptimized: 'other-tier',
};

/** A line in parts that add up to its cost: reasons, and tokens at the price of the estimate. */
export interface LineParts {
  readonly reasons: readonly NewReason[];
  readonly tokens?: { readonly group: TokenGroup; readonly amount: Money };
  /** The whole line where there is no price to hold it against. */
  readonly unpriced?: Money;
}

/** Billed at another price than the list's. `list` is what it would have cost there. */
function priceReason(usd: Money, list: Money, more: Omit<NewReason, 'code'>): NewReason {
  if (isRounding(usd, list)) return { code: 'rounding', usd, ...more };
  // Of a correction both amounts are negative: what it takes back less of was cheaper.
  const cheaper = list < 0n ? usd > 0n : usd < 0n;
  return { code: cheaper ? 'discount' : 'price-above-list', usd, list, ...more };
}

interface PricedDifference {
  readonly base: Price;
  readonly list: Price | undefined;
  readonly quantity: bigint;
}

function reasonsOf(
  cost: Money,
  { usage, model }: UsageTypeSubject,
  service: string,
  priced: PricedDifference,
): readonly NewReason[] {
  const { base, list, quantity } = priced;
  const { variant, variants } = usage;
  const more = { services: [service], models: model === undefined ? [] : [model] };
  const atBase = quantityCost(quantity, base);
  if (variant === undefined) return [priceReason(subtract(cost, atBase), atBase, more)];
  const code = VARIANT_CODES[variant];
  // How much is the variant's and how much a discount's is not known, so neither gets a number.
  if (list === undefined) return [{ code, variants, listUnknown: true, ...more }];
  const atList = quantityCost(quantity, list);
  return [
    { code, usd: subtract(atList, atBase), variants, ...more },
    priceReason(subtract(cost, atList), atList, more),
  ];
}

/** `subject` undefined: not tokens on demand. */
export function explainLine(
  { cost, quantity: units, service }: DetailLine,
  subject: UsageTypeSubject | undefined,
  { base, list }: LinePrices,
): LineParts {
  if (subject === undefined) return { reasons: [{ code: 'other-usage', usd: cost, services: [service] }] };
  const { usage, model, region } = subject;
  const quantity = readQuantity(units, usage.perTokens);
  if (quantity === undefined || quantity === 0n)
    return { reasons: [{ code: 'correction', usd: cost, services: [service] }] };
  if (base === undefined || model === undefined || region === undefined) return { reasons: [], unpriced: cost };
  return {
    reasons: reasonsOf(cost, subject, service, { base, list, quantity }),
    tokens: { group: { model, region, kind: usage.kind, price: base }, amount: quantityCost(quantity, base) },
  };
}
