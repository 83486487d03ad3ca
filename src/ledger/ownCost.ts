/** Counts what our own requests cost, all windows of the machine together, by the month (UTC). */

import type { Charge } from '../core/cloud';
import type { OwnCost } from './snapshot';
import type { Store } from './store';

const FILE = 'own-cost';
/** Requests come in bursts; one write for each burst is enough. */
const SETTLE_MS = 500;

type Counted = Pick<OwnCost, 'metrics' | 'requests'>;
const NOTHING: Counted = { metrics: 0, requests: 0 };

const plus = (a: Counted, b: Counted): Counted => ({
  metrics: a.metrics + b.metrics,
  requests: a.requests + b.requests,
});
const minus = (a: Counted, b: Counted): Counted => ({
  metrics: a.metrics - b.metrics,
  requests: a.requests - b.requests,
});

export interface OwnCostOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly onDidChange: () => void;
}

export class OwnCostCounter {
  readonly #options: OwnCostOptions;
  #value: OwnCost | undefined;
  /** What is counted and not written yet, by its month: it may be written when the next one has begun. */
  readonly #pending = new Map<string, Counted>();
  #timer: NodeJS.Timeout | undefined;
  /** Reading and writing take turns: between the two the same requests would count twice, or not at all. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: OwnCostOptions) {
    this.#options = options;
  }

  /** This month's, what is not written yet included. The same object until something changes. */
  get value(): OwnCost | undefined {
    return this.#value;
  }

  readonly note = ({ service, units }: Charge): void => {
    const counted: Counted = { ...NOTHING, [service === 'cloudwatch' ? 'metrics' : 'requests']: units };
    const month = this.#month;
    this.#pending.set(month, plus(this.#pending.get(month) ?? NOTHING, counted));
    this.#show(plus(this.#value?.month === month ? this.#value : NOTHING, counted));
    this.#timer ??= setTimeout(() => void this.flush(), SETTLE_MS);
  };

  /** Takes over what other windows have counted. */
  async adopt(): Promise<void> {
    return this.#inTurn(async () => {
      const written = await this.#options.store.read<OwnCost>(FILE);
      const month = this.#month;
      this.#show(plus(written?.month === month ? written : NOTHING, this.#pending.get(month) ?? NOTHING));
    });
  }

  /** Writes what is counted. One window at a time adds to the file, so that nothing is lost. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#inTurn(async () => {
      for (const [month, counted] of [...this.#pending]) {
        await this.#write(month, counted);
        const left = minus(this.#pending.get(month) ?? NOTHING, counted);
        if (left.metrics + left.requests > 0) this.#pending.set(month, left);
        else this.#pending.delete(month);
      }
    });
  }

  async #write(month: string, counted: Counted): Promise<void> {
    const { store } = this.#options;
    await store.withLease(FILE, new AbortController().signal, () =>
      store.update<OwnCost>(FILE, (known) => {
        // Nobody asks any more for what a month cost that has ended.
        if (known !== undefined && known.month > month && month !== this.#month) return undefined;
        return { month, ...plus(known?.month === month ? known : NOTHING, counted) };
      }),
    );
  }

  get #month(): string {
    return new Date(this.#options.now()).toISOString().slice(0, 7);
  }

  async #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #show({ metrics, requests }: Counted): void {
    const month = this.#month;
    const before = this.#value;
    if (before?.month === month && before.metrics === metrics && before.requests === requests) return;
    this.#value = { month, metrics, requests };
    this.#options.onDidChange();
  }
}
