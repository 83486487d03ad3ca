/** The sections of a report: who or what spent how much, each with the same total. */

import { markdownTable, markdownText, type MarkdownColumn } from '../export/markdownText';
import { TOKEN_KINDS, totalTokens } from '../usage/usage';
import { bold, moneyChange, number, shareText, text } from './cells';
import type { ReportData, ReportProfile } from './data';
import type { MonthDays } from './month';
import { lineOf, linesBy, type Line } from './sums';
import * as say from './sentences';

const { COLUMNS } = say;

/** Sections of a report: lines of which each section's sums are the total's. */
export interface Sections {
  readonly total: Line;
  readonly teams: readonly Line[];
  readonly members: readonly Line[];
  readonly models: readonly Line[];
  readonly profiles: readonly Line[];
}

const teamOf = ({ team, tagsKnown }: ReportProfile): string =>
  tagsKnown ? (team ?? say.OWNERLESS.team) : say.OWNERLESS.unreadable;
const memberOf = ({ member, tagsKnown }: ReportProfile): string =>
  tagsKnown ? (member ?? say.OWNERLESS.member) : say.OWNERLESS.unreadable;

/** All that is added up. `days` tells which days are compared. */
export function sectionsOf({ profiles }: ReportData, { compared }: MonthDays): Sections {
  const by = (labelsOf: (profile: ReportProfile) => readonly string[]): readonly Line[] =>
    linesBy(profiles, compared, labelsOf);
  return {
    total: lineOf([COLUMNS.total], profiles, compared),
    teams: by((profile) => [teamOf(profile)]),
    members: by((profile) => [memberOf(profile), teamOf(profile)]),
    models: by(({ model, tier, price }) => [model, tier, price]),
    profiles: by((profile) => [profile.name, profile.id, memberOf(profile), profile.model]),
  };
}

/** Cells of numbers that every section has. */
const NUMBERS: readonly MarkdownColumn[] = [
  number(COLUMNS.estimate),
  number(COLUMNS.share),
  number(COLUMNS.tokens),
  ...TOKEN_KINDS.map((kind) => number(COLUMNS[kind])),
];

const numbersOf = (line: Line, total: Line): readonly string[] => [
  say.amount(line.spent.amount),
  shareText(line.spent, total.spent),
  say.short(totalTokens(line.spent.tokens)),
  ...TOKEN_KINDS.map((kind) => say.short(line.spent.tokens[kind])),
];

export interface Section {
  readonly heading: string;
  /** Headings of the labels before the numbers; those of `after` stand behind them. */
  readonly labels: readonly string[];
  readonly after?: readonly string[];
  readonly change: boolean;
}

/** A section's table, with the total as its last row. Lines that were used only in the month before are left out unless they are compared. */
export function sectionOf(
  { heading, labels, after = [], change }: Section,
  lines: readonly Line[],
  total: Line,
): string {
  const columns = [...labels.map(text), ...NUMBERS, ...(change ? [number(COLUMNS.change)] : []), ...after.map(text)];
  const shown = change ? lines : lines.filter(({ spent }) => totalTokens(spent.tokens) > 0);
  const rows = shown.map((line) =>
    [
      ...labels.map((_, index) => line.labels[index] ?? ''),
      ...numbersOf(line, total),
      ...(change ? [moneyChange(line)] : []),
      ...after.map((_, index) => line.labels[labels.length + index] ?? ''),
    ].map(markdownText),
  );
  const last = [
    COLUMNS.total,
    ...labels.slice(1).map(() => ''),
    ...numbersOf(total, total),
    ...(change ? [moneyChange(total)] : []),
    ...after.map(() => ''),
  ].map((cell) => bold(markdownText(cell)));
  return [`## ${heading}`, markdownTable(columns, [...rows, last])].join('\n\n');
}
