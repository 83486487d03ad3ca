/** What the status bar shows, as a pure function of a snapshot. */

import type { Problem } from '../../core/problem';
import type { Amount } from '../../core/money';
import type { Profile } from '../../core/profiles/profile';
import { addTokens, NO_TOKENS, tokensOf, type TokenCounts } from '../../core/usage/usage';
import { STALE_POLLS } from '../../store/poller';
import { myProfiles, ownersHidden } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';

/** What the item shows. `asOf` is in milliseconds since 1970. */
export interface StatusModel {
  /**
   * `offer`: there is no profile of mine yet. `waiting`: it is not known yet. `tokens`: figures, perhaps old ones.
   * `problem`: none, and why.
   */
  readonly kind: 'offer' | 'waiting' | 'tokens' | 'problem';
  readonly sample: boolean;
  readonly tokens?: TokenCounts;
  /** The tokens of each of my profiles; those whose tokens aren't known are left out. */
  readonly counted?: readonly (readonly [Profile, TokenCounts])[];
  /** What they cost at list prices; undefined while prices are being loaded. */
  readonly estimate?: Amount;
  readonly asOf?: number;
  readonly stale: boolean;
  readonly problem?: Problem;
  readonly partial: boolean;
  readonly profiles: number;
}

interface NewestUsage {
  readonly tokens: ReadonlyMap<string, TokenCounts>;
  readonly asOf: number;
  readonly partial: boolean;
}

/** The newest figures of all of mine over 24 hours: the page's, when it shows just those, or the status bar's own. */
function newestUsage({ pageUsage, mine }: Snapshot): {
  readonly figures: NewestUsage | undefined;
  readonly problem?: Problem;
} {
  const page = pageUsage?.scope === 'mine' && pageUsage.range === '24h' ? pageUsage.usage : undefined;
  const fromPage =
    page?.value === undefined
      ? []
      : [{ entries: Object.entries(page.value.profiles).map(([id, { now }]) => [id, now.tokens] as const), of: page }];
  const fromStatusBar =
    mine.value === undefined
      ? []
      : [
          {
            entries: Object.entries(mine.value.byProfile).map(([id, usage]) => [id, tokensOf(usage)] as const),
            of: mine,
          },
        ];
  const [first] = [...fromPage, ...fromStatusBar].sort((a, b) => (b.of.asOf ?? 0) - (a.of.asOf ?? 0));
  const problem = (first?.of ?? mine).problem;
  return {
    figures:
      first === undefined
        ? undefined
        : {
            tokens: new Map(first.entries),
            asOf: first.of.asOf ?? 0,
            partial: (first.of.value?.partial.length ?? 0) > 0,
          },
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What profiles' tokens cost together. */
function estimateOf(
  counted: readonly (readonly [Profile, TokenCounts])[],
  { pricing }: Snapshot,
): Pick<StatusModel, 'estimate'> {
  if (pricing === undefined) return {};
  return { estimate: pricing.sum(counted.map(([profile, tokens]) => pricing.estimate(profile, tokens).amount)) };
}

/** Builds the model. `now` is milliseconds since 1970, `pollMs` the milliseconds between two polls. */
export function statusModelOf(snapshot: Snapshot, now: number, pollMs: number): StatusModel {
  const base = { sample: snapshot.sample, stale: false, partial: false };
  const list = snapshot.profiles.value;
  const mine = myProfiles(snapshot);
  const usage = newestUsage(snapshot);
  const problem = snapshot.caller.problem ?? snapshot.profiles.problem ?? usage.problem;
  const withProblem = problem === undefined ? {} : { problem };
  if (snapshot.choice === undefined) return { ...base, kind: 'offer', profiles: 0 };
  if (list === undefined)
    return { ...base, kind: problem === undefined ? 'waiting' : 'problem', profiles: 0, ...withProblem };
  const hidden = ownersHidden(list);
  if (mine.length === 0 && hidden !== undefined)
    return { ...base, kind: 'problem', profiles: 0, problem: problem ?? hidden };
  if (mine.length === 0) return { ...base, kind: 'offer', profiles: 0, ...withProblem };
  // A report may hold what is no longer mine, or stem from a window in which somebody else is me.
  const counted = mine.flatMap((profile) => {
    const tokens = usage.figures?.tokens.get(profile.id);
    return tokens === undefined ? [] : [[profile, tokens] as const];
  });
  if (usage.figures === undefined || counted.length === 0)
    return { ...base, kind: problem === undefined ? 'waiting' : 'problem', profiles: mine.length, ...withProblem };
  return {
    ...base,
    kind: 'tokens',
    profiles: mine.length,
    counted,
    tokens: counted.map(([, tokens]) => tokens).reduce(addTokens, NO_TOKENS),
    ...estimateOf(counted, snapshot),
    asOf: usage.figures.asOf,
    stale: now - usage.figures.asOf > pollMs * STALE_POLLS,
    partial: usage.figures.partial,
    ...withProblem,
  };
}
