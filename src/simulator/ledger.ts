/** All traffic that was served: imagined by habits, and real calls of the runtime. */

import { DAY, dayOf, type Counts, type Habit, type Moment } from './habits';

/** Days kept in memory; a day of one habit is some hundred minutes. */
const KEPT_DAYS = 8000;

/** What one `ModelId` served in one Region. */
export interface Series {
  readonly region: string;
  /** The value of the CloudWatch dimension `ModelId`. */
  readonly modelId: string;
  readonly habits: Habit[];
  readonly calls: Moment[];
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
export class Ledger {
  private readonly all = new Map<string, Series>();
  private readonly days = new Map<Habit, Map<number, readonly Moment[]>>();
  private kept = 0;

  private at(region: string, modelId: string): Series {
    const key = `${region} ${modelId}`;
    const found = this.all.get(key);
    if (found) return found;
    const made: Series = { region, modelId, habits: [], calls: [] };
    this.all.set(key, made);
    return made;
  }

  addHabit(region: string, modelId: string, habit: Habit): void {
    this.at(region, modelId).habits.push(habit);
  }

  addCall(region: string, modelId: string, call: Moment): void {
    this.at(region, modelId).calls.push(call);
  }

  /** Imagined traffic ends here; what was served stays. */
  endHabits(region: string, modelId: string, time: number): void {
    for (const habit of this.find(region, modelId)?.habits ?? []) habit.until = Math.min(habit.until, time);
  }

  find(region: string, modelId: string): Series | undefined {
    return this.all.get(`${region} ${modelId}`);
  }

  /** All series of all Regions. */
  everywhere(): readonly Series[] {
    return [...this.all.values()];
  }

  in(region: string): readonly Series[] {
    return [...this.all.values()].filter((series) => series.region === region);
  }

  private day(habit: Habit, day: number): readonly Moment[] {
    if (this.kept > KEPT_DAYS) {
      this.days.clear();
      this.kept = 0;
    }
    const days = this.days.get(habit) ?? new Map<number, readonly Moment[]>();
    this.days.set(habit, days);
    const known = days.get(day);
    if (known) return known;
    const made = dayOf(habit, day);
    days.set(day, made);
    this.kept += 1;
    return made;
  }

  /**
   * Imagined traffic of one UTC day in the order of time, within the habit's own time. Who reads each day once, such as a bill of some
   * months, asks to `pass` by what is kept for others.
   */
  habitDay(habit: Habit, day: number, how: 'keep' | 'pass' = 'keep'): readonly Moment[] {
    const moments = how === 'keep' ? this.day(habit, day) : (this.days.get(habit)?.get(day) ?? dayOf(habit, day));
    if (habit.from <= day * DAY && habit.until >= (day + 1) * DAY) return moments;
    return moments.filter(({ time }) => time >= habit.from && time < habit.until);
  }

  /** All that a series served from `start` to before `end`, ms since 1970. Asks nothing about what is visible yet. */
  moments(series: Series, start: number, end: number): Moment[] {
    const within = ({ time }: Moment): boolean => time >= start && time < end;
    const found = series.calls.filter(within);
    for (const habit of series.habits) {
      const first = Math.floor(Math.max(start, habit.from) / DAY);
      const last = Math.floor((Math.min(end, habit.until) - 1) / DAY);
      for (let day = first; day <= last; day += 1) {
        for (const moment of this.habitDay(habit, day)) if (within(moment)) found.push(moment);
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
      for (const moment of this.moments(series, start, Math.min(end, now + 1))) sum = plus(sum, moment);
    }
    return sum;
  }
}
