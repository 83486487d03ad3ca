/** A product of the price list: one thing that AWS sells, with its price. */

import { alphanumerics, seedOf } from '../prng';

export type ServiceCode = 'AmazonBedrock' | 'AmazonBedrockFoundationModels';
export const SERVICE_CODES: readonly ServiceCode[] = ['AmazonBedrock', 'AmazonBedrockFoundationModels'];

/** `usd` is an exact decimal, of one unit. */
export interface Product {
  readonly serviceCode: ServiceCode;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly usd: string;
}

/** The codes of the one on-demand offer and of its one price. */
const TERM = 'JRTCKXETXF';
const RATE = '6YS6EN2CT7';
const DECIMALS = 10;

const skus = new WeakMap<Product, string>();

/** The same product has the same SKU in each version of the list. */
export function skuOf(product: Product): string {
  const known = skus.get(product);
  if (known !== undefined) return known;
  const { servicename = '', usagetype = '', operation = '' } = product.attributes;
  const seed = seedOf([product.serviceCode, servicename, usagetype, operation].join(' '));
  const made = alphanumerics(16, seed).toUpperCase();
  skus.set(product, made);
  return made;
}

/** Ten decimals, as AWS writes them, or more if needed. */
function written(usd: string): string {
  const [whole = '0', fraction = ''] = usd.split('.');
  return `${whole}.${fraction.padEnd(DECIMALS, '0')}`;
}

/** The `product` of a SKU. Claude's products have no family. */
export function productOf(product: Product): Readonly<Record<string, unknown>> {
  const family = product.serviceCode === 'AmazonBedrock' ? { productFamily: 'Amazon Bedrock' } : {};
  return { sku: skuOf(product), ...family, attributes: product.attributes };
}

/** The on-demand terms of a SKU, by the code of the term. */
export function termsOf(product: Product, effective: string): Readonly<Record<string, unknown>> {
  const sku = skuOf(product);
  const { usagetype = '', location = '' } = product.attributes;
  const price = written(product.usd);
  return {
    [`${sku}.${TERM}`]: {
      priceDimensions: {
        [`${sku}.${TERM}.${RATE}`]: {
          unit: product.unit,
          endRange: 'Inf',
          description: `$${product.usd} per ${product.unit} for ${usagetype} in ${location}`,
          appliesTo: [],
          rateCode: `${sku}.${TERM}.${RATE}`,
          beginRange: '0',
          pricePerUnit: { USD: price },
        },
      },
      sku,
      effectiveDate: effective,
      offerTermCode: TERM,
      termAttributes: {},
    },
  };
}
