/** What lives as long as one connection does: the AWS side, opened when first needed, and what is known through it. */

import type { AwsApi, ConnectionChoice } from '../core/awsApi';
import type { OnCharge } from '../core/billing/charges';
import { dayOf } from '../core/billing/bill';
import { isAboutCredentials } from '../core/problem';
import type { ExtensionCostCounter } from './extensionCost';
import type { FetchContext } from './parts/definition';
import { PartRegistry } from './parts/registry';
import { filterByScope } from './selectors';
import { SharedFileNames } from './shared/fileNames';
import type { ProfileEdit } from './shared/profileEdit';
import type { SharedFolder } from './shared/sharedFolder';
import type { ExtensionCost, Ownership } from './snapshot';

/** What a session connects with, and where it shares what it fetches. */
export interface Connection {
  readonly choice: ConnectionChoice;
  readonly sample: boolean;
  /**
   * Opens the AWS side; called when something is first needed, and again after it was closed. What is billed is
   * reported.
   */
  readonly open: (onCharge: OnCharge) => Promise<AwsApi>;
  readonly sharedFolder: SharedFolder;
  /** Distinguishes what the environment adds to the choice, such as AWS_PROFILE. Never a secret. */
  readonly environment: string;
}

export interface SessionOptions {
  readonly now: () => number;
  readonly ownership: () => Ownership;
  readonly onDidChange: () => void;
}

const DAY_MS = 86_400_000;

export class Session {
  readonly connection: Connection;
  readonly parts: PartRegistry;
  readonly #options: SessionOptions;
  readonly #names: SharedFileNames;
  readonly #stopWatching: { dispose: () => void };
  #opened: Promise<AwsApi> | undefined;
  #isDisposed = false;
  #extensionCost: ExtensionCostCounter | undefined;
  readonly #done = new Set<string>();

  constructor(connection: Connection, options: SessionOptions) {
    const { sharedFolder, choice, environment } = connection;
    const { ownership, onDidChange } = options;
    this.connection = connection;
    this.#options = options;
    const context = this.#fetchContext();
    this.#names = new SharedFileNames({ choice, environment, caller: () => context.known('caller'), ownership });
    this.parts = new PartRegistry({ names: this.#names, sharedFolder, context, onDidChange });
    this.#stopWatching = sharedFolder.watch(() => void this.adopt());
  }

  /** What our own requests have cost this month; undefined before the first. */
  get extensionCost(): ExtensionCost | undefined {
    return this.#extensionCost?.value;
  }

  /** Whether another connection has taken its place, or the store has ended: nothing is fetched through it any more. */
  hasEnded(): boolean {
    return this.#isDisposed;
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
  closeAws(): void {
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
    await this.parts.single('caller').adopt();
    await Promise.all([this.#extensionCost, ...this.parts.ofCaller].map(async (part) => part?.adopt()));
  }

  /**
   * With another caller behind the same connection, or other owners, what was known for the one before is no longer
   * shown.
   */
  follow(): void {
    for (const part of this.parts.ofCaller) void part.adopt();
  }

  /** The caller, whatever the session of their role is called. */
  get who(): string | undefined {
    return this.#names.who;
  }

  /** Whether something has failed since we last knew who we are, in a way that new credentials may solve. */
  get needsCredentials(): boolean {
    const { remote } = this.parts.single('caller');
    const since = remote.problem === undefined ? (remote.asOf ?? 0) : 0;
    return this.#all.some((part) => part.triedAt >= since && isAboutCredentials(part.remote.problem));
  }

  /**
   * Claims the day on which a setting may ask Cost Explorer: once, for all windows and processes, before anything is
   * sent. The day is AWS's own, so no clock of this machine makes two of one. Where AWS's clock cannot be read, or the
   * claim cannot be kept, nothing is asked.
   */
  async claimDailyRequest(): Promise<boolean> {
    const clocks = await (await this.aws()).inspect.clocks(new AbortController().signal).catch(() => undefined);
    // With a clock that is wrong by more, the month that is asked for would be another one.
    if (clocks === undefined || Math.abs(clocks.theirs - this.#options.now()) > DAY_MS) return false;
    return this.connection.sharedFolder.claim(this.#names.dailyRequest, dayOf(clocks.theirs));
  }

  /** Lays an action of ours over the list, here and in every list that another window fetches. */
  async edit(edit: ProfileEdit): Promise<void> {
    const { recordEdit, withEdits } = await import('./shared/profileEditLog');
    // Shown at once; not waited for, since another window may be fetching the list.
    void this.parts.single('profiles').update((list) => withEdits(list, [edit], edit.at));
    await recordEdit(this.connection.sharedFolder, this.#names.edits, edit);
  }

  /** What was created and deleted from here, by all windows. */
  async edits(): Promise<readonly ProfileEdit[]> {
    const { readEdits } = await import('./shared/profileEditLog');
    return readEdits(this.connection.sharedFolder, this.#names.edits);
  }

  /** Marks something as done; answers whether that is for the first time by any window, also after a restart. */
  async markFirst(name: string): Promise<boolean> {
    // Known here as well: where nothing can be written, a window still does it only once.
    if (this.#done.has(name)) return false;
    this.#done.add(name);
    return this.connection.sharedFolder.markFirst(this.#names.mark(name));
  }

  /**
   * Gives way to another connection. What was asked of Cost Explorer is paid for, so its answers are waited for and
   * kept.
   */
  async retire(): Promise<void> {
    this.#isDisposed = true;
    this.#stopWatching.dispose();
    await Promise.all(this.#all.map((part) => part.retire()));
    this.closeAws();
    await this.#extensionCost?.flush();
  }

  /** Ends everything. Resolves when what was counted is written. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#stopWatching.dispose();
    const ended = Promise.all(this.#all.map((part) => part.dispose()));
    this.closeAws();
    // What is broken off may have been paid for.
    await ended;
    await this.#extensionCost?.flush();
  }

  /**
   * Loads what our own requests have cost: with the AWS side, before which nothing is paid for, and for the page, which
   * shows it.
   */
  async loadExtensionCost(): Promise<ExtensionCostCounter> {
    if (this.#extensionCost === undefined) {
      const { ExtensionCostCounter } = await import('./extensionCost');
      const { now, onDidChange } = this.#options;
      this.#extensionCost ??= new ExtensionCostCounter({
        sharedFolder: this.connection.sharedFolder,
        now,
        onDidChange,
      });
      await this.#extensionCost.adopt();
    }
    return this.#extensionCost;
  }

  get #all() {
    return [this.parts.single('caller'), ...this.parts.ofCaller];
  }

  async #open(): Promise<AwsApi> {
    return this.connection.open((await this.loadExtensionCost()).record);
  }

  #fetchContext(): FetchContext {
    const { now, ownership } = this.#options;
    const known: FetchContext['known'] = (name) => this.parts.find(name)?.remote.value;
    return {
      choice: this.connection.choice,
      now,
      ownership,
      aws: () => this.aws(),
      known,
      profiles: (scope = 'all') => filterByScope(known('profiles')?.profiles ?? [], scope, ownership()),
      edits: () => this.edits(),
    };
  }
}
