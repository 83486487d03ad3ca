/** A month's report as Markdown with pictures beside it. Pure: the same data give the same report. */

import { markdownTable, markdownText } from '../export/markdownText';
import { shortAccount } from '../format';
import { totalTokens } from '../usage/usage';
import { bold, number, text } from './cells';
import { byDay, byModel, stackingOf, type Chart } from './charts';
import type { ReportData } from './data';
import { monthDays, type MonthDays } from './month';
import { billSentence, notesOf } from './notes';
import { sectionOf, sectionsOf, type Section } from './sections';
import type { Line } from './sums';
import { summaryOf } from './summary';
import * as say from './sentences';

const { COLUMNS, HEADINGS } = say;

export interface Report {
  readonly markdown: string;
  readonly charts: readonly Pick<Chart, 'name' | 'svg'>[];
}

function billOf(data: ReportData): string {
  const { bill } = data;
  if (bill === undefined) return '';
  const rows = bill.sum.rows.map(({ label, total }) => [label ?? say.UNTAGGED, say.money(total)].map(markdownText));
  const last = [COLUMNS.total, say.money(bill.sum.total)].map((cell) => bold(markdownText(cell)));
  return [
    `## ${HEADINGS.bill}`,
    markdownText(billSentence(data)),
    markdownTable([text(bill.key), number(COLUMNS.bill)], [...rows, last]),
  ].join('\n\n');
}

/** Where, when and by whom, on one line. */
function aboutLine(data: ReportData, { days, over }: MonthDays): string {
  const year = data.month.slice(0, 4);
  const range = over
    ? `${say.monthName(data.month)} (UTC)`
    : `${say.daysText(data.month, Math.max(1, days))} ${year} (UTC), the month is not over`;
  const by = data.madeBy === undefined ? '' : ` by ${data.madeBy}`;
  return [
    range,
    `account ${shortAccount(data.account)}`,
    data.region,
    `made on ${say.timeText(data.now)}${by} with Bedrock Tally`,
  ].join(' · ');
}

const picture = ({ name, alternative }: Chart): string => `![${markdownText(alternative)}](${name})`;

/** The report. Its pictures lie beside it, under their names. */
export function reportOf(data: ReportData): Report {
  const days = monthDays(data.month, data.now);
  const sections = sectionsOf(data, days);
  const { total, teams, members, models, profiles } = sections;
  const isUsed = totalTokens(total.spent.tokens) > 0;
  const charts = isUsed ? [byDay(data, days, stackingOf(teams, members)), byModel(data, data.profiles)] : [];
  const change = days.compared !== 0;
  const section = (heading: string, labels: readonly string[], lines: readonly Line[], more: Partial<Section> = {}) =>
    sectionOf({ heading, labels, change, ...more }, lines, total);
  const parts = [
    `# ${markdownText(`Amazon Bedrock usage, ${say.monthName(data.month)}`)}`,
    ...(data.sample ? [`> **${markdownText(say.SAMPLE)}**`] : []),
    markdownText(aboutLine(data, days)),
    ...(isUsed ? [] : [say.NO_USAGE]),
    summaryOf(data, days, sections),
    ...charts.map(picture),
    section(HEADINGS.team, [COLUMNS.team], teams),
    section(HEADINGS.member, [COLUMNS.member, COLUMNS.team], members),
    section(HEADINGS.model, [COLUMNS.model, COLUMNS.tier], models, { change: false, after: [COLUMNS.price] }),
    section(HEADINGS.profile, [COLUMNS.profile, COLUMNS.id, COLUMNS.member, COLUMNS.model], profiles, {
      change: false,
    }),
    billOf(data),
    `## ${HEADINGS.notes}`,
    notesOf(data, days)
      .map((note) => `- ${markdownText(note)}`)
      .join('\n'),
  ];
  return { markdown: `${parts.filter((part) => part !== '').join('\n\n')}\n`, charts };
}
