/**
 * Turns tokens into money with the prices that are known. There is one object for each state of the prices: a
 * new one means that they have changed.
 */

import { bundledPrices } from '../core/prices/bundledPrices';
import { formatMoney, sumAmounts, type Amount } from '../core/money';
import { readOverrides, type OverrideProblem } from '../core/prices/priceOverrides';
import {
  estimate,
  priceOf,
  type Estimate,
  type PriceBook,
  type Priced,
  type PricedSource,
  type PriceTable,
} from '../core/prices/prices';
import { homeRegion, profileSource, type Profile } from '../core/profiles/profile';
import type { RangeReport } from '../core/usage/rangeReport';
import { tokensOf, type TokenCounts } from '../core/usage/usage';

export class PriceCalculator {
  readonly book: PriceBook;
  /** Prices in the settings that do not count, and why. */
  readonly wrong: readonly OverrideProblem[];
  readonly #known = new Map<string, Priced | undefined>();

  constructor(book: PriceBook, wrong: readonly OverrideProblem[] = []) {
    this.book = book;
    this.wrong = wrong;
  }

  /** The price of what is invoked through a source in a Region; undefined when it is not known. */
  priced({ model, tier, geo }: PricedSource, region: string): Priced | undefined {
    const key = [model, tier, geo, region].join('\n');
    if (!this.#known.has(key)) this.#known.set(key, priceOf({ model, tier, geo }, region, this.book));
    return this.#known.get(key);
  }

  pricedProfile(profile: Pick<Profile, 'arn' | 'models' | 'tags'>): Priced | undefined {
    return this.priced(profileSource(profile), homeRegion(profile));
  }

  /** What a profile's tokens cost at its own price. */
  estimate(profile: Pick<Profile, 'arn' | 'models' | 'tags'>, tokens: TokenCounts): Estimate {
    return estimate(tokens, this.pricedProfile(profile)?.rates);
  }

  /** All of a report's range. */
  total(report: RangeReport): Amount {
    return sumAmounts(
      report.groups.map(
        ({ source, region, usage }) => estimate(tokensOf(usage), this.priced(source, region)?.rates).amount,
      ),
    );
  }

  sum(amounts: readonly Amount[]): Amount {
    return sumAmounts(amounts);
  }

  /** `$3.40`, or `≥ $3.40` where a part is unpriced; a dash where nothing of it is priced. */
  text({ money, whole }: Amount, locale?: string): string {
    if (whole) return formatMoney(money, locale);
    return money === 0n ? '–' : `≥ ${formatMoney(money, locale)}`;
  }
}

/**
 * The prices of the settings (as they are written there), of AWS's Price List where it was fetched, and those that came
 * with the extension.
 */
export function priceCalculatorOf(
  setting: unknown,
  list: { readonly tables: readonly PriceTable[] } | undefined,
): PriceCalculator {
  const { overrides, problems } = readOverrides(setting);
  return new PriceCalculator({ overrides, priceLists: list?.tables ?? [], bundled: bundledPrices() }, problems);
}
