/** Cost Explorer: which values dimensions and tags have had, and a forecast. */

import type { BillLine } from '../billing/line';
import { divideRounded, writeDecimal } from '../billing/decimal';
import { DIGITS } from '../billing/line';
import { Checks } from '../checks';
import { AwsError, validation } from '../errors';
import { DAY } from '../habits';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { readToken, writeToken } from '../page';
import { dimensionOf, readFilter } from './costFilter';
import type { Sum } from './costGroups';
import { dayName, periodsOf, readDimension, readGranularity, readPast, readSpan, type Grouping } from './costInput';
import { linesOf } from './costLines';

const MAX_RESULTS = 1000;
/** A forecast is drawn from so many complete days. */
const LEARNT_DAYS = 30;

interface Described {
  readonly Value: string;
  readonly Attributes: Readonly<Record<string, string>>;
}

function describe(account: string, { world: { scenario } }: Context): Described {
  const description = account === scenario.account ? `${scenario.name} main` : `${scenario.name} ${account.slice(-4)}`;
  return { Value: account, Attributes: { description } };
}

/** What AWS adds about accounts that an answer groups by. */
export function attributesOf(
  sums: readonly Sum[],
  groupings: readonly Grouping[],
  context: Context,
): readonly Described[] {
  const at = groupings.findIndex(({ key }) => key === 'LINKED_ACCOUNT');
  if (at < 0) return [];
  const accounts = new Set(sums.flatMap(({ keys }) => keys.slice(at, at + 1)));
  return [...accounts].map((account) => describe(account, context));
}

/** One page of sorted values, of those that hold the search text. */
function pageOf(
  values: ReadonlySet<string>,
  input: Input,
): { readonly page: readonly string[]; readonly more: object } {
  const most = input.number('MaxResults') ?? MAX_RESULTS;
  const checks = new Checks();
  checks.range('maxResults', most, 1, Number.MAX_SAFE_INTEGER);
  checks.done();
  const token = input.text('NextPageToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') {
    throw new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid. Try again without a pagination token.',
    );
  }
  const search = input.text('SearchString')?.toLowerCase() ?? '';
  const all = [...values].filter((value) => value.toLowerCase().includes(search)).sort();
  const until = from + Math.min(most, MAX_RESULTS);
  const page = all.slice(from, until);
  return {
    page,
    more: {
      ReturnSize: page.length,
      TotalSize: all.length,
      ...(until < all.length ? { NextPageToken: writeToken({ from: until }) } : {}),
    },
  };
}

const getDimensionValues: Operation = (input, context): Answer => {
  const dimension = readDimension(input.text('Dimension'));
  const lines = linesOf(readPast(input, context.now), readFilter(input), context);
  const { page, more } = pageOf(new Set(lines.map((line) => dimensionOf(line, dimension))), input);
  const DimensionValues = page.map((value) =>
    dimension === 'LINKED_ACCOUNT' ? describe(value, context) : { Value: value, Attributes: {} },
  );
  return { body: { DimensionValues, ...more } };
};

const getTags: Operation = (input, context): Answer => {
  const key = input.text('TagKey');
  const lines = linesOf(readPast(input, context.now), readFilter(input), context);
  // Lines without the tag are an empty value.
  const valuesOf = ({ tags }: BillLine): readonly string[] =>
    key === undefined ? [...tags.keys()] : [tags.get(key) ?? ''];
  const { page, more } = pageOf(new Set(lines.flatMap(valuesOf)), input);
  return { body: { Tags: page, ...more } };
};

const FORECAST_METRICS = [
  'AMORTIZED_COST',
  'BLENDED_COST',
  'NET_AMORTIZED_COST',
  'NET_UNBLENDED_COST',
  'UNBLENDED_COST',
];

/** Each day to come costs as much as the last 30 complete ones on average. */
const getCostForecast: Operation = (input, context): Answer => {
  const { world, now } = context;
  const today = Math.floor(now / DAY);
  const span = readSpan(input);
  const metric = input.text('Metric');
  const level = input.number('PredictionIntervalLevel');
  const checks = new Checks();
  checks.present('metric', metric);
  checks.oneOf('metric', metric, FORECAST_METRICS);
  checks.range('predictionIntervalLevel', level, 51, 99);
  checks.done();
  if (span.first < today) throw validation('Start date of a forecast must not be in the past.');
  const complete = Math.floor(world.bill.shown(now).horizon / DAY);
  const learnt = linesOf({ first: complete - LEARNT_DAYS, end: complete }, readFilter(input), context);
  if (learnt.length === 0) {
    throw new AwsError('DataUnavailableException', 'Insufficient amount of historical data to generate forecast.');
  }
  const spent = learnt.reduce((sum, { cost }) => sum + cost, 0n);
  const costs = (days: number): bigint => divideRounded(spent * BigInt(days), BigInt(LEARNT_DAYS));
  const bound = (mean: bigint, sign: bigint): string =>
    writeDecimal(mean + divideRounded(sign * mean * BigInt(level ?? 0), 400n), DIGITS);
  return {
    body: {
      Total: { Amount: writeDecimal(costs(span.end - span.first), DIGITS), Unit: 'USD' },
      ForecastResultsByTime: periodsOf(span, readGranularity(input)).map(({ first, end }) => {
        const mean = costs(end - first);
        return {
          TimePeriod: { Start: dayName(first), End: dayName(end) },
          MeanValue: writeDecimal(mean, DIGITS),
          ...(level === undefined
            ? {}
            : { PredictionIntervalLowerBound: bound(mean, -1n), PredictionIntervalUpperBound: bound(mean, 1n) }),
        };
      }),
    },
  };
};

export const costValueOperations: Readonly<Record<string, Operation>> = {
  GetDimensionValues: getDimensionValues,
  GetTags: getTags,
  GetCostForecast: getCostForecast,
};
