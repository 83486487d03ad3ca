/** Holds the snapshot, says when it changed, and refreshes its parts. Knows AWS only as `AwsApi` and other windows only as `SharedFolder`. */

import { newDataAt, type BillQuery } from '../core/billing/bill';
import type { Caller, AwsApi } from '../core/awsApi';
import { Problem } from '../core/problem';
import type { Profile } from '../core/profiles/profile';
import type { CreatePlan } from '../core/profiles/createPlan';
import type { RangeReport } from '../core/usage/rangeReport';
import type { Range } from '../core/usage/ranges';
import type { SpendingLimit } from '../core/billing/spendingLimit';
import type { Span } from '../core/usage/usage';
import type { Created } from './createProfile';
import { Emitter } from './emitter';
import { SnapshotBuilder } from './snapshotBuilder';
import type { Pricing } from './pricing';
import { Session, type Connection } from './session';
import type { Age, Part } from './part';
import type { BudgetScope, CostTagState, Ownership, Shown, Snapshot } from './snapshot';
import { Unpriced } from './unpriced';

export interface StoreOptions {
  readonly now: () => number;
  readonly ownership: Ownership;
  /** Prices from the settings, as they are written there: USD per million tokens by model. */
  readonly overrides?: () => unknown;
}

/** Parts of what is known that are fetched each by itself. */
export type PartName =
  | 'caller'
  | 'profiles'
  | 'mine'
  | 'team'
  | 'detail'
  | 'attribution'
  | 'spendMine'
  | 'spendTeam'
  | 'priceList'
  | 'sources';
const BUDGETS = { spendMine: 'mine', spendTeam: 'team' } as const;

/**
 * Why it is asked whether the tags are on the bill. `user`: somebody wants to know, and what is known already may do. `again`: they were changed, or
 * somebody wants to know it anew. `comparison`: it belongs to another question, for which what AWS has refused once and for all is not asked again.
 */
export type CostTagsReason = 'user' | 'again' | 'comparison';

