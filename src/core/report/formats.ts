/** Numbers and dates of a report, in its language. */

import { formatCompact } from '../format';
import { formatMoney, type Money } from '../money';
import { startOfMonth } from './month';

export interface ReportFormats {
  /** `1,234`. */
  readonly count: (value: number) => string;
  /** `1.23M`. */
  readonly short: (value: number) => string;
  /** `12%`, `1.5%`; of a share that is not negative. */
  readonly percent: (share: number) => string;
  /** `$1,234.50`. */
  readonly money: (value: Money) => string;
  /** USD on an axis; `step` is the distance between two lines of the grid. */
  readonly axisMoney: (value: number, step: number) => string;
  /** `November 2026`, of yyyy-mm. */
  readonly month: (month: string) => string;
  /** `November`, of yyyy-mm. */
  readonly monthName: (month: string) => string;
  /** `20 November 2026`, in UTC; of ms since 1970. */
  readonly date: (time: number) => string;
  /** `20:00`, in UTC; of ms since 1970. */
  readonly timeOfDay: (time: number) => string;
}

/** English reports have dates with the day first, as AWS's invoices have them. */
const dateLocale = (locale: string): string => (/^en\b/.test(locale) ? 'en-GB' : locale);

/** `locale` is a language tag, such as VS Code's display language. */
export function reportFormats(locale: string): ReportFormats {
  const numbers = /^en\b/.test(locale) ? 'en-US' : locale;
  const dates = dateLocale(locale);
  const date = (time: number, parts: Intl.DateTimeFormatOptions): string =>
    new Date(time).toLocaleDateString(dates, { ...parts, timeZone: 'UTC' });
  return {
    count: (value) => value.toLocaleString(numbers, { maximumFractionDigits: 0 }),
    short: formatCompact,
    percent: (share) => {
      const digits = share < 0.0995 ? 1 : 0;
      return share.toLocaleString(numbers, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
    },
    money: (value) => formatMoney(value, numbers),
    axisMoney: (value, step) => {
      const digits = step >= 1 ? 0 : Math.min(6, Math.max(2, Math.ceil(-Math.log10(step))));
      return value.toLocaleString(numbers, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
    },
    month: (month) => date(startOfMonth(month), { month: 'long', year: 'numeric' }),
    monthName: (month) => date(startOfMonth(month), { month: 'long' }),
    date: (time) => date(time, { day: 'numeric', month: 'long', year: 'numeric' }),
    timeOfDay: (time) => new Date(time).toISOString().slice(11, 16),
  };
}
