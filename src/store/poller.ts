/** Decides when to ask AWS: only for what somebody can see, in a focused window, the next time counted from the end of the last. */

import type { Store, PartName } from './store';
import type { Shown } from './snapshot';

/** What can be seen in this window now. */
export interface VisibleViews {
  readonly focused: boolean;
  /** The status bar shows my tokens as soon as the user has connected once. */
  readonly statusBar: boolean;
  readonly tree: boolean;
  readonly page: boolean;
}

export interface Intervals {
  /** How old my figures may get, in milliseconds. */
  readonly mine: number;
  /** How old the profile list and everybody's totals may get. */
  readonly team: number;
  /** How old AWS's Price List may get; Infinity when it is fetched only on request. */
  readonly prices: number;
}

/** A budget's share moves slowly, and a warning may come some minutes late. */
const SPEND_MS = 900_000;
/** New models are rare. */
const SOURCES_MS = 86_400_000;
/** Long ranges change little in a few minutes. */
const LONG_RANGE_MS = 3_600_000;

/** How old the page's figures may get: everybody's are dearer, and a month's move slowly. */
function detailAge(shown: Shown | undefined, { mine, team }: Intervals): number {
  if (shown?.scope === 'team' || shown?.scope === 'all') return team;
  return shown?.range === '30d' || shown?.range === 'month' ? Math.max(mine, LONG_RANGE_MS) : mine;
}

/** A moment's rest, so that a change of view and of focus together cause one look. */
const SOONEST_MS = 100;
/** After a look. Whatever a part says of its due time, we never go round without pause. */
const REST_MS = 1000;
/** Timers may not be longer than about 24 days; a look at the clock once an hour is nothing. */
const LATEST_MS = 3_600_000;

export class Poller {
  readonly #store: Store;
  readonly #now: () => number;
  #seen: VisibleViews = { focused: false, statusBar: false, tree: false, page: false };
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
    return this.#seen;
  }

  /** Tells what can be seen now; what has become due is fetched soon. */
  setVisible(change: Partial<VisibleViews>): void {
    this.#seen = { ...this.#seen, ...change };
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
    const next = Math.min(...this.#wanted().map(([part, age]) => this.#store.dueAt(part, age)));
    if (next === Infinity) return;
    const wait = Math.min(LATEST_MS, Math.max(soonest, next - this.#now()));
    this.#timer = setTimeout(() => void this.#poll(), wait);
  }

  dispose(): void {
    this.#disposed = true;
    this.#listening.dispose();
    clearTimeout(this.#timer);
  }

  #wanted(): readonly (readonly [PartName, number])[] {
    const { focused, statusBar, tree, page } = this.#seen;
    if (!focused) return [];
    const { mine, team, prices } = this.#intervals;
    const { detail } = this.#store.snapshot;
    // The page's figures for all of mine hold what the status bar shows, so they are not paid for twice.
    const covered = page && detail?.scope === 'mine' && detail.range === '24h';
    return [
      // Listing is free, and a profile of mine that another machine made is to be counted here as well.
      ...(tree || statusBar ? ([['profiles', team]] as const) : []),
      ...(page ? ([['detail', detailAge(detail, this.#intervals)]] as const) : []),
      // Never due while the page does not show it.
      ...(page ? ([['attribution', team]] as const) : []),
      ...(statusBar && !covered ? ([['mine', mine]] as const) : []),
      ...(tree ? ([['team', team]] as const) : []),
      // Both never due where there is no such budget.
      ...(statusBar ? ([['spendMine', Math.max(mine, SPEND_MS)]] as const) : []),
      ...(statusBar ? ([['spendTeam', team]] as const) : []),
      // Before the prices, which are looked for of all models that are offered.
      ...(page ? ([['sources', SOURCES_MS]] as const) : []),
      ...((page || this.#lacksPrices()) && prices < Infinity ? ([['priceList', prices]] as const) : []),
    ];
  }

  /** The status bar and my budget price my profiles; the tree and my team's budget everybody's. */
  #lacksPrices(): boolean {
    const { statusBar, tree } = this.#seen;
    const { team } = this.#store.snapshot.spend;
    return (tree || statusBar) && this.#store.lacksPrices(tree || team !== undefined ? 'all' : 'mine');
  }

  async #poll(): Promise<void> {
    this.#running = true;
    try {
      for (const [part, age] of this.#wanted()) {
        if (this.#store.dueAt(part, age) > this.#now()) continue;
        await this.#ensure(part, age);
      }
    } finally {
      this.#running = false;
      this.schedule(REST_MS);
    }
  }

  async #ensure(part: PartName, age: number): Promise<void> {
    switch (part) {
      case 'profiles':
        await this.#store.ensureProfiles(age);
        return;
      case 'mine':
        return this.#store.ensureMine(age);
      case 'team':
        return this.#store.ensureTeam(age);
      case 'detail':
        return this.#store.ensureDetail(age);
      case 'attribution':
        return this.#store.ensureAttribution(age);
      case 'spendMine':
        return this.#store.ensureSpend('mine', age);
      case 'spendTeam':
        return this.#store.ensureSpend('team', age);
      case 'priceList':
        return this.#store.ensurePriceList(age);
      case 'sources':
        return this.#store.ensureSources(age);
      case 'caller':
        await this.#store.ensureCaller();
        return;
    }
  }
}
