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
import type { Age, Part } from './part';
import type { Key, PollContext } from './parts/definition';
import { PARTS } from './parts/table';
import type { Pricing } from './pricing';
import { Session, type Connection } from './session';
import type {
  BudgetScope,
  ConsentPart,
  CostTagState,
  ListedPart,
  Ownership,
  PartName,
  ShownPart,
  SinglePart,
  Snapshot,
} from './snapshot';
import { SnapshotBuilder } from './snapshotBuilder';
import { MissingPrices } from './missingPrices';

export interface StoreOptions {
  readonly now: () => number;
  readonly ownership: Ownership;
  /** Prices from the settings, as they are written there: USD per million tokens by model. */
  readonly overrides?: () => unknown;
}

export interface RefreshOptions<Name extends PartName = PartName> {
  /** How old what is known may be, ms; any age will do unless given. */
  readonly maxAge?: number;
  /** Asks AWS now, whatever is known. */
  readonly force?: boolean;
  /** Which one, where there are several that are tracked. */
  readonly id?: string;
  /** Tracks the part of this key first. */
  readonly key?: Key<Name>;
}

/**
 * Why it is asked whether the tags are on the bill. `user`: somebody wants to know, and what is known already may do.
 * `again`: they were changed, or somebody wants to know it anew. `comparison`: it belongs to another question, for
 * which what AWS has refused once and for all is not asked again.
 */
export type CostTagsReason = 'user' | 'again' | 'comparison';

/**
 * Who we are changes seldom; a wrong answer would only come with new credentials, and those are noticed by failing
 * calls.
 */
const CALLER_MS = 12 * 3_600_000;

/** Stands for prices that were not loaded at all; `undefined` is a Price List that was not fetched. */
const NOT_LOADED = Symbol('not loaded');

