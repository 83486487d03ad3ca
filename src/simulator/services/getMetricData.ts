/** CloudWatch's GetMetricData: many series at once, each of which is billed. */

import { validation } from '../errors';
import type { Input } from '../input';
import { statistic } from '../metrics';
import type { Answer, Context } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { invalidValue, MetricReader } from './cloudwatchInput';
import { computeLines, QueryLines, type Line } from './metricMath';
import { inExpression, readQueries, type Query } from './metricQueries';

const MAX_POINTS = 100_800;

interface Result {
  readonly query: Pick<Query, 'id' | 'label'>;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

type Point = readonly [time: number, value: number];

const resultOf = (query: Result['query'], points: readonly Point[]): Result => ({
  query,
  times: points.map(([time]) => time),
  values: points.map(([, value]) => value),
});

/** The points of one metric, oldest first. */
function pointsOf({ metric }: Query, reader: MetricReader): readonly Point[] {
  if (!metric) return [];
  return [...reader.read(metric.request)].map(([time, samples]) => [time, statistic(metric.stat, samples)] as const);
}

/** The results of a request's expressions. */
class Expressions {
  private readonly lines: QueryLines;
  private readonly start: number;
  private readonly period: number;

  /** Throws where the metrics have different periods, which the simulator does not support. */
  constructor(queries: readonly Query[], reader: MetricReader) {
    const questions = queries.flatMap(({ metric }) => (metric ? [metric.request] : []));
    const [first, ...others] = questions;
    const [start, end, period] = first ? [first.start, first.end, first.period] : [0, 0, 60];
    if (others.some((request) => request.period !== period))
      throw validation('The simulator computes expressions only of metrics with one Period.');
    this.start = start;
    this.period = period;
    const length = Math.ceil((end - start) / (period * 1000));
    this.lines = new QueryLines(queries, { length, period }, (id) => {
      const query = queries.find((one) => one.id === id);
      const points = new Map(query ? pointsOf(query, reader) : []);
      return Array.from({ length }, (_, index) => points.get(this.timeOf(index)));
    });
  }

  private timeOf(index: number): number {
    return this.start + index * this.period * 1000;
  }

  /** One result, or one for each line of a list. */
  results({ id, label }: Query, expression: string): readonly Result[] {
    const lines = inExpression(id, () => computeLines(expression, this.lines.scope(expression, [id])));
    const named = (index: number): string => (lines.length === 1 ? label : `${label} ${index + 1}`);
    const points = (line: Line): readonly Point[] =>
      line.flatMap((value, index) => (value === undefined ? [] : [[this.timeOf(index), value] as const]));
    return lines.map((line, index) => resultOf({ id, label: named(index) }, points(line)));
  }
}

function answer(queries: readonly Query[], context: Context): readonly Result[] {
  const reader = new MetricReader(context);
  const computed = queries.some(({ expression }) => expression !== undefined)
    ? new Expressions(queries, reader)
    : undefined;
  return queries
    .filter(({ returned }) => returned)
    .flatMap((query) =>
      query.expression === undefined
        ? [resultOf(query, pointsOf(query, reader))]
        : (computed?.results(query, query.expression) ?? []),
    );
}

const newestFirst = ({ query, times, values }: Result): Result => ({
  query,
  times: times.toReversed(),
  values: values.toReversed(),
});

/** The part of a result from `from` on that still fits; marked as PartialData when it is not the rest. */
function cut({ query, times, values }: Result, from: number, room: number): Readonly<Record<string, unknown>> {
  const until = Math.min(times.length, from + room);
  return {
    Id: query.id,
    Label: query.label,
    Timestamps: times.slice(from, until).map((time) => new Date(time)),
    Values: values.slice(from, until),
    StatusCode: until < times.length ? 'PartialData' : 'Complete',
  };
}

/** One page: points from `offset` on over all results. Results without points are on the first page. */
function page(results: readonly Result[], offset: number, most: number): Answer {
  const pageResults: Readonly<Record<string, unknown>>[] = [];
  let position = 0;
  const end = offset + most;
  for (const result of results) {
    const here = result.times.length;
    const from = Math.max(0, offset - position);
    const inside = here === 0 ? offset === 0 : from < here && position < end;
    if (inside) pageResults.push(cut(result, from, end - Math.max(position, offset)));
    position += here;
  }
  return {
    body: {
      MetricDataResults: pageResults,
      Messages: [],
      ...(end < position ? { NextToken: writeToken({ offset: end }) } : {}),
    },
  };
}

/** As when some of CloudWatch's data is unavailable: the older half is missing. */
function partly(results: readonly Result[]): Answer {
  const message = { Code: 'InternalError', Value: 'Some data could not be retrieved.' };
  return {
    body: {
      MetricDataResults: results.map((result) => ({
        ...cut(result, 0, Math.ceil(result.times.length / 2)),
        StatusCode: 'PartialData',
        Messages: [message],
      })),
      Messages: [message],
    },
  };
}

export function getMetricData(input: Input, context: Context): Answer {
  const queries = readQueries(input, context.now);
  const most = input.number('MaxDatapoints') ?? MAX_POINTS;
  if (most < 1 || most > MAX_POINTS)
    throw validation(`The value of MaxDatapoints must be between 1 and ${MAX_POINTS}.`);
  const order = input.text('ScanBy') ?? 'TimestampDescending';
  if (order !== 'TimestampDescending' && order !== 'TimestampAscending') throw validation(`Invalid ScanBy ${order}.`);
  const token = input.text('NextToken');
  const offset = token === undefined ? 0 : readToken(token)?.offset;
  if (typeof offset !== 'number') throw invalidValue('Invalid NextToken.');
  const oldestFirst = answer(queries, context);
  const results = order === 'TimestampDescending' ? oldestFirst.map(newestFirst) : oldestFirst;
  return context.partial ? partly(results) : page(results, offset, most);
}
