/** The figures of the usage page: groups that are priced alike, and each profile's totals. */

import { l10n } from 'vscode';
import { modelName } from '../../core/models';
import { ownerOf, profileModelName, profileSource, type OwnerKeys, type Profile } from '../../core/profile';
import type { PageFigures, PageGroup, PageTotals } from '../../core/protocol';
import type { RangeReport, Totals, UsageGroup } from '../../core/rangeReport';
import { LISTING_DENIED, type Shown, type Snapshot } from '../../ledger/snapshot';
import { measuredBy } from '../../ledger/scopes';
import { tierText } from '../names';
import { priceText } from './prices';

export function figuresOf(report: RangeReport, asOf: number, { scope, range }: Shown, snapshot: Snapshot): PageFigures {
  const { keys } = snapshot.ownership;
  const known = snapshot.profiles.value?.profiles ?? [];
  const counted = known.filter(({ id }) => id in report.profiles);
  const idle = measuredBy(scope, known, snapshot.ownership).filter(({ id }) => !(id in report.profiles));
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
      const totals = report.profiles[profile.id];
      if (totals === undefined) return [];
      return [
        {
          ...named(profile, keys),
          group: totals.group,
          now: totalsOf(totals.now),
          before: totalsOf(totals.before),
        },
      ];
    }),
    idle: idle.map((profile) => ({
      ...named(profile, keys),
      model: profileModelName(profile),
      tier: tierText(profileSource(profile)),
    })),
    missing: report.partial.map(missingText),
  };
}

function named(profile: Profile, keys: OwnerKeys) {
  const { team, member } = ownerOf(profile, keys);
  return {
    id: profile.id,
    name: profile.name,
    ...(team === undefined ? {} : { team }),
    ...(member === undefined ? {} : { member }),
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
  const first = profiles.find(({ id }) => report.profiles[id]?.group === index);
  return {
    model:
      source.model !== undefined
        ? modelName(source.model)
        : first === undefined
          ? l10n.t('unknown model')
          : profileModelName(first),
    tier: tierText(source),
    region,
    rates: priced?.rates ?? {},
    price: pricing === undefined ? l10n.t('prices are being loaded') : priceText(priced),
    usage: Object.fromEntries(Object.entries(usage).map(([measure, values]) => [measure, [...values]])),
  };
}

/** A note of AWS's or ours about what is missing, as a sentence. */
export function missingText(note: string): string {
  if (note === LISTING_DENIED)
    return l10n.t('Some traffic may be missing: without cloudwatch:ListMetrics it is not known which series exist.');
  return l10n.t('CloudWatch says that figures are missing: {0}', note);
}
