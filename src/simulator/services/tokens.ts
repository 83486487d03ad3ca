/** Counting tokens without a tokenizer, and a prompt cache that remembers prefixes for five minutes. */

import type { SimulatedAccount } from '../account';
import { isFields } from '../input';
import { seedOf } from '../prng';

export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

const CACHE_LIFE = 5 * 60_000;
/** Models do not cache shorter prompts. */
const LEAST_CACHED = 1024;
const CHARACTERS = 4;

/** About four characters to a token. */
export const tokensIn = (text: string): number => Math.max(1, Math.ceil(text.length / CHARACTERS));

/** When each prefix was last used, by its hash. */
const caches = new WeakMap<SimulatedAccount, Map<number, number>>();

/** Splits a request's text where its cache points are; each part but the last ends at one. */
function parts(values: readonly unknown[]): readonly string[] {
  const done: string[] = [];
  let open = '';
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'string') open += value;
    else if (isFields(value)) {
      const point = isFields(value.cachePoint) || isFields(value.cache_control);
      for (const [name, item] of Object.entries(value))
        if (name !== 'cachePoint' && name !== 'cache_control') walk(item);
      if (point) {
        done.push(open);
        open = '';
      }
    }
  };
  values.forEach(walk);
  return [...done, open];
}

/**
 * What a prompt costs, before its output. `values` are the prompt's parts in the order that the model reads them:
 * tools, system, messages.
 */
export function countInput(
  account: SimulatedAccount,
  scope: string,
  values: readonly unknown[],
  canCache: boolean,
): Omit<Usage, 'output'> {
  const pieces = parts(values);
  const whole = tokensIn(pieces.join(''));
  if (!canCache || pieces.length === 1) return { input: whole, cacheRead: 0, cacheWrite: 0 };
  const cache = caches.get(account) ?? new Map<number, number>();
  caches.set(account, cache);
  const now = account.now();
  let prefix = '';
  let read = 0;
  let marked = 0;
  for (const piece of pieces.slice(0, -1)) {
    prefix += piece;
    const size = tokensIn(prefix);
    if (size < LEAST_CACHED) continue;
    const key = seedOf(`${scope} ${prefix}`);
    if (now - (cache.get(key) ?? -Infinity) <= CACHE_LIFE) read = size;
    cache.set(key, now);
    marked = size;
  }
  return { input: Math.max(1, whole - marked), cacheRead: read, cacheWrite: marked - read };
}
