/**
 * Documents of the Price List in AWS's shape, with prices as published for the United States and some as they are
 * elsewhere.
 */

import { readFileSync } from 'node:fs';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import type { PriceListDocument } from '../../../../src/core/awsApi';
import { region as regionOf } from '../../../../src/core/ids';

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-northeast-1'] as const;
export const SERVICE_CODES = ['AmazonBedrock', 'AmazonBedrockFoundationModels'] as const;
type ServiceCode = (typeof SERVICE_CODES)[number];

/** The ids that a connection knows: those of the bundled table, and what its Region lists. */
export const CANDIDATES: readonly string[] = [...Object.keys(bundledPrices().entries), 'amazon.titan-embed-text-v2:0'];

const FILES: Readonly<Record<ServiceCode, string>> = {
  AmazonBedrock: 'bedrock',
  AmazonBedrockFoundationModels: 'foundation-models',
};

/** A Region's bulk file. */
export function document(serviceCode: ServiceCode, region: string): PriceListDocument {
  const file = new URL(`${FILES[serviceCode]}-${region}.json`, import.meta.url);
  return {
    serviceCode,
    region: regionOf(region),
    from: 'bulk',
    content: JSON.parse(readFileSync(file, 'utf8')) as unknown,
  };
}

interface Bulk {
  readonly offerCode: string;
  readonly version: string;
  readonly publicationDate: string;
  readonly products: Readonly<Record<string, unknown>>;
  readonly terms: { readonly OnDemand: Readonly<Record<string, unknown>> };
}

/** The same products as GetProducts gives them: each a JSON text. */
export function itemsOf({ content }: PriceListDocument): readonly string[] {
  const { products, terms, offerCode, version, publicationDate } = content as Bulk;
  return Object.entries(products).map(([sku, product]) =>
    JSON.stringify({
      product,
      serviceCode: offerCode,
      terms: { OnDemand: terms.OnDemand[sku] },
      version,
      publicationDate,
    }),
  );
}
