/** CloudWatch's GetMetricData: many series at once, billed for each. */

import { validation } from '../errors';
import type { Input } from '../input';
import { isStatistic, statistic } from '../metrics';
import type { Answer, Context } from '../operation';
import { readToken, writeToken } from '../page';
import { checkPeriod, invalidValue, missing, readDimensions, readSpan, Reader, type Question } from './cloudwatchInput';

const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;

interface Query {
  readonly id: string;
  readonly label: string;
  readonly stat: string;
  readonly returned: boolean;
  readonly question: Question;
}

interface Result {
  readonly query: Query;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

function readQuery(input: Input, index: number, span: { readonly start: number; readonly end: number }): Query {
  const path = `MetricDataQueries.member.${index + 1}`;
  const id = input.text('Id');
  if (id === undefined) throw missing(`${path}.Id`);
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id) || id.length > 255) {
    throw validation(
      `The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  const stat = input.object('MetricStat');
  if (stat && input.has('Expression')) {
    throw validation(
      `The parameters ${path}.MetricStat and ${path}.Expression are mutually exclusive and you have specified both.`,
    );
  }
  if (!stat) {
    if (!input.has('Expression')) throw validation(`Either ${path}.MetricStat or ${path}.Expression must be given.`);
    throw validation(`Error in expression '${id}': this simulator knows no metric math.`);
  }
  const metric = stat.object('Metric');
  const statName = stat.text('Stat');
  if (!metric) throw missing(`${path}.MetricStat.Metric`);
  if (statName === undefined) throw missing(`${path}.MetricStat.Stat`);
  if (!isStatistic(statName))
    throw validation(`The value ${statName} for parameter ${path}.MetricStat.Stat is not supported.`);
  const name = metric.text('MetricName') ?? '';
  return {
    id,
    label: input.text('Label') ?? name,
    stat: statName,
    returned: input.flag('ReturnData') ?? true,
    question: {
      namespace: metric.text('Namespace') ?? '',
      metric: name,
      dimensions: readDimensions(metric, 30),
      period: checkPeriod(stat.number('Period'), `${path}.MetricStat.Period`),
      unit: stat.text('Unit'),
      ...span,
    },
  };
}

function readQueries(input: Input, now: number): readonly Query[] {
  const list = input.list('MetricDataQueries');
  if (!list) throw missing('MetricDataQueries');
  if (list.length > MAX_QUERIES) {
    throw validation(`The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`);
  }
  if (list.length === 0) throw validation('The collection MetricDataQueries must not have a size less than 1.');
  const span = readSpan(input, now);
  const queries = list.map((query, index) => readQuery(query, index, span));
  if (new Set(queries.map(({ id }) => id)).size < queries.length) {
    throw validation('The values for parameter MetricDataQueries.member.Id are not unique.');
  }
  return queries;
}

function answerQuery(query: Query, reader: Reader, descending: boolean): Result {
  const points = [...reader.read(query.question)].map(
    ([time, samples]) => [time, statistic(query.stat, samples)] as const,
  );
  if (descending) points.reverse();
  return { query, times: points.map(([time]) => time), values: points.map(([, value]) => value) };
}

/** The part of a result from `from` on that still fits; told as PartialData when it is not the rest. */
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

/** One page: points from `offset` on over all results. Results without points are told on the first page. */
function page(results: readonly Result[], offset: number, most: number): Answer {
  const told: Readonly<Record<string, unknown>>[] = [];
  let position = 0;
  const end = offset + most;
  for (const result of results) {
    const here = result.times.length;
    const from = Math.max(0, offset - position);
    const inside = here === 0 ? offset === 0 : from < here && position < end;
    if (inside) told.push(cut(result, from, end - Math.max(position, offset)));
    position += here;
  }
  return {
    body: {
      MetricDataResults: told,
      Messages: [],
      ...(end < position ? { NextToken: writeToken({ offset: end }) } : {}),
    },
  };
}

/** As when CloudWatch cannot reach all of its stores: the older half is missing. */
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
  const reader = new Reader(context);
  const results = queries
    .filter(({ returned }) => returned)
    .map((query) => answerQuery(query, reader, order === 'TimestampDescending'));
  return context.partial ? partly(results) : page(results, offset, most);
}
