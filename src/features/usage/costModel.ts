/** The cost part of the page: prices, the bill, budgets, and the cost of our own requests. */

import type { PageState } from '../../protocol/usagePage/state';
import type { Snapshot } from '../../store/snapshot';
import type { Budget } from '../budgets/register';
import { billOf } from '../billing/billModel';
import { budgetsOf } from '../budgets/pageModel';
import { LAST_12_MONTHS, type BillChoice } from '../billing/billController';
import { costTagsOf } from '../costAllocationTags/pageModel';
import { extensionCostText } from './extensionCost';
import { alternativesOf, pricesOf } from '../prices/pageModel';
import { reconciliationOf } from '../billing/reconciliationModel';

/** What the reader has chosen to see of the bill, when and for whom. */
export interface CostContext extends BillChoice {
  readonly now: number;
  /** The soft budgets that are set. */
  readonly budgets: readonly Budget[];
  readonly locale: string;
}

type CostState = Pick<
  PageState,
  'alternatives' | 'prices' | 'bill' | 'reconciliation' | 'costTags' | 'budgets' | 'budgetActions' | 'ownCost'
>;

export function costStateOf(snapshot: Snapshot, context: CostContext): CostState {
  return {
    alternatives: alternativesOf(snapshot),
    prices: pricesOf(snapshot),
    ...(snapshot.choice === undefined ? {} : { bill: billOf(snapshot, context) }),
    // Twelve months are not compared: CloudWatch's hours would be some thousands, and the differences are explained by
    // day.
    ...(snapshot.choice === undefined || context.month === LAST_12_MONTHS
      ? {}
      : { reconciliation: reconciliationOf(snapshot, context) }),
    ...(snapshot.choice === undefined ? {} : { costTags: costTagsOf(snapshot, context) }),
    ...budgetsOf(snapshot, context.budgets, context.now),
    ownCost: extensionCostText(snapshot, context.locale),
  };
}
