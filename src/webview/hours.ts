/**
 * Periods grouped by the reader's clock hours. Everything is a function of a time zone's offset, so that days on which clocks
 * change and zones that are not whole hours from UTC are no special cases.
 */

import { periodCount, type Span } from '../core/usage';

const HOUR = 3_600_000;

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
  return (time) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  };
}

/** The part of a span that lies in one hour of the local clock. */
export interface LocalHour {
  /** The instant at which the clock hour begins; tells apart the two passes through a repeated hour. */
  readonly key: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The first period of the hour, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** The span begins within this hour. */
  readonly openStart: boolean;
  /** The span ends within this hour: it is still running. */
  readonly openEnd: boolean;
}

/** The local hours that a span touches, in order. Every period is in exactly one, by the time at which it begins. */
export function localHours(span: Span, offsetAt: OffsetAt): LocalHour[] {
  const period = span.periodSeconds * 1000;
  const keyOf = (time: number): number => {
    const offset = offsetAt(time);
    return Math.floor((time + offset) / HOUR) * HOUR - offset;
  };
  const hours: LocalHour[] = [];
  for (let index = 0; index < periodCount(span); index += 1) {
    const start = span.start + index * period;
    const end = Math.min(start + period, span.end);
    const key = keyOf(start);
    const last = hours.at(-1);
    const openEnd = end === span.end && keyOf(end) === key;
    if (last?.key === key) hours[hours.length - 1] = { ...last, end, to: index + 1, openEnd };
    else
      hours.push({
        key,
        start,
        end,
        from: index,
        to: index + 1,
        openStart: index === 0 && keyOf(start - 1) === key,
        openEnd,
      });
  }
  return hours;
}

/** An instant moved so that a formatter for UTC shows local time. */
export const wall = (time: number, offsetAt: OffsetAt): number => time + offsetAt(time);

/** The same for an exclusive end: 02:00 stays 02:00 even if the clock is turned back to 01:00 at that instant. */
export const wallEnd = (end: number, offsetAt: OffsetAt): number => end + offsetAt(end - 1);

/** The local day as a number that grows by one each day. */
export const localDay = (time: number, offsetAt: OffsetAt): number => Math.floor(wall(time, offsetAt) / (24 * HOUR));

/** The hour on the local clock, 0 to 23. */
export const clockHour = (time: number, offsetAt: OffsetAt): number => new Date(wall(time, offsetAt)).getUTCHours();
