/** The ranges that usage is shown for, each beside the same span before it, and the period that fits a range. */

import { last24Hours, type Span } from './usage';

export const RANGES = ['1h', '24h', '7d', '30d', 'month'] as const;
/** `month` is the billing month so far, which begins at midnight UTC as AWS bills it. */
export type Range = (typeof RANGES)[number];

/** Whether a text is one of the ranges. */
export const isRange = (text: unknown): text is Range => RANGES.some((range) => range === text);

/** A range and what it is compared with: as many periods of the same length, before it. */
export interface RangeSpans {
  readonly span: Span;
  readonly before: Span;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The coarsest period whose borders are also those of the hours and days in a zone so many minutes from UTC: most zones
 * are whole hours away, some a half, a few a quarter. All are multiples of 300 s, which CloudWatch keeps for 63 days.
 */
const periodFor = (offsetMinutes: number): number =>
  offsetMinutes % 60 === 0 ? 3600 : offsetMinutes % 30 === 0 ? 1800 : 900;

const coarsestFor = (offsets: readonly number[]): number => Math.min(...offsets.map(periodFor));

const spanOver = (length: number, now: number, periodSeconds: number): Span => {
  const period = periodSeconds * 1000;
  return { start: Math.ceil((now - length) / period) * period, end: now, periodSeconds };
};

/** The span before, of as many whole periods as the span touches, ending where it starts. */
function spanBefore({ start, end, periodSeconds }: Span, shift: number): Span {
  const period = periodSeconds * 1000;
  const from = start - shift;
  return { start: from, end: Math.min(start, from + Math.ceil((end - start) / period) * period), periodSeconds };
}

/** Midnight UTC at the start of the month that is so many months before the one of `now`. */
export function monthStart(now: number, monthsBefore = 0): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsBefore, 1);
}

/**
 * The spans of a range at a time, for a zone so many minutes from UTC (only the period depends on it). Where clocks are
 * set within the spans, all offsets are needed: in one zone they are set by half an hour.
 */
export function spansOf(range: Range, now: number, ...offsetMinutes: readonly number[]): RangeSpans {
  const periodSeconds = coarsestFor(offsetMinutes);
  switch (range) {
    case '1h': {
      const span = spanOver(HOUR, now, 60);
      return { span, before: spanBefore(span, HOUR) };
    }
    case '24h': {
      const span = last24Hours(now);
      return { span, before: spanBefore(span, DAY) };
    }
    case '7d':
    case '30d': {
      const days = range === '7d' ? 7 : 30;
      const span = spanOver(days * DAY, now, periodSeconds);
      return { span, before: spanBefore(span, days * DAY) };
    }
    case 'month': {
      const start = monthStart(now);
      const span = { start, end: now, periodSeconds };
      return { span, before: spanBefore(span, start - monthStart(now, 1)) };
    }
  }
}

/**
 * From a time up to now, with nothing before, in the coarsest periods that have a border there: local days begin at any
 * quarter of an hour.
 */
export function spansSince(start: number, now: number): RangeSpans {
  const minutes = start / 60_000;
  const span = { start, end: Math.max(start, now), periodSeconds: periodFor(minutes) };
  return { span, before: { ...span, end: start } };
}
