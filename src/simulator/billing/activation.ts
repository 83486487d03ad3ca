/** The active cost allocation tags, since when, and what was backfilled. */

import { DAY } from '../usagePattern';
import type { Activation } from './settings';

export type TagStatus = 'Active' | 'Inactive';

interface Change {
  /** When it was requested, ms since 1970. */
  readonly requestedAt: number;
  /** When it took effect. */
  readonly from: number;
  readonly status: TagStatus;
}

/** Times in ms since 1970. */
export interface Backfill {
  readonly from: number;
  readonly requested: number;
  readonly completed: number;
}

/** Time that must pass between two backfills, ms. */
const BETWEEN_BACKFILLS = DAY;

export class TagActivation {
  private readonly changes = new Map<string, Change[]>();
  private readonly filled: Backfill[] = [];

  constructor(
    initial: Readonly<Record<string, Activation>>,
    today: number,
    private readonly delays: { readonly tagActivationDelayMs: number; readonly backfillMs: number },
  ) {
    for (const [key, activation] of Object.entries(initial)) {
      const since = activation === 'never' ? undefined : today - activation.daysAgo * DAY;
      this.changes.set(key, since === undefined ? [] : [{ requestedAt: since, from: since, status: 'Active' }]);
    }
  }

  /** Keys that were ever activated, or named in the settings. */
  get keys(): readonly string[] {
    return [...this.changes.keys()];
  }

  private changeAt(key: string, time: number): Change | undefined {
    return this.changes.get(key)?.findLast(({ from }) => from <= time);
  }

  statusAt(key: string, time: number): TagStatus {
    return this.changeAt(key, time)?.status ?? 'Inactive';
  }

  /** When the status was last set, as far as that has taken effect. */
  changedAt(key: string, time: number): number | undefined {
    return this.changeAt(key, time)?.requestedAt;
  }

  /** Takes effect after the delay. */
  set(key: string, status: TagStatus, now: number): void {
    const changes = this.changes.get(key) ?? [];
    changes.push({ requestedAt: now, from: now + this.delays.tagActivationDelayMs, status });
    this.changes.set(key, changes);
  }

  /**
   * Whether the current bill shows this key's values for usage at a time. The last completed backfill of that time
   * decides.
   */
  showsTag(key: string, usage: number, now: number): boolean {
    const over = this.filled.findLast(
      ({ from, requested, completed }) => completed <= now && from <= usage && usage < requested,
    );
    return this.statusAt(key, over?.requested ?? usage) === 'Active';
  }

  /** Undefined when one was started within a day. */
  backfill(from: number, now: number): Backfill | undefined {
    if (this.filled.some(({ requested }) => now - requested < BETWEEN_BACKFILLS)) return undefined;
    const made = { from, requested: now, completed: now + this.delays.backfillMs };
    this.filled.push(made);
    return made;
  }

  /** Newest first. */
  get backfills(): readonly Backfill[] {
    return this.filled.toReversed();
  }

  /** Times at which the tags on the bill may change, as of now. */
  changeTimes(now: number): readonly number[] {
    const changed = [...this.changes.values()].flatMap((changes) => changes.map(({ from }) => from));
    const filled = this.filled.filter(({ completed }) => completed <= now);
    return [...changed, ...filled.flatMap(({ from, requested }) => [from, requested])];
  }
}
