/**
 * Cost Explorer refreshes several times a day, so two answers about one day can differ: what reached the bill between
 * the two requests is in only one of them. This happens only on incomplete days.
 */

import { groupBy } from '../collections';
import { NO_MONEY, add, fromDecimal, toDecimal, subtract, type Money } from '../money';
import { isRounding } from './amounts';
import type { DetailLine, ServiceDayAmount, ReconcileContext } from './context';

/** A label's amounts of one service on one day, in the bill and by usage type. */
interface ServiceDay {
  readonly at: ServiceDayAmount;
  readonly whole: Money;
  readonly parts: readonly DetailLine[];
  /** What the parts add up to. */
  readonly known: Money;
}

type BillWithDetail = Pick<ReconcileContext, 'bill' | 'detail' | 'asked'>;

const keyOf = ({ label, day, service }: ServiceDayAmount): string => JSON.stringify([label ?? null, day, service]);
const sumOf = (lines: readonly ServiceDayAmount[]): Money => lines.reduce((sum, { cost }) => add(sum, cost), NO_MONEY);

/** All amounts of services whose usage types were loaded, from either answer. */
function serviceDaysOf({ bill, detail, asked }: BillWithDetail): readonly ServiceDay[] {
  const wholes = groupBy(
    bill.filter(({ service }) => asked.has(service)),
    keyOf,
  );
  const parts = groupBy(detail, keyOf);
  return [...new Set([...wholes.keys(), ...parts.keys()])].flatMap((key) => {
    const profilePrices = parts.get(key) ?? [];
    const lines = wholes.get(key) ?? [];
    const at = lines[0] ?? profilePrices[0];
    return at === undefined ? [] : [{ at, parts: profilePrices, whole: sumOf(lines), known: sumOf(profilePrices) }];
  });
}

/** A share of a decimal number. */
function shareOf(quantity: string | undefined, part: Money, of: Money): string | undefined {
  const units = quantity === undefined ? undefined : fromDecimal(quantity);
  return units === undefined ? quantity : toDecimal(((units * part) / of) as Money);
}

/**
 * Scales parts that exceed the bill down to it, so that no reason can be more than the amount on the bill.
 */
function scaleToBill({ whole, parts, known }: ServiceDay): readonly DetailLine[] {
  if (whole < 0n || whole >= known || isRounding(subtract(whole, known), whole)) return parts;
  if (parts.some(({ cost }) => cost < 0n)) return parts;
  return parts.map((line) => ({
    ...line,
    cost: ((line.cost * whole) / known) as Money,
    quantity: shareOf(line.quantity, whole, known),
  }));
}

/**
 * The lines by usage type, of days that are not complete with no more in them than was on the bill when it was asked
 * for.
 */
export const detailAsOfBill = (context: BillWithDetail & Pick<ReconcileContext, 'calendar'>): readonly DetailLine[] =>
  serviceDaysOf(context).flatMap((place) => (context.calendar.isOver(place.at.day) ? place.parts : scaleToBill(place)));

/** Names what the lines by usage type do not add up to, of services that were asked. */
export function explainRemainders(context: BillWithDetail & Pick<ReconcileContext, 'calendar' | 'results'>): void {
  for (const { at, whole, known } of serviceDaysOf(context)) {
    const { label, day, service } = at;
    const rest = subtract(whole, known);
    if (isRounding(rest, whole))
      context.results.addReason(label, day, { code: 'rounding', usd: rest, services: [service] });
    // On a complete day nothing can have come between.
    else if (!context.calendar.isOver(day))
      context.results.addReason(label, day, { code: 'bill-not-complete', usd: rest, services: [service] });
  }
}
