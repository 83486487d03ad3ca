/** Counts an answer that is one JSON document. */

import { fieldOf } from '../../core/collections';
import { parseJson } from './json';
import type { AnswerHead, Metered } from './metered';
import { allTokens, tierOf, tokensOfHeaders, tokensOfUsage } from './usageFields';

/** A longer answer is counted by its headers alone. */
const LONGEST = 32 * 1024 * 1024;

export class PlainMeter {
  private chunks: Uint8Array[] = [];
  private length = 0;

  constructor(private readonly headers: AnswerHead['headers']) {}

  push(chunk: Uint8Array): void {
    this.length += chunk.length;
    if (this.length <= LONGEST) this.chunks.push(chunk);
    else this.chunks = [];
  }

  end(isWhole: boolean): Metered {
    const body = isWhole && this.length <= LONGEST ? parseJson(Buffer.concat(this.chunks)) : undefined;
    this.chunks = [];
    const usage = fieldOf(body, 'usage');
    // Bedrock's own counts win; only the maker's tell the lifetimes of cache writes apart.
    const tokens = allTokens({ ...tokensOfUsage(usage), ...tokensOfHeaders(this.headers) });
    return {
      counting: tokens === undefined ? 'unknown' : 'exact',
      tokens,
      serviceTier: tierOf(fieldOf(body, 'serviceTier')) ?? tierOf(fieldOf(usage, 'service_tier')),
      firstTokenAt: undefined,
      error: undefined,
    };
  }
}
