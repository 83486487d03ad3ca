/** Which CloudWatch series exist: what ListMetrics may show. */

import { DAY, type UsagePattern, type TrafficRecord } from './usagePattern';
import type { TrafficLog, Series } from './trafficLog';
import { metricTable, TROUBLE, type Metric } from './metrics';

/** A series of one metric. `tiered` series have the dimensions ServiceTier and ResolvedServiceTier, too. */
export interface ListedMetric {
  readonly metric: string;
  readonly modelId: string;
  readonly tiered: boolean;
  /** When it last had traffic, ms since 1970. */
  readonly last: number;
}

interface FirstAndLast {
  first: number;
  last: number;
}

/** ListMetrics forgets what has been idle for two weeks. */
const IDLE_DAYS = 14;
/** How many days from its start are searched for a usage pattern's first traffic. */
const FIRST_DAYS = 60;
const KEPT_LISTS = 16;

export class MetricIndex {
  readonly metrics: ReadonlyMap<string, Metric>;
  private readonly firsts = new Map<UsagePattern, TrafficRecord | undefined>();
  private readonly lists = new Map<number, readonly ListedMetric[]>();
  private listsMade = 0;

  constructor(
    private readonly trafficLog: TrafficLog,
    private readonly delays: {
      readonly listMetricsDelayMs: number;
      readonly cacheMetricNames: 'tokens' | 'tokenCount';
    },
  ) {
    this.metrics = metricTable(delays.cacheMetricNames);
  }

  /** The first generated traffic of a usage pattern. */
  private first(pattern: UsagePattern): TrafficRecord | undefined {
    if (this.firsts.has(pattern)) return this.firsts.get(pattern);
    const from = Math.floor(pattern.from / DAY);
    let found: TrafficRecord | undefined;
    for (let day = from; day < from + FIRST_DAYS && !found; day += 1)
      [found] = this.trafficLog.patternDay(pattern, day);
    this.firsts.set(pattern, found);
    return found;
  }

  private last(pattern: UsagePattern, now: number): TrafficRecord | undefined {
    const today = Math.floor(now / DAY);
    for (let day = today; day >= today - IDLE_DAYS; day -= 1) {
      const found = this.trafficLog.patternDay(pattern, day).findLast(({ time }) => time <= now);
      if (found) return found;
    }
    return undefined;
  }

  private note(seen: Map<string, FirstAndLast>, record: TrafficRecord, only: (metric: string) => boolean): void {
    for (const [name, { sample }] of this.metrics) {
      if (!only(name) || !sample(record)) continue;
      const known = seen.get(name);
      if (!known) seen.set(name, { first: record.time, last: record.time });
      else {
        known.first = Math.min(known.first, record.time);
        known.last = Math.max(known.last, record.time);
      }
    }
  }

  /** All metrics that a series has had, with their first and last traffic. */
  private seen(series: Series, now: number): ReadonlyMap<string, FirstAndLast> {
    const seen = new Map<string, FirstAndLast>();
    for (const pattern of series.patterns) {
      // Each active minute has all the usual metrics, so the first and the last suffice; errors and throttles can come
      // at any time.
      for (const record of [this.first(pattern), this.last(pattern, now)]) {
        if (record && record.time <= now) this.note(seen, record, (name) => !TROUBLE.has(name));
      }
    }
    for (const pattern of series.patterns) {
      if (pattern.errorRate + pattern.throttleRate === 0) continue;
      for (const record of this.trafficLog.troubles(pattern, now - IDLE_DAYS * DAY, now + 1))
        this.note(seen, record, (name) => TROUBLE.has(name));
    }
    for (const call of series.calls) if (call.time <= now) this.note(seen, call, () => true);
    return seen;
  }

  /** What ListMetrics may show in a Region. */
  list(region: string, now: number): readonly ListedMetric[] {
    const rows: ListedMetric[] = [];
    for (const series of this.trafficLog.in(region)) {
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
  keep(rows: readonly ListedMetric[]): number {
    this.listsMade += 1;
    this.lists.set(this.listsMade, rows);
    this.lists.delete(this.listsMade - KEPT_LISTS);
    return this.listsMade;
  }

  kept(number: number): readonly ListedMetric[] | undefined {
    return this.lists.get(number);
  }
}
