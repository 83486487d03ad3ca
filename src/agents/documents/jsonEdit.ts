/**
 * Single changes in a text of JSON with comments that keep every other character, which an editor's formatter would
 * not.
 */

import { applyEdits, createScanner, modify, parseTree, type Node } from 'jsonc-parser';
import type { Edit, Json, KeyPath } from './document';

interface Form {
  readonly unit: string;
  readonly eol: string;
}

function formOf(text: string): Form {
  const [, unit = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  return { unit, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

function childOf({ type, children }: Node, part: string | number): Node | undefined {
  if (typeof part === 'number') return type === 'array' ? children?.[part] : undefined;
  if (type !== 'object') return undefined;
  return children?.find((property) => property.children?.[0]?.value === part)?.children?.[1];
}

/** The node that a path leads to as far as it exists, and the rest of the path. */
function closestNode(root: Node, path: KeyPath): { readonly node: Node; readonly rest: KeyPath } {
  let node = root;
  for (const [index, part] of path.entries()) {
    const child = childOf(node, part);
    if (child === undefined) return { node, rest: path.slice(index) };
    node = child;
  }
  return { node, rest: [] };
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

const nested = (rest: KeyPath, value: Json): Json =>
  rest.reduceRight<Json>((inner, part) => Object.fromEntries([[String(part), inner]]), value);

const printed = (value: Json, indent: string, { unit, eol }: Form): string =>
  JSON.stringify(value, null, unit).replaceAll('\n', eol + indent);

// The kinds of token as the scanner numbers them; its names for them are not there at run time.
const COMMA = 5;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const LINE_BREAK = 14;
const BLANK = 15;

/** Where the line of an object's last property ends, its comma and comments included. */
function endOfLast(text: string, offset: number): { readonly offset: number; readonly comma: boolean } {
  const scanner = createScanner(text);
  scanner.setPosition(offset);
  let end = offset;
  let comma = false;
  for (let kind: number = scanner.scan(); ; kind = scanner.scan()) {
    if (kind === COMMA) comma = true;
    else if (![LINE_COMMENT, BLOCK_COMMENT, LINE_BREAK, BLANK].includes(kind)) return { offset: end, comma };
    const next = scanner.getTokenOffset() + scanner.getTokenLength();
    if (kind === LINE_BREAK && comma) return { offset: end, comma };
    // Without a comma so far there may be one on a later line.
    if (kind !== LINE_BREAK && kind !== BLANK) end = next;
    if (kind === LINE_COMMENT && comma) return { offset: end, comma };
  }
}

const splice = (text: string, start: number, end: number, piece: string): string =>
  text.slice(0, start) + piece + text.slice(end);

/** Adds a property after an object's last one, on a separate line if the first one is on one. */
function withProperty(text: string, object: Node, key: string, value: Json): string {
  const form = formOf(text);
  const [first] = object.children ?? [];
  const last = object.children?.at(-1);
  const outer = indentAt(text, object.offset);
  const name = JSON.stringify(key);
  if (first === undefined || last === undefined) {
    const inner = outer + form.unit;
    const close = object.offset + object.length - 1;
    const kept = text.slice(object.offset + 1, close).trimEnd();
    const line = `${form.eol}${inner}${name}: ${printed(value, inner, form)}${form.eol}${outer}`;
    return splice(text, object.offset + 1, close, kept + line);
  }
  const ownLines = text.slice(object.offset, first.offset).includes('\n');
  const indent = indentAt(text, first.offset);
  const property = ownLines
    ? form.eol + indent + `${name}: ${printed(value, indent, form)}`
    : ` ${name}: ${JSON.stringify(value)}`;
  const end = last.offset + last.length;
  const { offset, comma } = endOfLast(text, end);
  // The trailing comma of the property before separates it from ours, which gets one as well.
  if (comma) return splice(text, offset, offset, `${property},`);
  return splice(splice(text, offset, offset, property), end, end, ',');
}

/** One edit in a text that is JSON with comments. What the path leads through must be objects, or not be there. */
export function editText(text: string, { path, value }: Edit): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return text;
  if (value === undefined) return applyEdits(text, modify(text, [...path], undefined, {}));
  const { node, rest } = closestNode(root, path);
  const [key, ...more] = rest;
  if (key === undefined || node.type !== 'object') {
    const piece = printed(nested(rest, value), indentAt(text, node.offset), formOf(text));
    return splice(text, node.offset, node.offset + node.length, piece);
  }
  return withProperty(text, node, String(key), nested(more, value));
}
