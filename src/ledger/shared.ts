/**
 * A value from AWS that all windows of a machine share: fetched by one of them, written to a file, read by the others.
 * Failures are shared as well, so that ten windows do not try ten times.
 */

import { asProblem, isCancelled, Problem, type ProblemCode, type ProblemDetail } from '../core/problem';
import { Listeners } from './listeners';
import type { Remote } from './snapshot';
import type { Store } from './store';

interface Entry<Value> {
  readonly value?: Value;
  readonly asOf?: number;
  readonly problem?: { readonly code: ProblemCode; readonly detail: ProblemDetail };
  /** Tries that failed since the last good answer. */
  readonly failures: number;
  readonly triedAt: number;
  /** When this was last written, by whatever window: the newest wins. */
  readonly changedAt: number;
}

const NEVER: Entry<never> = { failures: 0, triedAt: 0, changedAt: 0 };
const BACKOFF_FIRST = 60_000;
const BACKOFF_MOST = 3_600_000;

/** How long to wait after so many failures in a row: 1, 2, 4 … minutes, at most an hour. */
export const backoffMs = (failures: number): number =>
  Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** Math.max(0, failures - 1));

export interface SharedOptions<Value> {
  /** The file that windows meet in. It may change with who we are, so it is asked for at each use. */
  readonly name: () => string;
  readonly store: Store;
  readonly now: () => number;
  readonly fetch: (signal: AbortSignal) => Promise<Value>;
}

export class Shared<Value> {
  readonly #options: SharedOptions<Value>;
  readonly #changed = new Listeners<void>();
  #entry: Entry<Value> = NEVER;
  #running: { readonly controller: AbortController; readonly done: Promise<void>; readonly force: boolean } | undefined;
  #remote: Remote<Value> = { loading: false };
  readonly onDidChange = this.#changed.listen;

  constructor(options: SharedOptions<Value>) {
    this.#options = options;
  }

  /** The value as a snapshot shows it. The same object until something changes. */
  get remote(): Remote<Value> {
    return this.#remote;
  }

  /** When the next fetch is due if a good value is to be at most `maxAge` old. */
  dueAt(maxAge: number): number {
    const { asOf, failures, triedAt, changedAt } = this.#entry;
    // A clock that was set back must not keep us from asking until it has caught up.
    if (changedAt > this.#options.now()) return 0;
    if (failures > 0) return triedAt + backoffMs(failures);
    return asOf === undefined ? 0 : asOf + maxAge;
  }

  /** Takes over what another window has written, when that is newer. Costs a file read, never a call. */
  async adopt(): Promise<void> {
    const found = await this.#options.store.read<Entry<Value>>(this.#options.name());
    const known = this.#entry.changedAt;
    const isNewer = found !== undefined && (found.changedAt > known || known > this.#options.now());
    if (isNewer && found.changedAt !== known) this.#set(found);
  }

  /** Makes sure of a value that is young enough; never rejects. `force` asks AWS now, whatever is known. */
  async ensure(maxAge: number, force = false): Promise<void> {
    const running = this.#running;
    if (running !== undefined) {
      await running.done;
      // What was asked for before the user pressed Refresh may not know what they wait for.
      if (!force || running.force) return;
    }
    if (this.#running !== undefined) return this.#running.done;
    if (!force && this.dueAt(maxAge) > this.#options.now()) return;
    const controller = new AbortController();
    const done = this.#run(maxAge, force, controller).finally(() => {
      this.#running = undefined;
      this.#publish();
    });
    this.#running = { controller, done, force };
    this.#publish();
    return done;
  }

  async #run(maxAge: number, force: boolean, controller: AbortController): Promise<void> {
    const { store, now } = this.#options;
    const name = this.#options.name();
    const { signal } = controller;
    await store.withLease(name, signal, async () => {
      await this.adopt();
      if ((!force && this.dueAt(maxAge) > now()) || signal.aborted) return;
      try {
        const value = await this.#options.fetch(signal);
        if (isOver(signal)) return;
        this.#set({ value, asOf: now(), failures: 0, triedAt: now(), changedAt: now() });
      } catch (error) {
        if (isCancelled(error) || isOver(signal)) return;
        // A fetch is many calls; those that are still under way, or waiting for their turn, have become useless.
        controller.abort();
        const { code, detail } = asProblem(error);
        this.#set({
          ...this.#entry,
          problem: { code, detail },
          failures: this.#entry.failures + 1,
          triedAt: now(),
          changedAt: now(),
        });
      }
      await store.write(name, this.#entry);
    });
  }

  /** Changes the value here and for the other windows, because we know what our own action did. */
  async update(change: (value: Value) => Value): Promise<void> {
    const { value, asOf } = this.#entry;
    if (value === undefined || asOf === undefined) return;
    // Only the value: its age and the failures since stay what they are.
    this.#set({ ...this.#entry, value: change(value), changedAt: this.#options.now() });
    await this.#options.store.write(this.#options.name(), this.#entry);
  }

  /** When AWS was last asked, whatever came of it. */
  get triedAt(): number {
    return this.#entry.triedAt;
  }

  /** Knows nothing any more: what was known belongs to somebody else. */
  forget(): void {
    this.#running?.controller.abort();
    this.#set(NEVER);
  }

  /** Ends a fetch whose answer is no longer wanted. */
  dispose(): void {
    this.#running?.controller.abort();
    this.#changed.dispose();
  }

  #set(entry: Entry<Value>): void {
    this.#entry = entry;
    this.#publish();
  }

  #publish(): void {
    const { value, asOf, problem } = this.#entry;
    const loading = this.#running !== undefined;
    const before = this.#remote;
    if (
      before.value === value &&
      before.asOf === asOf &&
      before.loading === loading &&
      before.problem?.code === problem?.code &&
      before.problem?.detail.action === problem?.detail.action
    )
      return;
    this.#remote = {
      loading,
      ...(value === undefined ? {} : { value }),
      ...(asOf === undefined ? {} : { asOf }),
      ...(problem === undefined ? {} : { problem: new Problem(problem.code, problem.detail) }),
    };
    this.#changed.fire();
  }
}

/** Asked again after an await, because the signal may have ended meanwhile. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;
