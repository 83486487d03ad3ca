/** A soft budget as it is set. */

import type { BudgetPeriod } from '../../manifest';
import type { BudgetScope } from '../../store/snapshot';

/** US dollars for a period; 0 is no budget. */
export interface BudgetLimit {
  readonly amount: number;
  readonly period: BudgetPeriod;
}

/** A budget that is set. `warnAt` in percent. */
export interface Budget extends BudgetLimit {
  readonly scope: BudgetScope;
  readonly warnAt: readonly number[];
}
