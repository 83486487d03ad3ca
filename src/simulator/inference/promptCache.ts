/** The prompt cache of one account. */

import { createHash } from 'node:crypto';
import { perAccount } from '../perAccount';
import type { CacheRules } from './modelRules';
import type { Prompt } from './prompt';
import { tokensOfPrefix, type InputUsage } from './tokens';

const MINUTE = 60_000;
const FIVE_MINUTES = 5 * MINUTE;
const HOUR = 60 * MINUTE;
/** Expired prefixes are removed when there are so many, and again when twice as many as then remained. */
const KEPT = 10_000;

interface Entry {
  /** Ms from its last use to its end. */
  readonly lifetime: number;
  expires: number;
}

/** What a prefix is known by, for each block of a prompt: the scope, and everything up to the end of the block. */
function digestsOf(scope: string, { blocks }: Prompt): readonly string[] {
  let digest = scope;
  return blocks.map(({ text }) => {
    digest = createHash('sha256').update(digest).update(text).digest('base64');
    return digest;
  });
}

/** Remembers prefixes of prompts for five minutes or an hour after their last use. */
export class PromptCache {
  private readonly entries = new Map<string, Entry>();
  private most = KEPT;

  /** Finds a prefix that is still cached, and keeps it for another lifetime. */
  private use(digest: string, now: number): boolean {
    const entry = this.entries.get(digest);
    if (!entry || now >= entry.expires) return false;
    entry.expires = now + entry.lifetime;
    return true;
  }

  private write(digest: string, lifetime: number, now: number): void {
    if (this.entries.size >= this.most) {
      for (const [known, { expires }] of this.entries) if (now >= expires) this.entries.delete(known);
      this.most = Math.max(KEPT, 2 * this.entries.size);
    }
    this.entries.set(digest, { lifetime, expires: now + lifetime });
  }

  /** The block up to which the prompt is read from the cache; -1 where nothing of it is cached. */
  private read(digests: readonly string[], marked: readonly number[], lookback: number, now: number): number {
    let read = -1;
    for (const mark of marked) {
      let at = mark;
      while (at >= Math.max(0, mark - lookback) && !this.use(digests[at] ?? '', now)) at -= 1;
      if (at >= Math.max(0, mark - lookback)) read = Math.max(read, at);
    }
    return read;
  }

  /**
   * Counts a prompt's tokens: those read from the cache, those written to it, and the rest. Reads the longest prefix
   * that is cached, and writes what is marked after it.
   *
   * @param scope prefixes of different scopes are never the same, such as two models' or two Regions'.
   * @param now ms since 1970.
   */
  count(scope: string, prompt: Prompt, { minimum, lookback }: CacheRules, now: number): InputUsage {
    const { blocks, tokens } = prompt;
    const sizes = blocks.map(({ end }) => tokensOfPrefix(end));
    const marked = [...blocks.keys()].filter(
      (at) => (blocks[at]?.points.length ?? 0) > 0 && (sizes[at] ?? 0) >= minimum,
    );
    if (marked.length === 0) return { input: tokens, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 };
    const digests = digestsOf(scope, prompt);
    const read = this.read(digests, marked, lookback, now);
    const cacheRead = sizes[read] ?? 0;
    let covered = cacheRead;
    let cacheWrite1h = 0;
    for (const at of marked.filter((mark) => mark > read)) {
      const size = sizes[at] ?? 0;
      const anHour = blocks[at]?.points.some(({ ttl }) => ttl === '1h') ?? false;
      this.write(digests[at] ?? '', anHour ? HOUR : FIVE_MINUTES, now);
      if (anHour) cacheWrite1h += size - covered;
      covered = size;
    }
    return { input: tokens - covered, cacheRead, cacheWrite: covered - cacheRead, cacheWrite1h };
  }
}

/** Each account has a cache of its own. */
export const promptCacheOf = perAccount(() => new PromptCache());
