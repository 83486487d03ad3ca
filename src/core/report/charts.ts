/** The charts of a report: its days by team or member, and its models. */

import { fromDecimal, NO_MONEY } from '../money';
import { totalTokens } from '../usage/usage';
import { barChart } from './barChart';
import { amountText } from './cells';
import { MAX_SERIES } from './chartStyle';
import type { ReportData, ReportProfile, Spent } from './data';
import { dayChart, type DaySeries } from './dayChart';
import type { ChartMeasure, ReportMessages } from './messages';
import { startOfMonth, type MonthDays } from './month';
import { groupByModel } from '../profiles/grouping';
import { daysOf, dollars, linesOf, lineOf, isUnpriced, sumSpent, type ReportLine } from './sums';

const DAY = 86_400_000;

export interface ReportChart {
  /** A file name. */
  readonly name: string;
  readonly svg: string;
  /** The chart as a sentence, for those who do not see it: plain text. */
  readonly description: string;
}

/** How a measure is drawn and written. */
interface Scale {
  readonly measure: ChartMeasure;
  readonly of: (spent: Spent) => number;
  readonly text: (spent: Spent) => string;
  readonly valueText: (value: number) => string;
  readonly axis: (value: number, step: number) => string;
}

/** Cost, or tokens where nothing has a price. */
function scaleFor(total: Spent, messages: ReportMessages): Scale {
  const { formats } = messages;
  return isUnpriced(total.amount)
    ? {
        measure: 'tokens',
        of: ({ tokens }) => totalTokens(tokens),
        text: ({ tokens }) => formats.count(totalTokens(tokens)),
        valueText: formats.count,
        axis: formats.short,
      }
    : {
        measure: 'cost',
        of: ({ amount: { money } }) => dollars(money),
        text: ({ amount }) => amountText(amount, messages),
        valueText: (value) => formats.money(fromDecimal(value.toFixed(9)) ?? NO_MONEY),
        axis: formats.axisMoney,
      };
}

/** The lines that have a colour of their own, and the rest as one. */
function ranked(
  lines: readonly ReportLine[],
  most: number,
  { charts, formats }: ReportMessages,
): readonly ReportLine[] {
  const rest = lines.slice(most);
  if (rest.length === 0) return lines;
  const others = lineOf(
    [charts.others(formats.count(rest.length))],
    rest.flatMap((line) => line.profiles),
    undefined,
  );
  return [...lines.slice(0, most), others];
}

/** Which lines the days are stacked by: teams, or members where there is only one team. */
export interface Stacking {
  readonly by: 'team' | 'member';
  readonly lines: readonly ReportLine[];
}

export function stackingOf(teams: readonly ReportLine[], members: readonly ReportLine[]): Stacking {
  const used = (lines: readonly ReportLine[]): readonly ReportLine[] =>
    lines.filter(({ spent }) => totalTokens(spent.tokens) > 0);
  const stack = used(teams);
  return stack.length > 1 ? { by: 'team', lines: stack } : { by: 'member', lines: used(members) };
}

const nameOf = ({ labels }: ReportLine): string => labels[0] ?? '';

/** The month's days as stacked bars. */
export function byDay(
  { month }: ReportData,
  { days }: MonthDays,
  { by, lines }: Stacking,
  messages: ReportMessages,
): ReportChart {
  const { charts, formats } = messages;
  const total = sumSpent(lines.map(({ spent }) => spent));
  const scale = scaleFor(total, messages);
  const stacked = ranked(lines, MAX_SERIES, messages);
  const series = stacked.map((line): DaySeries => ({
    name: nameOf(line),
    values: daysOf(line.profiles, days).map(scale.of),
  }));
  const title = charts.byDayTitle(scale.measure, by, formats.month(month));
  const parts = stacked.map((line) => `${nameOf(line)} ${scale.text(line.spent)}`).join(', ');
  const daysText = messages.days(month, Math.max(1, days));
  const description = charts.byDayDescription(title, scale.text(total), daysText, parts);
  const dateOf = (day: number): string => formats.date(startOfMonth(month) + (day - 1) * DAY);
  const svg = dayChart({
    title,
    subtitle: charts.byDaySubtitle(scale.measure, total.amount.whole),
    description,
    days: Array.from({ length: days }, (_, index) => index + 1),
    series,
    axisText: scale.axis,
    hintText: (name, day, value) => charts.dayHint(name, dateOf(day), scale.valueText(value)),
  });
  return { name: 'by-day.svg', svg, description };
}

const MAX_MODELS = 12;

/** The models that were used, as bars. */
export function byModel({ month }: ReportData, used: readonly ReportProfile[], messages: ReportMessages): ReportChart {
  const { charts, cells, formats } = messages;
  const inferenceTypeOf = ({ inferenceType }: ReportProfile): string => cells.inferenceType(inferenceType);
  const lines = linesOf(
    groupByModel(used, ({ model }) => model ?? '', inferenceTypeOf),
    undefined,
    (profile) => [charts.modelAndInferenceType(profile.model ?? cells.unknownModel, inferenceTypeOf(profile))],
  ).filter(({ spent }) => totalTokens(spent.tokens) > 0);
  const total = sumSpent(lines.map(({ spent }) => spent));
  const scale = scaleFor(total, messages);
  const bars = ranked(lines, MAX_MODELS, messages).map((line) => ({
    name: nameOf(line),
    value: scale.of(line.spent),
    text: scale.text(line.spent),
  }));
  const title = charts.byModelTitle(scale.measure, formats.month(month));
  const description = charts.byModelDescription(title, bars.map(({ name, text }) => `${name} ${text}`).join(', '));
  const subtitle = charts.byModelSubtitle(scale.measure, total.amount.whole);
  return { name: 'by-model.svg', svg: barChart({ title, subtitle, description, bars }), description };
}
