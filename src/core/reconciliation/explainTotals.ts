/** Reasons where a service's usage types are not known: from sums alone, so most is left unexplained. */

import { NO_MONEY, add, type Money } from '../money';
import { isRounding, minus, negate } from './amounts';
import type { Counted } from './measuredUsage';
import type { Label, Named } from './results';
import { unpricedUse, type World } from './context';

/** A label's sums on a day over the services without usage types. */
interface Sums {
  estimate: Money;
  bill: Money;
  /** Of services whose model the label used without a price: nothing was estimated for it. */
  unpriced: Money;
  readonly services: string[];
}

type DaySums = Map<string, Sums>;

const noSums = (): Sums => ({ estimate: NO_MONEY, bill: NO_MONEY, unpriced: NO_MONEY, services: [] });

const placeOf = ({ label, day, model }: Pick<Counted, 'label' | 'day' | 'model'>): string =>
  JSON.stringify([label ?? null, day, model]);

function sumsOf(world: World): ReadonlyMap<Label, DaySums> {
  const { usage, bill, asked, billedAs, isDetailed, calendar } = world;
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
    const model = billedAs.modelOf(service);
    const used = unpricedUse(world, label, day).some((one) => one.model === model);
    // Where some kinds have a price, nobody knows how much of the sum is the others'.
    if (used && model !== undefined && !priced.has(placeOf({ label, day, model })))
      sums.unpriced = add(sums.unpriced, cost);
    sums.bill = add(sums.bill, cost);
    if (!sums.services.includes(service)) sums.services.push(service);
  }
  return all;
}

/** Names reasons for one label and day. Answers what it lacks because its key was not active: that is in the untagged row. */
function settle(
  label: Label,
  day: string,
  { sums, moved }: { readonly sums: Sums; readonly moved: Money },
  world: World,
): Money {
  const { calendar, sheet } = world;
  const { estimate, bill, unpriced, services } = sums;
  const told = calendar.tagDays.get(day);
  const inactive: Named = { code: 'tag-not-active', ...(calendar.inferred ? { inferred: true } : {}) };
  sheet.name(label, day, { code: 'unpriced-model', usd: unpriced, services, rough: true });
  sheet.name(label, day, { ...inactive, usd: moved });
  const left = minus(minus(minus(bill, estimate), unpriced), moved);
  if (label !== undefined && told === 'not-told' && left < 0n) {
    sheet.name(label, day, { ...inactive, usd: left });
    return negate(left);
  }
  if (label !== undefined && told === 'partly' && left < 0n) sheet.name(label, day, inactive);
  const used = estimate > 0n || unpricedUse(world, label, day).length > 0;
  if (isRounding(left, bill)) sheet.name(label, day, { code: 'rounding', usd: left, services });
  else if (left < 0n && calendar.isIncomplete(day))
    sheet.name(label, day, { code: 'bill-not-complete', usd: left, services, rough: true });
  else if (left > 0n && label === undefined)
    sheet.name(label, day, { code: 'untagged-or-direct', usd: left, services, rough: true });
  // What is on one side alone is so whatever its price.
  else if (left < 0n && services.length === 0) sheet.name(label, day, { code: 'usage-not-on-the-bill', usd: left });
  else if (left > 0n && !used && told === 'told')
    sheet.name(label, day, { code: 'usage-not-in-cloudwatch', usd: left, services });
  return NO_MONEY;
}

/** Names reasons for the sums of services without usage types; the untagged row last. */
export function explainSums(world: World): void {
  const all = sumsOf(world);
  const moved = new Map<string, Money>();
  for (const [label, days] of all) {
    if (label === undefined) continue;
    for (const [day, sums] of days)
      moved.set(day, add(moved.get(day) ?? NO_MONEY, settle(label, day, { sums, moved: NO_MONEY }, world)));
  }
  const untagged = all.get(undefined) ?? new Map<string, Sums>();
  for (const day of new Set([...moved.keys(), ...untagged.keys()]))
    settle(undefined, day, { sums: untagged.get(day) ?? noSums(), moved: moved.get(day) ?? NO_MONEY }, world);
}
