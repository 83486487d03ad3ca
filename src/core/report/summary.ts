/** The first table of a report: the whole month, and how it compares with the one before. */

import { markdownTable, markdownText } from '../export/markdownText';
import { TOKEN_KINDS, totalTokens } from '../usage/usage';
import { changeText, moneyChange, number, text } from './cells';
import type { ReportData, Spent } from './data';
import type { MonthDays } from './month';
import type { Sections } from './sections';
import { savedBy } from './sums';
import * as say from './sentences';

const { COLUMNS, HEADINGS } = say;

/** The numbers of some days, and those of the days that they are compared with. */
export function summaryOf(data: ReportData, days: MonthDays, { total }: Sections): string {
  const { compared, over, before } = days;
  const month = say.monthName(data.month);
  const isCompared = compared !== 0;
  const nowText = over ? [] : [say.daysText(data.month, compared ?? 1)];
  const beforeText = over ? say.monthName(before) : say.daysText(before, compared ?? 1);
  const saved = [undefined, compared].map((count) => savedBy(data.profiles, (one) => one.days.slice(0, count)));
  const savedBefore = savedBy(data.profiles, (one) => one.daysBefore.slice(0, compared));
  const row = (label: string, cell: (spent: Spent) => string, change: string): readonly string[] => [
    label,
    cell(total.spent),
    ...(isCompared ? [...(over ? [] : [cell(total.now)]), cell(total.before), change] : []),
  ];
  const counted = (label: string, of: (spent: Spent) => number): readonly string[] =>
    row(label, (spent) => say.count(of(spent)), changeText(of(total.now), of(total.before)));
  const [savedNow, savedCompared] = saved.map(say.savedText);
  const columns = [
    text(''),
    number(over ? month : `${month} so far`),
    ...(isCompared ? [...nowText, beforeText, COLUMNS.change].map(number) : []),
  ];
  const rows = [
    row(COLUMNS.estimate, ({ amount }) => say.amount(amount), moneyChange(total)),
    counted(COLUMNS.tokens, ({ tokens }) => totalTokens(tokens)),
    ...TOKEN_KINDS.map((kind) => counted(COLUMNS[kind], ({ tokens }) => tokens[kind])),
    [
      COLUMNS.saved,
      savedNow ?? '',
      ...(isCompared ? [...(over ? [] : [savedCompared ?? '']), say.savedText(savedBefore), ''] : []),
    ],
  ];
  return [
    `## ${HEADINGS.summary}`,
    markdownTable(
      columns,
      rows.map((cells) => cells.map(markdownText)),
    ),
  ].join('\n\n');
}
