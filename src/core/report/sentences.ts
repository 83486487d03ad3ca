/** Every sentence of a report. Plain text: whoever puts it into Markdown or SVG escapes it. */

import { metricsBeforeStop, REPEATED_PAGE } from '../awsApi';
import { compact } from '../format';
import { formatMoney, type Amount, type Money } from '../money';
import type { PriceBook, Priced } from '../prices/prices';
import type { Source } from '../profiles/source';
import { startOfMonth } from './month';
import { isUnpriced, type Saved } from './sums';

/** Of a report's language. */
const LOCALE = 'en-US';

const WHOLE = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

export const count = (value: number): string => WHOLE.format(value);
export const short = (value: number): string => compact(value);
export const money = (value: Money): string => formatMoney(value, LOCALE);
/** A number on an axis whose lines are so far apart, USD. */
export const axisMoney = (value: number, step: number): string => {
  const digits = step >= 1 ? 0 : Math.min(6, Math.max(2, Math.ceil(-Math.log10(step))));
  return value.toLocaleString(LOCALE, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
};

/** What is *at least* says so; what has no price at all has no number. */
export const amount = (value: Amount): string =>
  value.whole ? money(value.money) : isUnpriced(value) ? 'unpriced' : `at least ${money(value.money)}`;

const few = (value: number, one: string, more: string): string => `${count(value)} ${value === 1 ? one : more}`;
export const profiles = (value: number): string => few(value, 'profile', 'profiles');

/** `November 2026`. */
export const monthName = (month: string): string =>
  new Date(startOfMonth(month)).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthAlone = (month: string): string =>
  new Date(startOfMonth(month)).toLocaleDateString('en-GB', { month: 'long', timeZone: 'UTC' });

/** `1–19 November`. */
export const daysText = (month: string, days: number): string =>
  days === 1 ? `1 ${monthAlone(month)}` : `1–${days} ${monthAlone(month)}`;

/** `20 November 2026, 20:00 UTC`. */
export const timeText = (time: number): string => {
  const date = new Date(time);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
};

/** `global`, `geographic (eu)`, `in-region (eu-west-1)`. */
export function tierText({ tier, geo }: Pick<Source, 'tier' | 'geo'>, region: string): string {
  switch (tier) {
    case 'global':
      return 'global';
    case 'geographic':
      return geo === '' ? 'geographic' : `geographic (${geo})`;
    case 'in-region':
      return region === '' ? 'in-region' : `in-region (${region})`;
    case 'unknown':
      return 'tier not known';
  }
}

/** Where a price is from and of which date; or why there is none. */
export function priceText(priced: Priced | undefined): string {
  if (priced === undefined) return 'no price is known for exactly this model, tier and Region';
  const { origin, region } = priced;
  switch (origin.from) {
    case 'override':
      return `price from the settings (${priced.basis})`;
    case 'price-list':
      return `AWS Price List, ${region === '' ? 'any Region' : region}, ${origin.date}`;
    case 'bundled':
      return `list price of ${origin.date}, came with the extension`;
  }
}

/** Which prices there are, and of when. */
export function pricesText({ priceLists, bundled, overrides }: PriceBook, sample: boolean): string {
  const newest = priceLists
    .map(({ date }) => date)
    .sort()
    .at(-1);
  const own = Object.keys(overrides).length;
  const list =
    newest === undefined
      ? `Prices are list prices of ${bundled?.date ?? ''} that came with the extension.`
      : `Prices are of ${sample ? 'the simulated' : 'the'} AWS Price List of ${newest}.`;
  return own === 0 ? list : `${list} ${few(own, 'price comes', 'prices come')} from the settings instead.`;
}

export const MISSING = {
  listing: 'Some traffic may be missing: without cloudwatch:ListMetrics it is not known which series exist.',
  tags: (permission: string): string => `Some owners are not known: their tags may not be read without ${permission}.`,
  said: (note: string): string => {
    if (note === REPEATED_PAGE)
      return 'The figures are at least these: CloudWatch sent the same page again, so no further pages were asked for.';
    const metrics = metricsBeforeStop(note);
    return metrics === undefined
      ? `CloudWatch says that figures are missing: ${note}`
      : `The figures are at least these: CloudWatch’s answer did not end, so it was stopped after ${metrics} metrics.`;
  },
} as const;

export const savedText = ({ money: saved, whole }: Saved): string => {
  if (saved === undefined) return whole ? 'nothing was cached' : 'unpriced';
  const part = whole ? '' : ' (of what is priced)';
  return saved < 0n ? `cost ${money((0n - saved) as Money)} more${part}` : `${money(saved)}${part}`;
};

export const OWNERLESS = {
  team: 'no team',
  member: 'no member',
  unreadable: 'owner not known (tags not readable)',
} as const;

export const HEADINGS = {
  summary: 'Summary',
  team: 'By team',
  member: 'By member',
  model: 'By model and tier',
  profile: 'By profile',
  bill: 'The bill',
  notes: 'How to read these numbers',
} as const;

export const COLUMNS = {
  team: 'Team',
  member: 'Member',
  model: 'Model',
  tier: 'Tier',
  profile: 'Profile',
  id: 'Profile ID',
  estimate: 'Estimate',
  share: 'Share',
  tokens: 'Tokens',
  input: 'Input',
  output: 'Output',
  cacheRead: 'Cache read',
  cacheWrite: 'Cache write',
  change: 'Change',
  price: 'Price',
  saved: 'Saved by caching',
  total: 'Total',
  bill: 'Bill',
} as const;

export const SAMPLE = 'Sample data: these figures are made up. They are nobody’s usage and cost nothing.';
export const NO_USAGE = 'No profile was used in this month.';
export const UNTAGGED = 'Untagged';
