/** Finding out which protocol, service and operation a request is of. */

import { cbor } from '@smithy/core/cbor';
import type { IncomingHttpHeaders } from 'node:http';
import { serialization, unknownOperation, type Protocol } from '../errors';
import { Input, isFields, type Fields } from '../input';
import type { Service } from '../operation';
import { unflatten } from './query';
import { routeRest } from './restJson';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** `service` and `name` are known before the parameters are read, so that a refusal can be recorded. */
export interface ServiceRequest {
  readonly protocol: Protocol;
  readonly service: Service;
  readonly name: string;
  readonly input: () => Input;
}

/** Service names in X-Amz-Target and in CBOR's paths. */
const TARGETS: Readonly<Record<string, Service>> = {
  GraniteServiceVersion20100801: 'cloudwatch',
  ResourceGroupsTaggingAPI_20170126: 'tagging',
  AWSPriceListService: 'pricing',
  AWSBudgetServiceGateway: 'budgets',
  AWSInsightsIndexService: 'ce',
};
const VERSIONS: Readonly<Record<string, Service>> = { '2010-08-01': 'cloudwatch', '2011-06-15': 'sts' };

export function protocolOf({ headers, url, body }: HttpRequest): Protocol {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  if (headers['x-amz-target'] !== undefined) return 'json';
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return url.searchParams.has('Action') || (form && body.includes('Action=')) ? 'query' : 'rest-json';
}

function decode(read: () => unknown): Fields {
  let value: unknown;
  try {
    value = read();
  } catch {
    throw serialization('The request body could not be read.');
  }
  if (!isFields(value)) throw serialization('The request body is not a structure.');
  return value;
}

function parseTarget({ headers, body }: HttpRequest): ServiceRequest | undefined {
  const [prefix = '', name = ''] = String(headers['x-amz-target']).split('.');
  const service = TARGETS[prefix];
  const text = body.length === 0 ? '{}' : body.toString('utf8');
  return (
    service && { protocol: 'json', service, name, input: () => new Input(decode(() => JSON.parse(text) as unknown)) }
  );
}

function parseCbor({ url, body }: HttpRequest): ServiceRequest | undefined {
  const [, prefix = '', name = ''] = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(url.pathname) ?? [];
  const service = TARGETS[prefix];
  const read = (): unknown => (body.length === 0 ? {} : (cbor.deserialize(body) as unknown));
  return service && { protocol: 'cbor', service, name, input: () => new Input(decode(read)) };
}

function parseQuery({ url, body }: HttpRequest): ServiceRequest | undefined {
  const form = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body.toString('utf8'))]);
  const service = VERSIONS[form.get('Version') ?? ''];
  const name = form.get('Action') ?? '';
  return service && { protocol: 'query', service, name, input: () => new Input(unflatten(form)) };
}

/** What a request that no service of ours has asks for, as its protocol names it. */
function nameOfUnknown({ method, url, headers, body }: HttpRequest, protocol: Protocol): string {
  if (protocol === 'json') return String(headers['x-amz-target']);
  if (protocol !== 'query') return `${method} ${url.pathname}`;
  const form = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body.toString('utf8'))]);
  return `${form.get('Action') ?? ''} of ${form.get('Version') ?? 'no version'}`;
}

/** Throws UnknownOperationException (InvalidAction in the query protocol) for what is no operation of ours. */
export function parseRequest(request: HttpRequest): ServiceRequest {
  const protocol = protocolOf(request);
  let found: ServiceRequest | undefined;
  if (protocol === 'json') found = parseTarget(request);
  else if (protocol === 'cbor') found = parseCbor(request);
  else if (protocol === 'query') found = parseQuery(request);
  else {
    const rest = routeRest(request.method, request.url, request.body);
    found = rest && { protocol, service: rest.service, name: rest.name, input: () => new Input(rest.fields()) };
  }
  if (!found) throw unknownOperation(protocol, nameOfUnknown(request, protocol));
  return found;
}
