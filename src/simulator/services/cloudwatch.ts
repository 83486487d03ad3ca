/** CloudWatch: series and their statistics. */

import { AwsError } from '../errors';
import type { Input } from '../input';
import type { ListedMetric } from '../metricIndex';
import { isStatistic, NAMESPACE, statistic } from '../metrics';
import type { Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import {
  checkPeriod,
  invalidCombination,
  invalidValue,
  missing,
  readDimensions,
  readSpan,
  MetricReader,
  type Dimension,
} from './cloudwatchInput';
import { getMetricData } from './getMetricData';

const METRICS_PAGE = 500;
const RECENT = 3 * 60 * 60_000;
const MAX_STATISTICS_POINTS = 1440;
const TIER = 'default';

const dimensionsOf = ({
  modelId,
  tiered,
}: ListedMetric): readonly { readonly Name: string; readonly Value: string }[] => [
  { Name: 'ModelId', Value: modelId },
  ...(tiered
    ? [
        { Name: 'ServiceTier', Value: TIER },
        { Name: 'ResolvedServiceTier', Value: TIER },
      ]
    : []),
];

/** A filter without a value matches any. */
function has(row: ListedMetric, { name, value }: Dimension): boolean {
  if (name === 'ModelId') return value === undefined || value === row.modelId;
  return (
    row.tiered && (name === 'ServiceTier' || name === 'ResolvedServiceTier') && (value === undefined || value === TIER)
  );
}

function matching(input: Input, { account, region, now }: Context): readonly ListedMetric[] {
  const recent = input.text('RecentlyActive');
  if (recent !== undefined && recent !== 'PT3H')
    throw invalidValue('The value of parameter RecentlyActive must be PT3H.');
  const dimensions = readDimensions(input, 10);
  const namespace = input.text('Namespace');
  const metric = input.text('MetricName');
  if (namespace !== undefined && !/^[^:].{0,254}$/.test(namespace)) throw invalidValue('Invalid Namespace.');
  if (metric !== undefined && (metric === '' || metric.length > 255)) throw invalidValue('Invalid MetricName.');
  if (namespace !== undefined && namespace !== NAMESPACE) return [];
  return account.index
    .list(region, now)
    .filter(
      (row) =>
        (metric === undefined || row.metric === metric) &&
        (recent === undefined || row.last > now - RECENT) &&
        dimensions.every((dimension) => has(row, dimension)),
    );
}

const listMetrics: Operation = (input, context) => {
  const { index } = context.account;
  const token = input.text('NextToken');
  const { list, from } = token === undefined ? { list: undefined, from: 0 } : (readToken(token) ?? {});
  const rows = token === undefined ? matching(input, context) : typeof list === 'number' ? index.kept(list) : undefined;
  if (!rows || typeof from !== 'number') throw invalidValue('Invalid NextToken.');
  const until = from + METRICS_PAGE;
  const next = (): string => writeToken({ list: typeof list === 'number' ? list : index.keep(rows), from: until });
  return {
    body: {
      Metrics: rows
        .slice(from, until)
        .map((row) => ({ Namespace: NAMESPACE, MetricName: row.metric, Dimensions: dimensionsOf(row) })),
      ...(until < rows.length ? { NextToken: next() } : {}),
    },
  };
};

function readStatistics(input: Input): { readonly plain: readonly string[]; readonly extended: readonly string[] } {
  const plain = input.texts('Statistics') ?? [];
  const extended = input.texts('ExtendedStatistics') ?? [];
  if (plain.length + extended.length === 0) {
    throw new AwsError(
      'MissingRequiredParameterException',
      'Must specify either Statistics or ExtendedStatistics.',
      400,
      'MissingParameter',
    );
  }
  const wrong = [
    ...plain.filter((name) => !isStatistic(name) || name.startsWith('p')),
    ...extended.filter((name) => !/^p\d/.test(name)),
  ];
  if (wrong.length > 0) throw invalidValue(`The value ${wrong.join(', ')} is not a statistic.`);
  if (extended.length > 10) throw invalidValue('At most 10 ExtendedStatistics.');
  return { plain, extended };
}

const getMetricStatistics: Operation = (input, context) => {
  const namespace = input.text('Namespace');
  const metric = input.text('MetricName');
  if (namespace === undefined) throw missing('Namespace');
  if (metric === undefined) throw missing('MetricName');
  const period = checkPeriod(input.number('Period'), 'Period');
  const span = readSpan(input, context.now);
  const { plain, extended } = readStatistics(input);
  const requested = Math.ceil((span.end - span.start) / (period * 1000));
  if (requested > MAX_STATISTICS_POINTS) {
    throw invalidCombination(
      `You have requested up to ${requested.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
  const dimensions = readDimensions(input, 30);
  const unit = input.text('Unit');
  const buckets = new MetricReader(context).read({ namespace, metric, dimensions, period, unit, ...span });
  const points = [...buckets].map(([time, samples]) => ({
    Timestamp: new Date(time),
    ...Object.fromEntries(plain.map((name) => [name, statistic(name, samples)])),
    Unit: context.account.index.metrics.get(metric)?.unit,
    ...(extended.length > 0
      ? { ExtendedStatistics: new Map(extended.map((name) => [name, statistic(name, samples)])) }
      : {}),
  }));
  // AWS does not sort them, so clients must not rely on an order.
  const half = points.length >> 1;
  return { body: { Label: metric, Datapoints: [...points.slice(half), ...points.slice(0, half)] } };
};

export const cloudwatchOperations: Readonly<Record<string, Operation>> = {
  GetMetricData: getMetricData,
  ListMetrics: listMetrics,
  GetMetricStatistics: getMetricStatistics,
};
