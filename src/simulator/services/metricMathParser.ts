/** Parses metric math expressions. */

export type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node };

/** An error in an expression, as a sentence. */
export class MathError extends Error {}

/** Operators in order of precedence, the lowest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['<', '>', '<=', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_][A-Za-z0-9_]*)|("[^"]*"|'[^']*')|(<=|>=|==|!=|&&|\|\||[-+*/^<>()[\],]))/y;
/** The ways in which FILL fills, named without quotes. */
const WORDS: ReadonlySet<string> = new Set(['REPEAT', 'LINEAR']);

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) throw new MathError('Invalid syntax');
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
  }
  return tokens;
}

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  private take(expected?: string): string {
    const token = this.peek();
    if (token === undefined || (expected !== undefined && token !== expected)) throw new MathError('Invalid syntax');
    this.position += 1;
    return token;
  }

  private series(close: string): readonly Node[] {
    const items: Node[] = [];
    while (this.peek() !== close) {
      if (items.length > 0) this.take(',');
      items.push(this.level(0));
    }
    this.take(close);
    return items;
  }

  private primary(): Node {
    const token = this.take();
    if (token === '(') {
      const inner = this.level(0);
      this.take(')');
      return inner;
    }
    if (token === '[') return { kind: 'list', items: this.series(']') };
    if (token === '-') {
      return { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right: this.primary() };
    }
    if (/^[\d.]/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^["']/.test(token)) return { kind: 'text', text: token.slice(1, -1) };
    if (!/^[A-Za-z_]/.test(token)) throw new MathError('Invalid syntax');
    if (WORDS.has(token)) return { kind: 'text', text: token };
    if (this.peek() !== '(') return { kind: 'id', name: token };
    this.take('(');
    return { kind: 'call', name: token.toUpperCase(), args: this.series(')') };
  }

  private level(depth: number): Node {
    const operators = LEVELS[depth];
    if (!operators) return this.primary();
    let left = this.level(depth + 1);
    for (let next = this.peek(); next !== undefined && operators.includes(next); next = this.peek()) {
      this.take();
      left = { kind: 'binary', operator: next, left, right: this.level(depth + 1) };
    }
    return left;
  }

  whole(): Node {
    const node = this.level(0);
    if (this.peek() !== undefined) throw new MathError('Invalid syntax');
    return node;
  }
}

/** Throws MathError for invalid syntax. */
export const parseMath = (text: string): Node => new Parser(tokenize(text)).whole();

/** The ids that an expression names. */
export function idsIn(node: Node): readonly string[] {
  switch (node.kind) {
    case 'number':
    case 'text':
      return [];
    case 'id':
      return [node.name];
    case 'list':
      return node.items.flatMap(idsIn);
    case 'call':
      return node.args.flatMap(idsIn);
    case 'binary':
      return [...idsIn(node.left), ...idsIn(node.right)];
  }
}

/** The functions that an expression calls. */
export function callsIn(node: Node): readonly string[] {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'id':
      return [];
    case 'list':
      return node.items.flatMap(callsIn);
    case 'call':
      return [node.name, ...node.args.flatMap(callsIn)];
    case 'binary':
      return [...callsIn(node.left), ...callsIn(node.right)];
  }
}
