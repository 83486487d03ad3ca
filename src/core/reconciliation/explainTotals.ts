/** Reasons where a service's usage types are not known: from sums alone, so most is left unexplained. */

import { NO_MONEY, add, subtract, type Money } from '../money';
import { isRounding, negate } from './amounts';
import type { CountedTokens } from './measuredUsage';
import type { Label, NewReason } from './results';
import { unpricedUsage, type ReconcileContext } from './context';

/** A label's sums on a day over the services without usage types. */
interface Sums {
  estimate: Money;
  bill: Money;
  /** Billed for models that the label used without a price, so nothing was estimated. */
  unpriced: Money;
  readonly services: string[];
}

type DaySums = Map<string, Sums>;

const noSums = (): Sums => ({ estimate: NO_MONEY, bill: NO_MONEY, unpriced: NO_MONEY, services: [] });

const placeOf = ({ label, day, model }: Pick<CountedTokens, 'label' | 'day' | 'model'>): string =>
  JSON.stringify([label ?? null, day, model]);

function sumsOf(context: ReconcileContext): ReadonlyMap<Label, DaySums> {
  const { usage, bill, asked, modelIds, isDetailed, calendar } = context;
  const all = new Map<Label, DaySums>();
  const at = (label: Label, day: string): Sums => {
    const days = all.get(label) ?? new Map<string, Sums>();
    all.set(label, days);
    const sums = days.get(day) ?? noSums();
    days.set(day, sums);
    return sums;
  };
  for (const { label, day, model, amount } of usage.counted) {
    if (!calendar.tagDays.has(day) || isDetailed(model)) continue;
    const sums = at(label, day);
    sums.estimate = add(sums.estimate, amount.money);
  }
  const priced = new Set(usage.counted.flatMap((one) => (one.amount.whole ? [placeOf(one)] : [])));
  for (const { label, day, service, cost } of bill) {
    if (asked.has(service)) continue;
    const sums = at(label, day);
    const model = modelIds.modelOf(service);
    const used = unpricedUsage(context, label, day).some((one) => one.model === model);
    // Where some kinds of tokens have a price, the share of the others is not known.
    if (used && model !== undefined && !priced.has(placeOf({ label, day, model })))
      sums.unpriced = add(sums.unpriced, cost);
    sums.bill = add(sums.bill, cost);
    if (!sums.services.includes(service)) sums.services.push(service);
  }
  return all;
}

/**
 * Finds reasons for one label and day. Returns the amount that is in the untagged row because the tag key was not
 * active.
 */
function explainLabelDay(
  label: Label,
  day: string,
  { sums, moved }: { readonly sums: Sums; readonly moved: Money },
  context: ReconcileContext,
): Money {
  const { calendar, results } = context;
  const { estimate, bill, unpriced, services } = sums;
  const tagDay = calendar.tagDays.get(day);
  const inactive: NewReason = { code: 'tag-not-active', ...(calendar.inferred ? { inferred: true } : {}) };
  results.addReason(label, day, { code: 'unpriced-model', usd: unpriced, services, approximate: true });
  results.addReason(label, day, { ...inactive, usd: moved });
  const remaining = subtract(subtract(subtract(bill, estimate), unpriced), moved);
  if (label !== undefined && tagDay === 'unavailable' && remaining < 0n) {
    results.addReason(label, day, { ...inactive, usd: remaining });
    return negate(remaining);
  }
  if (label !== undefined && tagDay === 'partial' && remaining < 0n) results.addReason(label, day, inactive);
  const used = estimate > 0n || unpricedUsage(context, label, day).length > 0;
  if (isRounding(remaining, bill)) results.addReason(label, day, { code: 'rounding', usd: remaining, services });
  else if (remaining < 0n && calendar.isIncomplete(day))
    results.addReason(label, day, { code: 'bill-not-complete', usd: remaining, services, approximate: true });
  else if (remaining > 0n && label === undefined)
    results.addReason(label, day, { code: 'untagged-or-direct', usd: remaining, services, approximate: true });
  // What is on one side only needs no price to explain.
  else if (remaining < 0n && services.length === 0)
    results.addReason(label, day, { code: 'usage-not-on-the-bill', usd: remaining });
  else if (remaining > 0n && !used && tagDay === 'available')
    results.addReason(label, day, { code: 'usage-not-in-cloudwatch', usd: remaining, services });
  return NO_MONEY;
}

/** Names reasons for the sums of services without usage types; the untagged row last. */
export function explainTotals(context: ReconcileContext): void {
  const all = sumsOf(context);
  const moved = new Map<string, Money>();
  for (const [label, days] of all) {
    if (label === undefined) continue;
    for (const [day, sums] of days)
      moved.set(day, add(moved.get(day) ?? NO_MONEY, explainLabelDay(label, day, { sums, moved: NO_MONEY }, context)));
  }
  const untagged = all.get(undefined) ?? new Map<string, Sums>();
  for (const day of new Set([...moved.keys(), ...untagged.keys()]))
    explainLabelDay(
      undefined,
      day,
      { sums: untagged.get(day) ?? noSums(), moved: moved.get(day) ?? NO_MONEY },
      context,
    );
}
