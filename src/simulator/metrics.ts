/** CloudWatch's metrics of Bedrock, and what a record of traffic adds to each. */

import type { TrafficRecord } from './usagePattern';

export const NAMESPACE = 'AWS/Bedrock';

/** What one record of traffic adds to a metric: the sum of `count` samples between `min` and `max`. */
export interface Sample {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

export interface Metric {
  readonly unit: 'Count' | 'Milliseconds';
  /** Undefined when the record adds nothing: AWS sends no zeros. */
  readonly sample: (record: TrafficRecord) => Sample | undefined;
}

/** Calls of one minute differ; the spread is generated, because only their sum is recorded. */
function spread(sum: number, count: number): Sample | undefined {
  if (count === 0) return undefined;
  const mean = sum / count;
  return count === 1 ? { sum, count, min: sum, max: sum } : { sum, count, min: mean * 0.5, max: mean * 1.6 };
}

const ones = (count: number): Sample | undefined => (count === 0 ? undefined : { sum: count, count, min: 1, max: 1 });
const tokens = (sum: number, count: number): Sample | undefined => {
  const sample = spread(sum, count);
  return sample && { ...sample, min: Math.round(sample.min), max: Math.round(sample.max) };
};
const cached = (sum: number, count: number): Sample | undefined => (sum === 0 ? undefined : tokens(sum, count));

const count = (sample: Metric['sample']): Metric => ({ unit: 'Count', sample });
const milliseconds = (sample: Metric['sample']): Metric => ({ unit: 'Milliseconds', sample });

/** A token that is generated weighs five times in the quota. */
const OUTPUT_BURNDOWN = 5;

/** All metrics by name, with the chosen spelling of the cache metrics. */
export function metricTable(spelling: 'tokens' | 'tokenCount'): ReadonlyMap<string, Metric> {
  const end = spelling === 'tokens' ? 'Tokens' : 'TokenCount';
  return new Map<string, Metric>([
    ['Invocations', count((record) => ones(record.invocations))],
    ['InvocationLatency', milliseconds((record) => spread(record.latency * record.invocations, record.invocations))],
    [
      'TimeToFirstToken',
      milliseconds(({ firstToken, invocations }) =>
        firstToken === undefined ? undefined : spread(firstToken * invocations, invocations),
      ),
    ],
    ['InputTokenCount', count((record) => tokens(record.input, record.invocations))],
    ['OutputTokenCount', count((record) => tokens(record.output, record.invocations))],
    [`CacheReadInput${end}`, count((record) => cached(record.cacheRead, record.invocations))],
    [`CacheWriteInput${end}`, count((record) => cached(record.cacheWrite, record.invocations))],
    [
      'EstimatedTPMQuotaUsage',
      count((record) => tokens(record.input + record.cacheWrite + OUTPUT_BURNDOWN * record.output, record.invocations)),
    ],
    ['InvocationClientErrors', count((record) => ones(record.clientErrors))],
    ['InvocationServerErrors', count((record) => ones(record.serverErrors))],
    ['InvocationThrottles', count((record) => ones(record.throttles))],
  ]);
}

/** Metrics that only trouble makes. */
export const TROUBLE: ReadonlySet<string> = new Set([
  'InvocationClientErrors',
  'InvocationServerErrors',
  'InvocationThrottles',
]);

const STATISTICS: Readonly<Record<string, (sample: Sample) => number>> = {
  Sum: ({ sum }) => sum,
  Average: ({ sum, count: samples }) => sum / samples,
  SampleCount: ({ count: samples }) => samples,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** Several samples of a metric as one. */
export function merge(samples: readonly Sample[]): Sample {
  return samples.reduce((one, other) => ({
    sum: one.sum + other.sum,
    count: one.count + other.count,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
  }));
}

/** p0 to p100, with up to ten decimals. */
function percentile(name: string): number | undefined {
  const match = /^p(\d{1,2}(\.\d{1,10})?|100)$/.exec(name);
  return match ? Number(match[1]) : undefined;
}

export const isStatistic = (name: string): boolean => Object.hasOwn(STATISTICS, name) || percentile(name) !== undefined;

/** A statistic of at least one sample. Percentiles are estimated from each sample's least, mean and greatest value. */
export function statistic(name: string, samples: readonly Sample[]): number {
  const simple = STATISTICS[name];
  if (simple) return simple(merge(samples));
  const values = samples.flatMap(({ sum, count: n, min, max }) => [min, sum / n, max]).sort((a, b) => a - b);
  const rank = Math.ceil(((percentile(name) ?? 0) / 100) * values.length);
  return values[Math.max(0, rank - 1)] ?? 0;
}
