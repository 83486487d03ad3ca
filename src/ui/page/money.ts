/** What the page says of money: prices, the bill, budgets, and what we cost ourselves. */

import type { PageState } from '../../core/protocol';
import type { Snapshot } from '../../ledger/snapshot';
import { ownCostText } from './ownCost';
import { alternativesOf, pricesOf } from './prices';

/** What the reader has chosen to see of the bill. */
export interface MoneyContext {
  /** A tag key, `account`, or `account-tag`. */
  readonly grouping: string;
  /** yyyy-mm. */
  readonly month: string;
  readonly now: number;
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
    budgets: [],
    budgetActions: [],
    ownCost: ownCostText(snapshot, context.locale),
  };
}
