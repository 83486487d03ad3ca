/** The figures of the usage page: groups that are priced alike, and each profile's totals. */

import { ownValue } from '../../core/collections';
import { findLittleCaching, type CachingCandidate } from '../../core/usage/promptCaching';
import { modelName } from '../../core/profiles/models';
import { profileDestinations } from '../../core/profiles/destinations';
import { ownerOf, profileSource, type OwnerKeys, type Profile } from '../../core/profiles/profile';
import type { PageUsageReport, PageGroup, PageTotals } from '../../protocol/usagePage/state';
import type { RangeReport, Totals, UsageGroup } from '../../core/usage/rangeReport';
import type { ScopeAndRange, Snapshot } from '../../store/snapshot';
import { listedProfiles, profilesInScope } from '../../store/selectors';
import { destinationsText, modelText, tierText, unknownModel } from '../../ui/labels';
import { priceText } from '../../ui/priceText';
import { pricesLoadingText } from '../../ui/messages/common';
import { missingText } from '../../ui/messages/missingUsage';
import { lowCachingText, myLowCachingText } from './messages';

/** So many are named; the others are counted. */
const MAX_NAMED = 3;

interface ReportContext extends ScopeAndRange {
  readonly locale: string;
}

/** What the page shows of a report. */
export function usageReportOf(
  report: RangeReport,
  asOf: number,
  context: ReportContext,
  snapshot: Snapshot,
): PageUsageReport {
  const { scope, range } = context;
  const { keys } = snapshot.ownership;
  const known = listedProfiles(snapshot);
  const counted = known.filter(({ id }) => Object.hasOwn(report.profiles, id));
  const idle = profilesInScope(snapshot, scope).filter(({ id }) => !Object.hasOwn(report.profiles, id));
  const { span, before } = report;
  return {
    range,
    start: span.start,
    end: span.end,
    periodSeconds: span.periodSeconds,
    before: { start: before.start, end: before.end },
    asOf,
    groups: report.groups.map((group) => groupOf(group, counted, report, snapshot)),
    profiles: counted.flatMap((profile) => {
      const totals = ownValue(report.profiles, profile.id);
      if (totals === undefined) return [];
      return [
        {
          ...profileFields(profile, keys),
          group: totals.group,
          now: totalsOf(totals.now),
          before: totalsOf(totals.before),
        },
      ];
    }),
    idle: idle.map((profile) => ({
      ...profileFields(profile, keys),
      model: modelText(profile),
      tier: tierText(profileSource(profile)),
    })),
    missing: report.partial.map(missingText),
    ...cachingHint(report, counted, context, snapshot),
  };
}

/** A profile as a reader of its cache; none where that was not counted. */
function cachingCandidateOf(
  profile: Profile,
  report: RangeReport,
  { ownership, pricing }: Snapshot,
): CachingCandidate[] {
  const totals = ownValue(report.profiles, profile.id);
  const group = totals === undefined ? undefined : report.groups[totals.group];
  if (totals === undefined || group?.usage.cacheRead === undefined) return [];
  const priced = pricing?.priced(group.source, group.region);
  // A price of the reader's own may leave the cache out, whatever the model can do.
  const isKnown = priced !== undefined && priced.origin.from !== 'override';
  return [
    {
      name: profile.name,
      owner: ownerOf(profile, ownership.keys),
      tokens: totals.now.tokens,
      canCache: isKnown ? priced.rates.cacheRead !== undefined : undefined,
    },
  ];
}

/** Whose cache hit ratio is low; nothing where data is missing, as cache reads may be among it. */
function cachingHint(
  report: RangeReport,
  counted: readonly Profile[],
  { scope, locale }: ReportContext,
  snapshot: Snapshot,
): Pick<PageUsageReport, 'cachingHint'> {
  if (report.partial.length > 0) return {};
  const { names, all } = findLittleCaching(counted.flatMap((profile) => cachingCandidateOf(profile, report, snapshot)));
  if (names.length === 0) return {};
  if (scope === 'mine' && all) return { cachingHint: myLowCachingText() };
  const listed = new Intl.ListFormat(locale, { type: 'unit' }).format(names.slice(0, MAX_NAMED));
  return { cachingHint: lowCachingText(listed, Math.max(0, names.length - MAX_NAMED)) };
}

function profileFields(profile: Profile, keys: OwnerKeys) {
  const { team, member } = ownerOf(profile, keys);
  return {
    id: profile.id,
    name: profile.name,
    ...(team === undefined ? {} : { team }),
    ...(member === undefined ? {} : { member }),
    destinations: destinationsText(profileDestinations(profile)),
  };
}

function totalsOf({ tokens, health }: Totals): PageTotals {
  if (health === undefined) return { tokens };
  const { latencyMs, ...counts } = health;
  return { tokens, health: { ...counts, ...(latencyMs === undefined ? {} : { latencyMs }) } };
}

function groupOf(
  { source, region, usage }: UsageGroup,
  profiles: readonly Profile[],
  report: RangeReport,
  { pricing }: Snapshot,
): PageGroup {
  const priced = pricing?.priced(source, region);
  const index = report.groups.findIndex((group) => group.usage === usage);
  const first = profiles.find(({ id }) => ownValue(report.profiles, id)?.group === index);
  return {
    model:
      source.model !== undefined ? modelName(source.model) : first === undefined ? unknownModel() : modelText(first),
    tier: tierText(source),
    region,
    rates: priced?.rates ?? {},
    price: pricing === undefined ? pricesLoadingText() : priceText(priced),
    usage: Object.fromEntries(Object.entries(usage).map(([measure, values]) => [measure, [...values]])),
  };
}
