/** The bill, and the tags that it is split by, put together from the services that answer for them. */

import type { BillingApi } from '../core/billing/bill';
import type { Clients } from './clients';
import { activateCostTags, backfills, costTags, startBackfill } from './services/costAllocationTags';
import { bill } from './services/costExplorer';

/** The bill of the connection's account, and the tags that it is split by. */
export const billingOf = (clients: Clients): BillingApi => ({
  bill: (query, signal, limit) => bill(clients, query, signal, limit),
  costTags: (keys, signal, limit) => costTags(clients, keys, signal, limit),
  activateCostTags: (keys, signal) => activateCostTags(clients, keys, signal),
  backfills: (signal) => backfills(clients, signal),
  startBackfill: (from, signal) => startBackfill(clients, from, signal),
});
