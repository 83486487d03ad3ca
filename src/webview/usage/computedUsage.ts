/** What the page shows, computed once for each state that arrives. */

import type { BucketUnit } from '../../protocol/usagePage/strings';
import { groupBy } from '../../core/collections';
import { groupByModel, groupByOwner } from '../../core/profiles/grouping';
import type {
  PageUsageReport,
  PageGroup,
  PageIdleProfile,
  PageProfile,
  PageTotals,
} from '../../protocol/usagePage/state';
import {
  addTokens,
  NO_TOKENS,
  periodCount,
  TOKEN_KINDS,
  type TokenCounts,
  type TokenKind,
} from '../../core/usage/usage';
import { clockHour, localBuckets, bucketUnit, type OffsetAt, type TimeBucket } from './chart/timeBuckets';
import {
  addCostedUsage,
  costedUsage,
  rateCardOf,
  type PricedPart,
  type CostedUsage,
  type RateCard,
} from './costedUsage';
import { atLeast, hasHealth, isWithoutTraffic, summarize, summaryOf, type Count, type UsageSummary } from './sums';

/** One bucket of the local clock and what was used in it. */
export interface CostedBucket {
  readonly bucket: TimeBucket;
  readonly costedUsage: CostedUsage;
}

/** One profile over the range and over the span before it. */
export interface CostedProfile {
  readonly profile: PageProfile | PageIdleProfile;
  readonly model: string;
  readonly tier: string;
  readonly now: CostedUsage;
  readonly before: CostedUsage;
}

/** Some profiles together: those of an owner, those of a model. */
export interface CostedGroup {
  readonly key: string;
  readonly profiles: readonly CostedProfile[];
  readonly now: CostedUsage;
  readonly before: CostedUsage;
}

export interface CostedOwner extends CostedGroup {
  readonly member: string | undefined;
  readonly team: string | undefined;
}

export interface ComputedUsage {
  readonly usageReport: PageUsageReport;
  readonly unit: BucketUnit;
  readonly total: CostedUsage;
  readonly before: CostedUsage;
  /** Whether more than tokens is known. */
  readonly health: boolean;
  readonly buckets: readonly CostedBucket[];
  /** By the hours 0 to 23 of the local clock over the whole range; empty for ranges shorter than a day. */
  readonly hoursOfDay: readonly CostedUsage[];
  /** Profiles with traffic in either span, and those without. */
  readonly active: readonly CostedProfile[];
  readonly idle: readonly CostedProfile[];
}

const DAY = 86_400_000;
/** A month in quarters of an hour, and a day more for spans that do not begin on a border. */
const MAX_PERIODS = 32 * 96;

/** Whether figures can be drawn at all. The page refuses others instead of counting forever. */
export const isPlausible = ({ start, end, periodSeconds, before, groups, profiles }: PageUsageReport): boolean =>
  [start, end, before.start, before.end].every((time) => Math.abs(time) < 8e15) &&
  end >= start &&
  end - start <= 32 * DAY &&
  periodCount({ start, end, periodSeconds }) <= MAX_PERIODS &&
  profiles.every(({ group }) => group < groups.length);

type Periods = Pick<TimeBucket, 'from' | 'to'>;

const tokensIn = ({ input, output, cacheRead, cacheWrite }: UsageSummary): TokenCounts => ({
  input: input.value ?? 0,
  output: output.value ?? 0,
  cacheRead: cacheRead.value ?? 0,
  cacheWrite: cacheWrite.value ?? 0,
});

/** Where data is missing, it is not known whose it is: every count is a lower bound. */
const withMissingData = (summary: UsageSummary, { missing }: PageUsageReport): UsageSummary =>
  missing.length === 0 ? summary : atLeast(summary);

/** What all groups used in some periods. */
function usageOver(usageReport: PageUsageReport, rateCards: readonly RateCard[], { from, to }: Periods): CostedUsage {
  const { groups } = usageReport;
  const parts = rateCards.map((rateCard, index): PricedPart => {
    const usage = groups[index]?.usage ?? {};
    return { rateCard, tokens: tokensIn(summarize([usage], from, to)) };
  });
  const usages = groups.map(({ usage }) => usage);
  return costedUsage(withMissingData(summarize(usages, from, to), usageReport), parts);
}

const sumOver = (values: readonly number[] | undefined, periodRanges: readonly Periods[]): number => {
  let total = 0;
  for (const { from, to } of periodRanges) for (let at = from; at < to; at += 1) total += values?.[at] ?? 0;
  return total;
};

/** The same tokens, of which some kinds are known only in part. */
function withKnownKinds(summary: UsageSummary, isWhole: (kind: TokenKind) => boolean): UsageSummary {
  const missing = TOKEN_KINDS.filter((kind) => !isWhole(kind));
  if (missing.length === 0) return summary;
  const part = ({ value }: Count): Count => ({ value: value === 0 ? undefined : value, whole: false });
  const kinds = Object.fromEntries(missing.map((kind) => [kind, part(summary[kind])]));
  return { ...summary, ...kinds, total: part(summary.total) };
}

