/** What the page says of money: prices, the bill, budgets, and what we cost ourselves. */

import type { PageState } from '../../protocol/usagePage/state';
import type { Snapshot } from '../../store/snapshot';
import type { Budget } from '../budgets/register';
import { billOf } from '../billing/billModel';
import { budgetsOf } from '../budgets/pageModel';
import { YEAR, type BillChoice } from '../billing/billView';
import { costTagsOf } from '../costAllocationTags/pageModel';
import { ownCostText } from './ownCost';
import { alternativesOf, pricesOf } from '../prices/pageModel';
import { reconciliationOf } from '../billing/reconciliationModel';

/** What the reader has chosen to see of the bill, when and for whom. */
export interface MoneyContext extends BillChoice {
  readonly now: number;
  /** The soft budgets that are set. */
  readonly budgets: readonly Budget[];
  readonly locale: string;
}

type MoneyState = Pick<
  PageState,
  'alternatives' | 'prices' | 'bill' | 'reconciliation' | 'costTags' | 'budgets' | 'budgetActions' | 'ownCost'
>;

export function moneyOf(snapshot: Snapshot, context: MoneyContext): MoneyState {
  return {
    alternatives: alternativesOf(snapshot),
    prices: pricesOf(snapshot),
    ...(snapshot.choice === undefined ? {} : { bill: billOf(snapshot, context) }),
    // Twelve months are not compared: CloudWatch's hours would be some thousands, and the days are what tells why.
    ...(snapshot.choice === undefined || context.month === YEAR
      ? {}
      : { reconciliation: reconciliationOf(snapshot, context) }),
    ...(snapshot.choice === undefined ? {} : { costTags: costTagsOf(snapshot, context) }),
    ...budgetsOf(snapshot, context.budgets, context.now),
    ownCost: ownCostText(snapshot, context.locale),
  };
}
