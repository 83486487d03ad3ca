/** All traffic that was served: generated from usage patterns, and real calls of the runtime. */

import { coversDay, generatedDay } from './generatedDays';
import { DAY, type Counts, type UsagePattern, type TrafficRecord } from './usagePattern';

/** What one `ModelId` served in one Region. */
export interface Series {
  readonly region: string;
  /** The value of the CloudWatch dimension `ModelId`. */
  readonly modelId: string;
  readonly patterns: UsagePattern[];
  readonly calls: TrafficRecord[];
}

export const NOTHING: Counts = {
  invocations: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  clientErrors: 0,
  serverErrors: 0,
  throttles: 0,
};

/** Adds two counts. */
export function plus(one: Counts, other: Counts): Counts {
  return {
    invocations: one.invocations + other.invocations,
    input: one.input + other.input,
    output: one.output + other.output,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
    clientErrors: one.clientErrors + other.clientErrors,
    serverErrors: one.serverErrors + other.serverErrors,
    throttles: one.throttles + other.throttles,
  };
}

/** Remembers who served what. Knows nothing of CloudWatch, so that it can be held against its answers. */
export class TrafficLog {
  private readonly all = new Map<string, Series>();

  private at(region: string, modelId: string): Series {
    const key = `${region} ${modelId}`;
    const found = this.all.get(key);
    if (found) return found;
    const made: Series = { region, modelId, patterns: [], calls: [] };
    this.all.set(key, made);
    return made;
  }

  addPattern(region: string, modelId: string, pattern: UsagePattern): void {
    this.at(region, modelId).patterns.push(pattern);
  }

  addCall(region: string, modelId: string, call: TrafficRecord): void {
    this.at(region, modelId).calls.push(call);
  }

  /** Generated traffic ends here; what was served stays. */
  endPatterns(region: string, modelId: string, time: number): void {
    for (const pattern of this.find(region, modelId)?.patterns ?? []) pattern.until = Math.min(pattern.until, time);
  }

  find(region: string, modelId: string): Series | undefined {
    return this.all.get(`${region} ${modelId}`);
  }

  /** All series of all Regions. */
  allSeries(): readonly Series[] {
    return [...this.all.values()];
  }

  in(region: string): readonly Series[] {
    return [...this.all.values()].filter((series) => series.region === region);
  }

  /**
   * Generated traffic of one UTC day in the order of time, between the pattern's `from` and `until`. `pass` does not
   * cache the day: for a caller that reads each day once, such as a bill of several months.
   */
  patternDay(pattern: UsagePattern, day: number, how: 'keep' | 'pass' = 'keep'): readonly TrafficRecord[] {
    const { records } = generatedDay(pattern, day, how);
    if (coversDay(pattern, day)) return records;
    return records.filter(({ time }) => time >= pattern.from && time < pattern.until);
  }

  /** Generated traffic with errors or throttles from `start` to before `end`, ms since 1970. */
  troubles(pattern: UsagePattern, start: number, end: number): readonly TrafficRecord[] {
    const found: TrafficRecord[] = [];
    const from = Math.max(start, pattern.from);
    const until = Math.min(end, pattern.until);
    for (let day = Math.floor(from / DAY); day * DAY < until; day += 1)
      for (const record of generatedDay(pattern, day).troubled)
        if (record.time >= from && record.time < until) found.push(record);
    return found;
  }

  /** All that a series served from `start` to before `end`, ms since 1970. Asks nothing about what is visible yet. */
  records(series: Series, start: number, end: number): TrafficRecord[] {
    const within = ({ time }: TrafficRecord): boolean => time >= start && time < end;
    const found = series.calls.filter(within);
    for (const pattern of series.patterns) {
      const first = Math.floor(Math.max(start, pattern.from) / DAY);
      const last = Math.floor((Math.min(end, pattern.until) - 1) / DAY);
      for (let day = first; day <= last; day += 1) {
        for (const record of this.patternDay(pattern, day)) if (within(record)) found.push(record);
      }
    }
    return found;
  }

  /** The sum of what was served under any of these ids from `start` to before `end`, and not after `now`. */
  served(region: string, modelIds: readonly string[], start: number, end: number, now: number): Counts {
    let sum = NOTHING;
    for (const modelId of modelIds) {
      const series = this.find(region, modelId);
      if (!series) continue;
      for (const record of this.records(series, start, Math.min(end, now + 1))) sum = plus(sum, record);
    }
    return sum;
  }
}
