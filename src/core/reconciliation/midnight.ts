/**
 * What ran over midnight: counted on one day, billed on the next. Along a row of days, amounts that are missing on one day and too many on
 * a later one are matched, through each midnight at most what can have run over it.
 */

import { NO_MONEY, add, type Money } from '../money';
import { minus, negate, smaller } from './amounts';

export interface Night {
  /** Bill less estimate, at one price. */
  readonly gap: Money;
  /** Its bill is not known, or not all of it: it may owe or take what can have run over midnight. */
  readonly open: boolean;
  /** Whether what is missing on this day may be on an open one. */
  readonly mayOwe: boolean;
  /** At most this ran over the midnight at its end; `sure` when that is known from the hours and not from the whole day. */
  readonly over: { readonly most: Money; readonly sure: boolean };
}

interface Row {
  readonly days: readonly Night[];
  /** What is not matched yet. */
  readonly gaps: Money[];
  /** What can still run over the midnight at each day's end. */
  readonly caps: Money[];
}

/** Fills what is too many on a day from the nearest days before on which it is missing. */
function fill({ days, gaps, caps }: Row, at: number): void {
  for (let day = at - 1; day >= 0; day -= 1) {
    const surplus = gaps[at] ?? NO_MONEY;
    const path = caps.slice(day, at).reduce(smaller);
    const from = days[day];
    if (from === undefined || surplus <= 0n || path <= 0n) return;
    if (from.open) {
      // Out of a day that is not known comes all of it or nothing: a part would be a guess.
      if (from.over.sure && surplus <= path) gaps[at] = NO_MONEY;
      return;
    }
    const missing = gaps[day] ?? NO_MONEY;
    if (missing >= 0n) continue;
    const moved = smaller(smaller(negate(missing), surplus), path);
    gaps[day] = add(missing, moved);
    gaps[at] = minus(surplus, moved);
    for (let night = day; night < at; night += 1) caps[night] = minus(caps[night] ?? NO_MONEY, moved);
  }
}

/** What is missing on the day before an open one, if all of it can have run over. */
function owe({ days, gaps, caps }: Row, at: number): void {
  const day = days[at];
  const missing = gaps[at] ?? NO_MONEY;
  if (day === undefined || missing >= 0n || !day.mayOwe || !day.over.sure || days[at + 1]?.open !== true) return;
  if (negate(missing) <= (caps[at] ?? NO_MONEY)) gaps[at] = NO_MONEY;
}

/** For each day the part of its gap that ran over midnight, with the gap's sign. */
export function overMidnight(days: readonly Night[]): readonly Money[] {
  const row: Row = { days, gaps: days.map(({ gap }) => gap), caps: days.map(({ over }) => over.most) };
  const known = [...days.keys()].filter((at) => days[at]?.open === false);
  for (const at of known) fill(row, at);
  for (const at of known) owe(row, at);
  return days.map(({ gap, open }, at) => (open ? NO_MONEY : minus(gap, row.gaps[at] ?? NO_MONEY)));
}
