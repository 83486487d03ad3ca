/** Short ways to say prices, sources and where a price is found. */

import assert from 'node:assert/strict';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { modelId } from '../../../../src/core/ids';
import { parsePrice, type Price } from '../../../../src/core/money';
import {
  priceOf,
  type PriceBook,
  type Priced,
  type PricedSource,
  type Rates,
} from '../../../../src/core/prices/prices';
import type { Tier } from '../../../../src/core/profiles/source';

export const usd = (text: string): Price => parsePrice(text) ?? assert.fail(text);
export const rates = (input: string, output: string, cacheRead?: string, cacheWrite?: string): Rates => ({
  input: usd(input),
  output: usd(output),
  ...(cacheRead === undefined ? {} : { cacheRead: usd(cacheRead) }),
  ...(cacheWrite === undefined ? {} : { cacheWrite: usd(cacheWrite) }),
});

export const BOOK: PriceBook = { overrides: {}, priceLists: [], bundled: bundledPrices() };
export const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
export const NOVA = 'amazon.nova-pro-v1:0';

export const source = (
  model: string,
  tier: Tier = 'in-region',
  geo = tier === 'global' ? 'global' : '',
): PricedSource => ({
  model: modelId(model),
  tier,
  geo,
});
export const found = (of: PricedSource, region: string, book: PriceBook = BOOK): Priced =>
  priceOf(of, region, book) ?? assert.fail(`${of.model ?? ''} has no price in ${region}`);
export const unpriced = (of: PricedSource, region: string, book: PriceBook = BOOK): void => {
  assert.equal(priceOf(of, region, book), undefined, `${of.model ?? ''} has a price in ${region}`);
};
