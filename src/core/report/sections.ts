/** The sections of a report: cost and usage by team, member, model and profile, each with the same total. */

import { markdownTable, markdownText, type MarkdownColumn } from '../export/markdownText';
import { TOKEN_KINDS, totalTokens } from '../usage/usage';
import { amountText, bold, costChange, numberColumn, shareText, textColumn } from './cells';
import type { ReportData, ReportProfile } from './data';
import type { ReportMessages } from './messages';
import type { MonthDays } from './month';
import { groupByOwner, groupByTeam, type GroupOwner } from '../profiles/grouping';
import { lineOf, linesOf, modelLinesOf, type ReportLine } from './sums';

/** The lines of each section; each section adds up to the total. */
export interface Sections {
  readonly total: ReportLine;
  readonly teams: readonly ReportLine[];
  readonly members: readonly ReportLine[];
  readonly models: readonly ReportLine[];
  readonly profiles: readonly ReportLine[];
}

/** Adds up all sections. `compared` is the number of days that are compared with the month before. */
export function sectionsOf(
  { profiles }: ReportData,
  { compared }: Pick<MonthDays, 'compared'>,
  { cells, columns }: ReportMessages,
): Sections {
  const teamOf = ({ team, tagsKnown }: ReportProfile): string =>
    tagsKnown ? (team ?? cells.noTeam) : cells.ownerUnknown;
  const memberOf = ({ member, tagsKnown }: ReportProfile): string =>
    tagsKnown ? (member ?? cells.noMember) : cells.ownerUnknown;
  // The owner as the report shows it: what cannot be read is one owner, whatever else is known.
  const ownerOf = ({ team, member, tagsKnown }: ReportProfile): GroupOwner =>
    tagsKnown ? { team, member } : { team: undefined, member: undefined, tagsKnown };
  const each = profiles.map((profile) => ({ items: [profile] }));
  return {
    total: lineOf([columns.total], profiles, compared),
    teams: linesOf(groupByTeam(profiles, ownerOf), compared, (profile) => [teamOf(profile)]),
    members: linesOf(groupByOwner(profiles, ownerOf), compared, (profile) => [memberOf(profile), teamOf(profile)]),
    models: modelLinesOf(profiles, compared, cells),
    profiles: linesOf(each, compared, (profile) => [
      profile.name,
      profile.id,
      memberOf(profile),
      profile.model ?? cells.unknownModel,
    ]),
  };
}

/** The columns of numbers that every section has. */
const numberColumns = ({ columns }: ReportMessages): readonly MarkdownColumn[] =>
  [columns.estimate, columns.share, columns.tokens, ...TOKEN_KINDS.map((kind) => columns[kind])].map(numberColumn);

const numbersOf = (line: ReportLine, total: ReportLine, messages: ReportMessages): readonly string[] => [
  amountText(line.spent.amount, messages),
  shareText(line.spent, total.spent, messages),
  messages.formats.short(totalTokens(line.spent.tokens)),
  ...TOKEN_KINDS.map((kind) => messages.formats.short(line.spent.tokens[kind])),
];

export interface SectionLayout {
  readonly heading: string;
  /** Headings of the labels before the numbers. */
  readonly labels: readonly string[];
  /** Headings of the labels behind the numbers. */
  readonly after?: readonly string[];
  /** Whether there is a column that compares with the month before. */
  readonly change: boolean;
}

/**
 * A section's table, with the total as its last row. Lines that were used only in the month before are left out, unless
 * months are compared.
 */
export function sectionOf(
  { heading, labels, after = [], change }: SectionLayout,
  lines: readonly ReportLine[],
  total: ReportLine,
  messages: ReportMessages,
): string {
  const { columns } = messages;
  const headings = [
    ...labels.map(textColumn),
    ...numberColumns(messages),
    ...(change ? [numberColumn(columns.change)] : []),
    ...after.map(textColumn),
  ];
  const shown = change ? lines : lines.filter(({ spent }) => totalTokens(spent.tokens) > 0);
  const rows = shown.map((line) =>
    [
      ...labels.map((_, index) => line.labels[index] ?? ''),
      ...numbersOf(line, total, messages),
      ...(change ? [costChange(line, messages)] : []),
      ...after.map((_, index) => line.labels[labels.length + index] ?? ''),
    ].map(markdownText),
  );
  const last = [
    columns.total,
    ...labels.slice(1).map(() => ''),
    ...numbersOf(total, total, messages),
    ...(change ? [costChange(total, messages)] : []),
    ...after.map(() => ''),
  ].map((cell) => bold(markdownText(cell)));
  return [`## ${markdownText(heading)}`, markdownTable(headings, [...rows, last])].join('\n\n');
}
