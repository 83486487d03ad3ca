/** Whose agents hardly read from the prompt cache: the ratio of many hides the few that pay for every token anew. */

import { groupBy } from '../collections';
import type { Owner } from '../profiles/profile';
import type { TokenCounts } from './usage';

/** Below this share of reads from the cache an agent hardly uses it. */
const LITTLE_SHARE = 0.05;
/**
 * Tokens of input below which nothing can be concluded: some prompts are too short to be kept, and a first one is only
 * written.
 */
const MIN_TOKENS = 100_000;

/** A profile and what its model read. */
export interface CachingCandidate {
  readonly name: string;
  readonly owner: Owner;
  readonly tokens: TokenCounts;
  /** Whether its model can keep prompts in a cache; undefined where that is not known. */
  readonly canCache: boolean | undefined;
}

/** All that the model has read: input, and what was read from the cache or written to it. */
const tokensRead = ({ tokens: { input, cacheRead, cacheWrite } }: CachingCandidate): number =>
  input + cacheRead + cacheWrite;
const tokensReadWithoutCache = (reader: CachingCandidate): number => tokensRead(reader) - reader.tokens.cacheRead;

const counts = (reader: CachingCandidate): boolean => reader.canCache !== false && tokensRead(reader) >= MIN_TOKENS;
const isLittleCached = (reader: CachingCandidate): boolean =>
  reader.tokens.cacheRead / tokensRead(reader) < LITTLE_SHARE;

/** Who hardly reads from the cache, most tokens read anew first. */
export interface LittleCaching {
  /** A member's where all of theirs are meant, else a profile's. */
  readonly names: readonly string[];
  /** Whether all members with enough usage are among them. */
  readonly all: boolean;
}

/** Adds the team to a member's name where another team has a member of the same name. */
function nameOf(member: string, team: string | undefined, others: readonly CachingCandidate[]): string {
  const same = others.some(({ owner }) => owner.member === member && owner.team !== team);
  return same && team !== undefined ? `${member} (${team})` : member;
}

/** Looks at each profile by itself. */
export function findLittleCaching(candidates: readonly CachingCandidate[]): LittleCaching {
  const judged = candidates.filter(counts);
  const owners = groupBy(judged, ({ owner: { team, member } }) => JSON.stringify([team ?? null, member ?? null]));
  const named = [...owners.values()].flatMap((own) => {
    const hardly = own.filter(isLittleCached);
    const [first] = own;
    const { team, member } = first?.owner ?? { team: undefined, member: undefined };
    if (member === undefined || hardly.length < own.length)
      return hardly.map((one) => ({ name: one.name, anew: tokensReadWithoutCache(one) }));
    return [
      { name: nameOf(member, team, candidates), anew: own.reduce((sum, one) => sum + tokensReadWithoutCache(one), 0) },
    ];
  });
  return {
    names: named.sort((a, b) => b.anew - a.anew).map(({ name }) => name),
    all: judged.length > 0 && judged.every(isLittleCached),
  };
}
