/** Values of metric math, and its operators. */

import { MathError } from './metricMathParser';

/** Values of successive periods, oldest first; undefined where there is none. */
export type Line = readonly (number | undefined)[];
export type Value = number | string | Line | readonly Line[];

/** The lines that an expression may name, by their ids, and which of them are metrics. */
export interface Scope {
  readonly length: number;
  /** Of each point, in seconds. */
  readonly period: number;
  readonly lines: ReadonlyMap<string, Line>;
  /** By their ids. */
  readonly metrics: ReadonlyMap<string, Line>;
}

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

export const isLines = (value: Value): value is readonly Line[] => Array.isArray(value) && Array.isArray(value[0]);

/** A value as one line; a number is the same at each point. Throws MathError for other values. */
export function lineOf(value: Value, { length }: Pick<Scope, 'length'>): Line {
  if (typeof value === 'number') return Array.from({ length }, () => value);
  if (typeof value === 'string' || isLines(value))
    throw new MathError('The expression does not return a single time series');
  return value;
}

/** Applies a function to a line, or to each of several. */
export function eachLine(value: Value, scope: Scope, compute: (line: Line) => Line): Value {
  return isLines(value) ? value.map(compute) : compute(lineOf(value, scope));
}

/** NaN and infinity are no values. */
export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** No value where either has none, or where the divisor is zero. */
export function combine(operator: string, left: Value, right: Value, scope: Scope): Value {
  const compute = OPERATORS[operator];
  if (!compute) throw new MathError(`Unknown operator ${operator}`);
  if (typeof left === 'number' && typeof right === 'number') return compute(left, right);
  if (isLines(left)) return left.map((line) => lineOf(combine(operator, line, right, scope), scope));
  if (isLines(right)) return right.map((line) => lineOf(combine(operator, left, line, scope), scope));
  const [ones, others] = [lineOf(left, scope), lineOf(right, scope)];
  return ones.map((one, index) => {
    const other = others[index];
    return one === undefined || other === undefined ? undefined : finite(compute(one, other));
  });
}
