/**
 * The bill, from Cost Explorer. Every request costs $0.01, each page included, so an answer states how many requests it
 * took. Days are UTC days, written yyyy-mm-dd. Money is a decimal text in USD, as AWS gave it.
 */

import type { SpendingLimit } from './spendingLimit';

/** Days from `from` to before `to`. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/**
 * What to group by. All but `usage-types` come with the service, because Claude's models are services of their own and
 * everything that is not Bedrock is left out on our side.
 * - `tag`: by the values of one cost allocation tag (also `iamPrincipal/<key>`).
 * - `account`: by linked account; with a `key` and known `services` by linked account and tag value.
 * - `usage-types`: by tag value and usage type of one service, which shows kinds of tokens, tiers and unit prices
 *   apart.
 */
export type BillGrouping =
  | { readonly by: 'tag'; readonly key: string }
  | { readonly by: 'account' }
  | { readonly by: 'account-tag'; readonly key: string; readonly services: readonly string[] }
  | { readonly by: 'usage-types'; readonly key: string; readonly service: string };

/** A question to Cost Explorer: which days, in which groups, by day or by month. */
export interface BillQuery extends DaySpan {
  readonly grouping: BillGrouping;
  readonly granularity: 'day' | 'month';
}

/** One amount of the bill. */
export interface BillLine {
  /** The first day of the line's day or month. */
  readonly day: string;
  /** The tag's value; undefined for what is untagged. Not there when not grouped by a tag. */
  readonly tag?: string | undefined;
  readonly account?: string;
  /** As on the bill: `Claude Sonnet 4.5 (Amazon Bedrock Edition)` or `Amazon Bedrock`. Not there for `account-tag`. */
  readonly service?: string;
  readonly usageType?: string;
  /** USD, unblended, before credits and tax. */
  readonly cost: string;
  /** In the unit of the usage type: millions or thousands of tokens. Only for `usage-types`. */
  readonly quantity?: string;
  /** AWS may still change it. */
  readonly estimated: boolean;
}

/** What Cost Explorer answered to a query. */
export interface BillAnswer {
  readonly query: BillQuery;
  /** Only Bedrock's. */
  readonly lines: readonly BillLine[];
  /** How many requests were paid for. */
  readonly requests: number;
}

/** Whether a service of the bill is Bedrock's: models sold through AWS Marketplace are services of their own. */
export const isBedrockService = (service: string): boolean => service.toLowerCase().includes('bedrock');

const DAY = 86_400_000;

/** The UTC day of a time, yyyy-mm-dd. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Midnight UTC at the start of a day; NaN for what is not a day. */
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The last day whose usage is completely on the bill: Cost Explorer is about 24 hours late. */
export const lastCompleteDay = (now: number): string => dayOf(now - 2 * DAY);

/** When the next complete day can exist. Until then an answer stays as good as it is. */
export const newDataAt = (asOf: number): number => startOfDay(dayOf(asOf + DAY));

/** The file-safe identity of a query: the same question asked by any window has the same. */
export const queryKey = (query: BillQuery): string =>
  JSON.stringify([query.grouping, query.granularity, query.from, query.to]);

/** Whether a cost allocation tag is used for the bill. */
export interface CostTag {
  readonly key: string;
  readonly status: 'active' | 'inactive';
  /** When its status last changed (yyyy-mm-dd or ISO-8601); undefined when AWS does not state it. */
  readonly changed: string | undefined;
  readonly lastUsed: string | undefined;
}

/** A request to apply tags to past months. Times are ISO 8601, as AWS gives them. */
export interface Backfill {
  readonly from: string;
  readonly requestedAt: string;
  readonly completedAt: string | undefined;
  readonly status: 'processing' | 'succeeded' | 'failed';
}

/**
 * Cost Explorer's operations. Each call throws a Problem. AWS charges for each request; how many may be sent is limited
 * for each signal, or by `limit` where several calls belong to one action.
 */
export interface BillingApi {
  bill(query: BillQuery, signal: AbortSignal, limit?: SpendingLimit): Promise<BillAnswer>;
  /**
   * Status of these keys; a key that is missing has never been seen by the payer account. A Problem `denied` in a
   * member account.
   */
  costTags(keys: readonly string[], signal: AbortSignal, limit?: SpendingLimit): Promise<readonly CostTag[]>;
  /** Activates at most 20 keys. Returns the keys that failed, with AWS's message. */
  activateCostTags(
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly { readonly key: string; readonly message: string }[]>;
  backfills(signal: AbortSignal): Promise<readonly Backfill[]>;
  /** `from` is the first of a month at most twelve months back. Once in 24 hours. */
  startBackfill(from: string, signal: AbortSignal): Promise<Backfill>;
}
