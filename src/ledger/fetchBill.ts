/** What Cost Explorer is asked: each request is paid for. */

import { dayOf, type BillAnswer, type BillQuery } from '../core/bill';
import type { Cloud } from '../core/cloud';
import type { OwnerKeys } from '../core/profile';
import type { CostTagState } from './snapshot';

/** There is nothing on the bill yet of days to come, and Cost Explorer does not take them. */
export async function fetchBill(cloud: Cloud, query: BillQuery, now: number, signal: AbortSignal): Promise<BillAnswer> {
  const today = dayOf(now);
  const to = query.to < today ? query.to : today;
  if (to <= query.from) return { query, lines: [], requests: 0 };
  return { ...(await cloud.billing.bill({ ...query, to }, signal)), query };
}

export async function fetchCostTags(cloud: Cloud, keys: OwnerKeys, signal: AbortSignal): Promise<CostTagState> {
  const tags = await cloud.billing.costTags([keys.team, keys.member], signal);
  const active = tags.length === 2 && tags.every(({ status }) => status === 'active');
  // Only who has just activated a key needs to know of backfills; each question is paid for.
  return { tags, backfills: active ? undefined : [] };
}
