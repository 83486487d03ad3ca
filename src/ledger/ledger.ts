/** Holds the snapshot, says when it changed, and refreshes its parts. Knows AWS only as `Cloud` and other windows only as `Store`. */

import { createHash } from 'node:crypto';
import type { Cloud, ConnectionChoice } from '../core/cloud';
import type { ProfileId } from '../core/ids';
import { isMine, type Profile } from '../core/profile';
import type { UsageReport } from '../core/usage';
import { isAboutCredentials } from '../core/problem';
import { fetchProfiles, fetchTeam, fetchUsage } from './fetches';
import { Listeners } from './listeners';
import { Shared } from './shared';
import { UNKNOWN, type Ownership, type ProfileList, type Snapshot, type TeamUsage, type UsageScope } from './snapshot';
import type { Store } from './store';

export interface Connection {
  readonly choice: ConnectionChoice;
  readonly sample: boolean;
  /** Opens the AWS side; called once, when something is first needed. */
  readonly open: () => Promise<Cloud>;
  readonly store: Store;
  /** Tells apart what the environment adds to the choice, such as AWS_PROFILE. Never a secret. */
  readonly environment: string;
}

export interface LedgerOptions {
  readonly now: () => number;
  readonly ownership: Ownership;
}

/** What lives as long as one connection does. */
interface Session {
  readonly connection: Connection;
  readonly cloud: () => Promise<Cloud>;
  /** Closes the AWS side if it is open; the next use opens it anew, with credentials read afresh. */
  readonly close: () => void;
  readonly caller: Shared<NonNullable<Snapshot['caller']['value']>>;
  readonly profiles: Shared<ProfileList>;
  readonly mine: Shared<UsageReport>;
  readonly team: Shared<TeamUsage>;
  readonly stops: readonly { dispose: () => void }[];
  detail:
    | { readonly scope: UsageScope; readonly usage: Shared<UsageReport>; readonly stop: { dispose: () => void } }
    | undefined;
}

