/** Counts what our own requests cost, all windows of the machine together, by the month (UTC). */

import type { Charge } from '../core/cloud';
import type { OwnCost } from './snapshot';
import type { Store } from './store';

const FILE = 'own-cost';
/** Requests come in bursts; one write for each burst is enough. */
const SETTLE_MS = 500;

const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

export interface OwnCostOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly onDidChange: () => void;
}

export class OwnCostCounter {
  readonly #options: OwnCostOptions;
  #value: OwnCost | undefined;
  /** What is counted and not written yet. */
  #pending = { metrics: 0, requests: 0 };
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: OwnCostOptions) {
    this.#options = options;
  }

  /** This month's, what is not written yet included. The same object until something changes. */
  get value(): OwnCost | undefined {
    return this.#value;
  }

  readonly note = ({ service, units }: Charge): void => {
    const counted = service === 'cloudwatch' ? 'metrics' : 'requests';
    this.#pending[counted] += units;
    this.#show({ ...this.#thisMonth(this.#value), [counted]: this.#thisMonth(this.#value)[counted] + units });
    this.#timer ??= setTimeout(() => void this.flush(), SETTLE_MS);
  };

  /** Takes over what other windows have counted. */
  async adopt(): Promise<void> {
    const written = await this.#options.store.read<OwnCost>(FILE);
    const { metrics, requests } = this.#thisMonth(written);
    this.#show({
      month: monthOf(this.#options.now()),
      metrics: metrics + this.#pending.metrics,
      requests: requests + this.#pending.requests,
    });
  }

  /** Writes what is counted. One window at a time adds to the file, so that nothing is lost. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { store } = this.#options;
    const { metrics, requests } = this.#pending;
    if (metrics + requests === 0) return;
    this.#pending = { metrics: 0, requests: 0 };
    await store.withLease(FILE, new AbortController().signal, async () => {
      const known = this.#thisMonth(await store.read<OwnCost>(FILE));
      await store.write(FILE, {
        ...known,
        metrics: known.metrics + metrics,
        requests: known.requests + requests,
      });
    });
  }

  #thisMonth(value: OwnCost | undefined): OwnCost {
    const month = monthOf(this.#options.now());
    return value?.month === month ? value : { month, metrics: 0, requests: 0 };
  }

  #show(next: OwnCost): void {
    const before = this.#value;
    if (before?.month === next.month && before.metrics === next.metrics && before.requests === next.requests) return;
    this.#value = next;
    this.#options.onDidChange();
  }
}
