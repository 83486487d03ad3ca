/**
 * A value from AWS that all windows of a machine share: fetched by one of them, written to a file, read by the others.
 * Failures are shared as well, so that ten windows do not try ten times.
 */

import { randomUUID } from 'node:crypto';
import { asProblem, isCancelled, Problem, type ProblemCode, type ProblemDetail } from '../core/problem';
import type { SpendingLimit } from '../core/billing/spendingLimit';
import { Emitter } from './emitter';
import type { RemoteValue } from './snapshot';
import type { Shape, SharedFolder } from './shared/sharedFolder';

/** What is known of a value, as it is written to its file. */
export interface Entry<Value> {
  readonly value?: Value;
  /** When the fetch of the value began: while it ran the machine may have been suspended. */
  readonly asOf?: number;
  readonly problem?: { readonly code: ProblemCode; readonly detail: ProblemDetail };
  /** Tries that failed since the last good answer. */
  readonly failures: number;
  readonly triedAt: number;
  /**
   * Different each time this is written. Windows write the file in turns, so what is in it is the newest; times are not
   * compared, since after a clock was set back the older value would win.
   */
  readonly version: string;
}

const NEVER: Entry<never> = { failures: 0, triedAt: 0, version: '' };
const BACKOFF_FIRST = 60_000;
const BACKOFF_MOST = 3_600_000;
/** A clock may be set back by a little at any time; what lies further in the future is of a clock that was wrong. */
const SKEW_MS = 60_000;

/** How long to wait after so many failures in a row: 1, 2, 4 … minutes, at most an hour. */
export const backoffMs = (failures: number): number =>
  Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** Math.max(0, failures - 1));

/** How old a good value may get: so many milliseconds, or until a time (ms since 1970) that follows from its own. */
export type Age = number | ((asOf: number) => number);

export interface PartOptions<Value> {
  /** The file that windows meet in. It may change with who we are, so it is asked for at each use. */
  readonly name: () => string;
  readonly sharedFolder: SharedFolder;
  readonly shape: Shape<Entry<Value>>;
  readonly now: () => number;
  /** `limit` is what it may spend together with others of the same action. */
  readonly fetch: (signal: AbortSignal, limit?: SpendingLimit) => Promise<Value>;
  /**
   * The answer is paid for: once it was asked for it is waited for and kept under the name it was asked for, even when
   * nobody here wants it.
   */
  readonly paid?: boolean;
}

/** A change of our own, and when it is in the file. */
interface OwnChange<Value> {
  apply(value: Value): Value;
  readonly done: Promise<void>;
}

export class Part<Value> {
  readonly #options: PartOptions<Value>;
  readonly #changed = new Emitter<void>();
  #entry: Entry<Value> = NEVER;
  /** The file that `#entry` is from or was written to. */
  #name = '';
  #isDisposed = false;
  /** What is under way, also for a name that is no longer meant, and whether AWS has been asked. */
  readonly #runs = new Map<AbortController, { readonly done: Promise<void>; asked: boolean }>();
  #running: { readonly controller: AbortController; readonly done: Promise<void>; readonly force: Force } | undefined;
  /** Changes of our own that are not in the file yet: shown meanwhile, whatever is read. */
  readonly #changes = new Map<AbortController, OwnChange<Value>>();
  /** The entry's value with our own changes. */
  #shown: Value | undefined;
  /** How often the entry was changed here: a file that was begun to be read before that is older. */
  #turn = 0;
  #writing = 0;
  #remote: RemoteValue<Value> = { loading: false };
  readonly onDidChange = this.#changed.event;

  constructor(options: PartOptions<Value>) {
    this.#options = options;
  }

  /** The value as a snapshot shows it. The same object until something changes. */
  get remote(): RemoteValue<Value> {
    return this.#remote;
  }

  /** When the next fetch is due if a good value is to get no older than `age`. */
  dueAt(age: Age): number {
    const { asOf, failures, triedAt } = this.#entry;
    // A clock that was set back must not keep us from asking until it has caught up.
    const latest = this.#options.now() + SKEW_MS;
    if (triedAt > latest || (asOf ?? 0) > latest) return 0;
    if (failures > 0) return triedAt + backoffMs(failures);
    if (asOf === undefined) return 0;
    return typeof age === 'number' ? asOf + age : age(asOf);
  }