/** Who we are changes seldom; a wrong answer would only come with new credentials, and those are noticed by failing calls. */
const CALLER_AGE = 12 * 3_600_000;

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
  #pricedFrom: unknown = NOT_YET;
  #spendFrom: Readonly<Partial<Record<BudgetScope, number>>> = {};
  readonly #pictures = new SnapshotBuilder();
  readonly #unpriced = new Unpriced();
  readonly onDidChange = this.#changed.event;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#now = options.now;
    this.#ownership = options.ownership;
    this.#snapshot = this.#picture();
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
    this.#pricedFrom = NOT_YET;
    this.#session =
      connection === undefined
        ? undefined
        : new Session(connection, {
            now: this.#now,
            ownership: () => this.#ownership,
            onDidChange: () => {
              this.#publish();
            },
          });
    this.#publish();
    await this.adopt();
  }

  /** Takes over what other windows have learned since. */
  async adopt(): Promise<void> {
    await this.#session?.adopt();
  }

  /** The AWS side of the connection in use, for an action the user asked for. Rejects with a Problem where it cannot be opened. */
  async aws(): Promise<AwsApi | undefined> {
    return this.#session?.aws();
  }

  /** Who we are. Resolves to whether that is known. */
  async ensureCaller(force = false): Promise<boolean> {
    const session = this.#session;
    if (session === undefined) return false;
    const before = session.who;
    const again = force || session.needsCredentials;
    if (again) session.close();
    await session.caller.ensure(CALLER_AGE, again);
    if (session !== this.#session) return false;
    if (before !== session.who) session.follow();
    return session.caller.remote.value !== undefined && session.caller.remote.problem === undefined;
  }

  async ensureProfiles(maxAge: number, force = false): Promise<boolean> {
    const session = this.#session;
    if (session === undefined || !(await this.ensureCaller())) return false;
    await session.profiles.ensure(maxAge, force);
    return session === this.#session && session.profiles.remote.value !== undefined;
  }

  async ensureMine(maxAge: number, force = false): Promise<void> {
    if (!(await this.ensureProfiles(Infinity))) return;
    const session = this.#session;
    await session?.mine.ensure(session.lacks('mine') ? 0 : maxAge, force);
  }

  async ensureTeam(maxAge: number, force = false): Promise<void> {
    if (await this.ensureProfiles(Infinity)) await this.#session?.team.ensure(maxAge, force);
  }

  async ensureDetail(maxAge: number, force = false): Promise<void> {
    if (!(await this.ensureProfiles(Infinity))) return;
    const session = this.#session;
    await session?.detail?.usage.ensure(session.lacks('detail') ? 0 : maxAge, force);
  }

  /** What went past tagged profiles. Which profiles there are is listed as often: one that is not listed is taken for deleted. */
  async ensureAttribution(maxAge: number, force = false): Promise<void> {
    const isShown = this.#session?.attribution !== undefined;
    if (isShown && (await this.ensureProfiles(maxAge))) await this.#session?.attribution?.usage.ensure(maxAge, force);
  }

  /** Usage since a budget's period began. */
  async ensureSpend(scope: BudgetScope, maxAge: number, force = false): Promise<void> {
    if (await this.ensureProfiles(Infinity)) await this.#spend(this.#session, scope)?.ensure(maxAge, force);
  }

  /** Since when budgets count (ms since 1970); what is left out has none. A new start is a new question. */
  setSpendPeriods(from: Readonly<Partial<Record<BudgetScope, number>>>): void {
    this.#spendFrom = from;
    this.#publish();
  }

  #spend(session: Session | undefined, scope: BudgetScope): Part<RangeReport> | undefined {
    return session?.spend(scope, this.#spendFrom[scope]);
  }

  /** AWS's Price List. It costs nothing; without an answer the prices that came with the extension stay. */
  async ensurePriceList(maxAge: number, force = false): Promise<void> {
    const session = this.#session;
    await session?.priceList.ensure(session.lacks('priceList') ? 0 : maxAge, force);
  }

  /** Whether one of my profiles, or of everybody's, has no price among those that are known. */
  lacksPrices(scope: 'mine' | 'all'): boolean {
    return this.#unpriced.has(this.#snapshot, scope);
  }

  /** What else could be used. It costs nothing. */
  async ensureSources(maxAge: number): Promise<void> {
    if (await this.ensureCaller()) await this.#session?.sources.ensure(maxAge);
  }

  /**
   * Takes over what is known of a question to Cost Explorer: asks nobody. What was answered once is then in the snapshot.
   */
  async showBill(query: BillQuery): Promise<void> {
    const part = this.#session?.bill(query);
    await part?.adopt();
    this.#publish();
  }

  /**
   * Asks Cost Explorer, which is billed: only because the user agreed, now (`user`) or by a setting. An answer that is still as good as
   * a new one is kept, until `age` where it has to be of the same moment as others. After a failure a user is obeyed at once. A setting asks
   * once a day, whatever comes of it. `limit` is what several questions may cost together.
   */
  async requestBill(
    query: BillQuery,
    by: 'user' | 'setting' = 'user',
    age: Age = newDataAt,
    limit?: SpendingLimit,
  ): Promise<void> {
    if (!(await this.ensureCaller())) return;
    const session = this.#session;
    const part = session?.bill(query);
    await part?.adopt();
    if (session === undefined || part === undefined) return;
    if (by === 'setting' && (part.dueAt(age) > this.#now() || !(await session.claimDailyRequest()))) return;
    if (session === this.#session) await ask(part, by === 'user', age, limit);
  }

  /** Asks Cost Explorer about the owner's tags, which is billed: only because the user agreed. */
  async requestCostTags(why: CostTagsReason = 'user', limit?: SpendingLimit): Promise<void> {
    if (!(await this.ensureCaller())) return;
    const part = this.#session?.costTags;
    await part?.adopt();
    if (part === undefined) return;
    if (why === 'again') return part.ensure(0, true, limit);
    // That only the payer may know is an answer as well: it was paid for, and another will be the same.
    if (why === 'comparison' && part.remote.problem?.detail.payerOnly === true) return;
    await ask(part, true, newDataAt, limit);
  }

  /** Lays over what is known of the owner's tags what an action of ours did to them. */
  async updateCostTags(change: (state: CostTagState) => CostTagState): Promise<void> {
    await this.#session?.costTags.update(change);
  }

  /** Everybody's usage by UTC day over a month; `span` is that month up to now. */
  async askDaily(month: string, span: Span, maxAge: number): Promise<void> {
    if (await this.ensureProfiles(Infinity)) await this.#session?.dailyUsage(month, span).ensure(maxAge);
  }

  /** Takes over what is known of everybody's usage by UTC day over a month: asks nobody. */
  async showDaily(month: string, span: Span): Promise<void> {
    await this.#session?.dailyUsage(month, span).adopt();
    this.#publish();
  }

  /** Whether something is done for the first time by any window, also after a restart. Only one of many gets to hear yes. */
  async markFirst(name: string): Promise<boolean> {
    return (await this.#session?.markFirst(name)) ?? false;
  }

  /** Reads the prices anew: the settings have changed. */
  reloadPrices(): void {
    this.#pricedFrom = NOT_YET;
    this.#publish();
  }

  /** When the next fetch of a part is due. */
  dueAt(part: PartName, maxAge: number): number {
    const session = this.#session;
    if (session === undefined) return Infinity;
    const caller = session.caller.dueAt(CALLER_AGE);
    // Without a caller nothing else is asked for, so its time is everybody's.
    if (part === 'caller' || session.caller.remote.problem !== undefined) return caller;
    // Nor is usage asked for before it is known of which profiles.
    if (part !== 'profiles' && session.profiles.remote.value === undefined) return session.profiles.dueAt(Infinity);
    const mayLack = part === 'mine' || part === 'detail' || part === 'priceList';
    const age = mayLack && session.lacks(part) ? 0 : maxAge;
    if (part === 'spendMine' || part === 'spendTeam')
      return this.#spend(session, BUDGETS[part])?.dueAt(age) ?? Infinity;
    return partOf(session, part)?.dueAt(age) ?? Infinity;
  }

  /** What the usage page is to show, or nothing when it is closed. */
  async showDetail(shown: Shown | undefined): Promise<void> {
    await this.#session?.showDetail(shown);
    this.#publish();
  }

  /** Over which range what went past tagged profiles is to be known, or nothing while nobody looks at it. */
  async showAttribution(range: Range | undefined): Promise<void> {
    await this.#session?.showAttribution(range);
    this.#publish();
  }

  /** Stands for the connection in use: what is prepared for it is not to be sent through another. */
  get connection(): object | undefined {
    return this.#session;
  }

  /** Carries a plan out, once for all windows and tries, and shows what it made. Rejects with a Problem. */
  async create(plan: CreatePlan, caller: Caller, signal: AbortSignal, of = this.connection): Promise<Created> {
    const session = this.#still(of);
    const { sharedFolder } = session.connection;
    const { createOnce, deletedArns, readEdits } = await import('./work');
    const deleted = deletedArns(await readEdits(sharedFolder, session.editsFile));
    const created = await createOnce(await session.aws(), plan, { caller, sharedFolder, deleted }, signal);
    await session.edit({ kind: 'added', at: this.#now(), profile: created.profile });
    return created;
  }

  /** Deletes a profile and takes it from the list. Rejects with a Problem. */
  async remove(profile: Profile, signal: AbortSignal, of = this.connection): Promise<void> {
    const session = this.#still(of);
    await (await session.aws()).deleteProfile(profile.id, signal);
    await session.edit({ kind: 'removed', at: this.#now(), id: profile.id, arn: profile.arn });
  }

  /** Ends everything. Resolves when nothing is written any more. */
  async dispose(): Promise<void> {
    const sessions = [...(this.#session === undefined ? [] : [this.#session]), ...this.#leaving];
    this.#session = undefined;
    // Prices that are still being loaded are for nobody any more: the last snapshot stays.
    this.#pricedFrom = NOT_YET;
    this.#changed.dispose();
    await Promise.all(sessions.map((session) => session.dispose()));
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

  #still(of: object | undefined): Session {
    const session = this.#session;
    if (session === undefined || session !== of) throw new Problem('changed');
    return session;
  }

  #picture(): Snapshot {
    return this.#pictures.of({
      session: this.#session,
      ownership: this.#ownership,
      pricing: this.#pricing,
      spend: { mine: this.#spend(this.#session, 'mine'), team: this.#spend(this.#session, 'team') },
    });
  }

  #publish(): void {
    this.#price();
    const next = this.#picture();
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    this.#changed.fire(next);
  }

  /** Loads the prices when there is something to price, and again when the Price List or the settings have changed. */
  #price(): void {
    const session = this.#session;
    const list = session?.priceList.remote.value;
    const hasFigures = [session?.mine, session?.team, session?.detail?.usage, session?.attribution?.usage].some(
      (part) => part?.remote.value !== undefined,
    );
    if (!hasFigures || this.#pricedFrom === list) return;
    this.#pricedFrom = list;
    void import('./work').then(({ pricingOf }) => {
      if (this.#pricedFrom !== list) return;
      this.#pricing = pricingOf(this.#options.overrides?.() ?? {}, list);
      this.#publish();
    });
  }
}

/** Stands for prices that were not loaded at all; `undefined` is a Price List that was not fetched. */
const NOT_YET = Symbol('not yet');

/** After an answer only when there can be new data; after a failure at once, if the user has just asked. */
const ask = (part: Part<unknown>, again: boolean, age: Age, limit: SpendingLimit | undefined): Promise<void> =>
  part.ensure(age, again && 'after-failure', limit);

function partOf(session: Session, part: Exclude<PartName, keyof typeof BUDGETS>): Part<unknown> | undefined {
  return part === 'detail' || part === 'attribution' ? session[part]?.usage : session[part];
}
