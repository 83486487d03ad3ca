/** The requests to Cost Explorer that follow from what the reader has chosen and what is known. */

import { dayOf, isBedrockService, queryKey, startOfDay, type BillGrouping, type BillQuery } from '../core/billing/bill';
import { serviceOf } from '../core/billing/billedModels';
import { profileSource } from '../core/profiles/profile';
import { monthStart } from '../core/usage/ranges';
import type { Span } from '../core/usage/usage';
import { listedProfiles } from './selectors';
import type { Snapshot } from './snapshot';

export interface BillChoice {
  /** `tag:<key>`, `account`, or `account-tag:<key>`; empty for the member's tag. */
  readonly grouping: string;
  /** yyyy-mm, UTC; or `year`: the last twelve months, month by month. */
  readonly month: string;
}

/** Everything a month can be asked for costs the same; a year back is what Cost Explorer keeps by day. */
const MONTHS = 12;

/** The UTC month of a time in milliseconds since 1970, as YYYY-MM. */
export const monthOf = (time: number): string => dayOf(time).slice(0, 7);

/** The months that can be chosen, this one first. */
export const monthsUpTo = (now: number): readonly string[] =>
  Array.from({ length: MONTHS }, (_, index) => monthOf(monthStart(now, index)));

/** The last twelve months together, as a choice. */
export const LAST_12_MONTHS = 'year';

/** The first day and the first day after a month, or after the last twelve. */
export function daysOf(month: string, now = Date.now()): { readonly from: string; readonly to: string } {
  if (month === LAST_12_MONTHS) return { from: dayOf(monthStart(now, MONTHS - 1)), to: dayOf(monthStart(now, -1)) };
  const start = startOfDay(`${month}-01`);
  return { from: dayOf(start), to: dayOf(monthStart(start, -1)) };
}

/** What CloudWatch is asked for a month: UTC days. */
export function spanOf(month: string): Span {
  const { from, to } = daysOf(month);
  return { start: startOfDay(from), end: startOfDay(to), periodSeconds: 86_400 };
}

const memberTag = ({ ownership }: Snapshot): BillGrouping => ({ by: 'tag', key: ownership.keys.member });

function groupingOf(choice: BillChoice, snapshot: Snapshot): BillGrouping {
  const [by, ...rest] = choice.grouping.split(':');
  const key = rest.join(':');
  if (by === 'account') return { by: 'account' };
  if (by === 'account-tag' && key !== '') {
    return { by: 'account-tag', key, services: servicesOf(choice.month, snapshot) };
  }
  return by === 'tag' && key !== '' ? { by: 'tag', key } : memberTag(snapshot);
}

const query = (month: string, grouping: BillGrouping): BillQuery => ({
  ...daysOf(month),
  grouping,
  granularity: month === LAST_12_MONTHS ? 'month' : 'day',
});

/** The query that the choice results in. */
export const queryOf = (choice: BillChoice, snapshot: Snapshot): BillQuery =>
  query(choice.month, groupingOf(choice, snapshot));

/** The query that the reconciliation starts from. */
export const memberQuery = (month: string, snapshot: Snapshot): BillQuery => query(month, memberTag(snapshot));

/** Bedrock's services in what is known of a month's bill. */
export function servicesOf(month: string, snapshot: Snapshot): readonly string[] {
  const { from } = daysOf(month);
  const lines = Object.values(snapshot.bills)
    .flatMap(({ value }) => (value?.query.from === from ? value.lines : []))
    .flatMap(({ service }) => (service !== undefined && isBedrockService(service) ? [service] : []));
  return [...new Set(lines)].sort();
}

/** Whether another query has to be sent first: by account and tag, the answer does not show what is Bedrock's. */
export function lacksServices(choice: BillChoice, snapshot: Snapshot): boolean {
  const grouping = groupingOf(choice, snapshot);
  return grouping.by === 'account-tag' && grouping.services.length === 0;
}

/** The further queries that distinguish every kind of token on the bill, one for each service. */
export function usageTypeQueries(month: string, snapshot: Snapshot): readonly BillQuery[] {
  const { key } = memberTag(snapshot) as { key: string };
  const known = snapshot.bills[queryKey(memberQuery(month, snapshot))]?.value;
  const services = new Set((known?.lines ?? []).flatMap(({ service }) => service ?? []));
  return [...services].sort().map((service) => query(month, { by: 'usage-types', key, service }));
}

/**
 * How many services the bill is likely to have, from what the profiles invoke; for showing the price before
 * anything is requested.
 */
export function likelyServices({ profiles }: Snapshot): number {
  const models = listedProfiles({ profiles }).flatMap((profile) => profileSource(profile).model ?? []);
  return Math.max(1, new Set(models.map((model) => serviceOf(model))).size);
}
