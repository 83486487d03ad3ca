/** CloudWatch: which series of `AWS/Bedrock` exist (not billed), and their values (billed by the number of series). */

import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type GetMetricDataInput,
  type GetMetricDataOutput,
  type ListMetricsInput,
} from '@aws-sdk/client-cloudwatch';
import { REPEATED_PAGE, spendingStoppedNote, type SeriesResult } from '../../core/awsApi';
import { chunks } from '../../core/collections';
import { isProblem } from '../../core/problem';
import { METRIC_NAMES, type SeriesAnswer, type SeriesKey, type SeriesQuery } from '../../core/usage/series';
import { periodCount, type Measure, type Span } from '../../core/usage/usage';
import type { SpendingLimit } from '../../core/billing/spendingLimit';
import type { Clients } from '../clients';
import { readAllPages, REPEATED_TOKEN } from '../pagination';

/** Where Bedrock's metrics are. */
export const NAMESPACE = 'AWS/Bedrock';
const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;

async function listPages(
  clients: Clients,
  input: ListMetricsInput,
  signal: AbortSignal,
): Promise<readonly SeriesKey[]> {
  const metrics = await readAllPages(async (token) => {
    const command = new ListMetricsCommand({ ...input, ...(token === undefined ? {} : { NextToken: token }) });
    const answer = await clients.call('cloudwatch:ListMetrics', signal, (options) =>
      clients.get('cloudWatch').send(command, options),
    );
    return { items: answer.Metrics ?? [], next: answer.NextToken };
  });
  return metrics.flatMap(({ MetricName, Dimensions = [] }): SeriesKey[] => {
    const [dimension, ...others] = Dimensions;
    // The series with ServiceTier as well hold parts of the same traffic.
    if (MetricName === undefined || dimension?.Value === undefined || others.length > 0) return [];
    return [{ metric: MetricName, modelId: dimension.Value }];
  });
}

/** Existing series: for a few ModelIds one call each, for all of them one chain of pages for each metric's name. */
export async function listSeries(
  clients: Clients,
  measures: readonly Measure[],
  modelIds: readonly string[] | 'all',
  signal: AbortSignal,
): Promise<readonly SeriesKey[]> {
  const names = measures.flatMap((measure) => METRIC_NAMES[measure]);
  const inputs: ListMetricsInput[] =
    modelIds === 'all'
      ? names.map((MetricName) => ({ Namespace: NAMESPACE, MetricName, Dimensions: [{ Name: 'ModelId' }] }))
      : modelIds.map((Value) => ({ Namespace: NAMESPACE, Dimensions: [{ Name: 'ModelId', Value }] }));
  const pages = await Promise.all(inputs.map((input) => listPages(clients, input, signal)));
  return pages.flat().filter((series) => names.includes(series.metric));
}

function questions(queries: readonly SeriesQuery[], span: Span): GetMetricDataInput {
  return {
    StartTime: new Date(span.start),
    EndTime: new Date(span.end),
    ScanBy: 'TimestampAscending',
    MaxDatapoints: MOST_POINTS,
    MetricDataQueries: queries.map(({ metric, modelId, statistic }, index) => ({
      Id: `q${index}`,
      MetricStat: {
        Metric: { Namespace: NAMESPACE, MetricName: metric, Dimensions: [{ Name: 'ModelId', Value: modelId }] },
        Period: span.periodSeconds,
        Stat: statistic,
      },
    })),
  };
}

async function fetchChunk(
  clients: Clients,
  queries: readonly SeriesQuery[],
  span: Span,
  signal: AbortSignal,
): Promise<SeriesResult> {
  const values = queries.map(() => new Array<number>(periodCount(span)).fill(0));
  const partial = new Set<string>();
  const limit = clients.limitOf(signal);
  limit.expectMetrics(queries.length);
  const reading = readAllPages(async (token) => {
    const command = new GetMetricDataCommand({
      ...questions(queries, span),
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await clients.call('cloudwatch:GetMetricData', signal, (options) =>
      clients.get('cloudWatch').send(command, options),
    );
    // At once: the points of many days, kept as AWS writes them, would fill the memory.
    collect(answer, values, span, partial);
    return { items: [], next: answer.NextToken };
  });
  await reading.catch((error: unknown) => {
    const note = stoppedBy(error, limit);
    if (note === undefined) throw error;
    // What came is paid for, and is marked as a part.
    partial.add(note);
  });
  return {
    answers: queries.map((query, index): SeriesAnswer => ({ query, values: values[index] ?? [] })),
    partial: [...partial],
  };
}

/** The note for pages that were not asked for; undefined where something else went wrong. */
function stoppedBy(error: unknown, limit: SpendingLimit): string | undefined {
  if (!isProblem(error)) return undefined;
  if (error.code === 'spending-limit') return spendingStoppedNote(limit.metrics);
  return error.code === 'broken-answer' && error.message === REPEATED_TOKEN ? REPEATED_PAGE : undefined;
}

function collect(answer: GetMetricDataOutput, values: readonly number[][], span: Span, partial: Set<string>): void {
  for (const message of answer.Messages ?? []) partial.add(message.Value ?? message.Code ?? 'unknown message');
  for (const result of answer.MetricDataResults ?? []) {
    const own = values[Number(result.Id?.slice(1))];
    if (own === undefined) continue;
    const incomplete =
      result.StatusCode === 'InternalError' ||
      result.StatusCode === 'Forbidden' ||
      (result.StatusCode === 'PartialData' && !answer.NextToken);
    if (incomplete) partial.add(result.Messages?.[0]?.Value ?? result.StatusCode ?? 'PartialData');
    result.Timestamps?.forEach((time, index) => {
      const period = Math.floor((time.getTime() - span.start) / (span.periodSeconds * 1000));
      const value = result.Values?.[index];
      if (value !== undefined && Number.isFinite(value) && value >= 0 && period >= 0 && period < own.length)
        own[period] = value;
    });
  }
}

/**
 * Values of the series for each period, with as few calls as the limits on queries and points allow: beyond
 * the second a call would be answered in pages, one after the other, and each page is a request for all its metrics.
 */
export async function fetchSeries(
  clients: Clients,
  queries: readonly SeriesQuery[],
  span: Span,
  signal: AbortSignal,
): Promise<SeriesResult> {
  const size = Math.max(1, Math.min(MOST_QUERIES, Math.floor(MOST_POINTS / periodCount(span))));
  const results = await Promise.all(chunks(queries, size).map((chunk) => fetchChunk(clients, chunk, span, signal)));
  return {
    answers: results.flatMap((result) => result.answers),
    partial: [...new Set(results.flatMap((result) => result.partial))],
  };
}