/** Tokens by the clock's hours. There are many short stretches, so nothing but tokens is added up. */
function hoursOfDay(
  usageReport: PageUsageReport,
  rateCards: readonly RateCard[],
  total: UsageSummary,
  offsetAt: OffsetAt,
): CostedUsage[] {
  if (usageReport.range === '1h') return [];
  const buckets = groupBy(localBuckets(usageReport, 'hour', offsetAt), ({ start }) => clockHour(start, offsetAt));
  return Array.from({ length: 24 }, (_, hour) => {
    const periodRanges = buckets.get(hour) ?? [];
    const parts = rateCards.map((rateCard, index): PricedPart => {
      const of = (kind: TokenKind): number => sumOver(usageReport.groups[index]?.usage[kind], periodRanges);
      const tokens = {
        input: of('input'),
        output: of('output'),
        cacheRead: of('cacheRead'),
        cacheWrite: of('cacheWrite'),
      };
      return { rateCard, tokens };
    });
    const sum = summaryOf({ tokens: parts.reduce((all, { tokens }) => addTokens(all, tokens), NO_TOKENS) });
    return costedUsage(
      withKnownKinds(sum, (kind) => total[kind].whole),
      parts,
    );
  });
}

/** A profile's totals; what is not known of its group is not known of it. */
function totalsUsage(
  totals: PageTotals,
  rateCard: RateCard | undefined,
  group: PageGroup | undefined,
  usageReport: PageUsageReport,
): CostedUsage {
  const summary = withMissingData(
    withKnownKinds(summaryOf(totals), (kind) => group?.usage[kind] !== undefined),
    usageReport,
  );
  return costedUsage(summary, rateCard === undefined ? [] : [{ rateCard, tokens: totals.tokens }]);
}

const NOTHING: PageTotals = { tokens: NO_TOKENS };

/** Everything that the page shows of a usage report. */
export function computeUsage(usageReport: PageUsageReport, offsetAt: OffsetAt): ComputedUsage {
  const rateCards = usageReport.groups.map(rateCardOf);
  const unit = bucketUnit(usageReport.range);
  const active = usageReport.profiles.map((profile): CostedProfile => {
    const rateCard = rateCards[profile.group];
    const group = usageReport.groups[profile.group];
    return {
      profile,
      model: rateCard?.model ?? '',
      tier: rateCard?.tier ?? '',
      now: totalsUsage(profile.now, rateCard, group, usageReport),
      before: totalsUsage(profile.before, rateCard, group, usageReport),
    };
  });
  const nothing = costedUsage(withMissingData(summaryOf(NOTHING), usageReport), []);
  const total = usageOver(usageReport, rateCards, { from: 0, to: periodCount(usageReport) });
  const withoutTraffic = active.filter(isIdle);
  return {
    usageReport,
    unit,
    total,
    before: addCostedUsage(active.map(({ before }) => before)),
    health: usageReport.groups.length > 0 && hasHealth(total.usage),
    buckets: localBuckets(usageReport, unit, offsetAt).map((bucket) => ({
      bucket,
      costedUsage: usageOver(usageReport, rateCards, bucket),
    })),
    hoursOfDay: hoursOfDay(usageReport, rateCards, total.usage, offsetAt),
    active: active.filter((one) => !isIdle(one)),
    idle: [
      ...withoutTraffic,
      ...usageReport.idle.map((profile) => {
        const { model, tier } = profile;
        return { profile, model, tier, now: nothing, before: nothing };
      }),
    ],
  };
}

/** No tokens and no calls in either span. A failed call is traffic, too. */
const isIdle = ({ now, before }: CostedProfile): boolean =>
  isWithoutTraffic(now.usage) && isWithoutTraffic(before.usage);

const profileGroup = (key: string, profiles: readonly CostedProfile[]): CostedGroup => ({
  key,
  profiles,
  now: addCostedUsage(profiles.map(({ now }) => now)),
  before: addCostedUsage(profiles.map(({ before }) => before)),
});

/** Profiles by their owner: only a team and a name together identify a member. */
export const byOwner = (profiles: readonly CostedProfile[]): CostedOwner[] =>
  groupByOwner(profiles, ({ profile: { team, member } }) => ({ team, member })).map(({ key, items, member, team }) => ({
    ...profileGroup(key, items),
    member,
    team,
  }));

/** Profiles by their model. */
export const byModel = (profiles: readonly CostedProfile[]): CostedGroup[] =>
  groupByModel(profiles, ({ model }) => model).map(({ model, items }) => profileGroup(model, items));
