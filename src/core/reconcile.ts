/** Explains every cent between an estimate and the bill. */

import type { ReconcileInput, Reconciliation } from './reconciliation';

/** Sets estimates and the bill side by side. Pure; never throws on what AWS may answer. */
export function reconcile(input: ReconcileInput): Reconciliation {
  throw new Error(`Not yet: ${input.tagKey}`);
}
