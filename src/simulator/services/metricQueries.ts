/** Reads the queries of GetMetricData: metrics, and expressions of them. */

import { validation } from '../errors';
import type { Input } from '../input';
import { isStatistic } from '../metrics';
import { checkPeriod, missing, readDimensions, readSpan, type MetricRequest } from './cloudwatchInput';
import { checkMath } from './metricMath';
import { MathError } from './metricMathParser';

const MAX_QUERIES = 500;

/** One query; it has a `metric` or an `expression`. */
export interface Query {
  readonly id: string;
  readonly label: string;
  readonly returned: boolean;
  readonly metric: { readonly stat: string; readonly request: MetricRequest } | undefined;
  readonly expression: string | undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function readMetric(stat: Input, path: string, span: Span): NonNullable<Query['metric']> {
  const metric = stat.object('Metric');
  const name = stat.text('Stat');
  if (!metric) throw missing(`${path}.Metric`);
  if (name === undefined) throw missing(`${path}.Stat`);
  if (!isStatistic(name)) throw validation(`The value ${name} for parameter ${path}.Stat is not supported.`);
  return {
    stat: name,
    request: {
      namespace: metric.text('Namespace') ?? '',
      metric: metric.text('MetricName') ?? '',
      dimensions: readDimensions(metric, 30),
      period: checkPeriod(stat.number('Period'), `${path}.Period`),
      unit: stat.text('Unit'),
      ...span,
    },
  };
}

function readQuery(input: Input, index: number, span: Span): Query {
  const path = `MetricDataQueries.member.${index + 1}`;
  const id = input.text('Id');
  if (id === undefined) throw missing(`${path}.Id`);
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id) || id.length > 255) {
    throw validation(
      `The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  const stat = input.object('MetricStat');
  const expression = input.text('Expression');
  if (stat && expression !== undefined) {
    throw validation(
      `The parameters ${path}.MetricStat and ${path}.Expression are mutually exclusive and you have specified both.`,
    );
  }
  if (!stat && expression === undefined)
    throw validation(`Either ${path}.MetricStat or ${path}.Expression must be given.`);
  const metric = stat && readMetric(stat, `${path}.MetricStat`, span);
  const label = input.text('Label') ?? metric?.request.metric ?? id;
  return { id, label, returned: input.flag('ReturnData') ?? true, metric, expression };
}

/** Computes an expression; a MathError becomes AWS's answer to it. */
export function inExpression<T>(id: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof MathError) throw validation(`Error in expression '${id}': ${error.message}`);
    throw error;
  }
}

/** The checked queries of a request. Throws as AWS does. */
export function readQueries(input: Input, now: number): readonly Query[] {
  const list = input.list('MetricDataQueries');
  if (!list) throw missing('MetricDataQueries');
  if (list.length > MAX_QUERIES) {
    throw validation(`The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`);
  }
  if (list.length === 0) throw validation('The collection MetricDataQueries must not have a size less than 1.');
  const span = readSpan(input, now);
  const queries = list.map((query, index) => readQuery(query, index, span));
  const ids = queries.map(({ id }) => id);
  if (new Set(ids).size < queries.length) {
    throw validation('The values for parameter MetricDataQueries.member.Id are not unique.');
  }
  for (const { id, expression } of queries) {
    if (expression === undefined) continue;
    const others = ids.filter((one) => one !== id);
    inExpression(id, () => {
      checkMath(expression, others, (name) => `The simulator does not have the function ${name}`);
    });
  }
  return queries;
}
