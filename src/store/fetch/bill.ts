/** What Cost Explorer is asked: each request is paid for. */

import { dayOf, type BillAnswer, type BillQuery } from '../../core/billing/bill';
import type { AwsApi } from '../../core/awsApi';
import { isCancelled } from '../../core/problem';
import type { OwnerKeys } from '../../core/profiles/profile';
import type { SpendingLimit } from '../../core/billing/spendingLimit';
import type { CostTagState } from '../snapshot';

/** There is nothing on the bill yet of days to come, and Cost Explorer does not take them. */
export async function fetchBill(
  aws: AwsApi,
  query: BillQuery,
  now: number,
  signal: AbortSignal,
  limit?: SpendingLimit,
): Promise<BillAnswer> {
  const today = dayOf(now);
  const to = query.to < today ? query.to : today;
  if (to <= query.from) return { query, lines: [], requests: 0 };
  return { ...(await aws.billing.bill({ ...query, to }, signal, limit)), query };
}

/** The keys' status. Backfills are asked for only while one is known to be under way: each question is paid for. */
export async function fetchCostTags(
  aws: AwsApi,
  keys: OwnerKeys,
  before: CostTagState | undefined,
  signal: AbortSignal,
  limit?: SpendingLimit,
): Promise<CostTagState> {
  const tags = await aws.billing.costTags([keys.team, keys.member], signal, limit);
  const running = before?.backfills?.some(({ status }) => status === 'processing') === true;
  if (!running) return { ...before, tags, backfills: before?.backfills };
  // The answer about the tags is paid for already, and stays good without this one.
  const backfills = await aws.billing.backfills(signal).catch((error: unknown) => {
    if (isCancelled(error)) throw error;
    return before.backfills;
  });
  return { ...before, tags, backfills };
}
