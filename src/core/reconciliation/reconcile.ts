/**
 * Explains every cent between an estimate and the bill. A line of the bill by usage type is taken apart into its price (against the list),
 * its variant (against the standard tokens that CloudWatch counts), and its tokens (against CloudWatch's), whose differences are then
 * explained by what is known of the day. What nothing explains is left as it is.
 */

import { openWorld, type World } from './context';
import { explainDetail } from './explainUsageTypes';
import { explainSums } from './explainTotals';
import { settleLabel } from './explainDifferences';
import type { ReconcileInput, Reconciliation } from './types';

/** Puts both sides on the sheet. */
function fill({ calendar, sheet, usage, bill }: World): void {
  for (const { label, day, amount } of usage.counted) if (calendar.tagDays.has(day)) sheet.estimate(label, day, amount);
  for (const line of bill) sheet.bill(line.label, line.day, line.cost);
}

/** Says of estimates that are not whole why they are not, where no amount says it already. */
function nameUnpriced({ calendar, sheet, usage }: World): void {
  for (const { label, day, model, amount } of usage.counted) {
    if (amount.whole || !calendar.tagDays.has(day) || sheet.has(label, day, 'unpriced-model')) continue;
    sheet.name(label, day, { code: 'unpriced-model', models: model === undefined ? [] : [model] });
  }
}

/**
 * Sets estimates and the bill side by side, for each label and day of the span. Only the present tags of profiles are known: after a
 * change of tags the old label has more on the bill than in CloudWatch, the new one less. Never throws on what AWS may answer.
 */
export function reconcile(input: ReconcileInput): Reconciliation {
  const world = openWorld(input);
  const { sheet, calendar, usage } = world;
  fill(world);
  explainDetail(world);
  // The untagged row comes last, because what labels lack while their key is not active is counted there.
  for (const label of world.labels) settleLabel(label, world);
  explainSums(world);
  nameUnpriced(world);
  return {
    rows: sheet.rows(),
    days: sheet.days(),
    total: sheet.total(),
    tagDays: Object.fromEntries(calendar.tagDays),
    unreadable: usage.unreadable,
  };
}
