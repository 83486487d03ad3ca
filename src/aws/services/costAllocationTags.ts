/**
 * Cost allocation tags: which tags the bill is split by, and since when. They belong to the account that pays the bill.
 */

import {
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
  type CostAllocationTagBackfillRequest,
} from '@aws-sdk/client-cost-explorer';
import type { Backfill, BillingApi, CostTag } from '../../core/billing/bill';
import { chunks, ownValue } from '../../core/collections';
import { isProblem, mayHaveHappened, Problem } from '../../core/problem';
import type { SpendingLimit } from '../../core/billing/spendingLimit';
import type { Clients } from '../clients';
import { requireBilling } from './costExplorer';
import { readAllPages } from '../pagination';

/** Keys in one ListCostAllocationTags. */
const MOST_ASKED = 100;
/** Keys in one UpdateCostAllocationTagsStatus. */
const MOST_CHANGED = 20;
const PAGE = 1000;

export async function costTags(
  clients: Clients,
  keys: readonly string[],
  signal: AbortSignal,
  limit?: SpendingLimit,
): Promise<readonly CostTag[]> {
  clients.share(signal, limit);
  requireBilling(clients, 'ce:ListCostAllocationTags');
  const found: CostTag[] = [];
  for (const some of chunks([...new Set(keys)], MOST_ASKED)) {
    const tags = await readAllPages(async (token) => {
      const command = new ListCostAllocationTagsCommand({
        TagKeys: [...some],
        MaxResults: PAGE,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const answer = await clients.call('ce:ListCostAllocationTags', signal, (options) =>
        clients.get('costExplorerQueries').send(command, options),
      );
      return { items: answer.CostAllocationTags ?? [], next: answer.NextToken };
    });
    for (const { TagKey, Status, LastUpdatedDate, LastUsedDate } of tags)
      if (TagKey !== undefined)
        found.push({
          key: TagKey,
          status: Status === 'Active' ? 'active' : 'inactive',
          changed: LastUpdatedDate,
          lastUsed: LastUsedDate,
        });
  }
  return found;
}

export async function activateCostTags(
  clients: Clients,
  keys: readonly string[],
  signal: AbortSignal,
): ReturnType<BillingApi['activateCostTags']> {
  requireBilling(clients, 'ce:UpdateCostAllocationTagsStatus');
  const failed: { readonly key: string; readonly message: string }[] = [];
  for (const some of chunks([...new Set(keys)], MOST_CHANGED)) {
    const command = new UpdateCostAllocationTagsStatusCommand({
      CostAllocationTagsStatus: some.map((TagKey) => ({ TagKey, Status: 'Active' })),
    });
    const answer = await clients.call('ce:UpdateCostAllocationTagsStatus', signal, (options) =>
      clients.get('costExplorer').send(command, options),
    );
    for (const { TagKey, Message, Code } of answer.Errors ?? [])
      failed.push({ key: TagKey ?? '', message: Message ?? Code ?? 'unknown error' });
  }
  return failed;
}

const STATUS: Readonly<Record<string, Backfill['status']>> = { SUCCEEDED: 'succeeded', FAILED: 'failed' };

const backfillOf = (from: CostAllocationTagBackfillRequest): Backfill => ({
  from: (from.BackfillFrom ?? '').slice(0, 10),
  requestedAt: from.RequestedAt ?? '',
  completedAt: from.CompletedAt,
  status: ownValue(STATUS, from.BackfillStatus ?? '') ?? 'processing',
});

export async function backfills(clients: Clients, signal: AbortSignal): Promise<readonly Backfill[]> {
  requireBilling(clients, 'ce:ListCostAllocationTagBackfillHistory');
  const requests = await readAllPages(async (token) => {
    const command = new ListCostAllocationTagBackfillHistoryCommand({
      MaxResults: PAGE,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await clients.call('ce:ListCostAllocationTagBackfillHistory', signal, (options) =>
      clients.get('costExplorerQueries').send(command, options),
    );
    return { items: answer.BackfillRequests ?? [], next: answer.NextToken };
  });
  return requests.map(backfillOf);
}

/** Sent once: a second one is refused for 24 hours, so after a lost answer the history is read instead. */
export async function startBackfill(clients: Clients, from: string, signal: AbortSignal): Promise<Backfill> {
  requireBilling(clients, 'ce:StartCostAllocationTagBackfill');
  const command = new StartCostAllocationTagBackfillCommand({ BackfillFrom: `${from}T00:00:00Z` });
  try {
    const answer = await clients.call('ce:StartCostAllocationTagBackfill', signal, (options) =>
      clients.get('costExplorerOnce').send(command, options),
    );
    if (answer.BackfillRequest === undefined)
      throw new Problem('broken-answer', { message: 'No backfill in the answer' });
    return backfillOf(answer.BackfillRequest);
  } catch (error) {
    if (!isProblem(error) || !mayHaveHappened(error)) throw error;
    const known = await backfills(clients, signal).catch(() => []);
    const running = known.find((backfill) => backfill.from === from && backfill.status === 'processing');
    if (running === undefined) throw error;
    return running;
  }
}
