/** What lives as long as one connection does: the AWS side, opened when first needed, and what is known through it. */

import { createHash } from 'node:crypto';
import type { Caller, Cloud, ConnectionChoice } from '../core/cloud';
import { isAboutCredentials } from '../core/problem';
import { isMine, type Profile } from '../core/profile';
import type { UsageReport } from '../core/usage';
import { noteEdit, readEdits, withEdits, type Edit } from './edits';
import { fetchProfiles, fetchTeam, fetchUsage } from './fetches';
import { Shared } from './shared';
import type { Ownership, ProfileList, TeamUsage, UsageScope } from './snapshot';
import type { Store } from './store';

export interface Connection {
  readonly choice: ConnectionChoice;
  readonly sample: boolean;
  /** Opens the AWS side; called when something is first needed, and again after it was closed. */
  readonly open: () => Promise<Cloud>;
  readonly store: Store;
  /** Tells apart what the environment adds to the choice, such as AWS_PROFILE. Never a secret. */
  readonly environment: string;
}

export interface SessionOptions {
  readonly now: () => number;
  readonly ownership: () => Ownership;
  readonly onDidChange: () => void;
}

interface Detail {
  readonly scope: UsageScope;
  readonly usage: Shared<UsageReport>;
  readonly stop: { dispose: () => void };
}

const hash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

export class Session {
  readonly connection: Connection;
  readonly caller: Shared<Caller>;
  readonly profiles: Shared<ProfileList>;
  readonly mine: Shared<UsageReport>;
  readonly team: Shared<TeamUsage>;
  readonly #options: SessionOptions;
  readonly #stops: readonly { dispose: () => void }[];
  #opened: Promise<Cloud> | undefined;
  #detail: Detail | undefined;

  constructor(connection: Connection, options: SessionOptions) {
    const { now, onDidChange } = options;
    const { store } = connection;
    this.connection = connection;
    this.#options = options;
    this.caller = new Shared({
      name: () => this.#callerFile(),
      store,
      now,
      fetch: async (signal) => (await this.cloud()).whoAmI(signal),
    });
    this.profiles = new Shared({
      name: () => this.#file('profiles'),
      store,
      now,
      fetch: (signal) => this.#fetchProfiles(signal),
    });
    this.mine = new Shared({
      name: () => this.#mineFile('mine'),
      store,
      now,
      fetch: (signal) => this.#fetchUsage('mine', 'tokens', signal),
    });
    this.team = new Shared({
      name: () => this.#file('team'),
      store,
      now,
      fetch: async (signal) => fetchTeam(await this.cloud(), this.#known(), now(), signal),
    });
    const parts = [this.caller, this.profiles, this.mine, this.team].map((part) => part.onDidChange(onDidChange));
    this.#stops = [...parts, store.watch(() => void this.adopt())];
  }

  get detail(): Detail | undefined {
    return this.#detail;
  }

  /** The AWS side. A failed opening (an AWS profile that was not there) is tried afresh the next time. */
  async cloud(): Promise<Cloud> {
    this.#opened ??= this.connection.open().catch((error: unknown) => {
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
      (cloud) => {
        cloud.dispose();
      },
      () => undefined,
    );
  }

