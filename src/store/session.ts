/** What lives as long as one connection does: the AWS side, opened when first needed, and what is known through it. */

import { dayOf, queryKey, type BillAnswer, type BillQuery } from '../core/billing/bill';
import type { Caller, AwsApi, ConnectionChoice, OnCharge, SourceList } from '../core/awsApi';
import { isAboutCredentials } from '../core/problem';
import { profileSource, type Profile } from '../core/profiles/profile';
import type { RangeReport } from '../core/usage/rangeReport';
import type { Range } from '../core/usage/ranges';
import type { SpendingLimit } from '../core/billing/spendingLimit';
import type { Span, UsageReport } from '../core/usage/usage';
import type { Edit } from './shared/profileEdits';
import { SharedFileNames } from './shared/fileNames';
import { ShownParts } from './shownParts';
import type { OwnCostCounter } from './ownCost';
import { profilesInScope } from './scopes';
import { Part, type Entry } from './part';
import type {
  BudgetScope,
  CostTagState,
  DailyUsage,
  OwnCost,
  Ownership,
  PriceList,
  ProfileList,
  Shown,
  TeamUsage,
  UsageScope,
} from './snapshot';
import type { Shape, SharedFolder } from './shared/sharedFolder';

/** What asks AWS and prices the answers. */
const work = async () => import('./work');
/** What files must hold. */
const shapes = async () => import('./shared/shapes');

export interface Connection {
  readonly choice: ConnectionChoice;
  readonly sample: boolean;
  /** Opens the AWS side; called when something is first needed, and again after it was closed. What is billed is told. */
  readonly open: (onCharge: OnCharge) => Promise<AwsApi>;
  readonly sharedFolder: SharedFolder;
  /** Tells apart what the environment adds to the choice, such as AWS_PROFILE. Never a secret. */
  readonly environment: string;
}

export interface SessionOptions {
  readonly now: () => number;
  readonly ownership: () => Ownership;
  readonly onDidChange: () => void;
}

const DAY_MS = 86_400_000;

/** What Cost Explorer is asked. */
const PAID = { paid: true } as const;

export class Session {
  readonly connection: Connection;
  readonly caller: Part<Caller>;
  readonly profiles: Part<ProfileList>;
  readonly mine: Part<UsageReport>;
  readonly team: Part<TeamUsage>;
  readonly priceList: Part<PriceList>;
  readonly costTags: Part<CostTagState>;
  /** What profiles can be copied from, and so what else could be used. */
  readonly sources: Part<SourceList>;
  /** By `queryKey`. */
  readonly bills = new Map<string, Part<BillAnswer>>();
  /** By month, yyyy-mm: usage by UTC day of everybody. */
  readonly daily = new Map<string, Part<DailyUsage>>();
  readonly #options: SessionOptions;
  readonly #names: SharedFileNames;
  readonly #looked: ShownParts;
  readonly #stopWatching: { dispose: () => void };
  #opened: Promise<AwsApi> | undefined;
  #isDisposed = false;
  #ownCost: OwnCostCounter | undefined;
  readonly #done = new Set<string>();

