/**
 * Single changes in a text of YAML that keep every other character, comments included. Undefined: the change is not
 * possible this way.
 */

import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  parseDocument,
  stringify,
  type Document,
  type Pair,
  type ToStringOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Edit, Json, KeyPath } from './document';

/** The indentation of a text, for what is added to it. Long lines are never folded. */
export function formOf(text: string): ToStringOptions {
  const flush = /^( *)[\w-]+:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*\1- /m.test(text);
  const [, space = '  '] = /\n( +)(?=[^\s#])/.exec(text) ?? [];
  return { lineWidth: 0, indentSeq: !flush, indent: Math.max(1, space.length), flowCollectionPadding: false };
}

/** `parseYaml` checks for duplicate keys itself. */
export const PARSE_OPTIONS = { uniqueKeys: false };

export const keyOf = ({ key }: Pair): string => String(isNode(key) ? key.toJSON() : key);

/** Marks of the lexer for where a document or a scalar starts; they are not in the text. */
const MARKS = new Set(['\u0002', '\u001f', '\u0018']);

/** Comments with where they begin. */
export function commentsOf(text: string): readonly { readonly offset: number; readonly text: string }[] {
  const comments: { offset: number; text: string }[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    if (token.startsWith('#')) comments.push({ offset, text: token });
    offset += token.length;
  }
  return comments;
}

interface SourceText {
  readonly text: string;
  readonly eol: string;
  readonly form: ToStringOptions;
}

const isFlow = (node: unknown): boolean => isCollection(node) && node.flow === true;
const isEmptyNode = (node: unknown): boolean =>
  isScalar(node) && node.value === null && node.range !== undefined && node.range !== null && node.source === '';
/** A value that can be replaced by a list or a mapping without losing anything. */
const isEmptyValue = (node: unknown): boolean =>
  (isScalar(node) && node.value === null) || (isCollection(node) && node.items.length === 0);

/** The end of a node's value, before any comment that follows it. */
function endOf(node: unknown): number | undefined {
  if (isPair(node)) return endOf(node.value ?? node.key);
  if (isCollection(node) && !isFlow(node)) return endOf(node.items.at(-1));
  if (!isNode(node) || !node.range) return undefined;
  return isEmptyNode(node) ? node.range[0] : node.range[1];
}

function startOf(node: unknown): number | undefined {
  if (isPair(node)) return startOf(node.key);
  return isNode(node) ? node.range?.[0] : undefined;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The end of the line of an offset, its comment included; the offset itself at the beginning of a line. */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

const splice = (text: string, start: number, end: number, piece: string): string =>
  text.slice(0, start) + piece + text.slice(end);

/** Lines of a value in block form, each at a column. */
function block(value: Json, column: number, { form, eol }: SourceText): readonly string[] {
  const lines = stringify(value, form).replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line) + eol);
}

function insertLines(at: number, lines: readonly string[], { text, eol }: SourceText): string {
  const gap = at === 0 || text[at - 1] === '\n' ? '' : eol;
  return splice(text, at, at, gap + lines.join(''));
}

const nested = (rest: KeyPath, value: Json): Json =>
  rest.reduceRight<Json>((inner, part) => Object.fromEntries([[String(part), inner]]), value);

/** A value on one line, valid in block and flow form. */
function inline(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const plain = stringify(value, { lineWidth: 0 }).replace(/\n$/, '');
  return /[[\]{},\n]/.test(plain) ? JSON.stringify(value) : plain;
}

/** Behind the last item, in the form that the others have. */
function appendItem(
  parent: YAMLMap | YAMLSeq,
  key: string | number,
  value: Json,
  source: SourceText,
): string | undefined {
  const last: unknown = parent.items.at(-1);
  const [start, end] = [startOf(parent.items[0]), endOf(last)];
  const first = isSeq(parent) ? parent.range?.[0] : start;
  if (last === undefined || first === undefined || end === undefined) return undefined;
  if (isFlow(parent)) {
    const name = typeof key === 'string' ? `${inline(key)}: ` : '';
    return isEmptyNode(isPair(last) ? last.value : last)
      ? undefined
      : splice(source.text, end, end, `, ${name}${inline(value)}`);
  }
  const column = first - lineStart(source.text, first);
  const lines = block(typeof key === 'string' ? Object.fromEntries([[key, value]]) : [value], column, source);
  return insertLines(lineEnd(source.text, end), lines, source);
}

/** Replaces an empty value, `null`, `[]` or `{}`. The comments of its line stay there, those below it stay below. */
function fillEmpty(pair: Pair, value: Json, source: SourceText): string | undefined {
  const [start, end, from] = [startOf(pair.value), endOf(pair.value), startOf(pair.key)];
  if (isCollection(pair.value) && isFlow(pair.value) && pair.value.range) {
    const [open, close] = pair.value.range;
    return fillRange(pair, value, source, { start: open, end: close, from: from ?? open });
  }
  if (start === undefined || end === undefined || from === undefined) return undefined;
  return fillRange(pair, value, source, { start, end, from });
}

interface EmptyRange {
  readonly start: number;
  readonly end: number;
  /** Where its key begins. */
  readonly from: number;
}

function fillRange(pair: Pair, value: Json, source: SourceText, { start, end, from }: EmptyRange): string | undefined {
  const { text } = source;
  if (commentsOf(text.slice(start, end)).length > 0) return undefined;
  const bare = text.slice(0, start).replace(/[ \t]+$/, '');
  // A comment needs a space before it.
  const tail = text.slice(end).replace(/^(?=#)/, ' ');
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return `${bare} ${inline(value)}${tail}`;
  const column = from - lineStart(text, from);
  const lines = block(Object.fromEntries([[keyOf(pair), value]]), column, source).slice(1);
  const without = bare + tail;
  return insertLines(lineEnd(without, bare.length), lines, { ...source, text: without });
}

/** Replaces a single value. */
function replaceScalar(node: unknown, value: Json, { text }: SourceText): string | undefined {
  if (!isScalar(node) || !node.range || node.type?.startsWith('BLOCK') === true || isEmptyNode(node)) return undefined;
  if (typeof value === 'object' && value !== null) return undefined;
  return splice(text, node.range[0], node.range[1], inline(value));
}

function removeFromFlow(parent: YAMLMap | YAMLSeq, index: number, { text }: SourceText): string | undefined {
  const at = (place: number): unknown => parent.items[place];
  const [start, end] = [startOf(at(index)), endOf(at(index))];
  const [before, next] = [endOf(at(index - 1)), startOf(at(index + 1))];
  if (start === undefined || end === undefined) return undefined;
  const [from, to] = before !== undefined ? [before, end] : [start, next ?? end];
  return commentsOf(text.slice(from, to)).length > 0 ? undefined : splice(text, from, to, '');
}

/** Removes an item's lines, but not the comments in them. */
function removeItem(parent: YAMLMap | YAMLSeq, index: number, source: SourceText): string | undefined {
  const { text, eol } = source;
  if (isFlow(parent)) return removeFromFlow(parent, index, source);
  const item: unknown = parent.items[index];
  const end = endOf(item);
  let start = startOf(item);
  if (start === undefined || end === undefined || parent.items.length < 2) return undefined;
  if (isSeq(parent)) {
    // The node begins behind its dash, or below it.
    start = text.lastIndexOf('-', start - 1);
    if (start < 0 || text.slice(start + 1, startOf(item)).trim() !== '') return undefined;
  }
  const from = lineStart(text, start);
  const head = text.slice(from, start);
  if (head.trim() !== '') return undefined;
  const to = lineEnd(text, end);
  const kept = commentsOf(text.slice(from, to)).map((comment) => head + comment.text + eol);
  return splice(text, from, to, kept.join(''));
}

/** Puts a single value on a separate line, as the first item of a list below its key. */
function wrapInList(pair: unknown, parent: YAMLMap | YAMLSeq, { text, eol, form }: SourceText): string | undefined {
  if (!isPair(pair) || isFlow(parent) || !isScalar(pair.value)) return undefined;
  const { type, range, anchor, tag } = pair.value;
  const from = startOf(pair.key);
  if (from === undefined || !range || anchor !== undefined || tag !== undefined) return undefined;
  if (type?.startsWith('BLOCK') === true || text.slice(range[0], range[1]).includes('\n')) return undefined;
  const column = from - lineStart(text, from) + (form.indentSeq === false ? 0 : (form.indent ?? 2));
  const bare = text.slice(0, range[0]).replace(/[ \t]+$/, '');
  return `${bare}${eol}${' '.repeat(column)}- ${text.slice(range[0])}`;
}

interface ResolvedPath {
  readonly parent: YAMLMap | YAMLSeq;
  /** Of the item in its parent; negative where there is none. */
  readonly index: number;
  readonly rest: KeyPath;
}

/** The last collection on a path that is there. */
function resolvePath(document: Document, path: KeyPath): ResolvedPath | undefined {
  let node: unknown = document.contents;
  for (const [depth, part] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (!(isMap(node) && typeof part === 'string') && !(isSeq(node) && typeof part === 'number')) return undefined;
    const index = isMap(node)
      ? node.items.findIndex((pair) => keyOf(pair) === part)
      : Number(part) < node.items.length
        ? Number(part)
        : -1;
    const item: unknown = node.items[index];
    const value: unknown = isPair(item) ? item.value : item;
    if (index < 0 || rest.length === 0 || isEmptyValue(value)) return { parent: node, index, rest };
    node = value;
  }
  return undefined;
}

/** Makes one edit in a text that `parseYaml` took. */
export function spliceYaml(text: string, { path, value, listed }: Edit): string | undefined {
  const document: Document = parseDocument(text, PARSE_OPTIONS);
  const place = resolvePath(document, path);
  if (place === undefined) return undefined;
  const source: SourceText = { text, eol: text.includes('\r\n') ? '\r\n' : '\n', form: formOf(text) };
  const { parent, index, rest } = place;
  const item: unknown = parent.items[index];
  const node: unknown = isPair(item) ? item.value : item;
  if (isAlias(node)) return undefined;
  if (listed === true) return rest.length > 0 ? undefined : wrapInList(item, parent, source);
  if (value === undefined) return index < 0 || rest.length > 0 ? text : removeItem(parent, index, source);
  const [part] = rest;
  const wanted = typeof part === 'number' ? nested(rest.slice(1), value) : nested(rest, value);
  const whole = typeof part === 'number' ? [wanted] : wanted;
  // A new top-level key needs the end of the document, which is not known here.
  if (index < 0)
    return parent === document.contents && !isFlow(parent)
      ? undefined
      : appendItem(parent, path.at(-1 - rest.length) ?? 0, whole, source);
  if (isEmptyValue(node) && isPair(item) && !isFlow(parent)) return fillEmpty(item, whole, source);
  return replaceScalar(node, whole, source);
}
