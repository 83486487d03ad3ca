/** Which CloudWatch series exist: what ListMetrics may show. */

import { DAY, type Habit, type Moment } from './habits';
import type { Ledger, Series } from './ledger';
import { metricTable, TROUBLE, type Metric } from './metrics';

/** A series of one metric. `tiered` series have the dimensions ServiceTier and ResolvedServiceTier, too. */
export interface Listed {
  readonly metric: string;
  readonly modelId: string;
  readonly tiered: boolean;
  /** When it last had traffic, ms since 1970. */
  readonly last: number;
}

interface Seen {
  first: number;
  last: number;
}

/** ListMetrics forgets what has been idle for two weeks. */
const IDLE_DAYS = 14;
/** How far ahead the first moment of a habit is looked for. */
const FIRST_DAYS = 60;
const KEPT_LISTS = 16;

export class MetricIndex {
  readonly metrics: ReadonlyMap<string, Metric>;
  private readonly firsts = new Map<Habit, Moment | undefined>();
  private readonly lists = new Map<number, readonly Listed[]>();
  private listsMade = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly delays: {
      readonly listMetricsDelayMs: number;
      readonly cacheMetricNames: 'tokens' | 'tokenCount';
    },
  ) {
    this.metrics = metricTable(delays.cacheMetricNames);
  }

  /** The first imagined traffic of a habit. */
  private first(habit: Habit): Moment | undefined {
    if (this.firsts.has(habit)) return this.firsts.get(habit);
    const from = Math.floor(habit.from / DAY);
    let found: Moment | undefined;
    for (let day = from; day < from + FIRST_DAYS && !found; day += 1) [found] = this.ledger.habitDay(habit, day);
    this.firsts.set(habit, found);
    return found;
  }

  private last(habit: Habit, now: number): Moment | undefined {
    const today = Math.floor(now / DAY);
    for (let day = today; day >= today - IDLE_DAYS; day -= 1) {
      const found = this.ledger.habitDay(habit, day).findLast(({ time }) => time <= now);
      if (found) return found;
    }
    return undefined;
  }

  private note(seen: Map<string, Seen>, moment: Moment, only: (metric: string) => boolean): void {
    for (const [name, { sample }] of this.metrics) {
      if (!only(name) || !sample(moment)) continue;
      const known = seen.get(name);
      if (!known) seen.set(name, { first: moment.time, last: moment.time });
      else {
        known.first = Math.min(known.first, moment.time);
        known.last = Math.max(known.last, moment.time);
      }
    }
  }

  /** All metrics that a series has had, with their first and last traffic. */
  private seen(series: Series, now: number): ReadonlyMap<string, Seen> {
    const seen = new Map<string, Seen>();
    for (const habit of series.habits) {
      // Each active minute has all the usual metrics, so the first and the last say all; trouble comes when it likes.
      for (const moment of [this.first(habit), this.last(habit, now)]) {
        if (moment && moment.time <= now) this.note(seen, moment, (name) => !TROUBLE.has(name));
      }
    }
    const troubled = series.habits.filter(({ errorRate, throttleRate }) => errorRate + throttleRate > 0);
    if (troubled.length > 0) {
      const recent = this.ledger.moments({ ...series, habits: troubled, calls: [] }, now - IDLE_DAYS * DAY, now + 1);
      for (const moment of recent) this.note(seen, moment, (name) => TROUBLE.has(name));
    }
    for (const call of series.calls) if (call.time <= now) this.note(seen, call, () => true);
    return seen;
  }

  /** What ListMetrics may show in a Region. */
  list(region: string, now: number): readonly Listed[] {
    const rows: Listed[] = [];
    for (const series of this.ledger.in(region)) {
      for (const [metric, { first, last }] of this.seen(series, now)) {
        if (first > now - this.delays.listMetricsDelayMs || last < now - IDLE_DAYS * DAY) continue;
        rows.push(
          { metric, modelId: series.modelId, tiered: false, last },
          { metric, modelId: series.modelId, tiered: true, last },
        );
      }
    }
    return rows;
  }

  /** Keeps a list for the pages that follow, and answers the number to ask for it by. */
  keep(rows: readonly Listed[]): number {
    this.listsMade += 1;
    this.lists.set(this.listsMade, rows);
    this.lists.delete(this.listsMade - KEPT_LISTS);
    return this.listsMade;
  }

  kept(number: number): readonly Listed[] | undefined {
    return this.lists.get(number);
  }
}
