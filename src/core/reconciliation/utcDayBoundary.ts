/**
 * Usage that ran over midnight UTC is counted on one day and billed on the next. Amounts that are missing on one day
 * are matched with amounts that are too many on a later day; at each midnight at most as much as can have run over it.
 */

import { NO_MONEY, add, subtract, type Money } from '../money';
import { negate, lesser } from './amounts';

export interface BoundaryDay {
  /** Bill less estimate, at one price. */
  readonly difference: Money;
  /** Its bill is unknown or incomplete, so it may have any amount that can have run over midnight. */
  readonly incomplete: boolean;
  /** Whether what is missing on this day may be on an incomplete day. */
  readonly mayMatchIncompleteDay: boolean;
  /**
   * At most this ran over the midnight at its end; `certain` when that is known from the last hour and not from the
   * whole day.
   */
  readonly crossed: { readonly most: Money; readonly certain: boolean };
}

interface DayRow {
  readonly days: readonly BoundaryDay[];
  /** What is not matched yet. */
  readonly differences: Money[];
  /** What can still run over the midnight at each day's end. */
  readonly limits: Money[];
}

/** Matches what is too many on a day with the nearest earlier days on which it is missing. */
function matchSurplus({ days, differences, limits }: DayRow, at: number): void {
  for (let day = at - 1; day >= 0; day -= 1) {
    const surplus = differences[at] ?? NO_MONEY;
    const path = limits.slice(day, at).reduce(lesser);
    const from = days[day];
    if (from === undefined || surplus <= 0n || path <= 0n) return;
    if (from.incomplete) {
      // From an incomplete day all of it is matched or nothing: a part would be a guess.
      if (from.crossed.certain && surplus <= path) differences[at] = NO_MONEY;
      return;
    }
    const missing = differences[day] ?? NO_MONEY;
    if (missing >= 0n) continue;
    const moved = lesser(lesser(negate(missing), surplus), path);
    differences[day] = add(missing, moved);
    differences[at] = subtract(surplus, moved);
    for (let night = day; night < at; night += 1) limits[night] = subtract(limits[night] ?? NO_MONEY, moved);
  }
}

/** Matches what is missing on the day before an incomplete one, if all of it can have run over. */
function matchWithIncompleteDay({ days, differences, limits }: DayRow, at: number): void {
  const day = days[at];
  const missing = differences[at] ?? NO_MONEY;
  if (
    day === undefined ||
    missing >= 0n ||
    !day.mayMatchIncompleteDay ||
    !day.crossed.certain ||
    days[at + 1]?.incomplete !== true
  )
    return;
  if (negate(missing) <= (limits[at] ?? NO_MONEY)) differences[at] = NO_MONEY;
}

/** For each day the part of its gap that ran over midnight, with the gap's sign. */
export function matchAcrossMidnight(days: readonly BoundaryDay[]): readonly Money[] {
  const row: DayRow = {
    days,
    differences: days.map(({ difference }) => difference),
    limits: days.map(({ crossed }) => crossed.most),
  };
  const known = [...days.keys()].filter((at) => days[at]?.incomplete === false);
  for (const at of known) matchSurplus(row, at);
  for (const at of known) matchWithIncompleteDay(row, at);
  return days.map(({ difference, incomplete }, at) =>
    incomplete ? NO_MONEY : subtract(difference, row.differences[at] ?? NO_MONEY),
  );
}