  constructor(connection: Connection, options: SessionOptions) {
    const { now } = options;
    const { sharedFolder } = connection;
    this.connection = connection;
    this.#options = options;
    this.#names = new SharedFileNames({
      choice: connection.choice,
      environment: connection.environment,
      caller: () => this.caller.remote.value,
      ownership: options.ownership,
    });
    this.#looked = new ShownParts({
      names: this.#names,
      now,
      aws: () => this.aws(),
      known: () => this.#known(),
      measured: (scope) => this.measured(scope),
      shared: (name, shape, fetch) => this.#shared(name, shape, fetch),
    });
    this.caller = this.#shared(
      () => this.#names.caller,
      async () => (await shapes()).isCaller,
      async (signal) => (await this.aws()).whoAmI(signal),
    );
    this.profiles = this.#shared(
      () => this.#names.ofCaller('profiles'),
      async () => (await shapes()).isProfiles,
      (signal) => this.#fetchProfiles(signal),
    );
    this.mine = this.#shared(
      () => this.#names.ofMine('mine'),
      async () => (await shapes()).isUsageReport,
      async (signal) => (await work()).fetchUsage(await this.aws(), this.measured('mine'), 'tokens', now(), signal),
    );
    this.team = this.#shared(
      () => this.#names.ofCaller('team'),
      async () => (await shapes()).isTeam,
      async (signal) => (await work()).fetchTeam(await this.aws(), this.#known(), now(), signal),
    );
    this.priceList = this.#shared(
      () => this.#names.prices,
      async () => (await shapes()).isPriceList,
      (signal) => this.#fetchPriceList(signal),
    );
    this.sources = this.#shared(
      () => this.#names.ofCaller('sources'),
      async () => (await shapes()).isSources,
      async (signal) => (await this.aws()).listSources(signal),
    );
    this.costTags = this.#shared(
      () => this.#names.ofAccount('cost-tags', [options.ownership().keys]),
      async () => (await shapes()).isCostTags,
      (signal, limit) => this.#fetchCostTags(signal, limit),
      PAID,
    );
    this.#stopWatching = sharedFolder.watch(() => void this.adopt());
  }

  /** What our own requests have cost this month; undefined before the first. */
  get ownCost(): OwnCost | undefined {
    return this.#ownCost?.value;
  }

  get detail(): ShownParts['detail'] {
    return this.#looked.detail;
  }

  get attribution(): ShownParts['attribution'] {
    return this.#looked.attribution;
  }

  /** The AWS side. A failed opening (an AWS profile that was not there) is tried afresh the next time. */
  async aws(): Promise<AwsApi> {
    if (this.#isDisposed) throw new DOMException('Closed', 'AbortError');
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  /** Closes the AWS side if it is open; the next use opens it anew, with credentials read afresh. */
  close(): void {
    const closing = this.#opened;
    this.#opened = undefined;
    void closing?.then(
      (aws) => {
        aws.dispose();
      },
      () => undefined,
    );
  }

  /** Takes over what other windows have learned since; first who we are, because the other files are that caller's. */
  async adopt(): Promise<void> {
    await this.caller.adopt();
    await Promise.all([this.#ownCost, ...this.#ofCaller()].map(async (part) => part?.adopt()));
  }

  /** With another caller behind the same connection, or other owners, what was known for the one before is no longer shown. */
  follow(): void {
    for (const part of this.#ofCaller()) void part.adopt();
  }

  /** The caller, whatever the session of their role is called. */
  get who(): string | undefined {
    return this.#names.who;
  }

  /** Whether something has failed since we last knew who we are, in a way that new credentials may solve. */
  get needsCredentials(): boolean {
    const since = this.caller.remote.problem === undefined ? (this.caller.remote.asOf ?? 0) : 0;
    return [this.caller, ...this.#ofCaller()].some(
      (part) => part.triedAt >= since && isAboutCredentials(part.remote.problem),
    );
  }

  /** Whether a report leaves out a profile that it should hold by now: one just made, or one that only now is known to be mine. */
  lacks(part: 'mine' | 'detail' | 'priceList'): boolean {
    if (part === 'priceList') {
      const known = this.priceList.remote.value?.models;
      const used = this.#known().flatMap((profile) => profileSource(profile).model ?? []);
      return known !== undefined && [...used, ...this.#offered()].some((model) => !known.includes(model));
    }
    if (part === 'mine') {
      const report = this.mine.remote.value;
      return report !== undefined && this.measured('mine').some(({ id }) => !Object.hasOwn(report.byProfile, id));
    }
    const report = this.detail?.usage.remote.value;
    // Of many profiles only those are in a report that were used.
    if (this.detail === undefined || report?.level !== 'all') return false;
    return this.measured(this.detail.scope).some(({ id }) => !Object.hasOwn(report.profiles, id));
  }

  /** What the usage page is to show, or nothing when it is closed. */
  async showDetail(shown: Shown | undefined): Promise<void> {
    await Promise.all([this.#looked.showDetail(shown), shown === undefined ? undefined : this.#counter()]);
  }

  /** Over which range the page is to show what went past tagged profiles, or nothing while it does not. */
  async showAttribution(range: Range | undefined): Promise<void> {
    await Promise.all([this.#looked.showAttribution(range), range === undefined ? undefined : this.#counter()]);
  }

  /** Usage since a budget's period began; a new period is a new question. Undefined where there is no such budget. */
  spend(scope: BudgetScope, from: number | undefined): Part<RangeReport> | undefined {
    return this.#looked.spend(scope, from);
  }

  /** What is known of a question to Cost Explorer. Making it known here asks nobody. */
  bill(query: BillQuery): Part<BillAnswer> {
    const key = queryKey(query);
    const known = this.bills.get(key);
    if (known !== undefined) return known;
    const bill = this.#shared(
      () => this.#names.ofAccount('bill', [key]),
      async () => (await shapes()).isBill,
      async (signal, limit) => (await work()).fetchBill(await this.aws(), query, this.#options.now(), signal, limit),
      PAID,
    );
    this.bills.set(key, bill);
    return bill;
  }

  /**
   * Takes the day on which a setting may ask Cost Explorer: once, for all windows and processes, before anything is sent. The day is AWS's own, so no
   * clock of this machine makes two of one. Where AWS's clock cannot be read, or the day cannot be noted, nothing is asked.
   */
  async claimDailyRequest(): Promise<boolean> {
    const { sharedFolder } = this.connection;
    const clocks = await (await this.aws()).inspect.clocks(new AbortController().signal).catch(() => undefined);
    // With a clock that is wrong by more, the month that is asked for would be another one.
    if (clocks === undefined || Math.abs(clocks.theirs - this.#options.now()) > DAY_MS) return false;
    return sharedFolder.claim(`${this.#names.ofAccount('bill', ['by-setting'])}-`, dayOf(clocks.theirs));
  }

  /** Everybody's usage by UTC day over a month, up to now. */
  dailyUsage(month: string, span: Span): Part<DailyUsage> {
    const known = this.daily.get(month);
    if (known !== undefined) return known;
    const usage = this.#shared(
      () => this.#names.ofCaller(`daily-${month}`),
      async () => (await shapes()).isDaily,
      async (signal) => (await work()).fetchDays(await this.aws(), this.#known(), span, this.#options.now(), signal),
    );
    this.daily.set(month, usage);
    return usage;
  }

  /** Lays an action of ours over the list, here and in every list that another window fetches. */
  async edit(edit: Edit): Promise<void> {
    const { recordEdit, withEdits } = await work();
    // Shown at once; not waited for, since another window may be fetching the list.
    void this.profiles.update((list) => withEdits(list, [edit], edit.at));
    await recordEdit(this.connection.sharedFolder, this.editsFile, edit);
  }

  /** Whether something is done for the first time by any window, also after a restart. */
  async markFirst(name: string): Promise<boolean> {
    // Known here as well: where nothing can be written, a window still does it only once.
    if (this.#done.has(name)) return false;
    this.#done.add(name);
    return this.connection.sharedFolder.markFirst(this.#names.mark(name));
  }

  /** Where our own actions are kept. */
  get editsFile(): string {
    return this.#names.ofCaller('edits');
  }

  /** Gives way to another connection. What was asked of Cost Explorer is paid for, so its answers are waited for and kept. */
  async retire(): Promise<void> {
    this.#isDisposed = true;
    this.#stopWatching.dispose();
    await Promise.all([this.caller, ...this.#ofCaller()].map(async (part) => part.retire()));
    this.close();
    await this.#ownCost?.flush();
  }

  /** Ends everything. Resolves when what was counted is written. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#stopWatching.dispose();
    const ended = Promise.all([this.caller, ...this.#ofCaller()].map(async (part) => part.dispose()));
    this.close();
    // What is broken off may have been paid for.
    await ended;
    await this.#ownCost?.flush();
  }

  /** The profiles that a scope measures. */
  measured(scope: UsageScope): readonly Profile[] {
    return profilesInScope(scope, this.#known(), this.#options.ownership());
  }

  /** Everything that is the caller's own: another caller may not see it. */
  #ofCaller(): readonly Part<unknown>[] {
    const { profiles, mine, team, costTags, priceList, sources } = this;
    return [
      profiles,
      mine,
      team,
      costTags,
      priceList,
      sources,
      ...this.#looked.parts,
      ...this.bills.values(),
      ...this.daily.values(),
    ] as readonly Part<unknown>[];
  }

  /** Loaded with the AWS side, before which nothing is paid for, and for the page, which shows it. */
  async #counter(): Promise<OwnCostCounter> {
    if (this.#ownCost === undefined) {
      const { OwnCostCounter } = await work();
      const { now, onDidChange } = this.#options;
      this.#ownCost ??= new OwnCostCounter({ sharedFolder: this.connection.sharedFolder, now, onDidChange });
      await this.#ownCost.adopt();
    }
    return this.#ownCost;
  }

  async #open(): Promise<AwsApi> {
    return this.connection.open((await this.#counter()).record);
  }

  #shared<Value>(
    name: () => string,
    shape: Shape<Entry<Value>>,
    fetch: (signal: AbortSignal, limit?: SpendingLimit) => Promise<Value>,
    paid: { readonly paid?: boolean } = {},
  ): Part<Value> {
    const part = new Part({
      name,
      shape,
      sharedFolder: this.connection.sharedFolder,
      now: this.#options.now,
      fetch,
      ...paid,
    });
    part.onDidChange(this.#options.onDidChange);
    return part;
  }

  async #fetchCostTags(signal: AbortSignal, limit?: SpendingLimit): Promise<CostTagState> {
    const { keys } = this.#options.ownership();
    return (await work()).fetchCostTags(await this.aws(), keys, this.costTags.remote.value, signal, limit);
  }

  async #fetchPriceList(signal: AbortSignal): Promise<PriceList> {
    const { fetchPriceList } = await work();
    const also = [...(this.priceList.remote.value?.models ?? []), ...this.#offered()];
    return fetchPriceList(await this.aws(), this.connection.choice.region, this.#known(), signal, also);
  }

  async #fetchProfiles(signal: AbortSignal): Promise<ProfileList> {
    const { now } = this.#options;
    const began = now();
    const { fetchProfiles, readEdits, withEdits } = await work();
    const list = await fetchProfiles(await this.aws(), began, signal);
    return withEdits(list, await readEdits(this.connection.sharedFolder, this.editsFile), began, now());
  }

  /** The models that a profile could be made of here, which prices are compared with. */
  #offered(): readonly string[] {
    const { systemProfiles = [], models = [] } = this.sources.remote.value ?? {};
    return [...systemProfiles, ...models].map(({ model }) => model);
  }

  #known(): readonly Profile[] {
    return this.profiles.remote.value?.profiles ?? [];
  }
}
