/** Prices that the user sets. What is not exactly as it should be is reported and left out, never mended. */

import { isRecord } from '../collections';
import { parsePrice, type Price } from '../money';
import { splitGeo } from '../profiles/models';
import type { Overrides, Rates } from './prices';
import { isRegion } from '../ids';
import { TOKEN_KINDS, type TokenKind } from '../usage/usage';

/** What is wrong with a key: its model id, or the part after its @. */
type KeyProblem = 'model' | 'region';

/** Why an entry, or one price of it, does not count. `value` is what was found, for the message. */
export interface OverrideProblem {
  readonly key: string;
  readonly reason: 'not-an-object' | KeyProblem | 'kind' | 'price' | 'empty';
  readonly value: string;
}

/** Prices of the settings, and what is wrong with those that were left out. */
export interface ReadOverrides {
  readonly overrides: Overrides;
  readonly problems: readonly OverrideProblem[];
}

const isKind = (text: string): text is TokenKind => TOKEN_KINDS.some((kind) => kind === text);

/** A key is `[<geo>.]<model id>[@<region>]`; model ids as in Bedrock's service model. */
function problemOf(key: string): KeyProblem | undefined {
  const [id = '', region, ...more] = key.split('@');
  const { model } = splitGeo(id);
  if (!/^[a-z0-9-]{1,63}[.][a-z0-9-]{1,63}([.a-z0-9:-]{0,128})$/.test(model)) return 'model';
  return more.length === 0 && (region === undefined || isRegion(region)) ? undefined : 'region';
}

const shownValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

interface ReadRates {
  readonly rates: Rates;
  readonly problems: readonly OverrideProblem[];
}

function readRates(key: string, value: unknown): ReadRates {
  if (!isRecord(value)) return { rates: {}, problems: [{ key, reason: 'not-an-object', value: shownValue(value) }] };
  const rates: Partial<Record<TokenKind, Price>> = {};
  const problems: OverrideProblem[] = [];
  for (const [kind, text] of Object.entries(value)) {
    const price = typeof text === 'string' || typeof text === 'number' ? parsePrice(text) : undefined;
    if (!isKind(kind)) problems.push({ key, reason: 'kind', value: kind });
    else if (price === undefined) problems.push({ key, reason: 'price', value: `${kind}: ${shownValue(text)}` });
    else rates[kind] = price;
  }
  if (Object.keys(value).length === 0) problems.push({ key, reason: 'empty', value: '{}' });
  return { rates, problems };
}

/**
 * Reads the setting: rates in USD per million tokens by `[<geo>.]<model id>[@<region>]`. An entry with anything wrong
 * in it does not count at all; a kind that is left out is unpriced.
 */
export function readOverrides(setting: unknown): ReadOverrides {
  if (setting === undefined || setting === null) return { overrides: {}, problems: [] };
  if (!isRecord(setting))
    return { overrides: {}, problems: [{ key: '', reason: 'not-an-object', value: shownValue(setting) }] };
  const kept: [string, Rates][] = [];
  const problems: OverrideProblem[] = [];
  for (const [key, value] of Object.entries(setting)) {
    const reason = problemOf(key);
    const read: ReadRates =
      reason === undefined ? readRates(key, value) : { rates: {}, problems: [{ key, reason, value: key }] };
    problems.push(...read.problems);
    if (read.problems.length === 0) kept.push([key, read.rates]);
  }
  return { overrides: Object.fromEntries(kept), problems };
}
