/** The Price List's query API. */

import { AwsError } from '../errors';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { productOf, SERVICE_CODES, skuOf, termsOf, type Product, type ServiceCode } from '../prices/product';
import { pricesOf } from '../prices/published';

const PAGE = 100;
const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

function readCode(input: Input): ServiceCode | undefined {
  const code = input.text('ServiceCode');
  const known = SERVICE_CODES.find((one) => one === code);
  if (code !== undefined && !known) throw new AwsError('NotFoundException', `Service ${code} was not found.`);
  return known;
}

function checkFormat(input: Input): void {
  const format = input.text('FormatVersion') ?? 'aws_v1';
  if (format !== 'aws_v1') throw invalid(`Invalid FormatVersion: ${format}. Valid values are: aws_v1`);
}

function pageOf<T>(
  input: Input,
  all: readonly T[],
): { readonly rows: readonly T[]; readonly next: Readonly<Record<string, string>> } {
  const size = input.number('MaxResults') ?? PAGE;
  if (size < 1 || size > PAGE) throw invalid(`MaxResults must be between 1 and ${PAGE}.`);
  const token = input.text('NextToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') throw new AwsError('InvalidNextTokenException', 'The pagination token is invalid.');
  const until = from + size;
  return {
    rows: all.slice(from, until),
    next: until < all.length ? { NextToken: writeToken({ from: until }) } : {},
  };
}

/** An attribute by the name that a filter or the list of attributes uses. */
function valueOf(product: Product, field: string): string | undefined {
  if (field.toLowerCase() === 'servicecode') return product.serviceCode;
  if (field === 'sku') return skuOf(product);
  if (field === 'productFamily') return product.serviceCode === 'AmazonBedrock' ? 'Amazon Bedrock' : undefined;
  return product.attributes[field];
}

type FilterTest = (value: string | undefined, requested: string) => boolean;

const TESTS: Readonly<Record<string, FilterTest>> = {
  TERM_MATCH: (value, requested) => value === requested,
  EQUALS: (value, requested) => value === requested,
  CONTAINS: (value, requested) => value?.includes(requested) ?? false,
  ANY_OF: (value, requested) => value !== undefined && requested.split(',').includes(value),
  NONE_OF: (value, requested) => value === undefined || !requested.split(',').includes(value),
};

function readFilter(input: Input): (product: Product) => boolean {
  const type = input.text('Type') ?? '';
  const field = input.text('Field');
  const requested = input.text('Value');
  const test = TESTS[type];
  if (!test) throw invalid(`Invalid filter type: ${type}.`);
  if (field === undefined || requested === undefined) throw invalid('A filter needs a Field and a Value.');
  return (product) => test(valueOf(product, field), requested);
}

const getProducts: Operation = (input, { account }: Context) => {
  checkFormat(input);
  const code = readCode(input);
  if (!code) throw invalid('ServiceCode is required.');
  const filters = (input.list('Filters') ?? []).map(readFilter);
  const prices = pricesOf(account);
  const release = prices.current;
  const found = prices.everything(release, code).filter((product) => filters.every((filter) => filter(product)));
  const { rows, next } = pageOf(input, found);
  const texts = rows.map((product) =>
    JSON.stringify({
      product: productOf(product),
      serviceCode: code,
      terms: { OnDemand: termsOf(product, release.effective) },
      version: release.version,
      publicationDate: release.published,
    }),
  );
  return { body: { FormatVersion: 'aws_v1', PriceList: texts, ...next } };
};

const attributeNames = (products: readonly Product[]): readonly string[] =>
  [...new Set(products.flatMap(({ attributes }) => Object.keys(attributes)))].sort();

const describeServices: Operation = (input, { account }) => {
  checkFormat(input);
  const requested = readCode(input);
  const prices = pricesOf(account);
  const services = SERVICE_CODES.filter((code) => requested === undefined || code === requested).map((code) => ({
    ServiceCode: code,
    AttributeNames: attributeNames(prices.everything(prices.current, code)),
  }));
  const { rows, next } = pageOf(input, services);
  return { body: { FormatVersion: 'aws_v1', Services: rows, ...next } };
};

const getAttributeValues: Operation = (input, { account }) => {
  const code = readCode(input);
  const name = input.text('AttributeName');
  if (!code || name === undefined) throw invalid('ServiceCode and AttributeName are required.');
  const prices = pricesOf(account);
  const values = prices.everything(prices.current, code).flatMap((product) => valueOf(product, name) ?? []);
  if (values.length === 0) throw new AwsError('NotFoundException', `Attribute ${name} was not found.`);
  const { rows, next } = pageOf(input, [...new Set(values)].sort());
  return { body: { AttributeValues: rows.map((Value) => ({ Value })), ...next } };
};

export const pricingOperations: Readonly<Record<string, Operation>> = {
  GetProducts: getProducts,
  DescribeServices: describeServices,
  GetAttributeValues: getAttributeValues,
};
