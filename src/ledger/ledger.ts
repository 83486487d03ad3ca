/** Holds the snapshot, says when it changed, and refreshes its parts. Knows AWS only as `Cloud` and other windows only as `Store`. */

import type { Caller, Cloud } from '../core/cloud';
import { Problem } from '../core/problem';
import type { Profile } from '../core/profile';
import type { CreatePlan } from '../core/plan';
import { createOnce, type Created } from './create';
import { deletedArns, readEdits } from './edits';
import { Listeners } from './listeners';
import { Session, type Connection } from './session';
import { UNKNOWN, type Ownership, type Snapshot, type UsageScope } from './snapshot';

export interface LedgerOptions {
  readonly now: () => number;
  readonly ownership: Ownership;
}

/** Who we are changes seldom; a wrong answer would only come with new credentials, and those are noticed by failing calls. */
const CALLER_AGE = 12 * 3_600_000;

export class Ledger {
  readonly #now: () => number;
  readonly #changed = new Listeners<Snapshot>();
  #ownership: Ownership;
  #session: Session | undefined;
  #snapshot: Snapshot;
  readonly onDidChange = this.#changed.listen;

  constructor({ now, ownership }: LedgerOptions) {
    this.#now = now;
    this.#ownership = ownership;
    this.#snapshot = this.#picture();
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Changes how ownership is read; nothing is fetched. */
  own(ownership: Ownership): void {
    if (JSON.stringify(ownership) === JSON.stringify(this.#ownership)) return;
    this.#ownership = ownership;
    this.#publish();
  }

  /** Starts over with another connection. What other windows know of it is shown at once; AWS is not called yet. */
  async use(connection: Connection | undefined): Promise<void> {
    this.#session?.dispose();
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
  async cloud(): Promise<Cloud | undefined> {
    return this.#session?.cloud();
  }

  /** Who we are. Resolves to whether that is known. */
  async ensureCaller(force = false): Promise<boolean> {
    const session = this.#session;
    if (session === undefined) return false;
    const before = session.caller.remote.value?.arn;
    const again = force || session.needsCredentials;
    if (again) session.close();
    await session.caller.ensure(CALLER_AGE, again);
    if (session !== this.#session) return false;
    session.forgetIfOther(before);
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

  /** When the next fetch of a part is due. */
  dueAt(part: 'caller' | 'profiles' | 'mine' | 'team' | 'detail', maxAge: number): number {
    const session = this.#session;
    if (session === undefined) return Infinity;
    const caller = session.caller.dueAt(CALLER_AGE);
    // Without a caller nothing else is asked for, so its time is everybody's.
    if (part === 'caller' || session.caller.remote.problem !== undefined) return caller;
    // Nor is usage asked for before it is known of which profiles.
    if (part !== 'profiles' && session.profiles.remote.value === undefined) return session.profiles.dueAt(Infinity);
    const age = (part === 'mine' || part === 'detail') && session.lacks(part) ? 0 : maxAge;
    return (part === 'detail' ? session.detail?.usage.dueAt(age) : session[part].dueAt(age)) ?? Infinity;
  }

  /** What the usage page is to show, or nothing when it is closed. */
  async showDetail(scope: UsageScope | undefined): Promise<void> {
    await this.#session?.showDetail(scope);
    this.#publish();
  }

  /** Stands for the connection in use: what is prepared for it is not to be sent through another. */
  get connection(): object | undefined {
    return this.#session;
  }

  /** Carries a plan out, once for all windows and tries, and shows what it made. Rejects with a Problem. */
  async create(plan: CreatePlan, caller: Caller, signal: AbortSignal, of = this.connection): Promise<Created> {
    const session = this.#still(of);
    const { store } = session.connection;
    const deleted = deletedArns(await readEdits(store, session.editsFile));
    const created = await createOnce(await session.cloud(), plan, { caller, store, deleted }, signal);
    await session.edit({ kind: 'added', at: this.#now(), profile: created.profile });
    return created;
  }

  /** Deletes a profile and takes it from the list. Rejects with a Problem. */
  async remove(profile: Profile, signal: AbortSignal, of = this.connection): Promise<void> {
    const session = this.#still(of);
    await (await session.cloud()).deleteProfile(profile.id, signal);
    await session.edit({ kind: 'removed', at: this.#now(), id: profile.id, arn: profile.arn });
  }

  dispose(): void {
    this.#session?.dispose();
    this.#session = undefined;
    this.#changed.dispose();
  }

  #still(of: object | undefined): Session {
    const session = this.#session;
    if (session === undefined || session !== of) throw new Problem('changed');
    return session;
  }

  #picture(): Snapshot {
    const session = this.#session;
    const detail = session?.detail;
    return {
      sample: session?.connection.sample ?? false,
      choice: session?.connection.choice,
      caller: session?.caller.remote ?? UNKNOWN,
      profiles: session?.profiles.remote ?? UNKNOWN,
      ownership: this.#ownership,
      mine: session?.mine.remote ?? UNKNOWN,
      team: session?.team.remote ?? UNKNOWN,
      detail: detail === undefined ? undefined : { scope: detail.scope, usage: detail.usage.remote },
    };
  }

  #publish(): void {
    const next = this.#picture();
    if (isSame(this.#snapshot, next)) return;
    this.#snapshot = next;
    this.#changed.fire(next);
  }
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return (
    a.sample === b.sample &&
    a.choice === b.choice &&
    a.caller === b.caller &&
    a.profiles === b.profiles &&
    a.ownership === b.ownership &&
    a.mine === b.mine &&
    a.team === b.team &&
    a.detail?.scope === b.detail?.scope &&
    a.detail?.usage === b.detail?.usage
  );
}
