/**
 * Metered traffic as amounts to pay for: tokens by kind and variant. All are whole numbers that a floating-point number
 * holds exactly.
 */

import { DAY, MINUTE, type UsagePattern, type TrafficRecord } from '../usagePattern';
import { coversDay, PatternDays } from '../generatedDays';
import type { TrafficLog } from '../trafficLog';
import { chance } from '../prng';
import { KINDS, type Kind, type Variant } from './priceKinds';

const VARIANTS: readonly Variant[] = ['standard', 'batch', 'longContext'];

/** Tokens, each kind and variant at its `slot`. */
export type Amounts = readonly number[];

export const slot = (kind: Kind, variant: Variant): number =>
  KINDS.indexOf(kind) * VARIANTS.length + VARIANTS.indexOf(variant);

const SLOTS = KINDS.length * VARIANTS.length;
const none = (): number[] => new Array<number>(SLOTS).fill(0);
export const NO_TOKENS: Amounts = none();

/** How one payer's tokens are metered in more detail than CloudWatch counts them. */
export interface MeteringRules {
  /**
   * Share of the cached-write tokens that is cached for an hour, where a record does not say it itself; 0 for a model
   * that has no such price.
   */
  readonly oneHourShare: number;
  readonly batchShare: number;
  /**
   * A request with more input than this is one of long context; undefined for a model that has no price of its own for
   * it.
   */
  readonly longContext: number | undefined;
}

const INPUT = slot('input', 'standard');
const OUTPUT = slot('output', 'standard');
const READ = slot('cacheRead', 'standard');
const WRITE = slot('cacheWrite5m', 'standard');
const WRITE_1H = slot('cacheWrite1h', 'standard');
const BATCH = VARIANTS.indexOf('batch');
const LONG = VARIANTS.indexOf('longContext');

function grow(amounts: number[], at: number, by: number): void {
  amounts[at] = (amounts[at] ?? 0) + by;
}

function pay(amounts: number[], record: TrafficRecord, { oneHourShare, batchShare, longContext }: MeteringRules): void {
  const { input, output, cacheRead, cacheWrite, cacheWrite1h, invocations } = record;
  const each = (input + cacheRead + cacheWrite) / Math.max(1, invocations);
  const isLong = longContext !== undefined && each > longContext;
  const variant = isLong ? LONG : 0;
  const [batchIn, batchOut] = isLong ? [0, 0] : [Math.round(input * batchShare), Math.round(output * batchShare)];
  const oneHour = cacheWrite1h ?? Math.round(cacheWrite * oneHourShare);
  grow(amounts, INPUT + variant, input - batchIn);
  grow(amounts, INPUT + BATCH, batchIn);
  grow(amounts, OUTPUT + variant, output - batchOut);
  grow(amounts, OUTPUT + BATCH, batchOut);
  grow(amounts, READ + variant, cacheRead);
  grow(amounts, WRITE + variant, cacheWrite - oneHour);
  grow(amounts, WRITE_1H + variant, oneHour);
}

/** When an invocation ended. The traffic log knows only its minute; the second is generated, the same each time. */
function endOf(pattern: UsagePattern, { time, latency }: TrafficRecord): number {
  return time + Math.floor(chance(pattern.seed, time / MINUTE, 31) * MINUTE) + latency;
}

/** What of one day's traffic ended on that day, and what on the next. */
interface Day {
  readonly own: Amounts;
  readonly late: Amounts;
}

const KEPT_DAYS = 50_000;
/** Whole days by how they are metered, kept for all simulators of a process as generated traffic is. */
const wholeDays = new Map<string, PatternDays<Day>>();

function wholeDaysOf({ oneHourShare, batchShare, longContext }: MeteringRules): PatternDays<Day> {
  const key = [oneHourShare, batchShare, longContext].join(' ');
  const days = wholeDays.get(key) ?? new PatternDays<Day>(KEPT_DAYS);
  wholeDays.set(key, days);
  return days;
}

const sum = (one: Amounts, other: Amounts): Amounts => one.map((amount, at) => amount + (other[at] ?? 0));

/** Adds up generated traffic by the day on which it ended, and caches complete days. */
export class BilledAmounts {
  constructor(private readonly trafficLog: TrafficLog) {}

  private day(pattern: UsagePattern, metering: MeteringRules, day: number): Day {
    if (!coversDay(pattern, day)) return this.read(pattern, metering, day);
    const days = wholeDaysOf(metering);
    const known = days.find(pattern, day);
    if (known) return known;
    const made = this.read(pattern, metering, day);
    days.keep(pattern, day, made);
    return made;
  }

  private read(pattern: UsagePattern, metering: MeteringRules, day: number): Day {
    const own = none();
    const late = none();
    for (const record of this.trafficLog.patternDay(pattern, day, 'pass')) {
      pay(endOf(pattern, record) < (day + 1) * DAY ? own : late, record, metering);
    }
    return { own, late };
  }

  /**
   * What ended from `start` to before `end`, ms since 1970, both within one UTC day. The metering of a pattern never
   * changes.
   */
  ofPattern(pattern: UsagePattern, metering: MeteringRules, start: number, end: number): Amounts {
    if (pattern.from >= end || pattern.until + 2 * MINUTE <= start) return NO_TOKENS;
    const day = Math.floor(start / DAY);
    if (start === day * DAY && end === (day + 1) * DAY) {
      return sum(this.day(pattern, metering, day).own, this.day(pattern, metering, day - 1).late);
    }
    const amounts = none();
    for (const each of [day - 1, day]) {
      for (const record of this.trafficLog.patternDay(pattern, each, 'pass')) {
        const ended = endOf(pattern, record);
        if (ended >= start && ended < end) pay(amounts, record, metering);
      }
    }
    return amounts;
  }

  /** The same of single calls. */
  ofCalls(calls: readonly TrafficRecord[], metering: MeteringRules, start: number, end: number): Amounts {
    const amounts = none();
    for (const call of calls) {
      const ended = call.time + call.latency;
      if (ended >= start && ended < end) pay(amounts, call, metering);
    }
    return amounts;
  }
}