export class Store {
  readonly #now: () => number;
  readonly #options: StoreOptions;
  readonly #changed = new Emitter<Snapshot>();
  #ownership: Ownership;
  #session: Session | undefined;
  /** Connections that were left and wait for what is paid for. */
  readonly #leaving = new Set<Session>();
  #snapshot: Snapshot;
  #pricing: Pricing | undefined;
  #pricedFrom: unknown = NOT_LOADED;
  #spendPeriods: Readonly<Partial<Record<BudgetScope, number>>> = {};
  readonly #builder = new SnapshotBuilder();
  readonly #unpriced = new MissingPrices();
  readonly onDidChange = this.#changed.event;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#now = options.now;
    this.#ownership = options.ownership;
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
    this.#pricing = undefined;
    this.#pricedFrom = NOT_LOADED;
    this.#session = connection === undefined ? undefined : this.#open(connection);
    this.#trackSpend();
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
   * Makes sure that a part is known and young enough, after what it needs; asks AWS where it is not. Resolves to
   * whether it is known. One that nobody tracks is not fetched.
   */
  async refresh<Name extends Exclude<PartName, ConsentPart>>(
    name: Name,
    { maxAge = Infinity, force = false, id = '', key }: RefreshOptions<Name> = {},
  ): Promise<boolean> {
    const session = this.#session;
    if (session === undefined) return false;
    if (name === 'caller') return this.#refreshCaller(session, force);
    if (key === undefined && session.parts.find(name, id) === undefined) return false;
    if (!(await this.#refreshNeeds(name, maxAge)) || session !== this.#session) return false;
    if (key !== undefined) session.parts.track(name, key);
    const partId = key === undefined ? id : PARTS[name].id(key);
    const part = session.parts.find(name, partId);
    await part?.ensure(session.parts.ageOf(name, partId, maxAge), force);
    return session === this.#session && part?.remote.value !== undefined;
  }

  /** When the next fetch of a part is due (ms since 1970) if it is to get no older than `maxAge`. */
  dueAt(name: PartName, maxAge: number, id = ''): number {
    const session = this.#session;
    if (session === undefined) return Infinity;
    const caller = session.parts.single('caller');
    // Without a caller nothing else is asked for, so its time is everybody's.
    if (name === 'caller' || caller.remote.problem !== undefined) return caller.dueAt(CALLER_MS);
    const profiles = session.parts.single('profiles');
    // Nor is usage asked for before it is known of which profiles.
    if (name !== 'profiles' && profiles.remote.value === undefined) return profiles.dueAt(Infinity);
    return session.parts.find(name, id)?.dueAt(session.parts.ageOf(name, id, maxAge)) ?? Infinity;
  }

  /** From now on the snapshot has the part of a key, with what other windows know of it. Asks nobody. */
  async track<Name extends ShownPart | ListedPart>(name: Name, key: Key<Name>): Promise<void> {
    const session = this.#session;
    const part = session?.parts.track(name, key);
    await Promise.all([part?.adopt(), session?.loadOwnCost()]);
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
  setSpendPeriods(periods: Readonly<Partial<Record<BudgetScope, number>>>): void {
    this.#spendPeriods = periods;
    this.#trackSpend();
    this.#publish();
  }

  /** Whether one of my profiles, or of everybody's, has no price among those that are known. */
  lacksPrices(scope: 'mine' | 'all'): boolean {
    return this.#unpriced.has(this.#snapshot, scope);
  }

  /**
   * Asks Cost Explorer, which is billed: only because the user agreed, now (`user`) or by a setting. An answer that is
   * still as good as a new one is kept, until `age` where it has to be of the same moment as others. After a failure a
   * user is obeyed at once. A setting asks once a day, whatever comes of it. `limit` is what several questions may cost
   * together.
   */
  async requestBill(
    query: BillQuery,
    by: 'user' | 'setting' = 'user',
    age: Age = newDataAt,
    limit?: SpendingLimit,
  ): Promise<void> {
    if (!(await this.refresh('caller'))) return;
    const session = this.#session;
    const part = session?.parts.track('bills', query);
    await part?.adopt();
    if (session === undefined || part === undefined) return;
    if (by === 'setting' && (part.dueAt(age) > this.#now() || !(await session.claimDailyRequest()))) return;
    if (session === this.#session) await request(part, by === 'user', age, limit);
  }

  /** Asks Cost Explorer about the owner's tags, which is billed: only because the user agreed. */
  async requestCostTags(why: CostTagsReason = 'user', limit?: SpendingLimit): Promise<void> {
    if (!(await this.refresh('caller'))) return;
    const part = this.#session?.parts.single('costTags');
    await part?.adopt();
    if (part === undefined) return;
    if (why === 'again') return part.ensure(0, true, limit);
    // That only the payer may know is an answer as well: it was paid for, and another will be the same.
    if (why === 'comparison' && part.remote.problem?.detail.payerOnly === true) return;
    await request(part, true, newDataAt, limit);
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
    this.#pricedFrom = NOT_LOADED;
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
      import('./shared/profileEdits'),
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
    this.#pricedFrom = NOT_LOADED;
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

  /** Who we are: with credentials read afresh where that may help. */
  async #refreshCaller(session: Session, force: boolean): Promise<boolean> {
    const before = session.who;
    const again = force || session.needsCredentials;
    const caller = session.parts.single('caller');
    if (again) session.close();
    await caller.ensure(CALLER_MS, again);
    if (session !== this.#session) return false;
    if (before !== session.who) session.follow();
    return caller.remote.value !== undefined && caller.remote.problem === undefined;
  }

  async #refreshNeeds(name: PartName, maxAge: number): Promise<boolean> {
    for (const [need, age] of Object.entries(PARTS[name].needs)) {
      const options = { maxAge: age === 'as-fresh' ? maxAge : Infinity };
      if (!(await this.refresh(need as Exclude<SinglePart, ConsentPart>, options))) return false;
    }
    return true;
  }

  #trackSpend(): void {
    const parts = this.#session?.parts;
    for (const scope of ['mine', 'team'] as const) {
      const from = this.#spendPeriods[scope];
      if (from === undefined) parts?.untrack('spend', scope);
      else void parts?.track('spend', { scope, from }).adopt();
    }
  }

  #build(): Snapshot {
    return this.#builder.build({ session: this.#session, ownership: this.#ownership, pricing: this.#pricing });
  }

  #publish(): void {
    this.#loadPrices();
    const next = this.#build();
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    this.#changed.fire(next);
  }

  /** Loads the prices when there is something to price, and again when the Price List or the settings have changed. */
  #loadPrices(): void {
    const parts = this.#session?.parts;
    const list = parts?.single('priceList').remote.value;
    const hasFigures = (['mine', 'team', 'detail', 'attribution'] as const).some(
      (name) => parts?.find(name)?.remote.value !== undefined,
    );
    if (!hasFigures || this.#pricedFrom === list) return;
    this.#pricedFrom = list;
    void import('./pricing').then(({ pricingOf }) => {
      if (this.#pricedFrom !== list) return;
      this.#pricing = pricingOf(this.#options.overrides?.() ?? {}, list);
      this.#publish();
    });
  }
}

/** After an answer only when there can be new data; after a failure at once, if the user has just asked. */
const request = (part: Part<unknown>, again: boolean, age: Age, limit: SpendingLimit | undefined): Promise<void> =>
  part.ensure(age, again && 'after-failure', limit);
