/** Identifies items of lists by their content, not by their index, because others add lines above ours. */

import { createHash } from 'node:crypto';
import type { Json } from '../documents/document';

const field = (item: Json, name: string): string | undefined => {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, name)) return undefined;
  const value = (item as Readonly<Record<string, Json>>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** `NAME` of a line `NAME=value`. */
const variableOf = (item: Json): string | undefined =>
  typeof item === 'string' ? /^([^=]+)=/.exec(item)?.[1] : field(item, VARIABLE);

/** No agent's settings have such keys. */
const [HASH, VARIABLE] = ['bedrockTally.hash', 'bedrockTally.variable'];

const hash = (item: Json): string => createHash('sha256').update(JSON.stringify(item)).digest('hex');

/** A fingerprint: it identifies an item without its content. */
export function fingerprintOf(item: Json): Json {
  const parts = { [VARIABLE]: variableOf(item), model: field(item, 'model'), name: field(item, 'name') };
  const known = Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { [HASH]: hash(item), ...Object.fromEntries(known) };
}

/** Whether an item is a fingerprint. */
export const isFingerprint = (item: Json | undefined): boolean => item !== undefined && field(item, HASH) !== undefined;

/** What identifies an item, the most reliable first. */
const IDENTITIES: readonly ((item: Json) => string | undefined)[] = [
  (item) => field(item, HASH) ?? hash(item),
  (item) => {
    const [model, name] = [field(item, 'model'), field(item, 'name')];
    return model === undefined || name === undefined ? undefined : JSON.stringify([model, name]);
  },
  variableOf,
  (item) => field(item, 'model'),
  (item) => field(item, 'name'),
];

/** The index of each item in another list; undefined where it is missing. No two have the same index. */
export function matchItems(now: readonly Json[], items: readonly Json[]): readonly (number | undefined)[] {
  const positions = items.map((): number | undefined => undefined);
  const free = new Set(now.keys());
  for (const identify of IDENTITIES) {
    const found = new Map<string, number[]>();
    for (const position of free) {
      const text = identify(now[position] ?? null);
      if (text === undefined) continue;
      const same = found.get(text);
      if (same === undefined) found.set(text, [position]);
      else same.push(position);
    }
    for (const [index, item] of items.entries()) {
      if (positions[index] !== undefined) continue;
      const text = identify(item);
      const position = text === undefined ? undefined : found.get(text)?.shift();
      if (position === undefined) continue;
      positions[index] = position;
      free.delete(position);
    }
  }
  return positions;
}

/** A name for an item that holds no secret: its variable or its name; its index where it has none. */
export const itemName = (item: Json, index: number): string | number =>
  variableOf(item) ?? field(item, 'name') ?? field(item, 'model') ?? index;
