/**
 * Cost Explorer: the bill. Every request costs $0.01, each page and each repeated attempt included, so none is sent
 * that is not needed, and none again by itself whose answer was lost.
 */

import {
  GetCostAndUsageCommand,
  type Expression,
  type GetCostAndUsageCommandInput,
  type GetCostAndUsageCommandOutput,
  type Group,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import {
  isBedrockService,
  type BillAnswer,
  type BillGrouping,
  type BillLine,
  type BillQuery,
} from '../../core/billing/bill';
import { fromDecimal } from '../../core/money';
import { Problem } from '../../core/problem';
import type { SpendingLimit } from '../../core/billing/spendingLimit';
import type { Clients } from '../clients';
import { readAllPages } from '../pagination';
import { billingRegion } from '../partitions';

const COST = 'UnblendedCost';
const QUANTITY = 'UsageQuantity';

/** Throws `not-offered` where the partition has no Cost Explorer: its accounts are billed through another one. */
export function requireBilling(clients: Clients, action: string): void {
  const { region } = clients.choice;
  if (billingRegion(region) === undefined) throw new Problem('not-offered', { action, region });
}

const byTag = (key: string): GroupDefinition => ({ Type: 'TAG', Key: key });
const byDimension = (key: string): GroupDefinition => ({ Type: 'DIMENSION', Key: key });

/** The two groups that Cost Explorer takes; their keys come back in this order. */
function groupsOf(grouping: BillGrouping): readonly GroupDefinition[] {
  switch (grouping.by) {
    case 'tag':
      return [byTag(grouping.key), byDimension('SERVICE')];
    case 'account':
      return [byDimension('LINKED_ACCOUNT'), byDimension('SERVICE')];
    case 'account-tag':
      return [byDimension('LINKED_ACCOUNT'), byTag(grouping.key)];
    case 'usage-types':
      return [byTag(grouping.key), byDimension('USAGE_TYPE')];
  }
}

/** The services that a query is limited to; undefined for all. */
function servicesOf(grouping: BillGrouping): readonly string[] | undefined {
  switch (grouping.by) {
    case 'account-tag':
      return grouping.services;
    case 'usage-types':
      return [grouping.service];
    case 'tag':
    case 'account':
      return undefined;
  }
}

/** Usage alone: credits, refunds and tax are nobody's tokens. */
function filterOf(grouping: BillGrouping): Expression {
  const usage: Expression = { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } };
  const services = servicesOf(grouping);
  return services === undefined ? usage : { And: [usage, { Dimensions: { Key: 'SERVICE', Values: [...services] } }] };
}

const inputOf = ({ from, to, granularity, grouping }: BillQuery): GetCostAndUsageCommandInput => ({
  TimePeriod: { Start: from, End: to },
  Granularity: granularity === 'day' ? 'DAILY' : 'MONTHLY',
  Metrics: grouping.by === 'usage-types' ? [COST, QUANTITY] : [COST],
  GroupBy: [...groupsOf(grouping)],
  Filter: filterOf(grouping),
});

/** `Team$platform` → `platform`, `Team$` → undefined. A value may hold `$` itself, a key may not. */
function tagValue(text: string): string | undefined {
  const value = text.slice(text.indexOf('$') + 1);
  return value === '' ? undefined : value;
}

/** What a line is grouped by, from the two keys of its group; undefined for what is not Bedrock's. */
function nameLine(grouping: BillGrouping, [first, second]: readonly [string, string]): Partial<BillLine> | undefined {
  switch (grouping.by) {
    case 'tag':
      return isBedrockService(second) ? { tag: tagValue(first), service: second } : undefined;
    case 'account':
      return isBedrockService(second) ? { account: first, service: second } : undefined;
    case 'account-tag':
      return { account: first, tag: tagValue(second) };
    case 'usage-types':
      return { tag: tagValue(first), service: grouping.service, usageType: second };
  }
}

function costOf({ Metrics = {} }: Group): string {
  const { Amount = '', Unit = '' } = Metrics[COST] ?? {};
  // A bill in another currency is not what everything here is added up in.
  if (fromDecimal(Amount) === undefined || Unit !== 'USD')
    throw new Problem('broken-answer', { message: `Not an amount in USD: ${Amount} ${Unit}` });
  return Amount;
}

function linesOf({ grouping }: BillQuery, answer: GetCostAndUsageCommandOutput): readonly BillLine[] {
  return (answer.ResultsByTime ?? []).flatMap(({ TimePeriod, Groups = [], Estimated }) =>
    Groups.flatMap((group): BillLine[] => {
      const [first, second] = group.Keys ?? [];
      const day = TimePeriod?.Start;
      if (first === undefined || second === undefined || day === undefined)
        throw new Problem('broken-answer', { message: 'A group of the bill without its keys or its day' });
      const named = nameLine(grouping, [first, second]);
      if (named === undefined) return [];
      const cost = costOf(group);
      if (fromDecimal(cost) === 0n) return [];
      const quantity = group.Metrics?.[QUANTITY]?.Amount;
      const counted = grouping.by === 'usage-types' && quantity !== undefined ? { quantity } : {};
      return [{ day: day.slice(0, 10), ...named, cost, ...counted, estimated: Estimated ?? false }];
    }),
  );
}

/** Asks for the bill, all pages. `requests` counts the attempts, because each of them is paid for. */
export async function bill(
  clients: Clients,
  query: BillQuery,
  signal: AbortSignal,
  limit?: SpendingLimit,
): Promise<BillAnswer> {
  requireBilling(clients, 'ce:GetCostAndUsage');
  clients.share(signal, limit);
  // No service, no bill: Cost Explorer would refuse the empty list.
  if (servicesOf(query.grouping)?.length === 0) return { query, lines: [], requests: 0 };
  let requests = 0;
  const lines = await readAllPages(async (token) => {
    const command = new GetCostAndUsageCommand({
      ...inputOf(query),
      ...(token === undefined ? {} : { NextPageToken: token }),
    });
    const answer = await clients.call('ce:GetCostAndUsage', signal, (options) =>
      clients.get('costExplorerQueries').send(command, options),
    );
    requests += answer.$metadata.attempts ?? 1;
    return { items: linesOf(query, answer), next: answer.NextPageToken };
  });
  return { query, lines, requests };
}
