/** Tokens of a single call, as the answer of Bedrock counts them. */

import type { TokenCounts } from '../usage/usage';

export interface CallTokens extends TokenCounts {
  /** Of the cache writes, those with a lifetime of one hour; undefined where the answer does not tell them apart. */
  readonly cacheWrite1h: number | undefined;
}

/**
 * How far the tokens of a call are known.
 *
 * - `exact`: the answer's own final counts; `at-least`: the answer ended, or could no longer be read, before them.
 * - `none`: the call was refused, so that nothing is billed; `unknown`: an answer without any counts.
 */
export const COUNTINGS = ['exact', 'at-least', 'none', 'unknown'] as const;
export type Counting = (typeof COUNTINGS)[number];
