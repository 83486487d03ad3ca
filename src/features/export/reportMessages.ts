/** The sentences of a monthly report. */

import { l10n } from 'vscode';
import type { InferenceType, MissingData, ReportPrices } from '../../core/report/data';
import { reportFormats } from '../../core/report/formats';
import type {
  ReportBillMessages,
  ReportCells,
  ReportColumns,
  ReportHeadings,
  ReportIntroduction,
  ReportMessages,
  ReportNotes,
} from '../../core/report/messages';
import { noMemberText, noTeamText, untaggedText } from '../../ui/messages/common';
import { tokenKindText, tierText, unknownModel } from '../../ui/labels';
import { paragraph } from '../../ui/messages/paragraph';
import { priceText } from '../../ui/priceText';
import { dataMissingText, listingDeniedText } from '../../ui/messages/missingUsage';
import { chartMessages } from './reportChartMessages';

const headings = (): ReportHeadings => ({
  summary: l10n.t('Summary'),
  team: l10n.t('By team'),
  member: l10n.t('By member'),
  model: l10n.t('By model and inference type'),
  profile: l10n.t('By profile'),
  bill: l10n.t('Bill'),
  notes: l10n.t('About these numbers'),
});

const columns = (): ReportColumns => ({
  team: l10n.t('Team'),
  member: l10n.t('Member'),
  model: l10n.t('Model'),
  inferenceType: l10n.t('Inference type'),
  profile: l10n.t('Profile'),
  profileId: l10n.t('Profile ID'),
  estimate: l10n.t('Estimated cost'),
  share: l10n.t('Share'),
  tokens: l10n.t('Tokens'),
  input: tokenKindText('input'),
  output: tokenKindText('output'),
  cacheRead: tokenKindText('cacheRead'),
  cacheWrite: tokenKindText('cacheWrite'),
  change: l10n.t('Change'),
  price: l10n.t('Price source'),
  savedByCaching: l10n.t('Saved by caching'),
  total: l10n.t('Total'),
  bill: l10n.t('Billed'),
});

const inferenceTypeText = ({ tier, geo, region }: InferenceType): string =>
  tier === 'in-region' && region !== '' ? l10n.t('In-Region ({0})', region) : tierText({ tier, geo });

const cells = (): ReportCells => ({
  noTeam: noTeamText(),
  noMember: noMemberText(),
  ownerUnknown: l10n.t('Owner unknown (tags not readable)'),
  unknownModel: unknownModel(),
  untagged: untaggedText(),
  unpriced: l10n.t('unpriced'),
  newUsage: l10n.t('new'),
  atLeast: (money) => l10n.t('at least {0}', money),
  noCachedTokens: l10n.t('no cached tokens'),
  cachingSaved: (money, whole) => (whole ? money : l10n.t('{0} (of the tokens with a price)', money)),
  cachingCostMore: (money, whole) =>
    whole ? l10n.t('cost {0} more', money) : l10n.t('cost {0} more (of the tokens with a price)', money),
  inferenceType: (type) => inferenceTypeText(type),
  price: (price) => priceText(price),
  monthToDate: (month) => l10n.t('{0} to date', month),
});

const introduction = (): ReportIntroduction => ({
  title: (month) => l10n.t('Amazon Bedrock usage, {0}', month),
  sample: l10n.t('Sample data: this usage is simulated. It belongs to nobody and costs nothing.'),
  noUsage: l10n.t('No profiles were used this month.'),
  wholeMonth: (month) => l10n.t('{0} (UTC)', month),
  runningMonth: (days, year) => l10n.t('{0} {1} (UTC), month to date', days, year),
  account: (shortAccount) => l10n.t('account {0}', shortAccount),
  created: (time, by) =>
    by === undefined
      ? l10n.t('created on {0} with Bedrock Tally', time)
      : l10n.t('created on {0} by {1} with Bedrock Tally', time, by),
});

function missingText(data: MissingData): string {
  switch (data.code) {
    case 'series-not-listed':
      return listingDeniedText();
    case 'tags-not-readable':
      return l10n.t('Some owners are unknown: reading their tags requires {0}.', data.permission);
    case 'repeated-page':
      return l10n.t(
        'Actual usage may be higher: CloudWatch sent the same page again, so no further pages were requested.',
      );
    case 'stopped':
      return l10n.t(
        'Actual usage may be higher: CloudWatch’s response did not end, so the request was stopped after {0} metrics.',
        data.metrics,
      );
    case 'reported-by-cloudwatch':
      return dataMissingText(data.message);
  }
}

