/** What the reader has chosen to see of the bill, and asking for it once they agreed to what it costs. */

import { newDataAt, queryKey } from '../../core/billing/bill';
import { SpendingLimit } from '../../core/billing/spendingLimit';
import type { PageMessage } from '../../protocol/usagePage/pageMessage';
import {
  lacksServices,
  memberQuery,
  monthOf,
  queryOf,
  spanOf,
  usageTypeQueries,
  LAST_12_MONTHS,
  type BillChoice,
} from '../../store/billQueries';
import type { Snapshot } from '../../store/snapshot';
import type { Store } from '../../store/store';
import { setting } from '../../ui/settings/settings';
import { validUntil } from './comparisonQueries';

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
