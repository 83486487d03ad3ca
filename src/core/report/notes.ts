/** How to read a report: where its numbers are from, what they leave out, and what of the bill is known. Plain sentences. */

import type { ReportBill, ReportData } from './data';
import type { MonthDays } from './month';
import { linesBy, unpricedTokens } from './sums';
import { count, daysText, money, monthName, profiles, timeText } from './sentences';

const sourceNotes = ({ region, now, sample }: ReportData): readonly string[] => [
  `Source: ${sample ? 'simulated ' : ''}Amazon CloudWatch, metrics of AWS/Bedrock in ${region}, asked on ${timeText(now)}. CloudWatch counts under each application inference profile’s ID or ARN.`,
];

function rangeNote({ month }: ReportData, { days, over, before, compared }: MonthDays): string {
  if (over)
    return `Range: ${monthName(month)} in UTC, as AWS bills it, compared with the whole of ${monthName(before)}.`;
  const running = `Range: ${daysText(month, days)} in UTC, as AWS bills it. The month is not over, and its last day is not, either.`;
  return compared === undefined || compared === 0
    ? `${running} It has no whole day yet to compare.`
    : `${running} Only whole days are compared: ${daysText(month, compared)} with ${daysText(before, Math.max(1, compared))}.`;
}

function unpricedNotes({ profiles: all }: ReportData): readonly string[] {
  return linesBy(all, undefined, ({ model, tier, price }) => [model, tier, price]).flatMap((line) => {
    const tokens = unpricedTokens(line.profiles);
    const [model = '', tier = '', price = ''] = line.labels;
    return tokens === 0
      ? []
      : [
          `Without a price: ${count(tokens)} tokens of ${model}, ${tier} (${price}). They are counted as tokens and cost nothing here, so every sum that they belong to is “at least”.`,
        ];
  });
}

const priceNotes = (data: ReportData): readonly string[] => [
  `Estimates are tokens × list price. ${data.prices}`,
  'CloudWatch does not tell five-minute from one-hour cache writes, nor batch, long-context or other service tiers: all are priced as standard tokens, cache writes at the five-minute price.',
  '“Saved by caching” is what the cached tokens would have cost as plain input, less what they cost as cache reads and writes.',
  'Shares are of the estimate of everything that is priced.',
  ...unpricedNotes(data),
];

const leftOutNotes = ({ idle }: ReportData): readonly string[] => [
  'Owners are read from each profile’s tags as they are now; a profile that changed hands counts for its present owner.',
  'Left out: usage that went past application inference profiles, usage of profiles that have been deleted since, other Regions and accounts, and whatever discounts, credits and taxes the bill has.',
  ...(idle === 0 ? [] : [`${profiles(idle)} ${idle === 1 ? 'was' : 'were'} not used in either month.`]),
];

/** Why the bill's total is another one than that of the estimates above it. */
const scopeSentence = (region: string): string =>
  `The bill holds all Regions, calls without a profile and, where this account pays for others, theirs; the estimates above are of profiles in ${region} alone.`;

/** What the bill says, or why it does not say anything here. */
export function billSentence({ bill, month, region }: ReportData): string {
  if (bill === undefined)
    return `The bill of ${monthName(month)} is not part of this report: nothing was asked of Cost Explorer, because it charges for each request. Look at the month’s bill on the usage page first, and it will be.`;
  const said = `Cost Explorer said on ${timeText(bill.asOf)}: ${money(bill.sum.total)}, unblended, before credits and tax.`;
  return `${said} ${completeSentence(bill)} ${scopeSentence(region)}`;
}

function completeSentence({ sum: { lastCompleteDay, days } }: ReportBill): string {
  const last = days.at(-1)?.day;
  const estimated = days.some((day) => day.estimated) ? ' AWS may still change it.' : '';
  if (lastCompleteDay === undefined) return `No day of it was complete by then.${estimated}`;
  return lastCompleteDay === last
    ? `All of its days were complete by then.${estimated}`
    : `Its last complete day was ${lastCompleteDay}.${estimated}`;
}

export const notesOf = (data: ReportData, days: MonthDays): readonly string[] => [
  ...data.missing,
  ...sourceNotes(data),
  rangeNote(data, days),
  ...priceNotes(data),
  ...leftOutNotes(data),
  ...(data.bill === undefined ? [billSentence(data)] : []),
];
