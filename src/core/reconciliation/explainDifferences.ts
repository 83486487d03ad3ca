/** Finds reasons for differences of tokens: midnight first, then what the day says. */

import { NO_MONEY, add, type Money } from '../money';
import type { ReasonCode } from './types';
import { minus, negate, perToken, sizeOf, smaller, tokensFor } from './amounts';
import { gapOf, type DayGap, type Series } from './tokenDifferences';
import { overMidnight, type Night } from './midnight';
import type { Label } from './results';
import { nextDay } from './tagDays';
import { unpricedUse, type World } from './context';

const NOTHING: DayGap = {
  billed: NO_MONEY,
  counted: NO_MONEY,
  edges: { first: NO_MONEY, last: NO_MONEY },
  services: [],
};

/** Billed on the day after it was counted, or on the day before. */
type Direction = 'later' | 'earlier';

function nightsOf(
  series: Series,
  gaps: readonly Money[],
  days: readonly string[],
  world: World,
  direction: Direction,
): readonly Night[] {
  const { calendar } = world;
  return days.map((day, at) => {
    const { counted, edges } = series.days.get(day) ?? NOTHING;
    const edge = direction === 'later' ? edges?.last : edges?.first;
    return {
      gap: gaps[at] ?? NO_MONEY,
      open: !calendar.tagDays.has(day) || !calendar.isOver(day),
      mayOwe: calendar.tagDays.get(day) === 'told',
      // Against the usual direction only what the hours prove.
      over: { most: edge ?? (direction === 'later' ? counted : NO_MONEY), sure: edge !== undefined },
    };
  });
}

/** For each of the days the part of its gap that ran over midnight: billed on the day after, or else on the day before. */
function boundaryOf(series: Series, days: readonly string[], world: World): readonly Money[] {
  const gaps = days.map((day) => gapOf(series.days.get(day) ?? NOTHING));
  const later = overMidnight(nightsOf(series, gaps, days, world, 'later'));
  const left = gaps.map((gap, at) => minus(gap, later[at] ?? NO_MONEY));
  const back = nightsOf(series, left, days, world, 'earlier').toReversed();
  const earlier = overMidnight(back).toReversed();
  return later.map((amount, at) => add(amount, earlier[at] ?? NO_MONEY));
}

interface Left {
  readonly label: Label;
  readonly day: string;
  readonly series: Series;
  readonly gap: Money;
}

function name(
  { label, day, series }: Left,
  code: ReasonCode,
  usd: Money,
  { sheet }: World,
  more: { readonly inferred?: true } = {},
): void {
  const { stuff, days } = series;
  const tokens = tokensFor(usd, stuff.price);
  const services = days.get(day)?.services ?? [];
  sheet.name(label, day, {
    code,
    usd,
    services,
    models: [stuff.model],
    ...(tokens === undefined ? {} : { tokens }),
    ...more,
  });
}

/** How much of what a label lacks is in the untagged row: all of it where the key was not active, where that changed what is there. */
function movable({ day, series, gap }: Left, { calendar, gaps }: World): Money {
  const missing = negate(gap);
  const told = calendar.tagDays.get(day);
  if (told === 'told' || told === undefined) return NO_MONEY;
  if (told === 'not-told') return missing;
  const there = gaps.find(undefined, series.stuff)?.days.get(day);
  const free = there === undefined ? NO_MONEY : gapOf(there);
  return free <= 0n ? NO_MONEY : smaller(free, missing);
}

/** Counts a label's usage where it is billed. */
function move(left: Left, amount: Money, world: World): void {
  const { calendar, gaps } = world;
  const { series, day } = left;
  const more = calendar.inferred ? ({ inferred: true } as const) : {};
  name(left, 'tag-not-active', negate(amount), world, more);
  gaps.count(undefined, series.stuff, { day, amount, edges: series.days.get(day)?.edges });
  name({ ...left, label: undefined }, 'tag-not-active', amount, world, more);
}

function settleMissing(left: Left, world: World): void {
  const moved = left.label === undefined ? NO_MONEY : movable(left, world);
  if (moved > 0n) move(left, moved, world);
  const rest = add(left.gap, moved);
  if (sizeOf(rest) < perToken(left.series.stuff.price)) name(left, 'rounding', rest, world);
  else name(left, world.calendar.isIncomplete(left.day) ? 'bill-not-complete' : 'usage-not-on-the-bill', rest, world);
}

/** Whether the label used what has no price, so that it can be behind more tokens on the bill than were counted. */
function isUnpriced({ label, day, series: { stuff, days } }: Left, world: World): boolean {
  const counted = days.get(day)?.counted ?? NO_MONEY;
  return unpricedUse(world, label, day).some(({ model, kind, region }) =>
    model === undefined
      ? counted === NO_MONEY && kind === stuff.kind
      : model === stuff.model && kind === stuff.kind && region === stuff.region,
  );
}

function settleMore(left: Left, world: World): void {
  const { label, series, gap } = left;
  const code: ReasonCode =
    gap < perToken(series.stuff.price)
      ? 'rounding'
      : isUnpriced(left, world)
        ? 'unpriced-model'
        : label === undefined
          ? 'untagged-or-direct'
          : 'usage-not-in-cloudwatch';
  name(left, code, gap, world);
}

/** Names reasons for all gaps of a label. The untagged row comes last: what labels lack is counted there. */
export function settleLabel(label: Label, world: World): void {
  const { calendar, gaps } = world;
  const [first, last] = [calendar.days[0], calendar.days.at(-1)];
  if (first === undefined || last === undefined) return;
  const days = [nextDay(first, -1), ...calendar.days, nextDay(last)];
  for (const series of gaps.seriesOf(label)) {
    const boundary = boundaryOf(series, days, world);
    for (const [at, day] of days.entries()) {
      const known = series.days.get(day);
      if (known === undefined || !calendar.tagDays.has(day)) continue;
      const over = boundary[at] ?? NO_MONEY;
      const left = { label, day, series, gap: minus(gapOf(known), over) };
      name(left, 'utc-day-boundary', over, world);
      if (left.gap < 0n) settleMissing(left, world);
      else if (left.gap > 0n) settleMore(left, world);
    }
  }
}
