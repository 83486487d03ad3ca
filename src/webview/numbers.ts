/** Numbers and times in the reader's locale and time zone. */

import { age, compact, exact } from '../core/format';
import type { HourUsage } from './figures';
import { wall, wallEnd, type LocalHour, type OffsetAt } from './hours';

/** How this reader's numbers and times look. */
export interface Format {
  readonly exact: (count: number) => string;
  readonly compact: (count: number) => string;
  /** A compact number without the zeros that an axis does not need. */
  readonly tick: (count: number) => string;
  readonly percent: (share: number) => string;
  readonly duration: (ms: number) => string;
  /** `14:00–15:00`; the zone's name is added where one time of day occurs twice. */
  readonly hourRange: (hour: LocalHour) => string;
  /** The hour alone, for the axis. */
  readonly clock: (time: number) => string;
  readonly day: (time: number) => string;
  /** `20 Nov, 14:15 – 21 Nov, 14:07`. */
  readonly span: (start: number, end: number) => string;
  readonly moment: (time: number) => string;
  readonly zone: (time: number) => string;
  /** `3 minutes ago`; undefined below one minute. */
  readonly ago: (ms: number) => string | undefined;
  readonly compare: (a: string, b: string) => number;
}

/** A locale that Intl accepts: what the host says, or else the browser's own. */
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
  const moment = utc({ month: 'short', day: 'numeric', hour, minute: '2-digit' });
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const seconds = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
  });
  const milliseconds = new Intl.NumberFormat(locale, {
    maximumFractionDigits: 0,
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'narrow',
  });
  const short = zoneName(locale, zone, 'short');
  return {
    exact: (count) => exact(count, locale),
    compact,
    tick: (count) => trimZeros(compact(count)),
    percent: (value) => percent.format(value),
    duration: (ms) => (ms < 1000 ? milliseconds.format(ms) : seconds.format(ms / 1000)),
    hourRange: ({ start, end }) =>
      `${minute(wall(start, offsetAt))}–${minute(wallEnd(end, offsetAt))}${changes ? ` ${short(start)}` : ''}`,
    clock: (time) => clock(wall(time, offsetAt)),
    day: (time) => day(wall(time, offsetAt)),
    span: (start, end) => `${moment(wall(start, offsetAt))} – ${moment(wall(end, offsetAt))}`,
    moment: (time) => moment(wall(time, offsetAt)),
    zone: zoneName(locale, zone, 'longGeneric'),
    ago: (ms) => {
      const { value, unit } = age(ms);
      return unit === 'second' ? undefined : relative.format(-value, unit);
    },
    compare: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare,
  };
}

/** Whether the clock is changed within these hours. */
export const clockChanges = (hours: readonly HourUsage[], offsetAt: OffsetAt): boolean =>
  new Set(hours.map(({ hour }) => offsetAt(hour.start))).size > 1;
