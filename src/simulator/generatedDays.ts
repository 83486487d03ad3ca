/**
 * Generated days, kept for all simulators of a process: one that runs tests starts hundreds, most of them with the same
 * people on the same days.
 */

import { DAY, trafficKey, trafficOfDay, type TrafficRecord, type UsagePattern } from './usagePattern';

/** Days kept in memory; a day of one usage pattern has some hundred minutes with traffic. */
const KEPT_DAYS = 8000;

/** Values by usage pattern and UTC day. Patterns with equal traffic share them. Forgets all when there are too many. */
export class PatternDays<Value> {
  private byKey = new Map<string, Map<number, Value>>();
  private byPattern = new WeakMap<UsagePattern, Map<number, Value>>();
  private kept = 0;

  constructor(private readonly most: number) {}

  private daysOf(pattern: UsagePattern): Map<number, Value> {
    const found = this.byPattern.get(pattern);
    if (found) return found;
    const key = trafficKey(pattern);
    const days = this.byKey.get(key) ?? new Map<number, Value>();
    this.byKey.set(key, days);
    this.byPattern.set(pattern, days);
    return days;
  }

  find(pattern: UsagePattern, day: number): Value | undefined {
    return this.daysOf(pattern).get(day);
  }

  keep(pattern: UsagePattern, day: number, value: Value): void {
    if (this.kept >= this.most) {
      this.byKey = new Map();
      this.byPattern = new WeakMap();
      this.kept = 0;
    }
    this.daysOf(pattern).set(day, value);
    this.kept += 1;
  }
}

/** Whether a pattern has traffic from the beginning of a UTC day to its end. */
export const coversDay = (pattern: UsagePattern, day: number): boolean =>
  pattern.from <= day * DAY && pattern.until >= (day + 1) * DAY;

interface GeneratedDay {
  readonly records: readonly TrafficRecord[];
  /** Those of the records with errors or throttles. */
  readonly troubled: readonly TrafficRecord[];
}

const days = new PatternDays<GeneratedDay>(KEPT_DAYS);

/**
 * `trafficOfDay`, cached. `pass` does not cache the day: for a caller that reads each day once, such as a bill of
 * several months.
 */
export function generatedDay(pattern: UsagePattern, day: number, how: 'keep' | 'pass' = 'keep'): GeneratedDay {
  const known = days.find(pattern, day);
  if (known) return known;
  const records = trafficOfDay(pattern, day);
  const troubled = records.filter(
    ({ clientErrors, serverErrors, throttles }) => clientErrors + serverErrors + throttles > 0,
  );
  const made = { records, troubled };
  if (how === 'keep') days.keep(pattern, day, made);
  return made;
}
