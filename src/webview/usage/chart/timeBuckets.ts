/**
 * Periods grouped by the reader's clock: five minutes, hours or days. Everything is a function of a time zone's offset,
 * so that days on which clocks change and zones that are not whole hours from UTC are no special cases.
 */

import type { Range } from '../../../core/usage/ranges';
import type { BucketUnit } from '../../../protocol/usagePage/strings';
import { periodCount, type Span } from '../../../core/usage/usage';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** By how many milliseconds local time is ahead of UTC at an instant. */
export type OffsetAt = (time: number) => number;

/** The offsets of a time zone by its IANA name, such as `Europe/Berlin`. */
export function offsetIn(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const read = (time: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  };
  const midnights = new Map<number, number>();
  const atMidnight = (day: number): number => {
    const offset = midnights.get(day) ?? read(day * DAY);
    midnights.set(day, offset);
    return offset;
  };
  return (time) => {
    // A clock that is changed is not changed back within a day, so most days need no closer look: reading is slow.
    const day = Math.floor(time / DAY);
    const offset = atMidnight(day);
    return offset === atMidnight(day + 1) ? offset : read(time);
  };
}

/** The buckets that fit a range. */
export const bucketUnit = (range: Range): BucketUnit =>
  range === '1h' ? 'fiveMinutes' : range === '24h' ? 'hour' : 'day';

const LENGTHS: Readonly<Record<BucketUnit, number>> = { fiveMinutes: HOUR / 12, hour: HOUR, day: DAY };

/** The part of a span that lies in one bucket of the local clock. */
export interface TimeBucket {
  /**
   * The instant at which the bucket begins, which distinguishes the two passes through a repeated hour; a day's is the
   * midnight that the clock shows, as if it were UTC, because a day need not begin at midnight.
   */
  readonly key: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The first period of the bucket, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** The span begins within this bucket. */
  readonly openStart: boolean;
  /** The span ends within this bucket: it is still running. */
  readonly openEnd: boolean;
}

/** The local buckets that a span touches, in order. Every period is in exactly one, by the time at which it begins. */
export function localBuckets(span: Span, unit: BucketUnit, offsetAt: OffsetAt): TimeBucket[] {
  const period = span.periodSeconds * 1000;
  const length = LENGTHS[unit];
  const keyOf = (time: number): number => {
    const offset = offsetAt(time);
    const onClock = Math.floor((time + offset) / length) * length;
    return unit === 'day' ? onClock : onClock - offset;
  };
  const buckets: TimeBucket[] = [];
  for (let index = 0; index < periodCount(span); index += 1) {
    const start = span.start + index * period;
    const end = Math.min(start + period, span.end);
    const key = keyOf(start);
    const last = buckets.at(-1);
    const openEnd = end === span.end && keyOf(end) === key;
    if (last?.key === key) buckets[buckets.length - 1] = { ...last, end, to: index + 1, openEnd };
    else
      buckets.push({
        key,
        start,
        end,
        from: index,
        to: index + 1,
        openStart: index === 0 && keyOf(start - 1) === key,
        openEnd,
      });
  }
  return buckets;
}

/** An instant moved so that a formatter for UTC shows local time. */
export const localClock = (time: number, offsetAt: OffsetAt): number => time + offsetAt(time);

/** The same for an exclusive end: 02:00 stays 02:00 even if the clock is turned back to 01:00 at that instant. */
export const localClockEnd = (end: number, offsetAt: OffsetAt): number => end + offsetAt(end - 1);

/** The local day as a number that grows by one each day. */
export const localDay = (time: number, offsetAt: OffsetAt): number => Math.floor(localClock(time, offsetAt) / DAY);

/** The hour on the local clock, 0 to 23. */
export const clockHour = (time: number, offsetAt: OffsetAt): number =>
  new Date(localClock(time, offsetAt)).getUTCHours();

/** Minutes since local midnight. */
export const clockMinutes = (time: number, offsetAt: OffsetAt): number => {
  const date = new Date(localClock(time, offsetAt));
  return date.getUTCHours() * 60 + date.getUTCMinutes();
};
