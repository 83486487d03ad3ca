/** What the page shows, computed once for each state that arrives. */

import type { BucketUnit } from '../../protocol/usagePage/strings';
import { groupBy } from '../../core/collections';
import { groupByModel, groupByOwner } from '../../core/profiles/grouping';
import type { PageFigures, PageGroup, PageIdle, PageProfile, PageTotals } from '../../protocol/usagePage/state';
import {
  addTokens,
  NO_TOKENS,
  periodCount,
  TOKEN_KINDS,
  type TokenCounts,
  type TokenKind,
} from '../../core/usage/usage';
import { clockHour, localBuckets, bucketUnit, type OffsetAt, type TimeBucket } from './chart/timeBuckets';
import { addSpends, spend, rateCardOf, type Part, type Spend, type RateCard } from './spend';
import { atLeast, hasHealth, isQuiet, summarize, summaryOf, type Count, type Summary } from './sums';

/** One bucket of the local clock and what was used in it. */
export interface BucketSpend {
  readonly bucket: TimeBucket;
  readonly spend: Spend;
}

/** One profile over the range and over the span before it. */
export interface ProfileSpend {
  readonly profile: PageProfile | PageIdle;
  readonly model: string;
  readonly tier: string;
  readonly now: Spend;
  readonly before: Spend;
}

/** Some profiles together: those of an owner, those of a model. */
export interface ProfileGroup {
  readonly key: string;
  readonly profiles: readonly ProfileSpend[];
  readonly now: Spend;
  readonly before: Spend;
}

export interface OwnerSpend extends ProfileGroup {
  readonly member: string | undefined;
  readonly team: string | undefined;
}

export interface Computed {
  readonly figures: PageFigures;
  readonly unit: BucketUnit;
  readonly total: Spend;
  readonly before: Spend;
  /** Whether more than tokens is known. */
  readonly health: boolean;
  readonly buckets: readonly BucketSpend[];
  /** By the hours 0 to 23 of the local clock over the whole range; empty for ranges shorter than a day. */
  readonly hoursOfDay: readonly Spend[];
  /** Profiles with traffic in either span, and those without. */
  readonly active: readonly ProfileSpend[];
  readonly idle: readonly ProfileSpend[];
}

const DAY = 86_400_000;
/** A month in quarters of an hour, and a day more for spans that do not begin on a border. */
const MOST_PERIODS = 32 * 96;

/** Whether figures can be drawn at all. The page refuses others instead of counting forever. */
export const isPlausible = ({ start, end, periodSeconds, before, groups, profiles }: PageFigures): boolean =>
  [start, end, before.start, before.end].every((time) => Math.abs(time) < 8e15) &&
  end >= start &&
  end - start <= 32 * DAY &&
  periodCount({ start, end, periodSeconds }) <= MOST_PERIODS &&
  profiles.every(({ group }) => group < groups.length);

type Periods = Pick<TimeBucket, 'from' | 'to'>;

const tokensIn = ({ input, output, cacheRead, cacheWrite }: Summary): TokenCounts => ({
  input: input.value ?? 0,
  output: output.value ?? 0,
  cacheRead: cacheRead.value ?? 0,
  cacheWrite: cacheWrite.value ?? 0,
});

/** Where some figures could not be had, it is not known whose they are: every count is at least what it says. */
const asKnown = (summary: Summary, { missing }: PageFigures): Summary =>
  missing.length === 0 ? summary : atLeast(summary);

/** What all groups used in some periods. */
function spendOver(figures: PageFigures, rateCards: readonly RateCard[], { from, to }: Periods): Spend {
  const { groups } = figures;
  const parts = rateCards.map((rateCard, index): Part => {
    const usage = groups[index]?.usage ?? {};
    return { rateCard, tokens: tokensIn(summarize([usage], from, to)) };
  });
  const usages = groups.map(({ usage }) => usage);
  return spend(asKnown(summarize(usages, from, to), figures), parts);
}

const sumOver = (values: readonly number[] | undefined, stretches: readonly Periods[]): number => {
  let total = 0;
  for (const { from, to } of stretches) for (let at = from; at < to; at += 1) total += values?.[at] ?? 0;
  return total;
};

/** The same tokens, of which some kinds are known only in part. */
function knownAs(summary: Summary, isWhole: (kind: TokenKind) => boolean): Summary {
  const missing = TOKEN_KINDS.filter((kind) => !isWhole(kind));
  if (missing.length === 0) return summary;
  const part = ({ value }: Count): Count => ({ value: value === 0 ? undefined : value, whole: false });
  const kinds = Object.fromEntries(missing.map((kind) => [kind, part(summary[kind])]));
  return { ...summary, ...kinds, total: part(summary.total) };
}

