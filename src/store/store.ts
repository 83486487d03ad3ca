/**
 * Holds the snapshot, reports when it changes, and refreshes its parts. Knows AWS only as `AwsApi` and other windows
 * only as `SharedFolder`.
 */

import type { AwsApi, Caller } from '../core/awsApi';
import { newDataAt, type BillQuery } from '../core/billing/bill';
import type { SpendingLimit } from '../core/billing/spendingLimit';
import { Problem } from '../core/problem';
import type { CreatePlan } from '../core/profiles/createPlan';
import type { Profile } from '../core/profiles/profile';
import type { Created } from './createProfile';
import { Emitter } from './emitter';
import type { Age } from './part';
import type { Key, PollContext } from './parts/definition';
import { requestBill, requestCostTags, type BillRequest, type CostTagsReason } from './paidRequests';
import { PriceLoader } from './priceLoader';
import { dueAt, refresh, type FreePart, type RefreshOptions } from './refresh';
import { Session, type Connection } from './session';
import type { BudgetScope, CostTagState, ListedPart, Ownership, PartName, ShownPart, Snapshot } from './snapshot';
import { SnapshotBuilder } from './snapshotBuilder';
import { MissingPrices } from './missingPrices';

/** What a store needs to know. `now` returns milliseconds since 1970. */
export interface StoreOptions {
  readonly now: () => number;
  readonly ownership: Ownership;
  /** Prices from the settings, as they are written there: USD per million tokens by model. */
  readonly overrides?: () => unknown;
}

/** The snapshot of this window, and the ways to change it. */
export class Store {
  readonly #now: () => number;
  readonly #changed = new Emitter<Snapshot>();
  #ownership: Ownership;
  #session: Session | undefined;
  /** Connections that were left and wait for what is paid for. */
  readonly #leaving = new Set<Session>();
  #snapshot: Snapshot;
  readonly #prices: PriceLoader;
  #budgetPeriods: Readonly<Partial<Record<BudgetScope, number>>> = {};
  readonly #builder = new SnapshotBuilder();
  readonly #unpriced = new MissingPrices();
  readonly onDidChange = this.#changed.event;

