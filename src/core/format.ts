/** Numbers and times for people. Locale-dependent forms are left to the place that shows them. */

const UNITS = ['', 'K', 'M', 'B', 'T'] as const;

/**
 * Three significant digits with a unit: `987`, `12.4K`, `1.24M`, `3.50B` (billions, as tokens are counted). Counts
 * only; not for money.
 */
export function formatCompact(count: number): string {
  if (!Number.isFinite(count) || count < 0) return '–';
  let value = Math.round(count);
  let unit = 0;
  // 999,950 would round up to "1000K", so the step to the next unit is taken before that.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return String(value);
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)}${UNITS[unit] ?? ''}`;
}

/** A count with thousands separators in the reader's locale. */
export const formatCount = (count: number, locale?: string): string => Math.round(count).toLocaleString(locale);

/** A share with one decimal, as the page shows it: `86.5%`, by the reader's locale. */
export const formatPercent = (share: number, locale?: string): string => percentText(share, locale, 1);

/** A share that somebody has set, without needless decimals: `80%`. */
export const formatWholePercent = (share: number, locale?: string): string => percentText(share, locale, 0);

const percentText = (share: number, locale: string | undefined, minimumFractionDigits: number): string =>
  share.toLocaleString(locale, { style: 'percent', minimumFractionDigits, maximumFractionDigits: 1 });

/** An age as a whole number of one unit. */
export interface Age {
  readonly value: number;
  readonly unit: 'second' | 'minute' | 'hour' | 'day';
}

/** How old something is, in the largest unit that fits; never negative. */
export function ageOf(ms: number): Age {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return { value: seconds, unit: 'second' };
  if (seconds < 3600) return { value: Math.floor(seconds / 60), unit: 'minute' };
  if (seconds < 86_400) return { value: Math.floor(seconds / 3600), unit: 'hour' };
  return { value: Math.floor(seconds / 86_400), unit: 'day' };
}

/** An account number as it may be shown in a report: only its last four digits. */
export const shortAccount = (account: string): string => `…${account.slice(-4)}`;