/** Tokens by the clock's hours. There are many short stretches, so nothing but tokens is added up. */
function hoursOfDay(figures: PageFigures, rateCards: readonly RateCard[], total: Summary, offsetAt: OffsetAt): Spend[] {
  if (figures.range === '1h') return [];
  const buckets = groupBy(localBuckets(figures, 'hour', offsetAt), ({ start }) => clockHour(start, offsetAt));
  return Array.from({ length: 24 }, (_, hour) => {
    const stretches = buckets.get(hour) ?? [];
    const parts = rateCards.map((rateCard, index): Part => {
      const of = (kind: TokenKind): number => sumOver(figures.groups[index]?.usage[kind], stretches);
      const tokens = {
        input: of('input'),
        output: of('output'),
        cacheRead: of('cacheRead'),
        cacheWrite: of('cacheWrite'),
      };
      return { rateCard, tokens };
    });
    const sum = summaryOf({ tokens: parts.reduce((all, { tokens }) => addTokens(all, tokens), NO_TOKENS) });
    return spend(
      knownAs(sum, (kind) => total[kind].whole),
      parts,
    );
  });
}

/** A profile's totals; what is not known of its group is not known of it. */
function totalsSpend(
  totals: PageTotals,
  rateCard: RateCard | undefined,
  group: PageGroup | undefined,
  figures: PageFigures,
): Spend {
  const summary = asKnown(
    knownAs(summaryOf(totals), (kind) => group?.usage[kind] !== undefined),
    figures,
  );
  return spend(summary, rateCard === undefined ? [] : [{ rateCard, tokens: totals.tokens }]);
}

const NOTHING: PageTotals = { tokens: NO_TOKENS };

/** Everything that the page shows of some figures. */
export function compute(figures: PageFigures, offsetAt: OffsetAt): Computed {
  const rateCards = figures.groups.map(rateCardOf);
  const unit = bucketUnit(figures.range);
  const active = figures.profiles.map((profile): ProfileSpend => {
    const rateCard = rateCards[profile.group];
    const group = figures.groups[profile.group];
    return {
      profile,
      model: rateCard?.model ?? '',
      tier: rateCard?.tier ?? '',
      now: totalsSpend(profile.now, rateCard, group, figures),
      before: totalsSpend(profile.before, rateCard, group, figures),
    };
  });
  const nothing = spend(asKnown(summaryOf(NOTHING), figures), []);
  const total = spendOver(figures, rateCards, { from: 0, to: periodCount(figures) });
  const quiet = active.filter(isIdle);
  return {
    figures,
    unit,
    total,
    before: addSpends(active.map(({ before }) => before)),
    health: figures.groups.length > 0 && hasHealth(total.usage),
    buckets: localBuckets(figures, unit, offsetAt).map((bucket) => ({
      bucket,
      spend: spendOver(figures, rateCards, bucket),
    })),
    hoursOfDay: hoursOfDay(figures, rateCards, total.usage, offsetAt),
    active: active.filter((one) => !isIdle(one)),
    idle: [
      ...quiet,
      ...figures.idle.map((profile) => {
        const { model, tier } = profile;
        return { profile, model, tier, now: nothing, before: nothing };
      }),
    ],
  };
}

/** No tokens and no calls in either span. A failed call is traffic, too. */
const isIdle = ({ now, before }: ProfileSpend): boolean => isQuiet(now.usage) && isQuiet(before.usage);

const profileGroup = (key: string, profiles: readonly ProfileSpend[]): ProfileGroup => ({
  key,
  profiles,
  now: addSpends(profiles.map(({ now }) => now)),
  before: addSpends(profiles.map(({ before }) => before)),
});

/** Profiles by their owner: a name stands for one member only together with its team. */
export const byOwner = (profiles: readonly ProfileSpend[]): OwnerSpend[] =>
  groupByOwner(profiles, ({ profile: { team, member } }) => ({ team, member })).map(({ key, items, member, team }) => ({
    ...profileGroup(key, items),
    member,
    team,
  }));

/** Profiles by their model. */
export const byModel = (profiles: readonly ProfileSpend[]): ProfileGroup[] =>
  groupByModel(profiles, ({ model }) => model).map(({ model, items }) => profileGroup(model, items));
