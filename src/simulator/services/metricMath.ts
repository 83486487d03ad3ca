/**
 * Metric math: what an alarm, or GetMetricData, computes from several metrics. Only a part of CloudWatch's language;
 * the rest is refused.
 */

import { FUNCTIONS } from './metricMathFunctions';
import { callsIn, idsIn, MathError, parseMath, type Node } from './metricMathParser';
import { combine, isLines, lineOf, type Line, type Scope, type Value } from './metricMathValues';

export type { Line } from './metricMathValues';

function evaluate(node: Node, scope: Scope): Value {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'text':
      return node.text;
    case 'id': {
      const line = scope.lines.get(node.name);
      if (!line) throw new MathError(`Unknown id ${node.name}`);
      return line;
    }
    case 'list':
      return node.items.map((item) => lineOf(evaluate(item, scope), scope));
    case 'call': {
      const compute = FUNCTIONS.get(node.name);
      if (!compute) throw new MathError(`Unknown function ${node.name}`);
      return compute(
        node.args.map((arg) => evaluate(arg, scope)),
        scope,
      );
    }
    case 'binary':
      return combine(node.operator, evaluate(node.left, scope), evaluate(node.right, scope), scope);
  }
}

/** Throws MathError for syntax, functions (with the text of `unsupported`) and ids that an expression cannot have. */
export function checkMath(text: string, ids: readonly string[], unsupported: (name: string) => string): void {
  const node = parseMath(text);
  const odd = callsIn(node).find((name) => !FUNCTIONS.has(name));
  if (odd !== undefined) throw new MathError(unsupported(odd));
  const strange = idsIn(node).find((id) => !ids.includes(id));
  if (strange !== undefined) throw new MathError(`Unknown identifier '${strange}'`);
}

/** The lines that an expression computes from others: one, or as many as a list has. Throws MathError. */
export function computeLines(text: string, scope: Scope): readonly Line[] {
  const value = evaluate(parseMath(text), scope);
  return isLines(value) ? value : [lineOf(value, scope)];
}

/** The one line that an expression computes from others. Throws MathError. */
export const computeMath = (text: string, scope: Scope): Line => lineOf(evaluate(parseMath(text), scope), scope);

interface Query {
  readonly id: string;
  readonly expression: string | undefined;
}

/** The lines of a request's queries, metrics and expressions of them; each is computed once. */
export class QueryLines {
  private readonly known = new Map<string, Line>();

  constructor(
    private readonly queries: readonly Query[],
    private readonly size: Pick<Scope, 'length' | 'period'>,
    private readonly metered: (id: string) => Line,
  ) {}

  /** Throws MathError for expressions that refer to each other in a circle. */
  of(id: string, asking: readonly string[] = []): Line {
    const known = this.known.get(id);
    if (known) return known;
    if (asking.includes(id)) throw new MathError('The expressions refer to each other in a circle');
    const expression = this.queries.find((query) => query.id === id)?.expression;
    const line =
      expression === undefined ? this.metered(id) : computeMath(expression, this.scope(expression, [...asking, id]));
    this.known.set(id, line);
    return line;
  }

  /** The lines that an expression of this request may name. */
  scope(expression: string, asking: readonly string[]): Scope {
    const named = idsIn(parseMath(expression));
    const metrics = this.queries.filter((query) => query.expression === undefined);
    return {
      ...this.size,
      lines: new Map(named.map((id) => [id, this.of(id, asking)])),
      metrics: new Map(metrics.map(({ id }) => [id, this.of(id)])),
    };
  }
}
