/** The cost part of the page: prices, the bill, budgets, and the cost of our own requests. */

import type { PageState } from '../../protocol/usagePage/state';
import type { BillChoice } from '../../store/billQueries';
import type { Snapshot } from '../../store/snapshot';
import type { Budget } from '../budgets/register';
import { budgetsOf } from '../budgets/pageModel';
import { billPageOf } from '../billing/pageModel';
import { costTagsOf } from '../costAllocationTags/pageModel';
import { extensionCostText } from './extensionCost';
import { alternativesOf, pricesOf } from '../prices/pageModel';

/** What the reader has chosen to see of the bill, when and for whom. */
export interface CostContext extends BillChoice {
  readonly now: number;
  /** The soft budgets that are set. */
  readonly budgets: readonly Budget[];
  readonly locale: string;
}

type CostState = Pick<
  PageState,
  'alternatives' | 'prices' | 'bill' | 'reconciliation' | 'costTags' | 'budgets' | 'budgetActions' | 'extensionCost'
>;

export function costStateOf(snapshot: Snapshot, context: CostContext): CostState {
  return {
    alternatives: alternativesOf(snapshot),
    prices: pricesOf(snapshot),
    ...billPageOf(snapshot, context),
    ...(snapshot.choice === undefined ? {} : { costTags: costTagsOf(snapshot, context) }),
    ...budgetsOf(snapshot, context.budgets, context.now),
    extensionCost: extensionCostText(snapshot, context.locale),
  };
}
