/** What CloudWatch's operations have in common: metrics, dimensions, periods and errors. */

import { AwsError, validation } from '../errors';
import type { Input } from '../input';
import type { TrafficRecord } from '../usagePattern';
import { NAMESPACE, type Metric, type Sample } from '../metrics';
import type { Context } from '../operation';

export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, 400, 'InvalidParameterValue');
export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message, 400, 'InvalidParameterCombination');
export const missing = (name: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`, 400, 'MissingParameter');

export interface Dimension {
  readonly name: string;
  readonly value: string | undefined;
}

export function readDimensions(input: Input, most: number): readonly Dimension[] {
  const dimensions = (input.list('Dimensions') ?? []).map((one) => ({
    name: one.text('Name') ?? '',
    value: one.text('Value'),
  }));
  if (dimensions.length > most)
    throw validation(`The collection Dimensions must not have a size greater than ${most}.`);
  for (const { name, value } of dimensions) {
    if (name === '' || name.length > 255)
      throw invalidValue('The value of parameter Dimensions.Name must have length 1 to 255.');
    if (value !== undefined && (value === '' || value.length > 1024)) {
      throw invalidValue('The value of parameter Dimensions.Value must have length 1 to 1024.');
    }
  }
  return dimensions;
}

const SHORT_PERIODS = [1, 5, 10, 20, 30];

/** Seconds. */
export function checkPeriod(period: number | undefined, path: string): number {
  if (period === undefined) throw missing(path);
  if (!SHORT_PERIODS.includes(period) && (period < 60 || period % 60 !== 0)) {
    throw validation(`The parameter ${path} must be a multiple of 60, or one of 1, 5, 10, 20, 30.`);
  }
  return period;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The shortest period, in seconds, that CloudWatch still keeps for a time; undefined when it keeps nothing. */
function finest(age: number): number | undefined {
  if (age <= 15 * DAY) return 60;
  if (age <= 63 * DAY) return 300;
  return age <= 455 * DAY ? 3600 : undefined;
}

/** Start and end in ms since 1970; the start is rounded down as CloudWatch does. */
export function readSpan(input: Input, now: number): { readonly start: number; readonly end: number } {
  const start = input.time('StartTime');
  const end = input.time('EndTime');
  if (start === undefined) throw missing('StartTime');
  if (end === undefined) throw missing('EndTime');
  if (start >= end) throw validation('The parameter StartTime must be less than the parameter EndTime.');
  const step = (finest(now - start) ?? 3600) * 1000;
  return { start: Math.floor(start / step) * step, end };
}

/** The `ModelId` of exactly these dimensions; undefined when no series has them. */
export function modelIdOf(dimensions: readonly Dimension[]): string | undefined {
  const named = new Map(dimensions.map(({ name, value }) => [name, value]));
  if (named.size !== dimensions.length) return undefined;
  const tiered =
    named.size === 3 && named.get('ServiceTier') === 'default' && named.get('ResolvedServiceTier') === 'default';
  return named.size === 1 || tiered ? named.get('ModelId') : undefined;
}

/** A query of one metric. Times in ms, the period in seconds. */
export interface MetricRequest {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
  readonly period: number;
  readonly start: number;
  readonly end: number;
  readonly unit: string | undefined;
}

/** Answers the queries of one request; data that several use is fetched once. */
export class MetricReader {
  private readonly fetched = new Map<string, readonly TrafficRecord[]>();

  constructor(private readonly context: Context) {}

  private visible(modelId: string, start: number, end: number): readonly TrafficRecord[] {
    const key = `${modelId} ${start} ${end}`;
    const known = this.fetched.get(key);
    if (known) return known;
    const { account, region, now } = this.context;
    const series = account.trafficLog.find(region, modelId);
    const delay = account.settings.metricDelayMs;
    const all = series ? account.trafficLog.records(series, start, Math.ceil(end / MINUTE) * MINUTE) : [];
    const found = all.filter(({ time, lag }) => time + lag * delay <= now && time <= now);
    this.fetched.set(key, found);
    return found;
  }

  /** Samples by the start of their period, ms since 1970, oldest first. */
  read(request: MetricRequest): ReadonlyMap<number, readonly Sample[]> {
    const { period, start, end } = request;
    const metric: Metric | undefined = this.context.account.index.metrics.get(request.metric);
    const modelId = modelIdOf(request.dimensions);
    const buckets = new Map<number, Sample[]>();
    if (!metric || modelId === undefined || request.namespace !== NAMESPACE) return buckets;
    if (request.unit !== undefined && request.unit !== metric.unit) return buckets;
    for (const record of this.visible(modelId, start, end)) {
      // Bedrock's metrics have a resolution of one minute.
      const time = Math.floor(record.time / MINUTE) * MINUTE;
      const kept = finest(this.context.now - time);
      const sample =
        time < end && kept !== undefined && (period % kept === 0 || (kept === 60 && period < 60))
          ? metric.sample(record)
          : undefined;
      if (!sample) continue;
      const bucket = start + Math.floor((time - start) / (period * 1000)) * period * 1000;
      const samples = buckets.get(bucket);
      if (samples) samples.push(sample);
      else buckets.set(bucket, [sample]);
    }
    return new Map([...buckets].sort(([a], [b]) => a - b));
  }
}
