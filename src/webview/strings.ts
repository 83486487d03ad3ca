/** Every sentence of the page. Another language is another object of the same shape. */

import type { Range } from '../core/ranges';
import type { TokenKind } from '../core/usage';

const kinds: Readonly<Record<TokenKind, string>> = {
  input: 'Input',
  output: 'Output',
  cacheRead: 'Cache read',
  cacheWrite: 'Cache write',
};

const ranges: Readonly<Record<Range, string>> = {
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  month: 'Month to date',
};

/** A range in words, for those who hear it. */
const rangesSpoken: Readonly<Record<Range, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  month: 'Month to date',
};

/** The span that a range is compared with. */
const spansBefore: Readonly<Record<Range, string>> = {
  '1h': 'the hour before',
  '24h': 'the 24 hours before',
  '7d': 'the 7 days before',
  '30d': 'the 30 days before',
  month: 'the same part of last month',
};

const few = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

const general = {
  title: 'Bedrock usage',
  views: 'Views',
  viewNames: { usage: 'Usage', bill: 'Bill', budgets: 'Budgets', attribution: 'Attribution' },
  range: 'Range',
  ranges,
  rangesSpoken,
  scope: 'Show usage of',
  refresh: 'Refresh',
  refreshing: 'Refreshing the figures',
  loading: 'Loading the figures',
  sampleTitle: 'Sample data',
  sampleText: 'These figures are made up. They are nobody’s usage and cost nothing.',
  source: 'Source',
  span: 'Time span',
  spanInZone: (span: string, zone: string) => `${span} (${zone})`,
  monthSpan: (span: string) => `${span}, since AWS’s month began at midnight UTC`,
  comparedWith: 'Compared with',
  age: 'Updated',
  asOf: 'As of',
  justNow: 'less than a minute ago',
  stale: 'Stale',
  staleTitle: 'There has been no good answer for longer than expected.',
  yes: 'yes',
  no: 'no',
  emptyTitle: 'No traffic yet',
  emptyText: 'Figures come 1–2 minutes after a call.',
  emptyPartial: 'No traffic in the figures that are known.',
  missingTitle: 'Some figures are missing',
  problemTitle: 'The figures could not be refreshed',
  oldFigures: (time: string) => `Shown are the figures of ${time}.`,
  failedTitle: 'The figures could not be read',
  viewFailed: 'A part of this page could not be loaded. Close the page and open it again.',
  noProfileTitle: 'No profile yet',
  noProfileText:
    'Usage is counted for application inference profiles. Create one, use it in your coding agent, and its tokens appear here.',
  badMessage: (what: string) => `The page got a message that it does not understand: ${what}`,
};

const totals = {
  totals: 'Totals',
  total: 'Total',
  totalTokens: 'Total tokens',
  estimate: 'Estimate',
  kinds,
  kindsLower: { input: 'input', output: 'output', cacheRead: 'cache read', cacheWrite: 'cache write' } satisfies Record<
    TokenKind,
    string
  >,
  invocations: 'Invocations',
  latency: 'Average latency',
  clientErrors: 'Client errors',
  serverErrors: 'Server errors',
  throttles: 'Throttles',
  notKnown: 'not known',
  unpriced: 'unpriced',
  unpricedTitle: 'No price is known for these tokens.',
  noCalls: 'no calls',
  atLeast: 'at least; some values are not known',
  atLeastMoney: 'at least; a part is unpriced or not known',
  roughly: 'roughly; some values are not known',
  noTokens: 'no tokens',
  nothingToShare: 'nothing to share',
  shareOfTotal: (share: string) => `${share} of total`,
  shareOfEstimate: (share: string) => `${share} of the estimate`,
  changed: (difference: string, ratio: string, range: Range) =>
    `${difference}${ratio === '' ? '' : ` (${ratio})`} compared with ${spansBefore[range]}`,
  noTrafficBefore: (range: Range) => `No traffic in ${spansBefore[range]}`,
  noTrafficAtAll: (range: Range) => `No traffic, and none in ${spansBefore[range]}`,
  notComparable: (range: Range) => `Not comparable with ${spansBefore[range]}: a part is unpriced or not known`,
  noneBefore: 'no traffic before',
  noChange: 'no traffic in either span',
  changeUnknown: 'not comparable: a part is unpriced or not known',
  howReckoned: 'How This Is Reckoned',
  formulaOf: (name: string) => `How the estimate of ${name} is reckoned`,
  columnPrice: 'Price per million',
  timesPrice: (price: string) => `× ${price} per million`,
  cacheWriteRate:
    'Cache writes are reckoned at the 5-minute rate, because CloudWatch does not tell how long they are kept.',
  reckonedNothing: 'There are no tokens to reckon.',
};