  /** Whether the next fetch is due now if a good value is to get no older than `age`. */
  isDue(age: Age): boolean {
    return this.dueAt(age) <= this.#options.now();
  }

  /**
   * Where another file is meant now than before, what was known is somebody else's and is forgotten. Answers the file.
   */
  #follow(): string {
    const name = this.#options.name();
    if (name === this.#name) return name;
    this.#name = name;
    this.#leave();
    this.#running = undefined;
    this.#set(NEVER);
    return name;
  }

  /** Takes over what another window has written. Costs a file read, never a call. */
  async adopt(): Promise<void> {
    const name = this.#follow();
    const turn = this.#turn;
    const found = await this.#options.sharedFolder.read(name, this.#options.shape);
    // Meanwhile it may have become another one's file, which knows nothing of this.
    if (this.#isDisposed || name !== this.#name) return;
    // Or we have learned something, and are about to write it: then what was read is what was there before.
    if (found === undefined || turn !== this.#turn || this.#writing > 0) return;
    if (found.version !== this.#entry.version) this.#set(found);
  }

  /**
   * Makes sure of a value that is young enough; never rejects. `force` requests it from AWS now, whatever is known;
   * `after-failure` skips the pause after a known failure, but uses what another window has fetched since.
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
      this.isDue(age);
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
    const { sharedFolder, now } = this.#options;
    const name = this.#follow();
    const { signal } = controller;
    await sharedFolder.withLease(name, signal, async () => {
      await this.adopt();
      if (signal.aborted || !isDue()) return;
      try {
        const run = this.#runs.get(controller);
        if (run !== undefined) run.asked = true;
        const asOf = now();
        const value = await this.#options.fetch(signal, limit);
        if (isOver(signal)) return;
        const answered = { value, asOf, failures: 0, triedAt: now(), version: randomUUID() };
        // Meanwhile another may be meant: then it is theirs to find who asked.
        if (name !== this.#name) {
          await sharedFolder.write(name, answered);
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
          version: randomUUID(),
        });
      }
      await this.#write(name);
    });
  }

  /** Writes what is known; until it is written, what is read is older. */
  async #write(name: string): Promise<void> {
    this.#writing += 1;
    try {
      await this.#options.sharedFolder.write(name, this.#entry);
    } finally {
      this.#writing -= 1;
      // What was begun to be read before this is older than what was written.
      this.#turn += 1;
    }
  }

  /** Changes the value here at once, and in its turn for the other windows, because we know what our own action did. */
  async update(change: (value: Value) => Value): Promise<void> {
    if (this.#entry.value === undefined) return;
    const controller = new AbortController();
    const done = this.#writeChange(change, controller.signal).finally(() => {
      this.#changes.delete(controller);
      this.#set(this.#entry);
    });
    this.#changes.set(controller, { apply: change, done });
    this.#set(this.#entry);
    return done;
  }

  async #writeChange(change: (value: Value) => Value, signal: AbortSignal): Promise<void> {
    const name = this.#name;
    await this.#options.sharedFolder.withLease(name, signal, async () => {
      await this.adopt();
      const { value } = this.#entry;
      if (name !== this.#name || value === undefined) return;
      // Only the value: its age and the failures since stay what they are.
      this.#entry = { ...this.#entry, value: change(value), version: randomUUID() };
      this.#turn += 1;
      await this.#write(name);
    });
  }

  /** When AWS was last asked, whatever came of it. */
  get triedAt(): number {
    return this.#entry.triedAt;
  }

  /** Breaks off what is under way, unless it is paid for and has been asked. */
  #leave(): void {
    for (const [controller, { asked }] of this.#runs) if (this.#options.paid !== true || !asked) controller.abort();
  }

  /** Starts no more requests and notifies nobody. Resolves when requests that cost money are answered and kept. */
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
    for (const controller of [...this.#runs.keys(), ...this.#changes.keys()]) controller.abort();
    await this.#ended();
  }

  async #ended(): Promise<void> {
    await Promise.all([...this.#runs.values(), ...this.#changes.values()].map(({ done }) => done));
  }

  #set(entry: Entry<Value>): void {
    if (entry !== this.#entry) this.#turn += 1;
    this.#entry = entry;
    this.#shown = entry.value;
    for (const own of this.#changes.values()) if (this.#shown !== undefined) this.#shown = own.apply(this.#shown);
    this.#publish();
  }

  #publish(): void {
    const { asOf, problem } = this.#entry;
    const value = this.#shown;
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
