/**
 * JSON and JSON with comments: read into a value, and changed at single keys so that all else keeps its place, form and
 * comments.
 */

import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { editText } from './jsonEdit';
import { withEdit, type Edit, type Json, type KeyPath, type BrokenReason } from './document';

export interface Parsed {
  readonly value: Readonly<Record<string, Json>>;
}
export type ParseResult = Parsed | { readonly broken: BrokenReason; readonly where: string };

const BOM = '\uFEFF';
const body = (text: string): string => (text.startsWith(BOM) ? text.slice(1) : text);

const lineOf = (text: string, offset: number): string => `line ${text.slice(0, offset).split('\n').length}`;

interface Findings {
  duplicate?: string;
}

/** The value of a node. A key like `__proto__` is a key like any other. */
function valueOf(node: Node, at: KeyPath, findings: Findings): Json {
  if (node.type === 'array') return (node.children ?? []).map((item, index) => valueOf(item, [...at, index], findings));
  if (node.type !== 'object') return node.value as Json;
  const entries = new Map<string, Json>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    if (entries.has(name)) findings.duplicate ??= [...at, name].join('.');
    entries.set(name, valueOf(value, [...at, name], findings));
  }
  return Object.fromEntries(entries);
}

/** No settings are nested deeper, and parsers may overflow their stack. */
export const MAX_DEPTH = 200;
export const TOO_DEEP: ParseResult = { broken: 'syntax', where: 'nested too deep' };

// The kinds of token as the scanner numbers them; its names for them are not there at run time.
const OPENING = [1, 3];
const CLOSING = [2, 4];
const END = 17;

function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    if (OPENING.includes(kind)) depth += 1;
    else if (CLOSING.includes(kind)) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Reads an object; never throws. @param comments whether the file's program accepts comments and trailing commas. */
export function parseJson(text: string, comments: boolean): ParseResult {
  const source = body(text);
  if (source.trim() === '') return { broken: 'empty', where: '' };
  if (isTooDeep(source)) return TOO_DEEP;
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, {
    disallowComments: !comments,
    allowTrailingComma: comments,
    allowEmptyContent: false,
  });
  const [first] = errors;
  if (first !== undefined) return { broken: 'syntax', where: lineOf(source, first.offset) };
  if (tree === undefined) return { broken: 'empty', where: '' };
  if (tree.type !== 'object') return { broken: 'not-an-object', where: '' };
  const findings: Findings = {};
  const value = valueOf(tree, [], findings) as Readonly<Record<string, Json>>;
  // Programs take the last of two, editors the first: no change would be right for both.
  if (findings.duplicate !== undefined) return { broken: 'duplicate-keys', where: findings.duplicate };
  return { value };
}

/** The indentation that JSON.stringify was called with, where the text is exactly what it gives. */
function styleOf(text: string, value: Json): { readonly indent: string | number; readonly end: string } | undefined {
  const end = text.endsWith('\n') ? '\n' : '';
  const inner = text.slice(0, text.length - end.length);
  const indent = [2, 0, 4, '\t', 3, 1].find((each) => JSON.stringify(value, null, each) === inner);
  return indent === undefined ? undefined : { indent, end };
}

/** Makes edits in a text that `parseJson` accepted. A text that JSON.stringify wrote keeps its form. */
export function editJson(text: string, edits: readonly Edit[]): string {
  const source = body(text);
  const parsed = parseJson(source, true);
  if ('broken' in parsed) return text;
  const style = styleOf(source, parsed.value);
  if (style !== undefined) {
    const value = edits.reduce<Json | undefined>(withEdit, parsed.value);
    return text.slice(0, text.length - source.length) + JSON.stringify(value, null, style.indent) + style.end;
  }
  return text.slice(0, text.length - source.length) + edits.reduce(editText, source);
}
