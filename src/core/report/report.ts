/** A month's report as Markdown with charts beside it. Pure: the same data and messages give the same report. */

import { markdownTable, markdownText } from '../export/markdownText';
import { shortAccount } from '../format';
import { totalTokens } from '../usage/usage';
import { bold, numberColumn, textColumn } from './cells';
import { byDay, byModel, stackingOf, type ReportChart } from './charts';
import type { ReportData } from './data';
import type { ReportMessages } from './messages';
import { monthDays, type MonthDays } from './month';
import { billNote, notesOf } from './notes';
import { sectionOf, sectionsOf, type SectionLayout } from './sections';
import type { ReportLine } from './sums';
import { summaryOf } from './summary';

export interface Report {
  readonly markdown: string;
  readonly charts: readonly Pick<ReportChart, 'name' | 'svg'>[];
}

function billSection(data: ReportData, messages: ReportMessages): string {
  const { bill } = data;
  if (bill === undefined) return '';
  const { formats, cells, columns, headings } = messages;
  const rows = bill.sum.rows.map(({ label, total }) =>
    [label ?? cells.untagged, formats.money(total)].map(markdownText),
  );
  const last = [columns.total, formats.money(bill.sum.total)].map((cell) => bold(markdownText(cell)));
  return [
    `## ${markdownText(headings.bill)}`,
    markdownText(billNote(data, messages)),
    markdownTable([textColumn(bill.key), numberColumn(columns.bill)], [...rows, last]),
  ].join('\n\n');
}

/** The period, the account, the Region, and when and by whom the report was created: on one line. */
function aboutLine(data: ReportData, { days, over }: MonthDays, messages: ReportMessages): string {
  const { introduction, formats } = messages;
  const range = over
    ? introduction.wholeMonth(formats.month(data.month))
    : introduction.runningMonth(messages.days(data.month, Math.max(1, days)), data.month.slice(0, 4));
  return [
    range,
    introduction.account(shortAccount(data.account)),
    data.region,
    introduction.created(messages.time(data.now), data.createdBy),
  ].join(' · ');
}

const image = ({ name, description }: ReportChart): string => `![${markdownText(description)}](${name})`;

/** Builds the report. Its charts are files beside it, under their names. */
export function buildReport(data: ReportData, messages: ReportMessages): Report {
  const { headings, columns, introduction, formats } = messages;
  const range = monthDays(data.month, data.now);
  const sections = sectionsOf(data, range, messages);
  const { total, teams, members, models, profiles } = sections;
  const isUsed = totalTokens(total.spent.tokens) > 0;
  const charts = isUsed
    ? [byDay(data, range, stackingOf(teams, members), messages), byModel(data, data.profiles, messages)]
    : [];
  const change = range.compared !== 0;
  const section = (
    heading: string,
    labels: readonly string[],
    lines: readonly ReportLine[],
    more: Partial<SectionLayout> = {},
  ) => sectionOf({ heading, labels, change, ...more }, lines, total, messages);
  const parts = [
    `# ${markdownText(introduction.title(formats.month(data.month)))}`,
    ...(data.sample ? [`> **${markdownText(introduction.sample)}**`] : []),
    markdownText(aboutLine(data, range, messages)),
    ...(isUsed ? [] : [markdownText(introduction.noUsage)]),
    summaryOf(data, range, sections, messages),
    ...charts.map(image),
    section(headings.team, [columns.team], teams),
    section(headings.member, [columns.member, columns.team], members),
    section(headings.model, [columns.model, columns.inferenceType], models, { change: false, after: [columns.price] }),
    section(headings.profile, [columns.profile, columns.profileId, columns.member, columns.model], profiles, {
      change: false,
    }),
    billSection(data, messages),
    `## ${markdownText(headings.notes)}`,
    notesOf(data, range, messages)
      .map((note) => `- ${markdownText(note)}`)
      .join('\n'),
  ];
  return { markdown: `${parts.filter((part) => part !== '').join('\n\n')}\n`, charts };
}
