/** The first table of a report: the whole month, and how it compares with the one before. */

import { markdownTable, markdownText } from '../export/markdownText';
import { TOKEN_KINDS, totalTokens } from '../usage/usage';
import { amountText, changeText, costChange, numberColumn, savedText, textColumn } from './cells';
import type { ReportData, Spent } from './data';
import type { ReportMessages } from './messages';
import type { MonthDays } from './month';
import type { Sections } from './sections';
import { savedBy } from './sums';

/** The headings of the columns: the month, its compared days, and those of the month before. */
function headingsOf({ month }: ReportData, { compared, over, before }: MonthDays, messages: ReportMessages): string[] {
  const { formats, cells, columns, days } = messages;
  if (over) return [formats.month(month), formats.month(before), columns.change];
  const toDate = cells.monthToDate(formats.month(month));
  return compared === undefined || compared === 0
    ? [toDate]
    : [toDate, days(month, compared), days(before, compared), columns.change];
}

export function summaryOf(data: ReportData, range: MonthDays, { total }: Sections, messages: ReportMessages): string {
  const { columns, formats, headings } = messages;
  const { compared, over } = range;
  const isCompared = compared !== 0;
  const row = (label: string, cell: (spent: Spent) => string, change: string): readonly string[] => [
    label,
    cell(total.spent),
    ...(isCompared ? [...(over ? [] : [cell(total.now)]), cell(total.before), change] : []),
  ];
  const counted = (label: string, of: (spent: Spent) => number): readonly string[] =>
    row(
      label,
      (spent) => formats.count(of(spent)),
      changeText({ now: of(total.now), before: of(total.before) }, messages),
    );
  const saved = (of: 'days' | 'daysBefore', count: number | undefined): string =>
    savedText(
      savedBy(data.profiles, (profile) => profile[of].slice(0, count)),
      messages,
    );
  const rows = [
    row(columns.estimate, ({ amount }) => amountText(amount, messages), costChange(total, messages)),
    counted(columns.tokens, ({ tokens }) => totalTokens(tokens)),
    ...TOKEN_KINDS.map((kind) => counted(columns[kind], ({ tokens }) => tokens[kind])),
    [
      columns.savedByCaching,
      saved('days', undefined),
      ...(isCompared ? [...(over ? [] : [saved('days', compared)]), saved('daysBefore', compared), ''] : []),
    ],
  ];
  return [
    `## ${markdownText(headings.summary)}`,
    markdownTable(
      [textColumn(''), ...headingsOf(data, range, messages).map(numberColumn)],
      rows.map((cells) => cells.map(markdownText)),
    ),
  ].join('\n\n');
}
