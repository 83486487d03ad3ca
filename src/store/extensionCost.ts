/**
 * Counts what our own requests cost, all windows of the machine together, by the month (UTC) of AWS's own clock. A
 * request is written down before it is sent, in files that only grow: no kill, no full disk and no clock of this
 * machine makes it less than it was.
 */

import type { Charge } from '../core/billing/charges';
import type { ExtensionCost } from './snapshot';
import type { SharedFolder } from './shared/sharedFolder';

/** Files end in the month. */
const FILE = 'own-cost-';
/** Sent before AWS's time was known, by a process that may have ended before it was: it counts in every month. */
const SOME_MONTH = 'some-month';

type Counted = Pick<ExtensionCost, 'metrics' | 'requests'>;
const NOTHING: Counted = { metrics: 0, requests: 0 };

const plus = (a: Counted, b: Counted, times = 1): Counted => ({
  metrics: a.metrics + b.metrics * times,
  requests: a.requests + b.requests * times,
});
const isNothing = ({ metrics, requests }: Counted): boolean => metrics === 0 && requests === 0;

const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

/** `12 0`: metrics and requests. Half a line, which a kill left behind, is of a request that was not sent. */
function readLine(line: string): Counted {
  const [, metrics, requests] = /^(-?\d+) (-?\d+)$/.exec(line) ?? [];
  return { metrics: Number(metrics ?? 0), requests: Number(requests ?? 0) };
}

export interface ExtensionCostOptions {
  readonly sharedFolder: SharedFolder;
  readonly now: () => number;
  readonly onDidChange: () => void;
}

export class ExtensionCostCounter {
  readonly #options: ExtensionCostOptions;
  #value: ExtensionCost | undefined;
  /** What is counted and not written yet, by its month. */
  readonly #pending = new Map<string, Counted>();
  /** What this process has counted under some month, and can still put under its own. */
  #unplaced: Counted = NOTHING;
  /** The month of AWS's clock, once it is known. */
  #known: string | undefined;
  /** Reading and writing take turns: between the two the same requests would count twice, or not at all. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ExtensionCostOptions) {
    this.#options = options;
  }

  /** This month's, what is not written yet included. The same object until something changes. */
  get value(): ExtensionCost | undefined {
    return this.#value;
  }

  /** Counts a charge; resolves when it is written down. Negative units take back what has not left. */
  readonly record = async ({ service, units, at }: Charge): Promise<void> => {
    const counted: Counted = { ...NOTHING, [service === 'cloudwatch' ? 'metrics' : 'requests']: units };
    const before = this.#month;
    if (at !== undefined) this.#known = monthOf(at);
    const isPlaced = at !== undefined && (units >= 0 || isNothing(this.#unplaced));
    if (isPlaced) this.#count(monthOf(at), counted);
    else if (units < 0 && isNothing(this.#unplaced)) this.#count(this.#month, counted);
    else {
      this.#unplaced = plus(this.#unplaced, counted);
      this.#count(SOME_MONTH, counted);
    }
    if (at !== undefined) this.#place(monthOf(at));
    if (before !== this.#month) await this.adopt();
    else await this.flush();
  };

  /** Takes over what other windows have counted. */
  async adopt(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#write();
      const month = this.#month;
      const [own, some] = await Promise.all([month, SOME_MONTH].map((name) => this.#read(name)));
      const late = plus(this.#pending.get(month) ?? NOTHING, this.#pending.get(SOME_MONTH) ?? NOTHING);
      this.#show(month, plus(plus(own ?? NOTHING, some ?? NOTHING), late));
    });
  }

  /** Writes what is counted. */
  async flush(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  /**
   * What was counted under some month goes under its own: there first, because between the two it may count twice and
   * never not at all.
   */
  #place(month: string): void {
    const counted = this.#unplaced;
    if (isNothing(counted)) return;
    this.#unplaced = NOTHING;
    this.#count(month, counted);
    this.#count(SOME_MONTH, plus(NOTHING, counted, -1));
  }

  #count(name: string, counted: Counted): void {
    this.#pending.set(name, plus(this.#pending.get(name) ?? NOTHING, counted));
    const month = this.#month;
    if (name !== month && name !== SOME_MONTH) return;
    this.#show(month, plus(this.#value?.month === month ? this.#value : NOTHING, counted));
  }

  async #write(): Promise<void> {
    // Some month last: see `#place`.
    const names = [...this.#pending.keys()].sort();
    for (const name of names) {
      const counted = this.#pending.get(name) ?? NOTHING;
      if (isNothing(counted)) continue;
      await this.#options.sharedFolder.append(`${FILE}${name}`, `${counted.metrics} ${counted.requests}`);
      this.#pending.set(name, plus(this.#pending.get(name) ?? NOTHING, counted, -1));
    }
  }

  async #read(name: string): Promise<Counted> {
    const lines = await this.#options.sharedFolder.lines(`${FILE}${name}`);
    return lines.map(readLine).reduce((sum, one) => plus(sum, one), NOTHING);
  }

  get #month(): string {
    return this.#known ?? monthOf(this.#options.now());
  }

  async #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #show(month: string, { metrics, requests }: Counted): void {
    const before = this.#value;
    if (before?.month === month && before.metrics === metrics && before.requests === requests) return;
    this.#value = { month, metrics, requests };
    this.#options.onDidChange();
  }
}
