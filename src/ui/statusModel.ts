/** What the status bar says, as a pure function of a snapshot. */

import { isMine } from '../core/profile';
import { Problem } from '../core/problem';
import { addTokens, NO_TOKENS, tokensOf, type TokenCounts } from '../core/usage';
import type { ProfileList, Snapshot } from '../ledger/snapshot';

export interface StatusModel {
  /** `offer`: there is no profile of mine yet. `waiting`: it is not known yet. `tokens`: figures, perhaps old ones. `trouble`: none, and why. */
  readonly kind: 'offer' | 'waiting' | 'tokens' | 'trouble';
  readonly sample: boolean;
  readonly tokens?: TokenCounts;
  readonly asOf?: number;
  readonly stale: boolean;
  readonly problem?: Problem;
  readonly partial: boolean;
  readonly profiles: number;
}

/** Three polls without a good answer: one may fail, and one may be late. */
export const STALE_POLLS = 3;

/** The newest figures of all of mine: the page's, when it shows just those, or the status bar's own. */
function newest(snapshot: Snapshot): Snapshot['mine'] {
  const { detail, mine } = snapshot;
  if (detail?.scope !== 'mine' || detail.usage.value === undefined) return mine;
  return (detail.usage.asOf ?? 0) >= (mine.asOf ?? 0) ? detail.usage : mine;
}

/** Where tags may not be read it is not known whether a profile is mine; that is not the same as having none. */
export function ownersHidden(list: ProfileList): Problem | undefined {
  return list.tagsDenied === undefined ? undefined : new Problem('denied', { action: list.tagsDenied });
}

export function statusOf(snapshot: Snapshot, now: number, pollMs: number): StatusModel {
  const { keys, myNames } = snapshot.ownership;
  const base = { sample: snapshot.sample, stale: false, partial: false };
  const list = snapshot.profiles.value;
  const mine = (list?.profiles ?? []).filter((profile) => isMine(profile, keys, myNames));
  const usage = newest(snapshot);
  const problem = snapshot.caller.problem ?? snapshot.profiles.problem ?? usage.problem;
  const withProblem = problem === undefined ? {} : { problem };
  if (snapshot.choice === undefined) return { ...base, kind: 'offer', profiles: 0 };
  if (list === undefined)
    return { ...base, kind: problem === undefined ? 'waiting' : 'trouble', profiles: 0, ...withProblem };
  const hidden = ownersHidden(list);
  if (mine.length === 0 && hidden !== undefined)
    return { ...base, kind: 'trouble', profiles: 0, problem: problem ?? hidden };
  if (mine.length === 0) return { ...base, kind: 'offer', profiles: 0, ...withProblem };
  // A report may hold what is no longer mine, or stem from a window in which somebody else is me.
  const counted = mine.flatMap(({ id }) => usage.value?.byProfile[id] ?? []);
  if (usage.value === undefined || usage.asOf === undefined || counted.length === 0)
    return { ...base, kind: problem === undefined ? 'waiting' : 'trouble', profiles: mine.length, ...withProblem };
  return {
    ...base,
    kind: 'tokens',
    profiles: mine.length,
    tokens: counted.map(tokensOf).reduce(addTokens, NO_TOKENS),
    asOf: usage.asOf,
    stale: now - usage.asOf > pollMs * STALE_POLLS,
    partial: usage.value.partial.length > 0,
    ...withProblem,
  };
}
