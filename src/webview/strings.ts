/** Every sentence of the page. Another language is another object of the same shape. */

import type { TokenKind } from '../core/usage';

const kinds: Readonly<Record<TokenKind, string>> = {
  input: 'Input',
  output: 'Output',
  cacheRead: 'Cache read',
  cacheWrite: 'Cache write',
};

export const english = {
  title: 'Usage, last 24 hours',
  scope: 'Show usage of',
  refresh: 'Refresh',
  refreshing: 'Refreshing the figures',
  loading: 'Loading the figures',
  sampleTitle: 'Sample data',
  sampleText: 'These figures are made up. They are nobody’s usage and cost nothing.',
  source: 'Source',
  span: 'Time span',
  spanInZone: (span: string, zone: string) => `${span} (${zone})`,
  age: 'Updated',
  justNow: 'less than a minute ago',
  stale: 'Stale',
  staleTitle: 'There has been no good answer for longer than expected.',
  totals: 'Totals',
  total: 'Total',
  totalTokens: 'Total tokens',
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
  noCalls: 'no calls',
  atLeast: 'at least; some values are not known',
  roughly: 'roughly; some values are not known',
  noTokens: 'no tokens',
  shareOfTotal: (share: string) => `${share} of total`,
  chart: 'Tokens by hour',
  chartHelp: 'Arrow keys move between hours, Enter keeps an hour selected.',
  chartHint: 'Point at a bar, or move through the bars with the arrow keys.',
  legend: 'Kinds of tokens',
  hourWhole: (range: string) => range,
  hourOpenStart: (range: string) => `${range} (part)`,
  hourOpenEnd: (range: string) => `${range} (so far)`,
  barName: (hour: string, total: string, parts: string) => `${hour}: ${total} tokens: ${parts}`,
  barPart: (kind: string, count: string) => `${kind} ${count}`,
  tokens: (count: string) => `${count} tokens`,
  table: 'The same numbers as a table',
  tabs: 'Group the table',
  tabHours: 'By hour',
  tabProfiles: 'By profile',
  tabModels: 'By model',
  captionHours: (zone: string) => `Usage by hour of local time (${zone})`,
  captionProfiles: 'Usage by profile',
  captionModels: 'Usage by model',
  columnHour: 'Hour',
  columnProfile: 'Profile',
  columnModel: 'Model',
  columnTier: 'Source tier',
  columnProfiles: 'Profiles',
  columnShare: 'Share',
  latencyInMs: 'Average latency (ms)',
  showOnly: (name: string) => `Show only ${name}`,
  copyTable: 'Copy table',
  copied: 'Copied',
  moreRows: (count: number) => `${count} more rows were left out because the table is too long to copy`,
  emptyTitle: 'No traffic yet',
  emptyText: 'Figures come 1–2 minutes after a call.',
  emptyPartial: 'No traffic in the figures that are known.',
  missingTitle: 'Some figures are missing',
  problemTitle: 'The figures could not be refreshed',
  oldFigures: (time: string) => `Shown are the figures of ${time}.`,
  failedTitle: 'The figures could not be read',
  noProfileTitle: 'No profile yet',
  noProfileText:
    'Usage is counted for application inference profiles. Create one, use it in your coding agent, and its tokens appear here.',
  badMessage: (what: string) => `The page got a message that it does not understand: ${what}`,
};

/** The page's sentences in one language. */
export type Strings = typeof english;

const languages: Readonly<Partial<Record<string, Strings>>> = { en: english };

/** The sentences for a locale such as `en-GB`; English where there is no translation. */
export const stringsFor = (locale: string | undefined): Strings => languages[locale?.split('-')[0] ?? ''] ?? english;
