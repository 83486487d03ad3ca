/** What the reader has chosen to see of the bill, and asking for it once they agreed to what it costs. */

import { l10n } from 'vscode';
import {
  dayOf,
  isBedrockService,
  newDataAt,
  queryKey,
  startOfDay,
  type BillGrouping,
  type BillQuery,
} from '../../core/billing/bill';
import { profileSource } from '../../core/profiles/profile';
import type { PageMessage } from '../../protocol/usagePage/pageMessage';
import { monthStart } from '../../core/usage/ranges';
import { serviceOf } from '../../core/billing/billedModels';
import { SpendingLimit } from '../../core/billing/spendingLimit';
import type { Span } from '../../core/usage/usage';
import type { Store } from '../../store/store';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { setting } from '../../ui/settings/settings';
import { validUntil } from './comparisonQueries';

export interface BillChoice {
  /** `tag:<key>`, `account`, or `account-tag:<key>`; empty for the member's tag. */
  readonly grouping: string;
  /** yyyy-mm, UTC; or `year`: the last twelve months, month by month. */
  readonly month: string;
}

/** Everything a month can be asked for costs the same; a year back is what Cost Explorer keeps by day. */
const MONTHS = 12;

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

/** Every way in which the bill can be grouped: the owner's keys first, then what else the profiles are tagged with. */
export function groupingsOf({
  profiles,
  ownership,
}: Snapshot): readonly { readonly id: string; readonly label: string }[] {
  const { team, member } = ownership.keys;
  const used = listedProfiles({ profiles }).flatMap(({ tags = {} }) => Object.keys(tags));
  const others = [...new Set(used)].filter((key) => key !== team && key !== member).sort();
  return [
    ...[member, team, ...others].map((key) => ({ id: `tag:${key}`, label: l10n.t('Tag {0}', key) })),
    { id: 'account', label: l10n.t('Linked account') },
    { id: `account-tag:${team}`, label: l10n.t('Linked account and {0}', team) },
    ...[member, team].map((key) => ({
      id: `tag:iamPrincipal/${key}`,
      label: l10n.t('IAM principal’s tag {0}', key),
    })),
  ];
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

/** The question that the reconciliation starts from. */
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
 * How many services the bill is likely to have, from what the profiles invoke; for showing the price before anything is
 * asked.
 */
export function likelyServices({ profiles }: Snapshot): number {
  const models = listedProfiles({ profiles }).flatMap((profile) => profileSource(profile).model ?? []);
  return Math.max(1, new Set(models.map((model) => serviceOf(model))).size);
}

type BillMessage = Extract<PageMessage, { type: 'loadBill' | 'loadReconciliation' | 'loadTagStatus' | 'bill' }>;

/** A month's usage by day is asked for again after this time. */
const DAILY_MS = 3_600_000;

type BillStore = Pick<Store, 'snapshot' | 'requestBill' | 'requestCostTags' | 'refresh' | 'track'>;

/** Whether what was agreed to still is about the connection that would be asked. Who it is may only be known since. */
function isSameConnection(agreed: Snapshot, now: Snapshot): boolean {
  const { account } = agreed.caller.value ?? {};
  return (
    JSON.stringify(agreed.choice) === JSON.stringify(now.choice) &&
    (account === undefined || account === now.caller.value?.account)
  );
}

/** What is known of a comparison's parts: the bill first, then each of its services. */
const partsOf = (month: string, snapshot: Snapshot) =>
  [memberQuery(month, snapshot), ...usageTypeQueries(month, snapshot)].map((each) => snapshot.bills[queryKey(each)]);

/** All parts are asked for at one moment, so those that are kept from another one are asked for anew. */
const validUntilFor = (month: string, snapshot: Snapshot) => validUntil(partsOf(month, snapshot), Date.now());

export class BillController {
  readonly #store: BillStore;
  #choice: BillChoice | undefined;
  #reconciling = false;

  constructor(store: BillStore) {
    this.#store = store;
  }

  get shownChoice(): BillChoice {
    return this.#choice ?? { grouping: '', month: monthOf(Date.now()) };
  }

  /** A reconciliation is many questions; while they are under way it is not asked for again. */
  get reconciling(): boolean {
    return this.#reconciling;
  }

  /** Shows what is known already, of this window or another. Costs nothing and asks nobody. */
  async loadKnown(): Promise<void> {
    const store = this.#store;
    const { month } = this.shownChoice;
    if (store.snapshot.caller.value === undefined) return;
    if (month === LAST_12_MONTHS) return store.track('bills', queryOf(this.shownChoice, store.snapshot));
    await store.track('bills', memberQuery(month, store.snapshot));
    await store.track('bills', queryOf(this.shownChoice, store.snapshot));
    await Promise.all(usageTypeQueries(month, store.snapshot).map((each) => store.track('bills', each)));
    await store.track('dailyUsage', { month, span: spanOf(month) });
  }

  /** This month's bill, where a setting agrees to what it costs: the page is open, and there can be new data. */
  async loadDaily(): Promise<void> {
    const store = this.#store;
    const { caller, profiles, sample } = store.snapshot;
    if (!setting('bill.automatic') || sample || caller.value === undefined || profiles.value === undefined) return;
    await store.requestBill(memberQuery(monthOf(Date.now()), store.snapshot), 'setting');
  }

  async act(message: BillMessage): Promise<void> {
    const store = this.#store;
    switch (message.type) {
      case 'bill':
        this.#choice = { grouping: message.grouping, month: message.month };
        return this.loadKnown();
      case 'loadBill':
        return this.#ask();
      case 'loadTagStatus':
        return store.requestCostTags();
      case 'loadReconciliation':
        return this.#reconcile();
    }
  }

  /** Which services are Bedrock's is learned from an answer that names them, where the question itself cannot. */
  async #ask(): Promise<void> {
    const store = this.#store;
    const { shownChoice: shown } = this;
    const agreed = store.snapshot;
    const limit = new SpendingLimit();
    if (lacksServices(shown, agreed))
      await store.requestBill(memberQuery(shown.month, agreed), 'user', newDataAt, limit);
    if (!isSameConnection(agreed, store.snapshot) || lacksServices(shown, store.snapshot)) return;
    await store.requestBill(queryOf(shown, store.snapshot), 'user', newDataAt, limit);
  }

  async #reconcile(): Promise<void> {
    if (this.#reconciling || this.shownChoice.month === LAST_12_MONTHS) return;
    this.#reconciling = true;
    try {
      const store = this.#store;
      const { month } = this.shownChoice;
      const agreed = store.snapshot;
      const limit = new SpendingLimit();
      await Promise.all([
        store.requestBill(memberQuery(month, agreed), 'user', validUntilFor(month, agreed), limit),
        store.requestCostTags('comparison', limit),
        store.refresh('dailyUsage', { key: { month, span: spanOf(month) }, maxAge: DAILY_MS }),
      ]);
      const { snapshot } = store;
      // Without the bill of this moment its usage types would be paid for and be of another one.
      if (!isSameConnection(agreed, snapshot) || partsOf(month, snapshot)[0]?.problem !== undefined) return;
      // Which services there are is known only now.
      const until = validUntilFor(month, snapshot);
      await Promise.all(usageTypeQueries(month, snapshot).map((each) => store.requestBill(each, 'user', until, limit)));
    } finally {
      this.#reconciling = false;
    }
  }
}
