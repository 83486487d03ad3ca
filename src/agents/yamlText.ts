/** YAML: read into a value, and changed at single keys so that all else keeps its place, form and comments. */

import { isMap, isNode, isPair, parseAllDocuments, parseDocument, type Document, type Pair } from 'yaml';
import type { ParseResult } from './json';
import type { Edit, Json } from './plan';
import { commentsOf, formOf, keyOf, spliceYaml } from './yamlSplice';

/** Settings have few aliases; a file that multiplies them is something else. */
const MOST_ALIASES = 100;

/** Reads a mapping; a file of nothing but comments is an empty one. */
export function parseYaml(text: string): ParseResult {
  const documents = [...parseAllDocuments(text)];
  if (documents.length > 1) return { broken: 'several-documents', where: '' };
  const [document] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined) {
    const where = `line ${error.linePos?.[0].line ?? 1}`;
    return { broken: error.code === 'DUPLICATE_KEY' ? 'duplicate-keys' : 'syntax', where };
  }
  if (document === undefined || document.contents === null) return { value: {} };
  if (!isMap(document.contents)) {
    return document.toJS() === null ? { value: {} } : { broken: 'not-an-object', where: '' };
  }
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as Readonly<Record<string, Json>> };
  } catch {
    return { broken: 'syntax', where: 'aliases' };
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a top-level entry stands, its trailing comment and line end included. */
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
  for (const { path, value } of edits) {
    if (value === undefined) document.deleteIn(path);
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

/** Makes edits in a text that `parseYaml` took. Undefined where a comment would be lost by it. */
export function editYaml(text: string, edits: readonly Edit[]): string | undefined {
  const after = edits.reduce((now, edit) => spliceYaml(now, edit) ?? renewed(now, [edit]), text);
  return keepsComments(text, after) ? after : undefined;
}

/** What cannot be done alone is done by writing its top-level entry anew, or else the whole. */
function renewed(text: string, edits: readonly Edit[]): string {
  const crlf = text.includes('\r\n');
  const document: Document = parseDocument(text);
  const blockBefore = isBlock(document);
  const isEmpty = !isMap(document.contents);
  if (isEmpty) document.contents = document.createNode({});
  setAll(document, edits);
  const whole = document.toString(formOf(text));
  const lines = (piece: string): string => (crlf ? piece.replace(/\r?\n/g, '\r\n') : piece);
  if (!blockBefore && !isEmpty) return lines(whole);
  const fresh = parseDocument(whole);
  let after = text;
  for (const key of new Set(edits.map(({ path }) => String(path[0])))) {
    const from = spanOf(fresh, key);
    const piece = from === undefined ? '' : lines(whole.slice(from.start, from.end));
    const to = spanOf(parseDocument(after), key);
    if (to === undefined) after = appended(after, piece, crlf ? '\r\n' : '\n');
    else after = after.slice(0, to.start) + piece + after.slice(to.end);
  }
  return after;
}

/** Puts an entry below the last one, and above a line that ends the document. */
function appended(text: string, piece: string, eol: string): string {
  if (piece === '') return text;
  const close = /^\.\.\.[ \t]*(?:\r?\n|$)/m.exec(text)?.index ?? text.length;
  const head = text.slice(0, close);
  const gap = head === '' || head.endsWith('\n') ? '' : eol;
  return `${head}${gap}${piece.endsWith('\n') ? piece : piece + eol}${text.slice(close)}`;
}
