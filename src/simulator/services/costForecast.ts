/** Cost Explorer: forecasts of cost and of usage. */

import { divideRounded, writeDecimal } from '../billing/decimal';
import { DIGITS, type BillLine } from '../billing/billLine';
import { RequestValidator } from '../requestValidator';
import { AwsError, validation } from '../errors';
import { DAY } from '../usagePattern';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { readFilter } from './costFilter';
import { dayName, periodsOf, readGranularity, readSpan, type Span } from './costInput';
import { linesOf } from './costLines';

/** The number of complete days that a forecast is based on. */
const LEARNT_DAYS = 30;

/** The metrics that can be forecast, and their amount on a line of the bill. */
interface Forecast {
  readonly metrics: readonly string[];
  readonly amountOf: (line: BillLine) => bigint;
  readonly unitOf: (lines: readonly BillLine[]) => string;
}

const COST: Forecast = {
  metrics: ['AMORTIZED_COST', 'BLENDED_COST', 'NET_AMORTIZED_COST', 'NET_UNBLENDED_COST', 'UNBLENDED_COST'],
  amountOf: ({ cost }) => cost,
  unitOf: () => 'USD',
};

/** Quantities can be added only if all are of one unit. */
function unitOf(lines: readonly BillLine[]): string {
  const [unit, ...others] = new Set(lines.map((line) => line.unit));
  if (unit === undefined || others.length > 0) {
    throw validation('Usage forecasts need a filter on usage types of one unit.');
  }
  return unit;
}
const USAGE: Forecast = {
  metrics: ['USAGE_QUANTITY', 'NORMALIZED_USAGE_AMOUNT'],
  amountOf: ({ quantity }) => quantity,
  unitOf,
};

interface ForecastRequest {
  readonly span: Span;
  readonly level: number | undefined;
}

function readForecastRequest(input: Input, { metrics }: Forecast, now: number): ForecastRequest {
  const span = readSpan(input);
  const metric = input.text('Metric');
  const level = input.number('PredictionIntervalLevel');
  const validator = new RequestValidator();
  validator.present('metric', metric);
  validator.oneOf('metric', metric, metrics);
  validator.range('predictionIntervalLevel', level, 51, 99);
  validator.done();
  if (span.first < Math.floor(now / DAY)) throw validation('Start date of a forecast must not be in the past.');
  return { span, level };
}

function learnt(input: Input, context: Context): readonly BillLine[] {
  const complete = Math.floor(context.account.bill.viewAt(context.now).horizon / DAY);
  const lines = linesOf({ first: complete - LEARNT_DAYS, end: complete }, readFilter(input), context);
  if (lines.length > 0) return lines;
  throw new AwsError('DataUnavailableException', 'Insufficient amount of historical data to generate forecast.');
}

/** Each future day has the average of the last 30 complete ones. */
const forecast =
  (of: Forecast): Operation =>
  (input, context): Answer => {
    const { span, level } = readForecastRequest(input, of, context.now);
    const lines = learnt(input, context);
    const Unit = of.unitOf(lines);
    const total = lines.reduce((sum, line) => sum + of.amountOf(line), 0n);
    const amount = (days: number): bigint => divideRounded(total * BigInt(days), BigInt(LEARNT_DAYS));
    const bound = (mean: bigint, sign: bigint): string =>
      writeDecimal(mean + divideRounded(sign * mean * BigInt(level ?? 0), 400n), DIGITS);
    return {
      body: {
        Total: { Amount: writeDecimal(amount(span.end - span.first), DIGITS), Unit },
        ForecastResultsByTime: periodsOf(span, readGranularity(input)).map(({ first, end }) => {
          const mean = amount(end - first);
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

export const costForecastOperations: Readonly<Record<string, Operation>> = {
  GetCostForecast: forecast(COST),
  GetUsageForecast: forecast(USAGE),
};
