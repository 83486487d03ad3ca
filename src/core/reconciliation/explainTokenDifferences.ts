/** Finds reasons for differences of tokens: first the UTC day boundary, then what is known of the day. */

import { NO_MONEY, add, subtract, type Money } from '../money';
import type { ReasonCode } from './reasons';
import { negate, perToken, absolute, lesser, tokensFor } from './amounts';
import { differenceOf, type DayDifference, type DifferenceSeries } from './tokenDifferences';
import { matchAcrossMidnight, type BoundaryDay } from './utcDayBoundary';
import type { Label } from './results';
import { nextDay } from './tagDays';
import { unpricedUsage, type ReconcileContext } from './context';

const NOTHING: DayDifference = {
  billed: NO_MONEY,
  counted: NO_MONEY,
  edges: { first: NO_MONEY, last: NO_MONEY },
  services: [],
};

/** Billed on the day after it was counted, or on the day before. */
type Direction = 'later' | 'earlier';

function boundaryDaysOf(
  series: DifferenceSeries,
  differences: readonly Money[],
  days: readonly string[],
  context: ReconcileContext,
  direction: Direction,
): readonly BoundaryDay[] {
  const { calendar } = context;
  return days.map((day, at) => {
    const { counted, edges } = series.days.get(day) ?? NOTHING;
    const edge = direction === 'later' ? edges?.last : edges?.first;
    return {
      difference: differences[at] ?? NO_MONEY,
      incomplete: !calendar.tagDays.has(day) || !calendar.isOver(day),
      mayMatchIncompleteDay: calendar.tagDays.get(day) === 'available',
      // Earlier than counted is unusual, so only what the hours prove.
      crossed: { most: edge ?? (direction === 'later' ? counted : NO_MONEY), certain: edge !== undefined },
    };
  });
}

/**
 * For each of the days the part of its gap that ran over midnight: billed on the day after, or else on the day before.
 */
function amountsAcrossMidnight(
  series: DifferenceSeries,
  days: readonly string[],
  context: ReconcileContext,
): readonly Money[] {
  const differences = days.map((day) => differenceOf(series.days.get(day) ?? NOTHING));
  const later = matchAcrossMidnight(boundaryDaysOf(series, differences, days, context, 'later'));
  const remaining = differences.map((difference, at) => subtract(difference, later[at] ?? NO_MONEY));
  const back = boundaryDaysOf(series, remaining, days, context, 'earlier').toReversed();
  const earlier = matchAcrossMidnight(back).toReversed();
  return later.map((amount, at) => add(amount, earlier[at] ?? NO_MONEY));
}

interface Remaining {
  readonly label: Label;
  readonly day: string;
  readonly series: DifferenceSeries;
  readonly difference: Money;
}

function addReason(
  { label, day, series }: Remaining,
  code: ReasonCode,
  usd: Money,
  { results }: ReconcileContext,
  more: { readonly inferred?: true } = {},
): void {
  const { group, days } = series;
  const tokens = tokensFor(usd, group.price);
  const services = days.get(day)?.services ?? [];
  results.addReason(label, day, {
    code,
    usd,
    services,
    models: [group.model],
    ...(tokens === undefined ? {} : { tokens }),
    ...more,
  });
}

/**
 * How much of what a label lacks is in the untagged row: all of it where the key was not active, where that changed
 * what is there.
 */
function movableToUntagged(
  { day, series, difference }: Remaining,
  { calendar, tokenDifferences }: ReconcileContext,
): Money {
  const missing = negate(difference);
  const tagDay = calendar.tagDays.get(day);
  if (tagDay === 'available' || tagDay === undefined) return NO_MONEY;
  if (tagDay === 'unavailable') return missing;
  const there = tokenDifferences.find(undefined, series.group)?.days.get(day);
  const free = there === undefined ? NO_MONEY : differenceOf(there);
  return free <= 0n ? NO_MONEY : lesser(free, missing);
}

/** Counts a label's usage where it is billed. */
function moveToUntagged(remaining: Remaining, amount: Money, context: ReconcileContext): void {
  const { calendar, tokenDifferences } = context;
  const { series, day } = remaining;
  const more = calendar.inferred ? ({ inferred: true } as const) : {};
  addReason(remaining, 'tag-not-active', negate(amount), context, more);
  tokenDifferences.addCounted(undefined, series.group, { day, amount, edges: series.days.get(day)?.edges });
  addReason({ ...remaining, label: undefined }, 'tag-not-active', amount, context, more);
}

function explainMissing(remaining: Remaining, context: ReconcileContext): void {
  const moved = remaining.label === undefined ? NO_MONEY : movableToUntagged(remaining, context);
  if (moved > 0n) moveToUntagged(remaining, moved, context);
  const rest = add(remaining.difference, moved);
  if (absolute(rest) < perToken(remaining.series.group.price)) addReason(remaining, 'rounding', rest, context);
  else
    addReason(
      remaining,
      context.calendar.isIncomplete(remaining.day) ? 'bill-not-complete' : 'usage-not-on-the-bill',
      rest,
      context,
    );
}

/** Whether the label used what has no price, so that it can be behind more tokens on the bill than were counted. */
function isUnpriced({ label, day, series: { group, days } }: Remaining, context: ReconcileContext): boolean {
  const counted = days.get(day)?.counted ?? NO_MONEY;
  return unpricedUsage(context, label, day).some(({ model, kind, region }) =>
    model === undefined
      ? counted === NO_MONEY && kind === group.kind
      : model === group.model && kind === group.kind && region === group.region,
  );
}

function explainSurplus(remaining: Remaining, context: ReconcileContext): void {
  const { label, series, difference } = remaining;
  const code: ReasonCode =
    difference < perToken(series.group.price)
      ? 'rounding'
      : isUnpriced(remaining, context)
        ? 'unpriced-model'
        : label === undefined
          ? 'untagged-or-direct'
          : 'usage-not-in-cloudwatch';
  addReason(remaining, code, difference, context);
}

/** Names reasons for all gaps of a label. The untagged row comes last: what labels lack is counted there. */
export function explainTokenDifferences(label: Label, context: ReconcileContext): void {
  const { calendar, tokenDifferences } = context;
  const [first, last] = [calendar.days[0], calendar.days.at(-1)];
  if (first === undefined || last === undefined) return;
  const days = [nextDay(first, -1), ...calendar.days, nextDay(last)];
  for (const series of tokenDifferences.seriesOf(label)) {
    const boundary = amountsAcrossMidnight(series, days, context);
    for (const [at, day] of days.entries()) {
      const known = series.days.get(day);
      if (known === undefined || !calendar.tagDays.has(day)) continue;
      const over = boundary[at] ?? NO_MONEY;
      const remaining = { label, day, series, difference: subtract(differenceOf(known), over) };
      addReason(remaining, 'utc-day-boundary', over, context);
      if (remaining.difference < 0n) explainMissing(remaining, context);
      else if (remaining.difference > 0n) explainSurplus(remaining, context);
    }
  }
}