function pricesText(prices: ReportPrices, sample: boolean): string {
  const { priceListDate, bundledDate, overrides } = prices;
  const list =
    priceListDate === undefined
      ? l10n.t('Estimates are tokens × list prices of {0}, included with the extension.', bundledDate)
      : sample
        ? l10n.t('Estimates are tokens × list prices from the simulated AWS Price List of {0}.', priceListDate)
        : l10n.t('Estimates are tokens × list prices from the AWS Price List of {0}.', priceListDate);
  if (overrides === 0) return list;
  const own =
    overrides === 1
      ? l10n.t('1 price from the settings is used instead.')
      : l10n.t('{0} prices from the settings are used instead.', overrides);
  return paragraph(list, own);
}

const notes = (): ReportNotes => ({
  missing: (data) => missingText(data),
  source: (region, time, sample) =>
    sample
      ? l10n.t(
          'Source: simulated Amazon CloudWatch metrics (AWS/Bedrock) in {0}, requested on {1}. CloudWatch counts usage under each application inference profile’s ID or ARN.',
          region,
          time,
        )
      : l10n.t(
          'Source: Amazon CloudWatch metrics (AWS/Bedrock) in {0}, requested on {1}. CloudWatch counts usage under each application inference profile’s ID or ARN.',
          region,
          time,
        ),
  wholeMonth: (month, before) =>
    l10n.t('Period: {0} in UTC, as AWS bills it, compared with all of {1}.', month, before),
  runningMonth: (days, compared) =>
    compared === undefined
      ? l10n.t(
          'Period: {0} in UTC, as AWS bills it. The month is not over, and its last day is incomplete. There is no complete day to compare yet.',
          days,
        )
      : l10n.t(
          'Period: {0} in UTC, as AWS bills it. The month is not over, and its last day is incomplete. Only complete days are compared: {1} with {2}.',
          days,
          compared.days,
          compared.before,
        ),
  prices: (prices, sample) => pricesText(prices, sample),
  calculation: [
    l10n.t(
      'CloudWatch does not distinguish 5-minute from 1-hour cache writes, or batch, long-context and other service tiers. All tokens are priced as standard tokens, and cache writes at the 5-minute price.',
    ),
    l10n.t(
      '“Saved by caching” is what the cached tokens would have cost as regular input, minus their cost as cache reads and writes.',
    ),
    l10n.t('Shares are of the estimated cost of everything that has a price.'),
  ],
  unpriced: (tokens, model, inferenceType, price) =>
    l10n.t(
      'Without a price: {0} tokens of {1}, {2} ({3}). They are included in token counts but not in costs, so every sum that includes them is marked “at least”.',
      tokens,
      model,
      inferenceType,
      price,
    ),
  owners: l10n.t(
    'Owners are taken from each profile’s current tags; a profile that changed owners counts for its current owner.',
  ),
  notIncluded: l10n.t(
    'Not included: direct model usage (no profile), profiles that have been deleted since, other Regions and accounts, and the discounts, credits and taxes of the bill.',
  ),
  idleProfiles: (count) =>
    count === 1
      ? l10n.t('1 profile was not used in either month.')
      : l10n.t('{0} profiles were not used in either month.', count),
});

const bill = (): ReportBillMessages => ({
  notLoaded: (month) =>
    l10n.t(
      'The bill for {0} is not included: a report makes no Cost Explorer requests, because AWS charges for each of them. To include the bill, load it on the usage page first.',
      month,
    ),
  total: (money, time) => l10n.t('Cost Explorer reported {0} on {1} (unblended, before credits and tax).', money, time),
  noDayComplete: l10n.t('No day was complete at that time.'),
  allDaysComplete: l10n.t('All days were complete at that time.'),
  lastCompleteDay: (day) => l10n.t('The last complete day was {0}.', day),
  mayChange: l10n.t('AWS may still change these amounts.'),
  scope: (region) =>
    l10n.t(
      'The bill includes all Regions, direct model usage and, if this account pays for others, theirs; the estimates above are of profiles in {0} only.',
      region,
    ),
});

/** `locale` is the language of the sentences, as a tag. */
export function reportMessages(locale: string): ReportMessages {
  const formats = reportFormats(locale);
  return {
    formats,
    paragraph: (sentences) => paragraph(...sentences),
    headings: headings(),
    columns: columns(),
    cells: cells(),
    introduction: introduction(),
    notes: notes(),
    bill: bill(),
    charts: chartMessages(),
    // Such as “1 November” and “1–19 November”: the first days of a month.
    days: (month, count) =>
      count === 1 ? l10n.t('1 {0}', formats.monthName(month)) : l10n.t('1–{0} {1}', count, formats.monthName(month)),
    time: (time) => l10n.t('{0}, {1} UTC', formats.date(time), formats.timeOfDay(time)),
  };
}
