/**
 * A value from AWS that all windows of a machine share: fetched by one of them, written to a file, read by the others.
 * Failures are shared as well, so that ten windows do not try ten times.
 */

import { asProblem, isCancelled, Problem, type ProblemCode, type ProblemDetail } from '../core/problem';
import type { SpendingLimit } from '../core/spending';
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

/** How old a good value may get: so many milliseconds, or until a time (ms since 1970) that follows from its own. */
export type Age = number | ((asOf: number) => number);

export interface SharedOptions<Value> {
  /** The file that windows meet in. It may change with who we are, so it is asked for at each use. */
  readonly name: () => string;
  readonly store: Store;
  readonly now: () => number;
  /** `limit` is what it may spend together with others of the same action. */
  readonly fetch: (signal: AbortSignal, limit?: SpendingLimit) => Promise<Value>;
  /** The answer is paid for: once it was asked for it is waited for and kept under the name it was asked for, even when nobody here wants it. */
  readonly paid?: boolean;
}

export class Shared<Value> {
  readonly #options: SharedOptions<Value>;
  readonly #changed = new Listeners<void>();
  #entry: Entry<Value> = NEVER;
  /** The file that `#entry` is from or was written to. */
  #name = '';
  #isDisposed = false;
  /** What is under way, also for a name that is no longer meant, and whether AWS has been asked. */
  readonly #runs = new Map<AbortController, { readonly done: Promise<void>; asked: boolean }>();
  #running: { readonly controller: AbortController; readonly done: Promise<void>; readonly force: Force } | undefined;
  #remote: Remote<Value> = { loading: false };
  readonly onDidChange = this.#changed.listen;

  constructor(options: SharedOptions<Value>) {
    this.#options = options;
  }

  /** The value as a snapshot shows it. The same object until something changes. */
  get remote(): Remote<Value> {
    return this.#remote;
  }

  /** When the next fetch is due if a good value is to get no older than `age`. */
  dueAt(age: Age): number {
    const { asOf, failures, triedAt, changedAt } = this.#entry;
    // A clock that was set back must not keep us from asking until it has caught up.
    if (changedAt > this.#options.now()) return 0;
    if (failures > 0) return triedAt + backoffMs(failures);
    if (asOf === undefined) return 0;
    return typeof age === 'number' ? asOf + age : age(asOf);
  }

  /** Where another file is meant now than before, what was known is somebody else's and is forgotten. Answers the file. */
  #follow(): string {
    const name = this.#options.name();
    if (name === this.#name) return name;
    this.#name = name;
    this.#leave();
    this.#running = undefined;
    this.#set(NEVER);
    return name;
  }

  /** Takes over what another window has written, when that is newer. Costs a file read, never a call. */
  async adopt(): Promise<void> {
    const name = this.#follow();
    const found = await this.#options.store.read<Entry<Value>>(name);
    // Meanwhile it may have become another one's file, which knows nothing of this.
    if (this.#isDisposed || name !== this.#name) return;
    const known = this.#entry.changedAt;
    const isNewer = found !== undefined && (found.changedAt > known || known > this.#options.now());
    if (isNewer && found.changedAt !== known) this.#set(found);
  }

  /**
   * Makes sure of a value that is young enough; never rejects. `force` asks AWS now, whatever is known; `after-failure` does not wait
   * after the failure that is known, but takes what another window has learned since.
   */
  async ensure(age: Age, force: Force = false, limit?: SpendingLimit): Promise<void> {
    this.#follow();
    const running = this.#running;
    if (running !== undefined) {
      await running.done;
      // What was asked for before the user pressed Refresh may not know what they wait for.
      if (force !== true || running.force === true) return;
    }
    if (this.#running !== undefined) return this.#running.done;
    const { failures } = this.#entry;
    const isDue = (): boolean =>
      force === true ||
      (force === 'after-failure' && failures > 0 && failures === this.#entry.failures) ||
      this.dueAt(age) <= this.#options.now();
    if (this.#isDisposed || !isDue()) return;
    const controller = new AbortController();
    const done = this.#run(isDue, controller, limit).finally(() => {
      this.#runs.delete(controller);
      if (this.#running?.controller !== controller) return;
      this.#running = undefined;
      this.#publish();
    });
    this.#running = { controller, done, force };
    this.#runs.set(controller, { done, asked: false });
    this.#publish();
    return done;
  }

  async #run(isDue: () => boolean, controller: AbortController, limit?: SpendingLimit): Promise<void> {
    const { store, now } = this.#options;
    const name = this.#follow();
    const { signal } = controller;
    await store.withLease(name, signal, async () => {
      await this.adopt();
      if (signal.aborted || !isDue()) return;
      try {
        const run = this.#runs.get(controller);
        if (run !== undefined) run.asked = true;
        const value = await this.#options.fetch(signal, limit);
        if (isOver(signal)) return;
        const answered = { value, asOf: now(), failures: 0, triedAt: now(), changedAt: now() };
        // Meanwhile another may be meant: then it is theirs to find who asked.
        if (name !== this.#name) {
          await store.write(name, answered);
          return;
        }
        this.#set(answered);
      } catch (error) {
        if (isCancelled(error) || isOver(signal)) return;
        // A fetch is many calls; those that are still under way, or waiting for their turn, have become useless.
        controller.abort();
        if (name !== this.#name) return;
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

  /** Breaks off what is under way, unless it is paid for and has been asked. */
  #leave(): void {
    for (const [controller, { asked }] of this.#runs) if (this.#options.paid !== true || !asked) controller.abort();
  }

  /** Asks nothing more and tells nobody. Resolves when what is paid for has been answered and is kept. */
  async retire(): Promise<void> {
    this.#isDisposed = true;
    this.#changed.dispose();
    this.#leave();
    await this.#ended();
  }

  /** Ends a fetch whose answer is no longer wanted. Resolves when nothing of it is under way any more. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#changed.dispose();
    for (const controller of this.#runs.keys()) controller.abort();
    await this.#ended();
  }

  async #ended(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
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

type Force = boolean | 'after-failure';

/** Asked again after an await, because the signal may have ended meanwhile. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;
