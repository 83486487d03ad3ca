/** The query protocol's flattened parameters. */

import { isFields, type Fields } from '../input';

type Tree = Map<string, Tree | string>;

function put(tree: Tree, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const below = tree.get(name);
  const next: Tree = below instanceof Map ? below : new Map<string, Tree | string>();
  tree.set(name, next);
  put(next, rest, value);
}

/** `X.member.1.Y` becomes a list under X: members stand in the order of their numbers. */
function plainValue(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const members = node.get('member');
  if (node.size === 1 && members instanceof Map) {
    return [...members].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => plainValue(item));
  }
  return Object.fromEntries([...node].map(([name, item]) => [name, plainValue(item)]));
}

/** Parameters of a form, as the structure they were flattened from. All values are texts. */
export function unflatten(form: URLSearchParams): Fields {
  const tree: Tree = new Map<string, Tree | string>();
  for (const [name, value] of form) put(tree, name.split('.'), value);
  const plain = plainValue(tree);
  return isFields(plain) ? plain : {};
}
