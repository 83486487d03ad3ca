/**
 * Decides when to ask AWS: only for what somebody can see, in a focused window, the next time counted from the end of
 * the last.
 */

import type { Intervals, PollContext, VisibleViews } from './parts/definition';
import { PART_NAMES, PARTS } from './parts/table';
import type { ConsentPart, PartName } from './snapshot';
import type { Store } from './store';

/** A pause, so that a change of view and of focus together cause one poll. */
const SOONEST_MS = 100;
/** Pause after a poll, in milliseconds, even where a part is due at once. */
const REST_MS = 1000;
/** Timers may not be longer than about 24 days; checking the clock once an hour costs nothing. */
const LATEST_MS = 3_600_000;

/** Figures are stale after three polls without a good answer: one may fail, and one may be late. */
export const STALE_POLLS = 3;

type PolledPart = Exclude<PartName, ConsentPart>;

/** A part that is needed now, and how old it may get, in milliseconds. */
interface Wanted {
  readonly name: PolledPart;
  readonly id: string;
  readonly maxAge: number;
}

/** Parts that are paid for by the request are never polled. */
const isPolled = (name: PartName): name is PolledPart => PARTS[name].cost !== 'consent';

export class Poller {
  readonly #store: Store;
  readonly #now: () => number;
  #visible: VisibleViews = { focused: false, statusBar: false, tree: false, page: false };
  #intervals: Intervals;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #disposed = false;
  /** Whether something lacked a price when it was last decided what is due. */
  #lacked = false;
  readonly #listening: { dispose: () => void };

  constructor(store: Store, intervals: Intervals, now: () => number) {
    this.#store = store;
    this.#intervals = intervals;
    this.#now = now;
    this.#listening = store.onDidChange(() => {
      // What has no price is known only when the first figures are there and the known prices are loaded.
      if (this.#lacksPrices() !== this.#lacked) this.schedule();
    });
  }

  /** What can be seen now. */
  get visible(): VisibleViews {
    return this.#visible;
  }

  /** Sets what can be seen now; what has become due is fetched soon. */
  setVisible(change: Partial<VisibleViews>): void {
    this.#visible = { ...this.#visible, ...change };
    this.schedule();
  }

  setIntervals(intervals: Intervals): void {
    this.#intervals = intervals;
    this.schedule();
  }

  /** Sets the timer for the next thing that is due. Called again whenever what is due may have changed. */
  schedule(soonest = SOONEST_MS): void {
    clearTimeout(this.#timer);
    if (this.#disposed || this.#running) return;
    this.#lacked = this.#lacksPrices();
    const next = Math.min(...this.#wanted().map(({ name, id, maxAge }) => this.#store.dueAt(name, maxAge, id)));
    if (next === Infinity) return;
    const wait = Math.min(LATEST_MS, Math.max(soonest, next - this.#now()));
    this.#timer = setTimeout(() => void this.#poll(), wait);
  }

  dispose(): void {
    this.#disposed = true;
    this.#listening.dispose();
    clearTimeout(this.#timer);
  }

  #wanted(): readonly Wanted[] {
    if (!this.#visible.focused || this.#store.connection === undefined) return [];
    const context: PollContext = {
      visible: this.#visible,
      intervals: this.#intervals,
      snapshot: this.#store.snapshot,
      lacksPrices: this.#lacksPrices(),
    };
    return PART_NAMES.filter(isPolled).flatMap((name) =>
      this.#store.polled(name, context).map(({ id, maxAge }) => ({ name, id, maxAge })),
    );
  }

  /** The status bar and my budget price my profiles; the tree and my team's budget everybody's. */
  #lacksPrices(): boolean {
    const { statusBar, tree } = this.#visible;
    const { team } = this.#store.snapshot.budgetUsage;
    return (tree || statusBar) && this.#store.lacksPrices(tree || team !== undefined ? 'all' : 'mine');
  }

  async #poll(): Promise<void> {
    this.#running = true;
    try {
      for (const { name, id, maxAge } of this.#wanted()) {
        if (this.#store.dueAt(name, maxAge, id) > this.#now()) continue;
        await this.#store.refresh(name, { id, maxAge });
      }
    } finally {
      this.#running = false;
      this.schedule(REST_MS);
    }
  }
}
