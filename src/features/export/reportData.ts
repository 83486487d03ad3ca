/** Asks for what a monthly report is made of. Knows nothing of VS Code; nothing is asked of Cost Explorer. */

import { Problem } from '../../core/problem';
import { collectProfiles } from '../../core/report/collect';
import type { ReportBill, ReportData } from '../../core/report/data';
import { monthDays, startOfMonth } from '../../core/report/month';
import { MISSING, pricesText } from '../../core/report/sentences';
import { sumBill } from '../../core/billing/billSum';
import { dayOf } from '../../core/billing/bill';
import { monthStart } from '../../core/usage/ranges';
import type { Store } from '../../store/store';
import { LISTING_DENIED, type Snapshot } from '../../store/snapshot';

export interface ReportWish {
  /** yyyy-mm, UTC. */
  readonly month: string;
  readonly now: number;
  /** Prices as the settings have them. */
  readonly overrides: unknown;
  /** Who makes the report. */
  readonly madeBy: string | undefined;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** $0.01 for 1,000 metrics (FACTS §2): a series for each kind of token of each profile, both months in one. */
export function likelyMetrics({ profiles }: Snapshot): number {
  return (profiles.value?.profiles.length ?? 0) * 4;
}

/**
 * Fetches both months of everybody's usage. Rejects with a Problem: `changed` when the connection is another one by the end, because
 * figures of two accounts are not mixed.
 */
export async function gatherReport(store: Store, wish: ReportWish, signal: AbortSignal): Promise<ReportData> {
  const { connection } = store;
  const { fetchReport, pricingOf } = await import('../../store/work');
  // Prices cost nothing to look up; without an answer those that came with the extension count.
  await Promise.all([store.ensureProfiles(HOUR), store.ensurePriceList(DAY)]);
  const aws = await store.aws();
  const list = store.snapshot.profiles.value;
  const caller = store.snapshot.caller.value;
  if (aws === undefined || list === undefined || caller === undefined) throw problemIn(store.snapshot);
  signal.throwIfAborted();
  const days = monthDays(wish.month, wish.now);
  const usage = await fetchReport(aws, list.profiles, 'tokens', days.span, signal);
  if (connection === undefined || store.connection !== connection) throw new Problem('changed');
  const { ownership, priceList, sample, choice } = store.snapshot;
  const pricing = pricingOf(wish.overrides, priceList.value);
  const profiles = collectProfiles(list.profiles, usage, days, {
    keys: ownership.keys,
    priced: (profile) => pricing.pricedProfile(profile),
  });
  return {
    month: wish.month,
    now: wish.now,
    sample,
    account: caller.account,
    region: choice?.region ?? '',
    madeBy: wish.madeBy,
    profiles,
    idle: list.profiles.length - profiles.length,
    missing: [
      ...usage.partial.map((note) => (note === LISTING_DENIED ? MISSING.listing : MISSING.said(note))),
      ...(list.tagsDenied === undefined ? [] : [MISSING.tags(list.tagsDenied)]),
    ],
    prices: pricesText(pricing.book, sample),
    bill: knownBill(store.snapshot, wish.month),
  };
}

const problemIn = ({ caller, profiles }: Snapshot): Problem =>
  caller.problem ?? profiles.problem ?? new Problem('changed');

/** What is known of a month's bill by an owner's tag: by member rather than by team. Asks nobody. */
export function knownBill({ bill, ownership: { keys } }: Snapshot, month: string): ReportBill | undefined {
  const start = startOfMonth(month);
  const [from, to] = [dayOf(start), dayOf(monthStart(start, -1))];
  const known = Object.values(bill.answers).flatMap(({ value, asOf }) => {
    const { query } = value ?? {};
    if (value === undefined || asOf === undefined || query?.from !== from || query.to !== to) return [];
    if (query.grouping.by !== 'tag') return [];
    return [{ sum: sumBill(value, asOf), key: query.grouping.key, asOf }];
  });
  return known.find(({ key }) => key === keys.member) ?? known.find(({ key }) => key === keys.team);
}