const chart = {
  chartTitles: {
    tokens: { fiveMinutes: 'Tokens by 5 minutes', hour: 'Tokens by hour', day: 'Tokens by day' },
    money: { fiveMinutes: 'Estimate by 5 minutes', hour: 'Estimate by hour', day: 'Estimate by day' },
  },
  measure: 'What the chart shows',
  measures: { tokens: 'Tokens', money: 'Money' },
  chartHelp: 'Arrow keys move between bars, Enter keeps a bar selected.',
  chartHint: 'Point at a bar, or move through the bars with the arrow keys.',
  chartUnpriced: 'No price is known for these tokens, so there is no money to draw.',
  legend: 'Kinds of tokens',
  slotOpenStart: (range: string) => `${range} (part)`,
  slotOpenEnd: (range: string) => `${range} (so far)`,
  barName: (slot: string, total: string, parts: string, money: string) =>
    `${slot}: ${total} tokens: ${parts}; estimate ${money}`,
  barPart: (kind: string, count: string) => `${kind} ${count}`,
  patternTitle: 'By hour of the day',
  patternBusiest: (hour: string, share: string) => `Busiest hour: ${hour}, with ${share}.`,
  patternOf: { tokens: 'of the tokens', money: 'of the estimate' },
  patternText: (zone: string) => `Shares of the hours of local time (${zone})`,
  patternNone: 'Nothing to show.',
  cachingTitle: 'Caching',
  hitRatio: 'Cache hit ratio',
  hitText: 'of what the models read comes from the cache',
  hitFormula: (read: string, input: string, write: string) =>
    `${read} read from the cache, of ${read} + ${input} input + ${write} written to it`,
  cachingSaved: (money: string) => `Caching saved ${money} against no caching.`,
  cachingCost: (money: string) =>
    `Caching cost ${money} more than no caching: writing to the cache cost more than reading from it saved.`,
  cachingEven: 'Caching neither saved nor cost anything.',
  cachingUnpriced: 'What caching saved is not known, because its tokens are unpriced.',
  cachingPart: 'Tokens whose prices are not known are left out.',
  cachingHintMine:
    'Your agent hardly reads from the cache; look for prompt caching in its settings, and whether its model supports it.',
  cachingHintTeam:
    'These agents hardly read from the cache; look for prompt caching in their settings, and whether their models support it.',
  whatIfTitle: 'The same tokens on other models',
  whatIfText:
    'The tokens of this range at the prices of other models and tiers. Another model may need more or fewer tokens for the same work.',
  whatIfDifference: 'Difference to now',
  whatIfNow: 'Now',
};

const tables = {
  table: 'The same numbers as a table',
  asTable: (name: string) => `${name}, as a table`,
  tabs: 'Group the table',
  tabTime: { fiveMinutes: 'By 5 minutes', hour: 'By hour', day: 'By day' },
  tabNames: { members: 'By member', models: 'By model', profiles: 'By profile', kinds: 'By kind' },
  captionTime: (zone: string) => `Usage by local time (${zone})`,
  captions: {
    members: 'Usage by member, as the profiles’ tags name them',
    models: 'Usage by model',
    profiles: 'Usage by profile',
    kinds: 'Usage by kind of tokens',
  },
  columnTime: 'Time',
  columnHour: 'Hour',
  columnDay: 'Day',
  columnMember: 'Member',
  columnTeam: 'Team',
  columnProfile: 'Profile',
  columnModel: 'Model',
  columnTier: 'Source tier',
  columnProfiles: 'Profiles',
  columnKind: 'Kind',
  columnShare: 'Share',
  columnTokens: 'Tokens',
  columnTokenShare: 'Share of tokens',
  columnChange: 'Change',
  columnStatus: 'Status',
  latencyInMs: 'Average latency (ms)',
  estimateInUsd: 'Estimate (USD)',
  totalOfShown: (count: number) => `Total of ${count} shown`,
  noOwner: 'Without owner tags',
  noMember: 'No member',
  filter: 'Filter rows',
  filtered: (count: number, all: number) => `${count} of ${few(all, 'row', 'rows')}`,
  filteredBy: (filter: string) => `Only rows with “${filter}”`,
  noRows: 'No row matches the filter.',
  showIdle: (count: number) => `Show ${few(count, 'profile', 'profiles')} without traffic`,
  hideIdle: (count: number) => `Hide ${few(count, 'profile', 'profiles')} without traffic`,
  showOnly: (name: string) => `Show only ${name}`,
  idleLeftOut: (count: number) => `${few(count, 'profile', 'profiles')} without traffic left out`,
  copyTable: 'Copy Table',
  exportTable: 'Export Table…',
  copied: 'Copied',
  moreRows: (count: number) => `${count} more rows were left out because the table is too long to copy`,
  rowsLeftOut: (count: number) => `${count} more rows are left out, because the table is too long`,
  rawStart: 'Start',
  rawEnd: 'End',
  rawProfileId: 'Profile ID',
  rawUnpriced: 'Tokens without a price',
  rawEstimateBefore: 'Estimate before',
  rawUnpricedBefore: 'Tokens without a price before',
  rawTotalBefore: 'Total tokens before',
  rawWhole: 'Estimate is complete',
};

