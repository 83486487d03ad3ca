/** Asks for what a monthly report is made of. Knows nothing of VS Code; nothing is asked of Cost Explorer. */

import { Problem } from '../../core/problem';
import { collectProfiles } from '../../core/report/collect';
import type { ReportBill, ReportData } from '../../core/report/data';
import { monthDays, startOfMonth } from '../../core/report/month';
import { MISSING, pricesText } from '../../core/report/words';
import { sumBill } from '../../core/billSum';
import { dayOf } from '../../core/bill';
import { monthStart } from '../../core/ranges';
import type { Ledger } from '../../ledger/ledger';
import { LISTING_DENIED, type Snapshot } from '../../ledger/snapshot';

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
export async function gatherReport(ledger: Ledger, wish: ReportWish, signal: AbortSignal): Promise<ReportData> {
  const { connection } = ledger;
  const { fetchReport, pricingOf } = await import('../../ledger/work');
  // Prices cost nothing to look up; without an answer those that came with the extension count.
  await Promise.all([ledger.ensureProfiles(HOUR), ledger.ensurePriceList(DAY)]);
  const cloud = await ledger.cloud();
  const list = ledger.snapshot.profiles.value;
  const caller = ledger.snapshot.caller.value;
  if (cloud === undefined || list === undefined || caller === undefined) throw problemIn(ledger.snapshot);
  signal.throwIfAborted();
  const days = monthDays(wish.month, wish.now);
  const usage = await fetchReport(cloud, list.profiles, 'tokens', days.span, signal);
  if (connection === undefined || ledger.connection !== connection) throw new Problem('changed');
  const { ownership, priceList, sample, choice } = ledger.snapshot;
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
    bill: knownBill(ledger.snapshot, wish.month),
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
