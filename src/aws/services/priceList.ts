/**
 * AWS's Price List: its bulk files, which need no credentials, and its query API where they cannot be reached. Passed
 * on unread.
 */

import { isRecord } from '../../core/collections';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import type { PriceListDocument, PriceListApi } from '../../core/awsApi';
import type { Region } from '../../core/ids';
import { asProblem, isProblem, Problem } from '../../core/problem';
import { readJson } from '../readJson';
import type { Clients } from '../clients';
import { readAllPages } from '../pagination';
import { bulkHost, pricingRegion } from '../partitions';

type ServiceCode = PriceListDocument['serviceCode'];
const SERVICE_CODES: readonly ServiceCode[] = ['AmazonBedrock', 'AmazonBedrockFoundationModels'];
const GET_PRODUCTS = 'pricing:GetProducts';
const PAGE = 100;

/** What came of a bulk file: its document, nothing because there is no such file, or the reason why it is not known. */
type BulkResult =
  | readonly PriceListDocument[]
  | { readonly failed: unknown; readonly serviceCode: ServiceCode; readonly region: Region };

/**
 * The path of a Region's file; undefined when the index has none. Only a path is believed: the host is ours to choose.
 */
function pathOf(index: unknown, region: Region): string | undefined {
  if (!isRecord(index) || !isRecord(index.regions))
    throw new Problem('broken-answer', { message: 'Not an index of the Price List' });
  const entry = Object.hasOwn(index.regions, region) ? index.regions[region] : undefined;
  if (entry === undefined) return undefined;
  const path = isRecord(entry) ? entry.currentVersionUrl : undefined;
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw new Problem('broken-answer', { message: 'An index of the Price List without a path' });
  return path;
}

async function fromBulk(
  clients: Clients,
  serviceCode: ServiceCode,
  regions: readonly Region[],
  signal: AbortSignal,
): Promise<readonly BulkResult[] | undefined> {
  const { endpoint, region: home } = clients.choice;
  const host = endpoint === '' ? bulkHost(home) : endpoint.replace(/\/+$/, '');
  const get = (path: string): Promise<unknown> =>
    clients.call('pricing:BulkFile', signal, ({ abortSignal }) =>
      readJson(`${host}${path}`, abortSignal, clients.timeouts.answerMs),
    );
  let index: unknown;
  try {
    index = await get(`/offers/v1.0/aws/${serviceCode}/current/region_index.json`);
  } catch (failed) {
    signal.throwIfAborted();
    return regions.map((region) => ({ failed, serviceCode, region }));
  }
  if (index === undefined) return undefined;
  return Promise.all(
    regions.map(async (region): Promise<BulkResult> => {
      try {
        const path = pathOf(index, region);
        if (path === undefined) return [];
        const content = await get(path);
        if (content === undefined) throw new Problem('not-found', { message: `No file at ${path}` });
        return [{ serviceCode, region, from: 'bulk', content }];
      } catch (failed) {
        signal.throwIfAborted();
        return { failed, serviceCode, region };
      }
    }),
  );
}

function parsed(item: string): unknown {
  try {
    return JSON.parse(item);
  } catch (error) {
    throw new Problem('broken-answer', { action: GET_PRODUCTS, message: 'A product that is not JSON' }, error);
  }
}

async function fromApi(
  clients: Clients,
  serviceCode: ServiceCode,
  region: Region,
  signal: AbortSignal,
): Promise<readonly PriceListDocument[]> {
  const items = await readAllPages<unknown>(async (token) => {
    const command = new GetProductsCommand({
      ServiceCode: serviceCode,
      Filters: [{ Type: 'TERM_MATCH', Field: 'regionCode', Value: region }],
      FormatVersion: 'aws_v1',
      MaxResults: PAGE,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await clients.call(GET_PRODUCTS, signal, (options) => clients.get('pricing').send(command, options));
    // The SDK's type allows for anything that can be written as JSON; what comes is texts.
    const items: readonly unknown[] = Array.isArray(answer.PriceList) ? answer.PriceList : [];
    return { items, next: answer.NextToken };
  });
  const content = items.map((item) => parsed(String(item)));
  return content.length === 0 ? [] : [{ serviceCode, region, from: 'api', content }];
}

/** A service code that the API does not know has no prices. */
async function orNone(documents: Promise<readonly PriceListDocument[]>): Promise<readonly PriceListDocument[]> {
  try {
    return await documents;
  } catch (error) {
    if (isProblem(error) && error.code === 'not-found') return [];
    throw error;
  }
}

async function fetchPrices(
  clients: Clients,
  regions: readonly Region[],
  signal: AbortSignal,
): Promise<readonly PriceListDocument[]> {
  const wanted = [...new Set(regions)];
  if (wanted.length === 0) return [];
  const found = await Promise.all(
    SERVICE_CODES.map(async (serviceCode) => ({
      serviceCode,
      results: await fromBulk(clients, serviceCode, wanted, signal),
    })),
  );
  // A service code without an index has no prices. Where none has one, something else than AWS is refusing.
  const refused = found.every(({ results }) => results === undefined);
  const failed = new Problem('not-found', { message: 'No index of the Price List' });
  const results = found.flatMap(
    ({ serviceCode, results }) =>
      results ?? (refused ? wanted.map((region): BulkResult => ({ failed, serviceCode, region })) : []),
  );
  const documents = await Promise.all(
    results.map(async (one) => {
      if (!('failed' in one)) return one;
      // Where no Region of the API takes these credentials, the problem with the files is reported.
      if (pricingRegion(clients.choice.region) === undefined) throw asProblem(one.failed);
      return orNone(fromApi(clients, one.serviceCode, one.region, signal));
    }),
  );
  return documents.flat();
}

/** The Price List of the connection's partition. */
export const priceSourceOf = (clients: Clients): PriceListApi => ({
  fetch: (regions, signal) => fetchPrices(clients, regions, signal),
});
