/** Dates and times as a reader writes them. */

const DAY_MS = 86_400_000;

/** A time in ms since 1970: as a day where it is midnight UTC, else as a time in the reader's time zone. */
export function whenText(time: number, locale: string): string {
  return time % DAY_MS === 0
    ? new Date(time).toLocaleDateString(locale, { dateStyle: 'medium', timeZone: 'UTC' })
    : new Date(time).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** A month, yyyy-mm, as in `July 2026`. */
export const monthText = (month: string, locale: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
