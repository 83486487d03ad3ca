/**
 * Explains every cent between an estimate and the bill. A line of the bill by usage type is taken apart into its price
 * (against the list), its variant (against the standard tokens that CloudWatch counts), and its tokens (against
 * CloudWatch's), whose differences are then explained by what is known of the day. What nothing explains is left as it
 * is.
 */

import { createContext, type ReconcileContext } from './context';
import { explainUsageTypes } from './explainUsageTypes';
import { explainTotals } from './explainTotals';
import { explainTokenDifferences } from './explainTokenDifferences';
import type { ReconcileInput, Reconciliation } from './types';

/** Adds the estimates and the billed amounts to the results. */
function addBothSides({ calendar, results, usage, bill }: ReconcileContext): void {
  for (const { label, day, amount } of usage.counted)
    if (calendar.tagDays.has(day)) results.addEstimate(label, day, amount);
  for (const line of bill) results.addBilled(line.label, line.day, line.cost);
}

/** Adds the reason why an estimate is not whole, where no amount with that reason was added. */
function explainUnpriced({ calendar, results, usage }: ReconcileContext): void {
  for (const { label, day, model, amount } of usage.counted) {
    if (amount.whole || !calendar.tagDays.has(day) || results.hasAmount(label, day, 'unpriced-model')) continue;
    results.addReason(label, day, { code: 'unpriced-model', models: model === undefined ? [] : [model] });
  }
}

/**
 * Sets estimates and the bill side by side, for each label and day of the span. Only the present tags of profiles are
 * known: after a change of tags the old label has more on the bill than in CloudWatch, the new one less. Never throws
 * on what AWS may answer.
 */
export function reconcile(input: ReconcileInput): Reconciliation {
  const context = createContext(input);
  const { results, calendar, usage } = context;
  addBothSides(context);
  explainUsageTypes(context);
  // The untagged row comes last, because what labels lack while their key is not active is counted there.
  for (const label of context.labels) explainTokenDifferences(label, context);
  explainTotals(context);
  explainUnpriced(context);
  return {
    rows: results.rows(),
    days: results.days(),
    total: results.total(),
    tagDays: Object.fromEntries(calendar.tagDays),
    unreadable: usage.unreadable,
  };
}