  constructor(options: StoreOptions) {
    this.#now = options.now;
    this.#ownership = options.ownership;
    this.#prices = new PriceLoader({
      overrides: () => options.overrides?.() ?? {},
      onDidLoad: () => {
        this.#publish();
      },
    });
    this.#snapshot = this.#build();
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Changes how ownership is read; nothing is fetched. */
  setOwnership(ownership: Ownership): void {
    if (JSON.stringify(ownership) === JSON.stringify(this.#ownership)) return;
    this.#ownership = ownership;
    this.#session?.follow();
    this.#publish();
  }

  /** Starts over with another connection. What other windows know of it is shown at once; AWS is not called yet. */
  async connect(connection: Connection | undefined): Promise<void> {
    this.#leave();
    // Another place may have other prices; those of the sample data are nobody's.
    this.#prices.clear();
    this.#session = connection === undefined ? undefined : this.#open(connection);
    this.#trackBudgetUsage();
    this.#publish();
    await this.adopt();
  }

  /** Takes over what other windows have learned since. */
  async adopt(): Promise<void> {
    await this.#session?.adopt();
  }

  /**
   * The AWS side of the connection in use, for an action the user asked for. Rejects with a Problem where it cannot be
   * opened.
   */
  async aws(): Promise<AwsApi | undefined> {
    return this.#session?.aws();
  }

  /**
   * Fetches a part from AWS where it is not known or too old, after the parts that it needs. Resolves to whether it
   * is known. One that nobody tracks is not fetched.
   */
  async refresh<Name extends FreePart>(name: Name, options: RefreshOptions<Name> = {}): Promise<boolean> {
    return this.#session !== undefined && refresh(this.#session, name, options);
  }

  /** When the next fetch of a part is due (ms since 1970) if it is to get no older than `maxAge`. */
  dueAt(name: PartName, maxAge: number, id = ''): number {
    return this.#session === undefined ? Infinity : dueAt(this.#session, name, maxAge, id);
  }

  /** From now on the snapshot has the part of a key, with what other windows know of it. Asks nobody. */
  async track<Name extends ShownPart | ListedPart>(name: Name, key: Key<Name>): Promise<void> {
    const session = this.#session;
    const part = session?.parts.track(name, key);
    await Promise.all([part?.adopt(), session?.loadExtensionCost()]);
    this.#publish();
  }

  /** Nothing shows a part any more: what is under way for it ends. */
  untrack(name: ShownPart): void {
    this.#session?.parts.untrack(name);
    this.#publish();
  }

  /** Those of a part that are to be polled now: their ids, and how old each may get, in milliseconds. */
  polled(name: PartName, context: PollContext): readonly { readonly id: string; readonly maxAge: number }[] {
    const entries = this.#session?.parts.entries(name) ?? [];
    return entries.flatMap(([id, { maxAgeIn }]) => {
      const maxAge = maxAgeIn(context);
      return maxAge === undefined ? [] : [{ id, maxAge }];
    });
  }

  /** Since when budgets count (ms since 1970); what is left out has none. A new start is a new question. */
  setBudgetPeriods(periods: Readonly<Partial<Record<BudgetScope, number>>>): void {
    this.#budgetPeriods = periods;
    this.#trackBudgetUsage();
    this.#publish();
  }

  /** Whether one of my profiles, or of everybody's, has no price among those that are known. */
  lacksPrices(scope: 'mine' | 'all'): boolean {
    return this.#unpriced.has(this.#snapshot, scope);
  }

  /**
   * Requests the bill, which is billed itself: only because the user has consented, now (`user`) or by a setting. A
   * known answer is kept while it is as good as a new one, or until `age` where it has to be as of the same time as
   * others. `limit` is what several requests may cost together.
   */
  async requestBill(
    query: BillQuery,
    by: BillRequest['by'] = 'user',
    age: Age = newDataAt,
    limit?: SpendingLimit,
  ): Promise<void> {
    if (this.#session !== undefined) await requestBill(this.#session, query, { by, age, limit });
  }

  /** Requests the state of the cost allocation tags, which is billed: only because the user has consented. */
  async requestCostTags(why: CostTagsReason = 'user', limit?: SpendingLimit): Promise<void> {
    if (this.#session !== undefined) await requestCostTags(this.#session, why, limit);
  }

  /** Lays over what is known of the owner's tags what an action of ours did to them. */
  async updateCostTags(change: (state: CostTagState) => CostTagState): Promise<void> {
    await this.#session?.parts.single('costTags').update(change);
  }

  /** Marks something as done, by any window, also after a restart. Only the first of many resolves to true. */
  async markFirst(name: string): Promise<boolean> {
    return (await this.#session?.markFirst(name)) ?? false;
  }

  /** Reads the prices anew: the settings have changed. */
  reloadPrices(): void {
    this.#prices.invalidate();
    this.#publish();
  }

  /** Stands for the connection in use: what is prepared for it is not to be sent through another. */
  get connection(): object | undefined {
    return this.#session;
  }

  /** Carries a plan out, once for all windows and tries, and shows what it made. Rejects with a Problem. */
  async create(plan: CreatePlan, caller: Caller, signal: AbortSignal, of = this.connection): Promise<Created> {
    const session = this.#requireConnection(of);
    const { sharedFolder } = session.connection;
    const [{ createOnce }, { deletedArns }] = await Promise.all([
      import('./createProfile'),
      import('./shared/profileEditLog'),
    ]);
    const deleted = deletedArns(await session.edits());
    const created = await createOnce(await session.aws(), plan, { caller, sharedFolder, deleted }, signal);
    await session.edit({ kind: 'added', at: this.#now(), profile: created.profile });
    return created;
  }

  /** Deletes a profile and takes it from the list. Rejects with a Problem. */
  async remove(profile: Profile, signal: AbortSignal, of = this.connection): Promise<void> {
    const session = this.#requireConnection(of);
    await (await session.aws()).deleteProfile(profile.id, signal);
    await session.edit({ kind: 'removed', at: this.#now(), id: profile.id, arn: profile.arn });
  }

  /** Ends everything. Resolves when nothing is written any more. */
  async dispose(): Promise<void> {
    const sessions = [...(this.#session === undefined ? [] : [this.#session]), ...this.#leaving];
    this.#session = undefined;
    // Prices that are still being loaded are for nobody any more: the last snapshot stays.
    this.#prices.invalidate();
    this.#changed.dispose();
    await Promise.all(sessions.map((session) => session.dispose()));
  }

  #open(connection: Connection): Session {
    return new Session(connection, {
      now: this.#now,
      ownership: () => this.#ownership,
      onDidChange: () => {
        this.#publish();
      },
    });
  }

  /** The simulator ends with the sample data. Elsewhere what was paid for may still be on its way. */
  #leave(): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#leaving.add(session);
    void (session.connection.sample ? session.dispose() : session.retire()).finally(() => {
      this.#leaving.delete(session);
    });
  }

  #requireConnection(of: object | undefined): Session {
    const session = this.#session;
    if (session === undefined || session !== of) throw new Problem('changed');
    return session;
  }

  #trackBudgetUsage(): void {
    const parts = this.#session?.parts;
    for (const scope of ['mine', 'team'] as const) {
      const from = this.#budgetPeriods[scope];
      if (from === undefined) parts?.untrack('budgetUsage', scope);
      else void parts?.track('budgetUsage', { scope, from }).adopt();
    }
  }

  #build(): Snapshot {
    return this.#builder.build({ session: this.#session, ownership: this.#ownership, pricing: this.#prices.pricing });
  }

  #publish(): void {
    this.#prices.load(this.#session?.parts);
    const next = this.#build();
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    this.#changed.fire(next);
  }
}
