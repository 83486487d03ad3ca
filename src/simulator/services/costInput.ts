/** Reads the input of Cost Explorer. */

import { RequestValidator, type TextRule } from '../requestValidator';
import { validation } from '../errors';
import { DAY } from '../usagePattern';
import type { Input } from '../input';

/** UTC days, as whole days since 1970; `end` is exclusive. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

export type Granularity = 'DAILY' | 'MONTHLY';

/** One of at most two groupings. */
export interface Grouping {
  readonly type: 'DIMENSION' | 'TAG';
  readonly key: string;
}

export const METRICS = [
  'AmortizedCost',
  'BlendedCost',
  'NetAmortizedCost',
  'NetUnblendedCost',
  'NormalizedUsageAmount',
  'UnblendedCost',
  'UsageQuantity',
] as const;
export type MetricName = (typeof METRICS)[number];

/** Dimensions that the simulator's lines have; AWS has more. */
export const DIMENSIONS = ['SERVICE', 'USAGE_TYPE', 'LINKED_ACCOUNT', 'REGION', 'RECORD_TYPE', 'OPERATION'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const DATE: TextRule = { min: 0, max: 40, pattern: '(\\d{4}-\\d{2}-\\d{2})(T\\d{2}:\\d{2}:\\d{2}Z)?', required: true };
const MONTHS_KEPT = 14;

export const dayName = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The first day of the month that is so many months after the month of a day. */
export function monthOf(day: number, away = 0): number {
  const date = new Date(day * DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + away, 1) / DAY;
}

function readDay(text: string): number {
  const time = Date.parse(text.slice(0, 10));
  const day = time / DAY;
  if (Number.isNaN(time) || dayName(day) !== text.slice(0, 10)) throw validation(`Invalid date: ${text}`);
  return day;
}

/** The parameter TimePeriod. Throws ValidationException for an invalid period. */
export function readSpan(input: Input): Span {
  const period = input.object('TimePeriod');
  const validator = new RequestValidator();
  validator.present('timePeriod', period);
  const [start, end] = [period?.text('Start'), period?.text('End')];
  if (period) validator.text('timePeriod.start', start, DATE);
  if (period) validator.text('timePeriod.end', end, DATE);
  validator.done();
  const span = { first: readDay(start ?? ''), end: readDay(end ?? '') };
  if (span.first >= span.end) throw validation('Start date (and hour) should be before end date (and hour)');
  return span;
}

/** A period of the past: AWS keeps 14 months, and refuses periods beyond the end of this month. */
export function readPast(input: Input, now: number): Span {
  const span = readSpan(input);
  const today = Math.floor(now / DAY);
  if (span.end > monthOf(today, 1)) throw validation('end date past the beginning of next month');
  if (span.first < monthOf(today, 1 - MONTHS_KEPT)) {
    throw validation("You haven't enabled historical data beyond 14 months");
  }
  return span;
}

export function readGranularity(input: Input): Granularity {
  const granularity = input.text('Granularity');
  const validator = new RequestValidator();
  validator.present('granularity', granularity);
  validator.oneOf('granularity', granularity, ['DAILY', 'MONTHLY', 'HOURLY']);
  validator.done();
  if (granularity === 'HOURLY') throw validation('Hourly data granularity has not been enabled for this account.');
  return granularity === 'MONTHLY' ? 'MONTHLY' : 'DAILY';
}

/** Days, or the parts of calendar months within the span. */
export function periodsOf({ first, end }: Span, granularity: Granularity): readonly Span[] {
  const periods: Span[] = [];
  for (let from = first; from < end;) {
    const to = granularity === 'DAILY' ? from + 1 : Math.min(end, monthOf(from, 1));
    periods.push({ first: from, end: to });
    from = to;
  }
  return periods;
}

export function readMetrics(input: Input): readonly MetricName[] {
  const requested = input.texts('Metrics') ?? [];
  if (requested.length === 0) throw validation('Metrics must be specified.');
  return requested.map((name) => {
    const known = METRICS.find((metric) => metric === name);
    if (!known) throw validation(`Invalid metric: ${name}. Valid values: ${METRICS.join(', ')}.`);
    return known;
  });
}

/** Throws ValidationException for a dimension that AWS, or the simulator, does not have. */
export function readDimension(name: string | undefined): Dimension {
  const known = DIMENSIONS.find((dimension) => dimension === name);
  if (!known) throw validation(`Dimension ${name ?? 'null'} is not supported. Supported: ${DIMENSIONS.join(', ')}.`);
  return known;
}

export function readGroupings(input: Input): readonly Grouping[] {
  const groupings = (input.list('GroupBy') ?? []).map((item): Grouping => {
    const type = item.text('Type') ?? 'DIMENSION';
    const key = item.text('Key');
    if (type === 'DIMENSION') return { type, key: readDimension(key) };
    if (type === 'TAG' && key !== undefined && key !== '') return { type, key };
    throw validation(`Group definition ${type} ${key ?? 'null'} is not valid.`);
  });
  if (groupings.length > 2) throw validation('GroupBy can have at most 2 group definitions.');
  if (new Set(groupings.map(({ type, key }) => `${type} ${key}`)).size < groupings.length) {
    throw validation('Group definitions must not be repeated.');
  }
  return groupings;
}
