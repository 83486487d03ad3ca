/** Fetches the data of a monthly report. Independent of VS Code; makes no Cost Explorer requests. */

import { Problem } from '../../core/problem';
import { collectProfiles, missingDataOf, reportPrices } from '../../core/report/collect';
import type { ReportBill, ReportData } from '../../core/report/data';
import { monthDays, startOfMonth } from '../../core/report/month';
import { sumBill } from '../../core/billing/billSum';
import { dayOf } from '../../core/billing/bill';
import { monthStart } from '../../core/usage/ranges';
import type { Store } from '../../store/store';
import { LISTING_DENIED, type Snapshot } from '../../store/snapshot';

export interface ReportRequest {
  /** yyyy-mm, UTC. */
  readonly month: string;
  readonly now: number;
  /** The price overrides from the settings, not validated. */
  readonly overrides: unknown;
  /** Who creates the report; undefined where that is not known. */
  readonly createdBy: string | undefined;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * How many metrics CloudWatch will bill, about: a series for each kind of token of each profile, both months in one.
 */
export function estimatedMetrics({ profiles }: Snapshot): number {
  return (profiles.value?.profiles.length ?? 0) * 4;
}

/**
 * Fetches the usage of all profiles in the month and in the one before. Rejects with a Problem: `changed` when the
 * connection was changed meanwhile, because the usage of two accounts must not be mixed.
 */
export async function fetchReportData(store: Store, request: ReportRequest, signal: AbortSignal): Promise<ReportData> {
  const { connection } = store;
  const [{ fetchReport }, { priceCalculatorOf }] = await Promise.all([
    import('../../store/fetch/usage'),
    import('../../store/pricing'),
  ]);
  // Loading the price list is free; without it the prices that are included with the extension are used.
  await Promise.all([store.refresh('profiles', { maxAge: HOUR }), store.refresh('priceList', { maxAge: DAY })]);
  const aws = await store.aws();
  const list = store.snapshot.profiles.value;
  const caller = store.snapshot.caller.value;
  if (aws === undefined || list === undefined || caller === undefined) throw problemIn(store.snapshot);
  signal.throwIfAborted();
  const days = monthDays(request.month, request.now);
  const usage = await fetchReport(aws, list.profiles, 'tokens', days.span, signal);
  if (connection === undefined || store.connection !== connection) throw new Problem('changed');
  const { ownership, priceList, sample, choice } = store.snapshot;
  const pricing = priceCalculatorOf(request.overrides, priceList.value);
  const profiles = collectProfiles(list.profiles, usage, days, {
    keys: ownership.keys,
    priced: (profile) => pricing.pricedProfile(profile),
  });
  return {
    month: request.month,
    now: request.now,
    sample,
    account: caller.account,
    region: choice?.region ?? '',
    createdBy: request.createdBy,
    profiles,
    idle: list.profiles.length - profiles.length,
    missing: [
      ...usage.partial.map((note) =>
        note === LISTING_DENIED ? ({ code: 'series-not-listed' } as const) : missingDataOf(note),
      ),
      ...(list.tagsDenied === undefined ? [] : [{ code: 'tags-not-readable', permission: list.tagsDenied } as const]),
    ],
    prices: reportPrices(pricing.book),
    bill: knownBill(store.snapshot, request.month),
  };
}

const problemIn = ({ caller, profiles }: Snapshot): Problem =>
  caller.problem ?? profiles.problem ?? new Problem('changed');

/**
 * A month's bill that was loaded before, grouped by an owner's tag: by member rather than by team. Makes no requests.
 */
export function knownBill({ bills, ownership: { keys } }: Snapshot, month: string): ReportBill | undefined {
  const start = startOfMonth(month);
  const [from, to] = [dayOf(start), dayOf(monthStart(start, -1))];
  const known = Object.values(bills).flatMap(({ value, asOf }) => {
    const { query } = value ?? {};
    if (value === undefined || asOf === undefined || query?.from !== from || query.to !== to) return [];
    if (query.grouping.by !== 'tag') return [];
    return [{ sum: sumBill(value, asOf), key: query.grouping.key, asOf }];
  });
  return known.find(({ key }) => key === keys.member) ?? known.find(({ key }) => key === keys.team);
}
