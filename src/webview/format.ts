/** Numbers, money and times in the reader's locale and time zone. */

import { ageOf, formatCompact, formatCount } from '../core/format';
import { formatMoney, fromDecimal, NO_MONEY, type Money } from '../core/money';
import { localClock, localClockEnd, type OffsetAt, type TimeBucket } from './usage/chart/timeBuckets';
import type { CostedBucket } from './usage/computedUsage';

/** How this reader's numbers and times look. */
export interface Format {
  readonly count: (count: number) => string;
  readonly compact: (count: number) => string;
  /** A compact number without the zeros that an axis does not need. */
  readonly countTick: (count: number) => string;
  readonly percent: (share: number) => string;
  readonly wholePercent: (share: number) => string;
  /** With its sign, for changes. */
  readonly percentChange: (ratio: number) => string;
  readonly money: (money: Money) => string;
  /** With its sign, and with as many decimals as it takes not to show zero. */
  readonly moneyDifference: (money: Money) => string;
  /** USD on an axis, with as many decimals as its steps need. */
  readonly moneyTick: (usd: number, step: number) => string;
  /** USD per million tokens, with all its decimals. */
  readonly price: (usd: string) => string;
  readonly duration: (ms: number) => string;
  /** `14:00–15:00`; the zone's name is added where one time of day occurs twice. */
  readonly clockRange: (bucket: Pick<TimeBucket, 'start' | 'end'>) => string;
  /** An hour of any day, such as `14:00–15:00`. */
  readonly hourOfDay: (hour: number) => string;
  /** The hour alone, for the axis. */
  readonly time: (time: number) => string;
  readonly clockMinute: (time: number) => string;
  readonly day: (time: number) => string;
  /** `Fri, 21 Nov`. */
  readonly dayName: (time: number) => string;
  /** A UTC day written yyyy-mm-dd. */
  readonly utcDay: (day: string) => string;
  /** `November 2026`, of a month's first day in UTC. */
  readonly utcMonth: (day: string) => string;
  /** `20 Nov, 14:15 – 21 Nov, 14:07`. */
  readonly span: (start: number, end: number) => string;
  readonly dateTime: (time: number) => string;
  readonly zone: (time: number) => string;
  /** `3 minutes ago`; undefined below one minute. */
  readonly relativeTime: (ms: number) => string | undefined;
  readonly compareTexts: (a: string, b: string) => number;
}

/** A locale that Intl accepts: the host's, or else the browser's own. */
export function safeLocale(locale: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

const trimZeros = (text: string): string => text.replace(/\.0+(?=\D|$)|(\.\d*[1-9])0+(?=\D|$)/, '$1');

const zoneName = (
  locale: string | undefined,
  zone: string,
  style: 'longGeneric' | 'short',
): ((time: number) => string) => {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style });
  return (time) => format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
};

/** Two decimals, or as many as the first digits of a small amount need. */
function digitsFor(money: Money): number {
  const cents = 13;
  const digits = money.toString().replace('-', '').length;
  return money === NO_MONEY || digits > cents ? 2 : Math.min(15, 17 - digits);
}

function moneyFormats(locale: string | undefined): Pick<Format, 'money' | 'moneyDifference' | 'moneyTick' | 'price'> {
  return {
    money: (money) => formatMoney(money, locale),
    moneyDifference: (money) => {
      const text = formatMoney(money, locale, { digits: digitsFor(money) });
      return money > NO_MONEY ? `+${text}` : text;
    },
    moneyTick: (usd, step) => {
      const digits = step >= 1 ? 0 : step >= 0.01 ? 2 : Math.min(9, Math.ceil(-Math.log10(step)));
      return formatMoney(fromDecimal(usd.toFixed(12)) ?? NO_MONEY, locale, { digits });
    },
    price: (usd) => {
      const decimals = usd.split('.')[1]?.length ?? 0;
      return formatMoney(fromDecimal(usd) ?? NO_MONEY, locale, { digits: Math.max(2, decimals) });
    },
  };
}

function countFormats(
  locale: string | undefined,
): Pick<
  Format,
  'count' | 'compact' | 'countTick' | 'percent' | 'wholePercent' | 'percentChange' | 'duration' | 'relativeTime'
> {
  const tenth = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const percent = new Intl.NumberFormat(locale, { style: 'percent', ...tenth });
  const wholePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero', ...tenth });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'narrow', ...tenth });
  const milliseconds = new Intl.NumberFormat(locale, {
    maximumFractionDigits: 0,
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'narrow',
  });
  return {
    count: (count) => formatCount(count, locale),
    compact: formatCompact,
    countTick: (count) => trimZeros(formatCompact(count)),
    percent: (value) => percent.format(value),
    wholePercent: (value) => wholePercent.format(value),
    percentChange: (value) => change.format(value),
    duration: (ms) => (ms < 1000 ? milliseconds.format(ms) : seconds.format(ms / 1000)),
    relativeTime: (ms) => {
      const { value, unit } = ageOf(ms);
      return unit === 'second' ? undefined : relative.format(-value, unit);
    },
  };
}

const HOUR = 3_600_000;

/** The reader's formats for a time zone. `changes` is true when the clock changes within what is shown. */
export function formatFor(locale: string | undefined, zone: string, offsetAt: OffsetAt, changes: boolean): Format {
  const utc = (options: Intl.DateTimeFormatOptions): ((time: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (time) => format.format(time);
  };
  // On a 12-hour clock 2:00 PM, on a 24-hour clock 02:00.
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';
  const minute = utc({ hour, minute: '2-digit' });
  const clock = utc({ hour: 'numeric' });
  const day = utc({ month: 'short', day: 'numeric' });
  const dayName = utc({ weekday: 'short', month: 'short', day: 'numeric' });
  const monthName = utc({ month: 'long', year: 'numeric' });
  const moment = utc({ month: 'short', day: 'numeric', hour, minute: '2-digit' });
  const short = zoneName(locale, zone, 'short');
  return {
    ...countFormats(locale),
    ...moneyFormats(locale),
    clockRange: ({ start, end }) =>
      `${minute(localClock(start, offsetAt))}–${minute(localClockEnd(end, offsetAt))}${changes ? ` ${short(start)}` : ''}`,
    hourOfDay: (of) => `${minute(of * HOUR)}–${minute((of + 1) * HOUR)}`,
    time: (time) => clock(localClock(time, offsetAt)),
    clockMinute: (time) => minute(localClock(time, offsetAt)),
    day: (time) => day(localClock(time, offsetAt)),
    dayName: (time) => dayName(localClock(time, offsetAt)),
    utcDay: (text) => {
      const time = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(time) ? text : dayName(time);
    },
    utcMonth: (text) => {
      const time = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(time) ? text : monthName(time);
    },
    span: (start, end) => `${moment(localClock(start, offsetAt))} – ${moment(localClock(end, offsetAt))}`,
    dateTime: (time) => moment(localClock(time, offsetAt)),
    zone: zoneName(locale, zone, 'longGeneric'),
    compareTexts: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare,
  };
}

/** Whether the clock is changed within these buckets. */
export const clockChanges = (buckets: readonly CostedBucket[], offsetAt: OffsetAt): boolean =>
  new Set(buckets.map(({ bucket }) => offsetAt(bucket.start))).size > 1;
