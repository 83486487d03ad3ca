/** The price list as it was published, version by version. */

import { writeDecimal, parseDecimal } from '../billing/decimal';
import type { Kind, Tier, Variant } from '../billing/priceKinds';
import { priceLines, type PriceLine } from '../billing/rates';
import { foundationModels, REGIONS } from '../catalog';
import { DAY } from '../usagePattern';
import { perAccount } from '../perAccount';
import { otherProducts, otherTiers } from './otherProducts';
import { skuOf, type Product, type ServiceCode } from './product';

/** Which prices to change: of all Regions, tiers, kinds and variants where these are left out. */
export interface PriceChange {
  /** A foundation model's id. */
  readonly model: string;
  readonly region?: string;
  readonly tier?: Tier;
  readonly kind?: Kind;
  readonly variant?: Variant;
  /** US dollars for a million tokens, at most nine decimals; null takes the price off the list. */
  readonly usdPerMillion: number | string | null;
}

/** One version of the list. `changes` count from the first: the last that fits decides. */
export interface Release {
  /** Such as `20261114170000`. */
  readonly version: string;
  /** ISO 8601. */
  readonly published: string;
  /** The first of the month, from which on the prices hold. */
  readonly effective: string;
  readonly changes: readonly PriceChange[];
}

/** Changes to the published price list, for tests. The bill does not follow them. */
export interface Prices {
  /** Changes prices in the next version; it is not visible before `publish`. Throws for a price that is no decimal. */
  set(change: PriceChange): void;
  /** Publishes a version with all changes so far; `date` in ms since 1970, now when absent. */
  publish(date?: number): void;
  /** When the present version was published, ms since 1970. */
  readonly published: number;
}

function fits(change: PriceChange, model: string, region: string, line: PriceLine): boolean {
  return (
    change.model === model &&
    (change.region ?? region) === region &&
    (change.tier ?? line.tier) === line.tier &&
    (change.kind ?? line.kind) === line.kind &&
    (change.variant ?? line.variant) === line.variant
  );
}

/** Nine decimals of a million tokens are twelve of a thousand. */
function priced(line: PriceLine, usdPerMillion: number | string): PriceLine {
  const size = parseDecimal(String(usdPerMillion), 9);
  return { ...line, usdPerUnit: writeDecimal(size, line.unit === '1K tokens' ? 12 : 9) };
}

/** Some prices of a million tokens say so in their description alone. */
function toProduct({ serviceCode, attributes, unit, usdPerUnit, variant, kind }: PriceLine): Product {
  const shy = unit === '1M tokens' && (variant === 'batch' || kind === 'cacheWrite1h');
  return { serviceCode, attributes, unit: shy ? 'Units' : unit, usd: usdPerUnit };
}

function linesOf(region: string, changes: readonly PriceChange[]): readonly PriceLine[] {
  return foundationModels(region).flatMap((model) =>
    priceLines(model, region).flatMap((line) => {
      const change = changes.findLast((one) => fits(one, model.id, region, line));
      if (!change) return [line];
      return change.usdPerMillion === null ? [] : [priced(line, change.usdPerMillion)];
    }),
  );
}

/** The order of SKUs: none that anybody could count on. */
function bySku(one: Product, other: Product): number {
  return skuOf(one) < skuOf(other) ? -1 : 1;
}

export class PublishedPrices implements Prices {
  private readonly changes: PriceChange[] = [];
  private readonly all: Release[] = [];
  private readonly products = new Map<string, readonly Product[]>();

  constructor(private readonly now: () => number) {
    this.publish(Math.floor(now() / DAY) * DAY - 6.5 * DAY);
  }

  set(change: PriceChange): void {
    if (change.usdPerMillion !== null) parseDecimal(String(change.usdPerMillion), 9);
    this.changes.push(change);
  }

  publish(date = this.now()): void {
    const published = new Date(Math.floor(date / 1000) * 1000).toISOString().replace('.000Z', 'Z');
    this.all.push({
      version: published.replace(/\D/g, ''),
      published,
      effective: `${published.slice(0, 7)}-01T00:00:00Z`,
      changes: [...this.changes],
    });
  }

  get published(): number {
    return Date.parse(this.current.published);
  }

  /** All versions, oldest first. */
  get releases(): readonly Release[] {
    return this.all;
  }

  get current(): Release {
    const last = this.all.at(-1);
    if (!last) throw new Error('The price list was never published.');
    return last;
  }

  /** `current`, or a version's number. Undefined when there was none such. */
  release(version: string): Release | undefined {
    return version === 'current' ? this.current : this.all.findLast((one) => one.version === version);
  }

  /** All that a Region sells under one service code, in a version. */
  productsOf(release: Release, serviceCode: ServiceCode, region: string): readonly Product[] {
    const key = `${this.all.indexOf(release)} ${serviceCode} ${region}`;
    const known = this.products.get(key);
    if (known) return known;
    const lines = linesOf(region, release.changes);
    const products = [...lines.map(toProduct), ...lines.flatMap(otherTiers), ...otherProducts(region)];
    const made = products.filter((product) => product.serviceCode === serviceCode).sort(bySku);
    this.products.set(key, made);
    return made;
  }

  /** All that is sold anywhere. */
  everything(release: Release, serviceCode: ServiceCode): readonly Product[] {
    return [...REGIONS].flatMap((region) => this.productsOf(release, serviceCode, region)).sort(bySku);
  }
}

export const pricesOf = perAccount((account) => new PublishedPrices(() => account.now()));
