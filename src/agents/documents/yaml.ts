/** YAML: read into a value, and changed at single keys so that all else keeps its place, form and comments. */

import { isMap, isNode, isPair, Lexer, parseAllDocuments, parseDocument, visit, type Document, type Pair } from 'yaml';
import { MAX_DEPTH, TOO_DEEP, type ParseResult } from './json';
import { PARSE_OPTIONS, commentsOf, formOf, keyOf, spliceYaml } from './yamlEdit';
import type { Edit, Json } from './document';

/** The merge key of YAML 1.1, which may occur more than once. */
const MERGE = '"<<"';

/** A file with more aliases is no settings file. */
const MAX_ALIASES = 100;

/** Whether lists are nested deeper than in any settings. Found by the lexer, which does not recurse. */
function opensTooDeep(text: string): boolean {
  let flow = 0;
  let dashes = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow -= 1;
    else if (token === '-' || token === '?') dashes += 1;
    else if (token.includes('\n')) dashes = 0;
    if (Math.max(flow, dashes) > MAX_DEPTH) return true;
  }
  return false;
}

/** Whether a value is nested too deep, as with an alias inside of its anchor. */
function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((item) => isTooDeep(item, depth + 1));
}

/** Reads a mapping; a file of nothing but comments is an empty one. Never throws. */
export function parseYaml(text: string): ParseResult {
  try {
    return opensTooDeep(text) ? TOO_DEEP : parsed(text);
  } catch {
    // What the library cannot resolve: an alias of nothing, or too many of them.
    return { broken: 'syntax', where: 'aliases' };
  }
}

/**
 * A duplicate key of a mapping. The library compares all keys with each other, which takes too long in a large file.
 */
function duplicateIn(document: Document): string | undefined {
  let duplicate: string | undefined;
  visit(document, {
    Map: (_key, { items }) => {
      const keys = new Set<string>();
      for (const pair of items) {
        const text = JSON.stringify(isNode(pair.key) ? pair.key.toJS(document) : pair.key);
        if (keys.has(text) && text !== MERGE) duplicate ??= keyOf(pair);
        keys.add(text);
      }
      return duplicate === undefined ? undefined : visit.BREAK;
    },
  });
  return duplicate;
}

function parsed(text: string): ParseResult {
  const documents = [...parseAllDocuments(text, PARSE_OPTIONS)];
  if (documents.length > 1) return { broken: 'several-documents', where: '' };
  const [document] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined) return { broken: 'syntax', where: `line ${error.linePos?.[0].line ?? 1}` };
  if (document === undefined || document.contents === null) return { value: {} };
  const duplicate = duplicateIn(document);
  if (duplicate !== undefined) return { broken: 'duplicate-keys', where: duplicate };
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  if (!isMap(document.contents)) return value === null ? { value: {} } : { broken: 'not-an-object', where: '' };
  return isTooDeep(value) ? TOO_DEEP : { value: value as Readonly<Record<string, Json>> };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span of a top-level entry, its trailing comment and line end included. */
function spanOf(document: Document, key: string): Span | undefined {
  if (!isMap(document.contents)) return undefined;
  const pair = document.contents.items.find((item): item is Pair => isPair(item) && keyOf(item) === key);
  if (pair === undefined || !isNode(pair.key) || !isNode(pair.value)) return undefined;
  const start = pair.key.range?.[0];
  const end = pair.value.range?.[2];
  return start === undefined || end === undefined ? undefined : { start, end };
}

const isBlock = (document: Document): boolean => isMap(document.contents) && document.contents.flow !== true;

function setAll(document: Document, edits: readonly Edit[]): void {
  for (const { path, value, listed } of edits) {
    if (listed === true) document.setIn(path, document.createNode([document.getIn(path, true)]));
    else if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
}

/** Whether every comment of one text is in the other. */
function keepsComments(before: string, after: string): boolean {
  const left = new Map<string, number>();
  const count = (text: string, by: number): number => {
    const now = (left.get(text.trimEnd()) ?? 0) + by;
    left.set(text.trimEnd(), now);
    return now;
  };
  for (const { text } of commentsOf(after)) count(text, 1);
  return commentsOf(before).every(({ text }) => count(text, -1) >= 0);
}

/** Makes edits in a text that `parseYaml` accepted. Undefined where a comment would be lost. */
export function editYaml(text: string, edits: readonly Edit[]): string | undefined {
  const after = edits.reduce((now, edit) => spliceYaml(now, edit) ?? rewritten(now, [edit]), text);
  return keepsComments(text, after) ? after : undefined;
}

/** Rewrites the top-level entry of an edit that cannot be made separately, or else the whole text. */
function rewritten(text: string, edits: readonly Edit[]): string {
  const crlf = text.includes('\r\n');
  const document: Document = parseDocument(text, PARSE_OPTIONS);
  const blockBefore = isBlock(document);
  const isEmpty = !isMap(document.contents);
  if (isEmpty) document.contents = document.createNode({});
  setAll(document, edits);
  const whole = document.toString(formOf(text));
  const lines = (piece: string): string => (crlf ? piece.replace(/\r?\n/g, '\r\n') : piece);
  if (!blockBefore && !isEmpty) return lines(whole);
  const fresh = parseDocument(whole, PARSE_OPTIONS);
  let after = text;
  for (const key of new Set(edits.map(({ path }) => String(path[0])))) {
    const from = spanOf(fresh, key);
    const piece = from === undefined ? '' : lines(whole.slice(from.start, from.end));
    const to = spanOf(parseDocument(after, PARSE_OPTIONS), key);
    if (to === undefined) after = appended(after, piece, crlf ? '\r\n' : '\n');
    else after = after.slice(0, to.start) + piece + after.slice(to.end);
  }
  return after;
}

/** Adds an entry after the last one, and before a line that ends the document. */
function appended(text: string, piece: string, eol: string): string {
  if (piece === '') return text;
  const close = /^\.\.\.[ \t]*(?:\r?\n|$)/m.exec(text)?.index ?? text.length;
  const head = text.slice(0, close);
  const gap = head === '' || head.endsWith('\n') ? '' : eol;
  return `${head}${gap}${piece.endsWith('\n') ? piece : piece + eol}${text.slice(close)}`;
}
