/** Metric math: what an alarm computes of several metrics. A part of CloudWatch's language; the rest is refused. */

import { callsIn, idsIn, MathError, parseMath, type Node } from './metricMathParser';

/** Values of successive periods, oldest first; undefined where there is none. */
export type Line = readonly (number | undefined)[];
type Value = number | Line | readonly Line[];

/** What an expression may name: lines by their ids, and which of them are metrics. */
export interface Scope {
  readonly length: number;
  readonly lines: ReadonlyMap<string, Line>;
  readonly metrics: readonly Line[];
}

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...Object.keys(AGGREGATES),
  'FILL',
  'METRICS',
  'IF',
  'RUNNING_SUM',
  'ABS',
]);
const WORDS: ReadonlySet<string> = new Set(['REPEAT', 'LINEAR']);

const BINARY: Readonly<Record<string, (left: number, right: number) => number>> = {
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
};

const isLines = (value: Value): value is readonly Line[] => Array.isArray(value) && Array.isArray(value[0]);

function lineOf(value: Value, { length }: Scope): Line {
  if (typeof value === 'number') return Array.from({ length }, () => value);
  if (isLines(value)) throw new MathError('The expression does not return a single time series');
  return value;
}

/** Where either has no value, there is none. What divides by zero has none either. */
function combine(operator: string, left: Value, right: Value, scope: Scope): Value {
  const compute = BINARY[operator];
  if (!compute) throw new MathError(`Unknown operator ${operator}`);
  const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
  if (typeof left === 'number' && typeof right === 'number') return compute(left, right);
  if (isLines(left)) return left.map((line) => lineOf(combine(operator, line, right, scope), scope));
  if (isLines(right)) return right.map((line) => lineOf(combine(operator, left, line, scope), scope));
  const [ones, others] = [lineOf(left, scope), lineOf(right, scope)];
  return ones.map((one, index) => {
    const other = others[index];
    return one === undefined || other === undefined ? undefined : finite(compute(one, other));
  });
}

const known = (values: Line): readonly number[] => values.filter((value) => value !== undefined);

/** Of a list of lines a line, of one line a number. */
function aggregate(name: string, value: Value, { length }: Scope): Value {
  const compute = AGGREGATES[name];
  if (!compute) throw new MathError(`Unknown function ${name}`);
  if (typeof value === 'number') return value;
  if (!isLines(value)) return compute(known(value));
  return Array.from({ length }, (_, index) => {
    const here = known(value.map((line) => line[index]));
    return here.length === 0 ? undefined : compute(here);
  });
}

function fill(value: Value, how: Node | undefined, scope: Scope): Value {
  if (isLines(value)) return value.map((line) => lineOf(fill(line, how, scope), scope));
  const line = lineOf(value, scope);
  if (how?.kind === 'number') return line.map((one) => one ?? how.value);
  if (how?.kind !== 'id' || how.name !== 'REPEAT') throw new MathError('FILL takes a number or REPEAT here');
  let last: number | undefined;
  return line.map((one) => (last = one ?? last));
}

function runningSum(line: Line): Line {
  let sum = 0;
  return line.map((one) => {
    sum += one ?? 0;
    return sum;
  });
}

function choose(test: Line, yes: Line, no: Line): Line {
  return test.map((one, index) => (one === undefined ? undefined : one === 0 ? no[index] : yes[index]));
}

function call(name: string, args: readonly Node[], scope: Scope): Value {
  if (name === 'METRICS') return scope.metrics;
  const [first, second] = args;
  if (!first) throw new MathError(`Too few arguments for ${name}`);
  const value = evaluate(first, scope);
  if (name === 'FILL') return fill(value, second, scope);
  if (name === 'ABS') return lineOf(value, scope).map((one) => (one === undefined ? undefined : Math.abs(one)));
  if (name === 'RUNNING_SUM') return runningSum(lineOf(value, scope));
  if (name === 'IF') {
    const [yes = [], no = []] = args.slice(1).map((arg) => lineOf(evaluate(arg, scope), scope));
    return choose(lineOf(value, scope), yes, no);
  }
  return aggregate(name, value, scope);
}

function evaluate(node: Node, scope: Scope): Value {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'id': {
      const line = scope.lines.get(node.name);
      if (!line) throw new MathError(`Unknown id ${node.name}`);
      return line;
    }
    case 'list':
      return node.items.map((item) => lineOf(evaluate(item, scope), scope));
    case 'call':
      return call(node.name, node.args, scope);
    case 'binary':
      return combine(node.operator, evaluate(node.left, scope), evaluate(node.right, scope), scope);
  }
}

/** Throws MathError for syntax, functions and ids that an alarm cannot have. */
export function checkMath(text: string, ids: readonly string[]): void {
  const node = parseMath(text);
  const odd = callsIn(node).find((name) => !FUNCTIONS.has(name));
  if (odd !== undefined) throw new MathError(`${odd} is not supported on Metric Alarms`);
  const strange = idsIn(node).find((id) => !ids.includes(id) && !WORDS.has(id));
  if (strange !== undefined) throw new MathError(`Unknown identifier '${strange}'`);
}

/** The line that an expression makes of others. Throws MathError. */
export const computeMath = (text: string, scope: Scope): Line => lineOf(evaluate(parseMath(text), scope), scope);
