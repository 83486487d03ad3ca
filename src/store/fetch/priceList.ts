/** Fetches AWS's Price List of a Region and reads it. */

import { bundledPrices } from '../../core/prices/bundledPrices';
import type { AwsApi } from '../../core/awsApi';
import type { Region } from '../../core/ids';
import { readPriceList } from '../../core/prices/priceList';
import { Problem } from '../../core/problem';
import { profileSource, type Profile } from '../../core/profiles/profile';
import type { PriceList } from '../snapshot';

/**
 * Prices are fetched for the models that the extension came with, those of the profiles and those in `also`. A
 * list of which nothing was understood is a broken answer: prices that are known are not given up for it.
 */
export async function fetchPriceList(
  aws: AwsApi,
  region: Region,
  profiles: readonly Profile[],
  signal: AbortSignal,
  also: readonly string[] = [],
): Promise<PriceList> {
  const documents = await aws.prices.fetch([region], signal);
  const own = profiles.flatMap((profile) => profileSource(profile).model ?? []);
  const models = [...new Set([...Object.keys(bundledPrices().entries), ...also, ...own])];
  const read = documents.map((document) => readPriceList(document, models));
  const tables = read.map(({ table }) => table).filter(({ entries }) => Object.keys(entries).length > 0);
  if (tables.length === 0) throw new Problem('broken-answer', { message: 'No price in the Price List was understood' });
  const unread = read
    .flatMap(({ skipped }) => skipped)
    .map(({ usageType, name, reason }) => `${reason}: ${usageType} ${name}`);
  return { tables, models, unread };
}