  /** Takes over what other windows have learned since; first who we are, because the other files are that caller's. */
  async adopt(): Promise<void> {
    const before = this.caller.remote.value?.arn;
    await this.caller.adopt();
    this.forgetIfOther(before);
    await Promise.all(
      [this.profiles, this.mine, this.team, ...(this.#detail === undefined ? [] : [this.#detail.usage])].map(
        async (part) => part.adopt(),
      ),
    );
  }

  /** With another caller behind the same connection, what the one before could see is no longer shown. */
  forgetIfOther(before: string | undefined): void {
    const now = this.caller.remote.value?.arn;
    if (before === undefined || now === undefined || before === now) return;
    for (const part of [this.profiles, this.mine, this.team, this.#detail?.usage]) part?.forget();
  }

  /** Whether something has failed since we last knew who we are, in a way that new credentials may solve. */
  get needsCredentials(): boolean {
    const since = this.caller.remote.problem === undefined ? (this.caller.remote.asOf ?? 0) : 0;
    return [this.caller, this.profiles, this.mine, this.team, this.#detail?.usage].some(
      (part) => part !== undefined && part.triedAt >= since && isAboutCredentials(part.remote.problem),
    );
  }

  /** Whether a report leaves out a profile that it should hold by now: one just made, or one that only now is known to be mine. */
  lacks(part: 'mine' | 'detail'): boolean {
    const scope = part === 'mine' ? 'mine' : this.#detail?.scope;
    const report = (part === 'mine' ? this.mine : this.#detail?.usage)?.remote.value;
    return (
      scope !== undefined && report !== undefined && this.#measured(scope).some(({ id }) => !(id in report.byProfile))
    );
  }

  /** What the usage page is to show, or nothing when it is closed. */
  async showDetail(scope: UsageScope | undefined): Promise<void> {
    if (this.#detail?.scope === scope) return;
    this.#detail?.usage.dispose();
    this.#detail = undefined;
    if (scope === undefined) return;
    const { now, onDidChange } = this.#options;
    const usage = new Shared<UsageReport>({
      name: () => (scope === 'mine' ? this.#mineFile('usage-mine') : this.#file(`usage-${scope}`)),
      store: this.connection.store,
      now,
      fetch: (signal) => this.#fetchUsage(scope, 'all', signal),
    });
    this.#detail = { scope, usage, stop: usage.onDidChange(onDidChange) };
    await usage.adopt();
  }

  /** Lays an action of ours over the list, here and in every list that another window fetches. */
  async edit(edit: Edit): Promise<void> {
    await noteEdit(this.connection.store, this.editsFile, edit);
    await this.profiles.update((list) => withEdits(list, [edit], edit.at));
  }

  /** Where our own actions are kept. */
  get editsFile(): string {
    return this.#file('edits');
  }

  dispose(): void {
    for (const stop of this.#stops) stop.dispose();
    this.#detail?.stop.dispose();
    for (const part of [this.caller, this.profiles, this.mine, this.team, this.#detail?.usage]) part?.dispose();
    this.close();
  }

  async #fetchProfiles(signal: AbortSignal): Promise<ProfileList> {
    const { now } = this.#options;
    const began = now();
    const list = await fetchProfiles(await this.cloud(), began, signal);
    return withEdits(list, await readEdits(this.connection.store, this.editsFile), began);
  }

  async #fetchUsage(scope: UsageScope, level: UsageReport['level'], signal: AbortSignal): Promise<UsageReport> {
    return fetchUsage(await this.cloud(), this.#measured(scope), level, this.#options.now(), signal);
  }

  #known(): readonly Profile[] {
    return this.profiles.remote.value?.profiles ?? [];
  }

  #measured(scope: UsageScope): readonly Profile[] {
    const { keys, myNames } = this.#options.ownership();
    return this.#known().filter((profile) =>
      scope === 'mine' ? isMine(profile, keys, myNames) : profile.id === scope,
    );
  }

  #callerFile(): string {
    const { choice, environment } = this.connection;
    return `${hash([choice.awsProfile, choice.region, choice.endpoint, environment])}-caller`;
  }

  /** Windows that look through the same eyes at the same place meet in the same files. */
  #file(name: string): string {
    const { choice } = this.connection;
    return `${hash([this.caller.remote.value?.arn ?? this.#callerFile(), choice.region, choice.endpoint])}-${name}`;
  }

  /** Who I am may differ from window to window, by settings of the workspace. */
  #mineFile(name: string): string {
    const { keys, myNames } = this.#options.ownership();
    return `${this.#file(name)}-${hash([keys, [...myNames].sort()])}`;
  }
}
