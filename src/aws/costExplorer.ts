/** Cost Explorer: the bill by tag, account and usage type, and the tags that it is split by. Every request costs $0.01, each page included. */

import type { Billing } from '../core/bill';
import { Problem } from '../core/problem';

const later = (): Promise<never> => Promise.reject(new Problem('unexpected', { message: 'Not asked yet' }));

/** The bill of the connection's account. */
export const billingOf = (): Billing => ({
  bill: later,
  costTags: later,
  activateCostTags: later,
  backfills: later,
  startBackfill: later,
});
