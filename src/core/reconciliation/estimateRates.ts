/** The price that a line of the bill is compared with: the one that the estimate used, where there is one. */

import { groupBy } from '../collections';
import type { Price } from '../money';
import { priceOf, type PriceBook, type Priced, type Variant } from '../prices/prices';
import type { TokenKind } from '../usage/usage';
import type { UsageTypeSubject } from './billedModelIds';
import type { ProfilePrice } from './measuredUsage';
import type { Label } from './results';

/** Undefined prices are not known. */
export interface LinePrices {
  /** Of the standard tokens that CloudWatch counts. */
  readonly base: Price | undefined;
  /** The list price of the line's variant; `base` where it has no variant. */
  readonly list: Price | undefined;
}

export const NO_PRICES: LinePrices = { base: undefined, list: undefined };

interface PriceRequest {
  readonly kind: TokenKind;
  readonly variants: readonly Variant[];
}

function pricesIn({ rates, variants: known }: Priced, { kind, variants }: PriceRequest): LinePrices {
  const base = rates[kind];
  const [variant, ...more] = variants;
  if (variant === undefined) return { base, list: base };
  // Two variants at once have no place in a table.
  return { base, list: more.length > 0 ? undefined : known[variant]?.[kind] };
}

const placeOf = ({ model, region, tier }: Pick<ProfilePrice, 'model' | 'region' | 'tier'>): string =>
  [model, region, tier].join('\n');
const labelled = (label: Label, place: string): string => `${label ?? ''}\n${place}`;

/** One price for all, or none where they differ. */
function commonPrices(found: readonly LinePrices[]): LinePrices | undefined {
  const [first] = found;
  if (first?.base === undefined) return undefined;
  return found.every(({ base, list }) => base === first.base && list === first.list) ? first : undefined;
}

export class EstimateRates {
  /** By place, and by label and place. */
  private readonly profilePrices: ReadonlyMap<string, readonly ProfilePrice[]>;
  private readonly labels: ReadonlyMap<string, readonly ProfilePrice[]>;
  private readonly known = new Map<string, LinePrices>();

  constructor(
    profilePrices: readonly ProfilePrice[],
    private readonly book: PriceBook,
  ) {
    this.profilePrices = groupBy(profilePrices, placeOf);
    this.labels = groupBy(profilePrices, (one) => labelled(one.label, placeOf(one)));
  }

  /**
   * The price of the label's profiles, else that of all profiles, else the price book's. Where profiles have different
   * prices, the price book decides.
   */
  pricesFor(label: Label, { usage, model, ids, region }: UsageTypeSubject): LinePrices {
    if (model === undefined || region === undefined) return NO_PRICES;
    const { kind, variants, tier } = usage;
    const place = placeOf({ model, region, tier });
    const mine = this.labels.get(labelled(label, place)) ?? [];
    const found = commonPrices(mine.map(({ priced }) => pricesIn(priced, usage)));
    if (found !== undefined) return found;
    const key = [place, kind, ...variants].join('\n');
    const prices = this.known.get(key) ?? this.pricesOfAll(place, { usage, ids, region });
    this.known.set(key, prices);
    return prices;
  }

  private pricesOfAll(
    place: string,
    { usage, ids, region }: Pick<UsageTypeSubject, 'usage' | 'ids'> & { readonly region: string },
  ): LinePrices {
    const all = commonPrices((this.profilePrices.get(place) ?? []).map(({ priced }) => pricesIn(priced, usage)));
    if (all !== undefined) return all;
    const { tier } = usage;
    const source = tier === 'global' ? ({ tier, geo: tier } as const) : ({ tier: 'in-region', geo: '' } as const);
    const priced = ids
      .map((model) => priceOf({ ...source, model }, region, this.book))
      .find((one) => one !== undefined);
    return priced === undefined ? NO_PRICES : pricesIn(priced, usage);
  }
}
