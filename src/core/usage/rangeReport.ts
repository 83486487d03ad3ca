/**
 * Usage over a range in a form that stays small for hundreds of profiles: a series for each way of being priced (source
 * and Region), and totals for each profile, for the range and for the span before it.
 */

import { ownValue } from '../collections';
import type { ProfileId } from '../ids';
import type { Profile } from '../profiles/profile';
import { homeRegion, profileSource } from '../profiles/profile';
import type { RangeSpans } from './ranges';
import type { Source } from '../profiles/source';
import {
  healthOf,
  MEASURES,
  tokensOf,
  totalTokens,
  type Health,
  type Measure,
  type ProfileUsage,
  type Span,
  type TokenCounts,
  type UsageReport,
} from './usage';

/** Profiles with the same source in the same Region: what they use is priced alike. */
export interface UsageGroup {
  readonly source: Pick<Source, 'model' | 'tier' | 'geo' | 'id'>;
  readonly region: string;
  /** Values for each period of the range. */
  readonly usage: ProfileUsage;
}

/** What was counted over a span. Without `health` only tokens were asked for. */
export interface Totals {
  readonly tokens: TokenCounts;
  readonly health?: Health;
}

export interface ProfileTotals {
  /** Index in `groups`. */
  readonly group: number;
  readonly now: Totals;
  readonly before: Totals;
}

export interface RangeReport extends RangeSpans {
  readonly level: UsageReport['level'];
  readonly groups: readonly UsageGroup[];
  /** Profiles that were measured; with level `tokens` only those that had any tokens in either span. */
  readonly profiles: Readonly<Record<ProfileId, ProfileTotals>>;
  /** AWS's notes on missing data: empty when the answer is complete. */
  readonly partial: readonly string[];
}

/** The periods of a usage that lie in a part of the span it covers. */
export function sliceUsage(usage: ProfileUsage, whole: Span, part: Span): ProfileUsage {
  const period = whole.periodSeconds * 1000;
  const from = Math.round((part.start - whole.start) / period);
  const to = Math.ceil((part.end - whole.start) / period);
  return Object.fromEntries(Object.entries(usage).map(([measure, values]) => [measure, values.slice(from, to)]));
}

const totalsOf = (usage: ProfileUsage, level: UsageReport['level']): Totals =>
  level === 'tokens' ? { tokens: tokensOf(usage) } : { tokens: tokensOf(usage), health: healthOf([usage]) };

/**
 * The key by which profiles are priced alike. Profiles over several or unknown models are groups by themselves.
 */
function groupKey(profile: Pick<Profile, 'arn' | 'models' | 'tags' | 'id'>): string {
  const { model, tier, geo } = profileSource(profile);
  return [model ?? profile.id, tier, geo, homeRegion(profile)].join('\n');
}

/** Adds usages period by period; a latency is averaged over the invocations behind it. */
export function addUsages(usages: readonly ProfileUsage[]): ProfileUsage {
  const [first, ...others] = usages;
  if (first === undefined || others.length === 0) return first ?? {};
  const sums: Partial<Record<Measure, number[]>> = {};
  for (const usage of usages) {
    for (const measure of MEASURES) {
      const values = usage[measure];
      if (values === undefined) continue;
      const sum = (sums[measure] ??= values.map(() => 0));
      const weights = measure === 'latency' ? usage.invocations : undefined;
      values.forEach((value, index) => {
        sum[index] = (sum[index] ?? 0) + (measure === 'latency' ? value * (weights?.[index] ?? 0) : value);
      });
    }
  }
  const { latency, invocations } = sums;
  if (latency !== undefined)
    sums.latency = latency.map((weighted, index) => {
      const count = invocations?.[index] ?? 0;
      return count > 0 ? weighted / count : 0;
    });
  return sums;
}

/** Condenses a report that covers both spans of a range. */
export function condenseReport(
  profiles: readonly Profile[],
  report: UsageReport,
  { span, before }: RangeSpans,
): RangeReport {
  const groups = new Map<
    string,
    { readonly index: number; readonly profile: Profile; readonly usages: ProfileUsage[] }
  >();
  const totals = new Map<ProfileId, ProfileTotals>();
  for (const profile of profiles) {
    const usage = ownValue(report.byProfile, profile.id);
    if (usage === undefined) continue;
    const inRange = sliceUsage(usage, report.span, span);
    const now = totalsOf(inRange, report.level);
    const earlier = totalsOf(sliceUsage(usage, report.span, before), report.level);
    const idle = totalTokens(now.tokens) + totalTokens(earlier.tokens) === 0;
    if (idle && report.level === 'tokens') continue;
    const key = groupKey(profile);
    const group = groups.get(key) ?? { index: groups.size, profile, usages: [] };
    groups.set(key, group);
    group.usages.push(inRange);
    totals.set(profile.id, { group: group.index, now, before: earlier });
  }
  return {
    span,
    before,
    level: report.level,
    groups: [...groups.values()].map(({ profile, usages }) => {
      const { model, tier, geo, id } = profileSource(profile);
      return { source: { model, tier, geo, id }, region: homeRegion(profile), usage: addUsages(usages) };
    }),
    profiles: Object.fromEntries(totals),
    partial: report.partial,
  };
}
