/** The keys, single values and comments of a text, with their positions: what of a file may hold a secret. */

import { parseTree, visit as visitJson, type Node } from 'jsonc-parser';
import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Format, KeyPath } from './document';
import { commonItems, type CommonPiece } from './splices';
import { PARSE_OPTIONS, commentsOf } from './yamlEdit';

/** Positions are UTF-16 code units, `end` is behind the last one. Comments have an empty path. */
export interface Leaf {
  readonly kind: 'key' | 'value' | 'comment';
  readonly path: KeyPath;
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
}

function jsonLeaves(text: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const add = (kind: Leaf['kind'], { value, offset, length }: Node, path: KeyPath): void => {
    leaves.push({ kind, path, value, start: offset, end: offset + length });
  };
  const walk = (node: Node, path: KeyPath): void => {
    const children = node.children ?? [];
    if (node.type === 'array') for (const [index, item] of children.entries()) walk(item, [...path, index]);
    else if (node.type === 'object') {
      for (const { children: [key, value] = [] } of children) {
        if (key === undefined || value === undefined) continue;
        const inner = [...path, String(key.value)];
        add('key', key, inner);
        walk(value, inner);
      }
    } else add('value', node, path);
  };
  const tree = parseTree(text, [], { allowTrailingComma: true });
  if (tree !== undefined) walk(tree, []);
  visitJson(text, {
    onComment: (start, length) => {
      leaves.push({ kind: 'comment', path: [], value: undefined, start, end: start + length });
    },
  });
  return leaves;
}

function yamlLeaves(text: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (node: unknown, path: KeyPath, kind: Leaf['kind'] = 'value'): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const inner = [...path, isScalar(key) ? String(key.value) : ''];
        walk(key, inner, isScalar(key) ? 'key' : 'value');
        walk(value, inner);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    } else if (isPair(node)) walk(node.value, path);
    else if (isScalar(node) && node.range)
      leaves.push({ kind, path, value: node.value, start: node.range[0], end: node.range[1] });
  };
  walk(parseDocument(text, PARSE_OPTIONS).contents, []);
  for (const { offset, text: comment } of commentsOf(text))
    leaves.push({ kind: 'comment', path: [], value: undefined, start: offset, end: offset + comment.length });
  return leaves;
}

const BOM = '\uFEFF';

/** All leaves of a text that its parser took, in the order of their positions. */
export function leavesOf(text: string, format: Format): readonly Leaf[] {
  const skipped = text.startsWith(BOM) ? BOM.length : 0;
  const body = text.slice(skipped);
  return (format === 'yaml' ? yamlLeaves(body) : jsonLeaves(body))
    .map((leaf) => ({ ...leaf, start: leaf.start + skipped, end: leaf.end + skipped }))
    .sort((a, b) => a.start - b.start);
}

/** Two leaves are the same where they are written the same at the same path; items of a list may have moved. */
const identityOf = ({ kind, path, start, end }: Leaf, text: string): string =>
  JSON.stringify([kind, path.map((part) => (typeof part === 'number' ? 0 : part)), text.slice(start, end)]);

/** The leaves that a change of a text has left as they were. */
export function unchangedLeaves(before: string, after: string, format: Format): readonly CommonPiece[] {
  const [older, newer] = [leavesOf(before, format), leavesOf(after, format)];
  const common = commonItems(
    older.map((leaf) => identityOf(leaf, before)),
    newer.map((leaf) => identityOf(leaf, after)),
  );
  return common.flatMap(([x, y]) => {
    const [old, now] = [older[x], newer[y]];
    return old === undefined || now === undefined
      ? []
      : [{ before: old.start, after: now.start, length: old.end - old.start }];
  });
}
