/**
 * What a person may be shown of a file before it is changed. Files of agents hold API keys, headers and tokens under names that nobody
 * can list, so it is the other way round: everything is hidden but what the plan itself sets or replaces.
 */

import { isDeepStrictEqual } from 'node:util';
import { parseTree, visit as visitJson, type Node } from 'jsonc-parser';
import { isPair, isScalar, isSeq, Lexer, parseDocument, visit } from 'yaml';
import { keyPathText, type Change, type Edit, type Format, type Json, type KeyPath } from './plan';
import { valueAt } from './json';

export const HIDDEN = '(hidden)';

/** Keys whose old value is never shown, even where we replace it. */
const SECRET_KEY = /key$|token|secret|password|credential|auth$|authorization|cookie|header/i;

const shown = (path: KeyPath, value: Json | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (path.some((part) => typeof part === 'string' && SECRET_KEY.test(part))) return HIDDEN;
  if (typeof value === 'string') return value;
  // Somebody else's object in the place of our value may hold anything.
  return typeof value === 'object' && value !== null ? HIDDEN : String(value);
};

/** Leaves of a value that we set. */
function leaves(path: KeyPath, value: Json): readonly (readonly [KeyPath, Json])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : Object.entries(value as Readonly<Record<string, Json>>);
  return entries.length === 0 ? [] : entries.flatMap(([key, item]) => leaves([...path, key], item));
}

/** The lines of what changes; what stays the same is no line. */
export function changesOf(before: Json | undefined, edits: readonly Edit[]): readonly Change[] {
  const changes: Change[] = [];
  for (const { path, value } of edits) {
    const parts = value === undefined ? [[path, undefined] as const] : leaves(path, value);
    for (const [at, wanted] of parts) {
      const old = valueAt(before, at);
      if (old === wanted) continue;
      changes.push({
        keyPath: keyPathText(at),
        before: shown(at, old),
        after: wanted === undefined ? undefined : typeof wanted === 'string' ? wanted : JSON.stringify(wanted),
      });
    }
  }
  return changes;
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

const cutAll = (text: string, cuts: readonly Cut[]): string =>
  [...cuts]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, by }) => rest.slice(0, start) + by + rest.slice(end), text);

/**
 * Whether a value may be shown: it stands exactly where the plan sets one. What somebody has in the place of our value, but is more than
 * one, is hidden.
 */
function isShown(path: KeyPath, edits: readonly Edit[]): boolean {
  if (path.some((part) => typeof part === 'string' && SECRET_KEY.test(part))) return false;
  return edits.some(({ path: at, value }) => {
    const places = value === undefined ? [at] : leaves(at, value).map(([place]) => place);
    return places.some((place) => isDeepStrictEqual(place, path));
  });
}

function jsonCuts(text: string, edits: readonly Edit[]): readonly Cut[] {
  const cuts: Cut[] = [];
  const walk = (node: Node, path: KeyPath): void => {
    if (node.type === 'array')
      node.children?.forEach((item, index) => {
        walk(item, [...path, index]);
      });
    else if (node.type === 'object') {
      for (const { children: [key, value] = [] } of node.children ?? []) {
        if (key !== undefined && value !== undefined) walk(value, [...path, String(key.value)]);
      }
    } else if (node.type === 'string' && !isShown(path, edits)) {
      cuts.push({ start: node.offset, end: node.offset + node.length, by: `"${HIDDEN}"` });
    }
  };
  const tree = parseTree(text);
  if (tree !== undefined) walk(tree, []);
  visitJson(text, {
    onComment: (offset, length) => {
      const by = text.startsWith('//', offset) ? `// ${HIDDEN}` : `/* ${HIDDEN} */`;
      cuts.push({ start: offset, end: offset + length, by });
    },
  });
  return cuts;
}

/** The way from the top of a document to a node, by its parents. */
function pathOf(parents: readonly unknown[], node: unknown): KeyPath {
  return parents.flatMap((parent, index): KeyPath => {
    if (isPair(parent)) return [isScalar(parent.key) ? String(parent.key.value) : ''];
    if (!isSeq(parent)) return [];
    const next = index + 1 < parents.length ? parents[index + 1] : node;
    return [parent.items.indexOf(next)];
  });
}

/** Marks of the lexer for where a document or a scalar starts; they are not in the text. */
const MARKS = ['\u0002', '\u001f', '\u0018'];

function yamlCuts(text: string, edits: readonly Edit[]): readonly Cut[] {
  const cuts: Cut[] = [];
  visit(parseDocument(text), {
    Scalar(at, node, parents) {
      if (at === 'key' || typeof node.value !== 'string' || !node.range) return;
      if (isShown(pathOf(parents, node), edits)) return;
      cuts.push({ start: node.range[0], end: node.range[1], by: `'${HIDDEN}'` });
    },
  });
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.includes(token)) continue;
    if (token.startsWith('#')) cuts.push({ start: offset, end: offset + token.length, by: `# ${HIDDEN}` });
    offset += token.length;
  }
  return cuts;
}

/** A file's text for a diff. `edits` are the plan's: their values alone can be read. */
export function redacted(text: string, format: Format, edits: readonly Edit[]): string {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return cutAll(bare, format === 'yaml' ? yamlCuts(bare, edits) : jsonCuts(bare, edits));
}
