/** The pictures of a report: its days by team or member, and its models. */

import { totalTokens } from '../usage/usage';
import { barChart } from './barChart';
import { MOST_SERIES } from './chartStyle';
import type { ReportData, ReportProfile, Spent } from './data';
import { dayChart, type DaySeries } from './dayChart';
import type { MonthDays } from './month';
import { daysOf, dollars, linesBy, lineOf, isUnpriced, sumSpent, type Line } from './sums';
import { amount, axisMoney, count, daysText, money, monthName, short } from './sentences';
import { fromDecimal, NO_MONEY } from '../money';

export interface Chart {
  /** A file name. */
  readonly name: string;
  readonly svg: string;
  /** What it shows, for those who do not see it: plain text. */
  readonly alternative: string;
}

/** What the bars measure: money, or tokens where nothing is priced. */
interface Measure {
  readonly of: (spent: Spent) => number;
  readonly text: (spent: Spent) => string;
  readonly valueText: (value: number) => string;
  readonly axis: (value: number, step: number) => string;
  readonly title: string;
  readonly unit: string;
}

const inMoney: Measure = {
  of: ({ amount: { money: known } }) => dollars(known),
  text: (spent) => amount(spent.amount),
  valueText: (value) => money(fromDecimal(value.toFixed(9)) ?? NO_MONEY),
  axis: axisMoney,
  title: 'Estimated cost',
  unit: 'USD, tokens × list price',
};

const inTokens: Measure = {
  of: ({ tokens }) => totalTokens(tokens),
  text: ({ tokens }) => count(totalTokens(tokens)),
  valueText: count,
  axis: (value) => short(value),
  title: 'Tokens',
  unit: 'Tokens of all four kinds; nothing of it has a price',
};

const measureFor = (total: Spent): Measure => (isUnpriced(total.amount) ? inTokens : inMoney);

const OTHERS = 'Others';

/** The lines that have a colour of their own, and the rest as one. */
function ranked(lines: readonly Line[], most: number): readonly Line[] {
  const rest = lines.slice(most).flatMap((line) => line.profiles);
  const others = (): Line => lineOf([`${OTHERS} (${count(lines.length - most)})`], rest, undefined);
  return rest.length === 0 ? lines : [...lines.slice(0, most), others()];
}

/** Which lines the days are stacked by: teams, or members where there is only one team. */
export interface Stacking {
  readonly by: 'team' | 'member';
  readonly lines: readonly Line[];
}

export function stackingOf(teams: readonly Line[], members: readonly Line[]): Stacking {
  const used = (lines: readonly Line[]): readonly Line[] => lines.filter(({ spent }) => totalTokens(spent.tokens) > 0);
  const stack = used(teams);
  return stack.length > 1 ? { by: 'team', lines: stack } : { by: 'member', lines: used(members) };
}

const nameOf = ({ labels }: Line): string => labels[0] ?? '';

const missing = (total: Spent, measure: Measure): string =>
  total.amount.whole || measure === inTokens ? '' : '; what has no price is not drawn';

export function byDay(data: ReportData, { days }: MonthDays, { by, lines }: Stacking): Chart {
  const total = sumSpent(lines.map(({ spent }) => spent));
  const measure = measureFor(total);
  const stacked = ranked(lines, MOST_SERIES);
  const series = stacked.map((line): DaySeries => ({
    name: nameOf(line),
    values: daysOf(line.profiles, days).map(measure.of),
  }));
  const month = monthName(data.month);
  const title = `${measure.title} by day and ${by}, ${month}`;
  const sums = stacked.map((line) => `${nameOf(line)} ${measure.text(line.spent)}`);
  const alternative = `${title}: ${measure.text(total)} in ${daysText(data.month, Math.max(1, days))}; ${sums.join(', ')}`;
  const svg = dayChart({
    title,
    subtitle: `${measure.unit}; days in UTC${missing(total, measure)}`,
    description: alternative,
    days: Array.from({ length: days }, (_, index) => index + 1),
    series,
    axisText: measure.axis,
    hintText: (name, day, value) => `${name}, ${day} ${month}: ${measure.valueText(value)}`,
  });
  return { name: 'by-day.svg', svg, alternative };
}

const MOST_MODELS = 12;

export function byModel(data: ReportData, used: readonly ReportProfile[]): Chart {
  const lines = linesBy(used, undefined, ({ model, tier }) => [`${model}, ${tier}`]).filter(
    ({ spent }) => totalTokens(spent.tokens) > 0,
  );
  const total = sumSpent(lines.map(({ spent }) => spent));
  const measure = measureFor(total);
  const bars = ranked(lines, MOST_MODELS).map((line) => ({
    name: nameOf(line),
    value: measure.of(line.spent),
    text: measure.text(line.spent),
  }));
  const title = `${measure.title} by model, ${monthName(data.month)}`;
  const alternative = `${title}: ${bars.map(({ name, text }) => `${name} ${text}`).join(', ')}`;
  return {
    name: 'by-model.svg',
    svg: barChart({ title, subtitle: `${measure.unit}${missing(total, measure)}`, description: alternative, bars }),
    alternative,
  };
}
