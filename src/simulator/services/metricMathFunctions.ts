/**
 * Functions of metric math, as the CloudWatch user guide describes them under "Using math expressions". The others are
 * refused.
 */

import { MathError } from './metricMathParser';
import { eachLine, finite, isLines, lineOf, type Line, type Scope, type Value } from './metricMathValues';

type Compute = (args: readonly Value[], scope: Scope) => Value;

const known = (values: Line): readonly number[] => values.filter((value) => value !== undefined);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: mean,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
  STDDEV: (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))),
};

const POINTWISE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

function argument(args: readonly Value[], index: number): Value {
  const value = args[index];
  if (value === undefined) throw new MathError('Too few arguments');
  return value;
}

/** The result is a line for a list of lines, and a number for one line. */
const aggregate =
  (compute: (values: readonly number[]) => number): Compute =>
  (args, { length }) => {
    const value = argument(args, 0);
    if (typeof value === 'number') return value;
    if (typeof value === 'string') throw new MathError('A time series is expected');
    if (!isLines(value)) return compute(known(value));
    return Array.from({ length }, (_, index) => {
      const here = known(value.map((line) => line[index]));
      return here.length === 0 ? undefined : compute(here);
    });
  };

const pointwise =
  (compute: (value: number) => number): Compute =>
  (args, scope) => {
    const value = argument(args, 0);
    if (typeof value === 'number') return compute(value);
    return eachLine(value, scope, (line) => line.map((one) => (one === undefined ? undefined : finite(compute(one)))));
  };

/** Fills a gap in equal steps between the values before and after it. */
function interpolated(line: Line): Line {
  return line.map((one, index) => {
    const before = line.findLastIndex((value, at) => at < index && value !== undefined);
    const after = line.findIndex((value, at) => at > index && value !== undefined);
    const [from, to] = [line[before], line[after]];
    if (one !== undefined || from === undefined || to === undefined) return one;
    return from + ((to - from) * (index - before)) / (after - before);
  });
}

function repeated(line: Line): Line {
  let last: number | undefined;
  return line.map((one) => (last = one ?? last));
}

const fill: Compute = (args, scope) => {
  const how = argument(args, 1);
  if (how === 'REPEAT') return eachLine(argument(args, 0), scope, repeated);
  if (how === 'LINEAR') return eachLine(argument(args, 0), scope, interpolated);
  const values = lineOf(how, scope);
  return eachLine(argument(args, 0), scope, (line) => line.map((one, index) => one ?? values[index]));
};

/** Combines each value with the last one before it, `steps` periods earlier. */
const successive =
  (compute: (value: number, before: number, steps: number, scope: Scope) => number): Compute =>
  (args, scope) =>
    eachLine(argument(args, 0), scope, (line) => {
      let before: { readonly value: number; readonly index: number } | undefined;
      return line.map((value, index) => {
        if (value === undefined) return undefined;
        const last = before;
        before = { value, index };
        return last && finite(compute(value, last.value, index - last.index, scope));
      });
    });

function runningSum(line: Line): Line {
  let sum = 0;
  return line.map((one) => {
    sum += one ?? 0;
    return sum;
  });
}

const choose: Compute = (args, scope) => {
  const [yes, no] = [1, 2].map((index) => (args[index] === undefined ? [] : lineOf(args[index], scope)));
  return lineOf(argument(args, 0), scope).map((one, index) =>
    one === undefined ? undefined : one === 0 ? no?.[index] : yes?.[index],
  );
};

/** All metrics of the request, or those whose id contains a text. */
const metrics: Compute = ([part], scope) => {
  if (part !== undefined && typeof part !== 'string') throw new MathError('METRICS takes a text or nothing');
  return [...scope.metrics].filter(([id]) => part === undefined || id.includes(part)).map(([, line]) => line);
};

const onLine =
  (compute: (line: Line) => Value): Compute =>
  (args, scope) =>
    compute(lineOf(argument(args, 0), scope));

const edge =
  (pick: (lines: readonly Line[]) => Line | undefined): Compute =>
  ([value], scope) => {
    if (value === undefined || !isLines(value)) throw new MathError('A list of time series is expected');
    return pick(value) ?? lineOf(0, scope).map(() => undefined);
  };

const mapped = <T>(table: Readonly<Record<string, T>>, make: (entry: T) => Compute): readonly [string, Compute][] =>
  Object.entries(table).map(([name, entry]) => [name, make(entry)]);

/** Functions by their names. Each takes its arguments' values and throws MathError for invalid ones. */
export const FUNCTIONS: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ...mapped(AGGREGATES, aggregate),
  ...mapped(POINTWISE, pointwise),
  ['FILL', fill],
  ['IF', choose],
  ['METRICS', metrics],
  ['METRIC_COUNT', ([value]) => (value !== undefined && isLines(value) ? value.length : 1)],
  ['DATAPOINT_COUNT', onLine((line) => known(line).length)],
  ['RUNNING_SUM', (args, scope) => eachLine(argument(args, 0), scope, runningSum)],
  ['DIFF', successive((value, before) => value - before)],
  ['RATE', successive((value, before, steps, { period }) => (value - before) / (steps * period))],
  ['PERIOD', (_, { period }) => period],
  ['TIME_SERIES', (args, scope) => lineOf(argument(args, 0), scope)],
  [
    'REMOVE_EMPTY',
    ([value]) => (value !== undefined && isLines(value) ? value.filter((line) => known(line).length > 0) : []),
  ],
  ['FIRST', edge((lines) => lines[0])],
  ['LAST', edge((lines) => lines.at(-1))],
]);
