/** The price that a line of the bill is held against: the one the estimate used, where there is one. */

import type { ModelId } from '../ids';
import type { Price } from '../money';
import { priceOf, type PriceBook, type Priced, type PriceTier, type Variant } from '../prices';
import type { TokenKind } from '../usage';
import type { Subject } from './billedAs';
import type { OwnPrice } from './counted';
import type { Label } from './sheet';

/** Undefined prices are not known. */
export interface LinePrices {
  /** Of the standard tokens that CloudWatch counts. */
  readonly base: Price | undefined;
  /** What the list says of the line's own variant; `base` where it has none. */
  readonly list: Price | undefined;
}

export const NO_PRICES: LinePrices = { base: undefined, list: undefined };

interface Wanted {
  readonly kind: TokenKind;
  readonly variants: readonly Variant[];
}

function pricesIn({ rates, variants: known }: Priced, { kind, variants }: Wanted): LinePrices {
  const base = rates[kind];
  const [variant, ...more] = variants;
  if (variant === undefined) return { base, list: base };
  // Two variants at once have no place in a table.
  return { base, list: more.length > 0 ? undefined : known[variant]?.[kind] };
}

const placeOf = (model: ModelId, region: string, tier: PriceTier): string => [model, region, tier].join('\n');

export class RatesFor {
  private readonly byPlace = new Map<string, OwnPrice[]>();
  private readonly fromBook = new Map<string, Priced | undefined>();

  constructor(
    own: readonly OwnPrice[],
    private readonly book: PriceBook,
  ) {
    for (const one of own) {
      const place = placeOf(one.model, one.region, one.tier);
      const known = this.byPlace.get(place);
      if (known === undefined) this.byPlace.set(place, [one]);
      else known.push(one);
    }
  }

  /** The label's profiles' own price, else all profiles', else the book's. Where profiles differ among themselves the book decides. */
  of(label: Label, { usage, model, ids, region }: Subject): LinePrices {
    if (model === undefined || region === undefined || usage.mantle) return NO_PRICES;
    const all = this.byPlace.get(placeOf(model, region, usage.tier)) ?? [];
    for (const some of [all.filter((one) => one.label === label), all]) {
      const found = some.map(({ priced }) => pricesIn(priced, usage));
      const [first] = found;
      if (first?.base !== undefined && found.every(({ base, list }) => base === first.base && list === first.list))
        return first;
    }
    const priced = this.inBook(placeOf(model, region, usage.tier), ids, region, usage.tier);
    return priced === undefined ? NO_PRICES : pricesIn(priced, usage);
  }

  private inBook(place: string, ids: readonly ModelId[], region: string, tier: PriceTier): Priced | undefined {
    if (!this.fromBook.has(place)) {
      const source = tier === 'global' ? ({ tier, geo: tier } as const) : ({ tier: 'in-region', geo: '' } as const);
      const found = ids.map((model) => priceOf({ ...source, model }, region, this.book));
      this.fromBook.set(
        place,
        found.find((priced) => priced !== undefined),
      );
    }
    return this.fromBook.get(place);
  }
}
