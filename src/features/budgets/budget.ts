/** A soft budget as it is set. */

import type { BudgetLimit } from '../../core/budgets/budget';
import type { BudgetScope } from '../../store/snapshot';

/** A budget that is set. `warnAt` in percent. */
export interface Budget extends BudgetLimit {
  readonly scope: BudgetScope;
  readonly warnAt: readonly number[];
}