const bill = {
  bill: 'Bill',
  billSource: 'From AWS Cost Explorer. Days are days in UTC.',
  notConnectedTitle: 'Nothing is connected',
  notConnectedText: 'Connect to AWS to look at the bill.',
  billAsk:
    'What AWS charges for Bedrock, as Cost Explorer tells it: a row for each name, by day and by service, with what carries no tag in a row of its own.',
  askBill: 'Look at the Bill',
  askAgain: 'Ask Again',
  asking: 'Asking…',
  billFailed: 'The bill could not be read',
  grouping: 'Group by',
  month: 'Month',
  lastCompleteDay: 'Last complete day',
  allEstimated: 'AWS may still change these amounts until the month is closed.',
  someEstimated: 'AWS may still change the days that are marked as estimated.',
  notComplete: 'Not all usage of the days that are not complete (drawn hollow) has reached the bill.',
  byDay: 'By day',
  byMonth: 'By month',
  byDayScale: 'each row to its own scale',
  dayStatus: (estimated: boolean, complete: boolean) =>
    [...(estimated ? ['estimated'] : []), ...(complete ? [] : ['not complete'])].join(', '),
  barsName: (label: string, day: string, usd: string) => `${label}: highest ${day} with ${usd}`,
  barsNone: (label: string) => `${label}: nothing`,
  services: 'Services',
  days: 'Days',
  eachMonth: 'Months',
  noBill: 'Nothing was charged for Bedrock in this time.',
  reconciliation: 'Estimate and bill',
  reconciliationAsk:
    'Sets the estimate from CloudWatch beside what Cost Explorer says, member by member, and tells why they differ.',
  askReconciliation: 'Compare with the Bill',
  reconciliationFailed: 'The comparison could not be made',
  noComparison: 'There is nothing to compare.',
  difference: 'Difference',
  reasons: 'Reasons',
  notes: 'What this takes into account',
  costTags: 'Cost allocation tags',
  costTagsAsk: 'Asks AWS whether the tags that name owners are active for the bill.',
  askCostTags: 'Ask for Their Status',
  costTagsFailed: 'The status of the tags could not be read',
  tagStatus: { active: 'Active', inactive: 'Not active', unknown: 'Not known' },
  ladder: 'What happens when',
  done: 'done',
  ahead: 'to come',
};

const budgets = {
  noBudgetsTitle: 'No budget yet',
  noBudgetsText: 'A budget says how much a member or a team means to spend, and warns before it is used up.',
  meter: (label: string, used: string, gone: string) =>
    `${label}: ${used} of the budget is used, and ${gone} of the period has gone`,
  spentOf: (spent: string, limit: string) => `${spent} of ${limit}`,
  ofLimit: (limit: string) => `of ${limit}`,
  limitOnly: (limit: string) => `Limit ${limit}; what has been spent is not known`,
  used: (share: string) => `${share} used`,
  gone: (share: string) => `${share} of the period has gone`,
  warnsAt: (shares: string) => `Warns at ${shares}`,
  budgetText: (source: string) => `What is spent is an estimate: tokens × list price; it is no bill. From ${source}.`,
  forecast: (usd: string, method: string) => `Forecast for the end of the period: ${usd}, ${method}.`,
  noForecast: (method: string) => `No forecast: ${method}.`,
  budgetStates: { unknown: 'Not known', fine: 'Within budget', warning: 'Near the limit', over: 'Over budget' },
};

export const english = { ...general, ...totals, ...chart, ...tables, ...bill, ...budgets };

/** The page's sentences in one language. */
export type Strings = typeof english;

const languages: Readonly<Partial<Record<string, Strings>>> = { en: english };

/** The sentences for a locale such as `en-GB`; English where there is no translation. */
export const stringsFor = (locale: string | undefined): Strings => languages[locale?.split('-')[0] ?? ''] ?? english;
