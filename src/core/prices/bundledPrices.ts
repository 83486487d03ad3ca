/**
 * The prices that come with the extension. They are commercial list prices of the day in the file; `npm run prices`
 * writes it.
 */

import bundled from './bundledPrices.json';
import { parsePrice } from '../money';
import type { PriceEntry, PriceTable, PriceTier, Rates } from './prices';
import { TOKEN_KINDS } from '../usage/usage';

/**
 * The source names one price for all Regions, the United States'. Of Claude it holds everywhere; others' prices differ
 * by Region.
 */
const UNITED_STATES = ['us-east-1', 'us-east-2', 'us-west-2'];
const EVERYWHERE = [''];

/** `3 15 0.3 3.75` in the order of the kinds; a dash has no price. */
function ratesOf(line: string): Rates {
  const prices = line.split(' ');
  return Object.fromEntries(
    TOKEN_KINDS.flatMap((kind, index) => {
      const price = parsePrice(prices[index] ?? '-');
      return price === undefined ? [] : [[kind, price] as const];
    }),
  );
}

function entryOf(lines: Readonly<Record<string, string>>, tier: PriceTier): PriceEntry | undefined {
  const standard = lines[tier];
  if (standard === undefined) return undefined;
  const variants = Object.entries(lines).flatMap(([key, line]) => {
    const [of, variant] = key.split(' ');
    return of === tier && variant !== undefined ? [[variant, ratesOf(line)] as const] : [];
  });
  return { rates: ratesOf(standard), ...(variants.length === 0 ? {} : { variants: Object.fromEntries(variants) }) };
}

function tiersOf(id: string, lines: Readonly<Record<string, string>>): PriceTable['entries'][string] {
  const regions = id.startsWith('anthropic.') ? EVERYWHERE : UNITED_STATES;
  const byRegion = (entry: PriceEntry): Readonly<Record<string, PriceEntry>> =>
    Object.fromEntries(regions.map((region) => [region, entry]));
  const global = entryOf(lines, 'global');
  const regional = entryOf(lines, 'regional');
  return {
    ...(global === undefined ? {} : { global: byRegion(global) }),
    ...(regional === undefined ? {} : { regional: byRegion(regional) }),
  };
}

/** Makes the table anew at each call; the caller keeps it. */
export function bundledPrices(): PriceTable {
  const entries = Object.entries(bundled.models).flatMap(([ids, lines]) =>
    ids.split(' ').map((id) => [id, tiersOf(id, lines)] as const),
  );
  return { origin: 'bundled', date: bundled.date, entries: Object.fromEntries(entries) };
}