/** Who we are changes seldom; a wrong answer would only come with new credentials, and those are noticed by failing calls. */
const CALLER_AGE = 12 * 3_600_000;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #changed = new Listeners<Snapshot>();
  #ownership: Ownership;
  #session: Session | undefined;
  #snapshot: Snapshot;
  readonly onDidChange = this.#changed.listen;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#ownership = options.ownership;
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
    this.#end();
    if (connection !== undefined) this.#session = this.#begin(connection);
    this.#publish();
    await this.adopt();
  }

  /** Takes over what other windows have learned since. */
  async adopt(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    await Promise.all(partsOf(session).map(async (part) => part.adopt()));
  }

  /** The AWS side of the connection in use, for an action the user asked for. Rejects with a Problem where it cannot be opened. */
  async cloud(): Promise<Cloud | undefined> {
    return this.#session?.cloud();
  }

  get store(): Store | undefined {
    return this.#session?.connection.store;
  }

  /** Who we are. Resolves to whether that is known. */
  async ensureCaller(force = false): Promise<boolean> {
    const session = this.#session;
    if (session === undefined) return false;
    if (force || partsOf(session).some((part) => isAboutCredentials(part.remote.problem))) {
      session.close();
      await session.caller.ensure(CALLER_AGE, true);
    } else {
      await session.caller.ensure(CALLER_AGE);
    }
    return (
      session === this.#session &&
      session.caller.remote.value !== undefined &&
      session.caller.remote.problem === undefined
    );
  }

  async ensureProfiles(maxAge: number, force = false): Promise<boolean> {
    const session = this.#session;
    if (session === undefined || !(await this.ensureCaller())) return false;
    await session.profiles.ensure(maxAge, force);
    return session === this.#session && session.profiles.remote.value !== undefined;
  }

  async ensureMine(maxAge: number, force = false): Promise<void> {
    if (await this.ensureProfiles(Infinity))
      await this.#session?.mine.ensure(this.#lacking('mine') ? 0 : maxAge, force);
  }

  async ensureTeam(maxAge: number, force = false): Promise<void> {
    if (await this.ensureProfiles(Infinity)) await this.#session?.team.ensure(maxAge, force);
  }

  async ensureDetail(maxAge: number, force = false): Promise<void> {
    if (await this.ensureProfiles(Infinity))
      await this.#session?.detail?.usage.ensure(this.#lacking('detail') ? 0 : maxAge, force);
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
    const age = (part === 'mine' || part === 'detail') && this.#lacking(part) ? 0 : maxAge;
    return (part === 'detail' ? session.detail?.usage.dueAt(age) : session[part].dueAt(age)) ?? Infinity;
  }

  /** What the usage page is to show, or nothing when it is closed. */
  async showDetail(scope: UsageScope | undefined): Promise<void> {
    const session = this.#session;
    if (session === undefined || session.detail?.scope === scope) return;
    session.detail?.usage.dispose();
    session.detail = undefined;
    if (scope !== undefined) {
      const usage = this.#shared<UsageReport>(session.connection, `usage-${scope}`, async (signal) =>
        fetchUsage(await session.cloud(), this.#measured(scope), 'all', this.#options.now(), signal),
      );
      session.detail = {
        scope,
        usage,
        stop: usage.onDidChange(() => {
          this.#publish();
        }),
      };
      await usage.adopt();
    }
    this.#publish();
  }

  /** Shows a profile that we have just made, before AWS's bulk answers know it. */
  async added(profile: Profile): Promise<void> {
    await this.#session?.profiles.update((list) => ({
      ...list,
      profiles: [...list.profiles.filter(({ id }) => id !== profile.id), profile],
    }));
  }

  /** Takes a profile away that we have just deleted. */
  async removed(id: ProfileId): Promise<void> {
    await this.#session?.profiles.update((list) => ({
      ...list,
      profiles: list.profiles.filter((profile) => profile.id !== id),
    }));
  }

  dispose(): void {
    this.#end();
    this.#changed.dispose();
  }

  #measured(scope: UsageScope): readonly Profile[] {
    const all = this.#session?.profiles.remote.value?.profiles ?? [];
    const { keys, myNames } = this.#ownership;
    return all.filter((profile) => (scope === 'mine' ? isMine(profile, keys, myNames) : profile.id === scope));
  }

  /** Whether a report leaves out a profile that it should hold by now: one just made, or one that only now is known to be mine. */
  #lacking(part: 'mine' | 'detail'): boolean {
    const session = this.#session;
    const scope = part === 'mine' ? 'mine' : session?.detail?.scope;
    const report = (part === 'mine' ? session?.mine : session?.detail?.usage)?.remote.value;
    return (
      scope !== undefined && report !== undefined && this.#measured(scope).some(({ id }) => !(id in report.byProfile))
    );
  }

  #begin(connection: Connection): Session {
    let opened: Promise<Cloud> | undefined;
    const cloud = (): Promise<Cloud> => {
      // A failed opening (an AWS profile that was not there) is tried afresh.
      opened ??= connection.open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    };
    const { now } = this.#options;
    const caller = this.#shared(connection, 'caller', async (signal) => (await cloud()).whoAmI(signal));
    const profiles = this.#shared(connection, 'profiles', async (signal) =>
      fetchProfiles(await cloud(), now(), signal),
    );
    const mine = this.#shared(connection, 'mine', async (signal) =>
      fetchUsage(await cloud(), this.#measured('mine'), 'tokens', now(), signal),
    );
    const team = this.#shared(connection, 'team', async (signal) =>
      fetchTeam(await cloud(), profiles.remote.value?.profiles ?? [], now(), signal),
    );
    const stops = [caller, profiles, mine, team].map((part) =>
      part.onDidChange(() => {
        this.#publish();
      }),
    );
    const watch = connection.store.watch(() => void this.adopt());
    const close = (): void => {
      const closing = opened;
      opened = undefined;
      void closing?.then(
        (open) => {
          open.dispose();
        },
        () => undefined,
      );
    };
    return { connection, cloud, close, caller, profiles, mine, team, stops: [...stops, watch], detail: undefined };
  }

  #shared<Value>(connection: Connection, name: string, fetch: (signal: AbortSignal) => Promise<Value>): Shared<Value> {
    return new Shared({ name: `${keyOf(connection)}-${name}`, store: connection.store, now: this.#options.now, fetch });
  }

  #end(): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    for (const stop of session.stops) stop.dispose();
    session.detail?.stop.dispose();
    for (const part of partsOf(session)) part.dispose();
    session.close();
  }

  #picture(): Snapshot {
    const session = this.#session;
    return {
      sample: session?.connection.sample ?? false,
      choice: session?.connection.choice,
      caller: session?.caller.remote ?? UNKNOWN,
      profiles: session?.profiles.remote ?? UNKNOWN,
      ownership: this.#ownership,
      mine: session?.mine.remote ?? UNKNOWN,
      team: session?.team.remote ?? UNKNOWN,
      detail:
        session?.detail === undefined ? undefined : { scope: session.detail.scope, usage: session.detail.usage.remote },
    };
  }

  #publish(): void {
    const next = this.#picture();
    if (isSame(this.#snapshot, next)) return;
    this.#snapshot = next;
    this.#changed.fire(next);
  }
}

function partsOf(session: Session): readonly Pick<Shared<unknown>, 'adopt' | 'dispose' | 'remote'>[] {
  const { caller, profiles, mine, team, detail } = session;
  return [caller, profiles, mine, team, ...(detail === undefined ? [] : [detail.usage])];
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

/** Windows with the same connection meet in the same files. */
function keyOf({ choice, environment }: Connection): string {
  return createHash('sha256')
    .update(JSON.stringify([choice.awsProfile, choice.region, choice.endpoint, environment]))
    .digest('hex')
    .slice(0, 16);
}
