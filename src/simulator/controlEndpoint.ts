/** The simulator's own requests, under `/_simulator/`: for tests and tools in another process. */

import type { CallFilter } from './callLog';
import { FAULT_KINDS, type Fault, type FaultKind } from './faults';
import { Input, isFields } from './input';
import type { HttpAnswer } from './protocols/answer';
import type { HttpRequest } from './protocols/serviceRequest';
import type { Simulator } from './simulator';

const PREFIX = '/_simulator/';

function answer(status: number, body: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: [Buffer.from(JSON.stringify(body))] };
}

/** A web page in somebody's browser must not drive the simulator: pages send an Origin, or cannot send JSON. */
function fromPage({ headers, method }: HttpRequest): boolean {
  // A page can make its own host name mean this machine.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? String(headers[':authority'] ?? ''))) return true;
  if (headers.origin !== undefined || headers['sec-fetch-site'] === 'cross-site') return true;
  return method !== 'GET' && !(headers['content-type'] ?? '').startsWith('application/json');
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

const SERVICES = [
  'bedrock',
  'bedrock-runtime',
  'cloudwatch',
  'tagging',
  'sts',
  'pricing',
  'budgets',
  'ce',
  'price-list',
] as const;

function readFault(input: Input): Fault {
  const kind = input.text('kind');
  const known: FaultKind | undefined = FAULT_KINDS.find((name) => name === kind);
  if (!known) throw new Error(`kind must be one of ${FAULT_KINDS.join(', ')}`);
  const service = input.text('service');
  return {
    kind: known,
    ...optional('operation', input.text('operation')),
    ...optional(
      'service',
      SERVICES.find((name) => name === service),
    ),
    ...optional('region', input.text('region')),
    ...optional('times', input.number('times')),
    ...optional('status', input.number('status')),
    ...optional('ms', input.number('ms')),
  };
}

function moveClock(simulator: Simulator, input: Input): { readonly time: string } {
  const advance = input.number('advanceMs');
  const time = input.fields.time;
  const to = typeof time === 'string' ? Date.parse(time) : input.number('time');
  if (advance !== undefined) simulator.advance(advance);
  else if (to !== undefined && !Number.isNaN(to)) simulator.setTime(to);
  else throw new Error('Give time (ISO 8601 or ms since 1970) or advanceMs.');
  return { time: new Date(simulator.now()).toISOString() };
}

function served(simulator: Simulator, query: URLSearchParams): unknown {
  const id = query.get('modelId');
  const [start, end] = ['start', 'end'].map((name) => Date.parse(query.get(name) ?? ''));
  if (id === null || start === undefined || end === undefined || Number.isNaN(start + end)) {
    throw new Error('Give modelId, start and end (ISO 8601).');
  }
  return simulator.served(id, start, end, query.get('region') ?? undefined);
}

function billed(simulator: Simulator, query: URLSearchParams): unknown {
  const [from, to] = [query.get('from'), query.get('to')];
  if (from === null || to === null) throw new Error('Give from and to (YYYY-MM-DD, the latter exclusive).');
  const by = query.get('by') ?? '';
  return simulator.billed({ from, to, by: by === '' ? [] : by.split(',') });
}

function countsOf(simulator: Simulator): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of simulator.calls.all) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

function state(simulator: Simulator): unknown {
  return {
    scenario: simulator.scenario,
    time: new Date(simulator.now()).toISOString(),
    caller: simulator.caller,
    counts: countsOf(simulator),
    billedMetrics: simulator.calls.billedMetrics,
    billedCostExplorer: simulator.calls.billedCostExplorer,
    maxInFlight: Object.fromEntries(SERVICES.map((service) => [service, simulator.calls.maxInFlight(service)])),
    faults: simulator.faults.list,
  };
}

function filterOf(query: URLSearchParams): CallFilter {
  return {
    ...optional('service', query.get('service') ?? undefined),
    ...optional('operation', query.get('operation') ?? undefined),
    ...optional('region', query.get('region') ?? undefined),
  };
}

function act(simulator: Simulator, action: string, { url, body }: HttpRequest): unknown {
  const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  const input = new Input(isFields(parsed) ? parsed : {});
  switch (action) {
    case 'GET state':
      return state(simulator);
    case 'GET calls':
      return simulator.calls.select(filterOf(url.searchParams));
    case 'DELETE calls':
      simulator.calls.clear();
      return {};
    case 'GET served':
      return served(simulator, url.searchParams);
    case 'GET billed':
      return billed(simulator, url.searchParams);
    case 'GET faults':
      return simulator.faults.list;
    case 'POST faults':
      return simulator.faults.set(readFault(input));
    case 'DELETE faults':
      simulator.faults.clear(input.number('id'));
      return {};
    case 'POST clock':
      return moveClock(simulator, input);
    default:
      return undefined;
  }
}

/** Answers what is addressed to the simulator itself; undefined for everything else. */
export function control(simulator: Simulator, request: HttpRequest): HttpAnswer | undefined {
  const { pathname } = request.url;
  if (!pathname.startsWith(PREFIX)) return undefined;
  if (fromPage(request)) return answer(403, { message: 'Not for web pages: send no Origin, and JSON.' });
  try {
    const done = act(simulator, `${request.method} ${pathname.slice(PREFIX.length)}`, request);
    return done === undefined ? answer(404, { message: 'There is no such control.' }) : answer(200, done);
  } catch (error) {
    return answer(400, { message: error instanceof Error ? error.message : String(error) });
  }
}
