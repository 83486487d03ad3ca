/** What is recorded of a call. */

import type { Credential } from './auth';
import type { CallRecord } from './callLog';
import type { Input } from './input';
import type { Invocation } from './operation';
import type { HttpRequest, ServiceRequest } from './protocols/serviceRequest';

interface End {
  readonly time: number;
  readonly status: number;
  readonly error: string | undefined;
  readonly invocation: Invocation | undefined;
}

/** Prompts are not recorded because they are private, and metric queries because thousands would fill the memory. */
function summary(parsed: ServiceRequest, input: Input | undefined): Readonly<Record<string, unknown>> {
  if (!input) return {};
  if (parsed.service === 'bedrock-runtime') return { modelId: input.fields.modelId };
  const { MetricDataQueries: queries, ...rest } = input.fields;
  return Array.isArray(queries) ? { ...rest, MetricDataQueries: queries.length } : rest;
}

/** Queries with a MetricStat are billed; expressions are not. */
function billed(input: Input | undefined): number {
  const queries = input?.fields.MetricDataQueries;
  if (!Array.isArray(queries)) return 0;
  return queries.filter((query: unknown) => typeof query === 'object' && query !== null && 'MetricStat' in query)
    .length;
}

/** The part of a runtime call that is only in its headers. */
function headersOf({ headers }: HttpRequest): Pick<CallRecord, 'bedrockHeaders' | 'signedHeaders'> {
  const named = Object.entries(headers).filter(([name]) => name.startsWith('x-amzn-bedrock-'));
  const signed = /SignedHeaders=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  return {
    ...(named.length === 0
      ? {}
      : { bedrockHeaders: Object.fromEntries(named.map(([name, value]) => [name, String(value)])) }),
    ...(signed === undefined ? {} : { signedHeaders: signed.split(';') }),
  };
}

export function recordCall(
  parsed: ServiceRequest,
  request: HttpRequest,
  credential: Credential | undefined,
  input: Input | undefined,
  { time, status, error, invocation }: End,
): CallRecord {
  const attempt = /attempt=(\d+)/.exec(String(request.headers['amz-sdk-request'] ?? ''))?.[1];
  const modelId = input?.fields.modelId;
  return {
    time,
    service: parsed.service,
    operation: parsed.name,
    protocol: parsed.protocol,
    region: credential?.region ?? '',
    accessKeyId: credential?.accessKeyId ?? '',
    attempt: Number(attempt ?? 1),
    status,
    ...(error === undefined ? {} : { error }),
    ...(parsed.name === 'GetMetricData' ? { metricQueries: billed(input) } : {}),
    ...(parsed.service === 'bedrock-runtime' && typeof modelId === 'string' ? { modelId } : {}),
    ...(invocation === undefined ? {} : { invocation }),
    ...(parsed.service === 'bedrock-runtime' ? headersOf(request) : {}),
    parameters: summary(parsed, input),
  };
}
