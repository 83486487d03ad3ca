/** The one immutable picture of everything known. All that is shown is a function of it. */

import type { Backfill, BillAnswer, BillQuery, CostTag } from '../core/billing/bill';
import type { Caller, ConnectionChoice, SourceList } from '../core/awsApi';
import type { ProfileId } from '../core/ids';
import type { PriceTable } from '../core/prices/prices';
import type { Problem } from '../core/problem';
import type { OwnerKeys, Profile, Tags } from '../core/profiles/profile';
import type { RangeReport } from '../core/usage/rangeReport';
import type { DayTokens } from '../core/reconciliation/types';
import type { Range } from '../core/usage/ranges';
import type { ProfileUsage, Span, TokenCounts, UsageReport } from '../core/usage/usage';
import type { PriceCalculator } from './pricing';

/**
 * What is fetched from AWS. Where there is a value and a problem, the value is an older one and the problem is why
 * there is no newer one. Times are milliseconds since 1970.
 */
export interface RemoteValue<Value> {
  readonly value?: Value;
  /** When AWS gave the value. */
  readonly asOf?: number;
  readonly problem?: Problem;
  readonly loading: boolean;
}

/** A part that was never fetched. */
export const UNKNOWN: RemoteValue<never> = { loading: false };

/**
 * A note in `partial` that is ours and not AWS's: what is listed could not be known, so series were asked for blindly.
 */
export const LISTING_DENIED = 'bedrockTally:listing-denied';

/** The application profiles of a place, with their tags. */
export interface ProfileList {
  readonly profiles: readonly Profile[];
  /** Where the tags are from: one bulk call, one call for each profile, or (some) not readable at all. */
  readonly tagsFrom: 'bulk' | 'each';
  /** The permission that was missing for the tags that could not be read. */
  readonly tagsDenied?: string;
}

/** Tokens of every profile that had any, over one span. */
export interface EveryoneUsage {
  readonly span: Span;
  readonly tokens: Readonly<Record<ProfileId, TokenCounts>>;
  readonly partial: readonly string[];
}

/** How ownership is read: tag keys, and the member names that are mine. */
export interface Ownership {
  readonly keys: OwnerKeys;
  readonly myNames: readonly string[];
  /** Only profiles with these tags are of interest in this workspace; empty for all. */
  readonly filter: Tags;
  /** My team as the settings name it; empty when it is taken from my profiles' tags. */
  readonly myTeam: string;
}

/** AWS's Price List as it was fetched last. */
export interface PriceList {
  readonly tables: readonly PriceTable[];
  /**
   * The models for which prices were fetched. Prices are fetched again when a profile uses another one, or another one
   * is offered.
   */
  readonly models: readonly string[];
  /** Lines of it that were not understood, for the log. */
  readonly unread: readonly string[];
}

/** Whether the owner's tags are used for the bill. */
export interface CostTagState {
  readonly tags: readonly CostTag[];
  /** Those that are known of; undefined where nobody has asked for them. */
  readonly backfills: readonly Backfill[] | undefined;
  /** When a key was activated from here, ms since 1970: AWS may show it as inactive for another day. */
  readonly activated?: Readonly<Record<string, number>>;
}

/** What our own requests have cost at most this month, all windows together: those that failed are counted, too. */
export interface ExtensionCost {
  /** yyyy-mm, UTC. */
  readonly month: string;
  /** Metrics asked of GetMetricData, and requests to Cost Explorer. */
  readonly metrics: number;
  readonly requests: number;
}

/** Tokens by UTC day of all profiles that had any, over a month and the days beside it. */
export interface DailyUsage {
  readonly byProfile: Readonly<Record<ProfileId, Readonly<Record<string, DayTokens>>>>;
  readonly partial: readonly string[];
}

/**
 * Tokens by UTC day under everything that was invoked in the Region: profiles, also deleted ones, system profiles,
 * models.
 */
export interface AttributionUsage {
  readonly span: Pick<Span, 'start' | 'end'>;
  /** The days that the span touches, yyyy-mm-dd. */
  readonly days: readonly string[];
  /**
   * By the id of a profile, a system profile or a model; values for each of the days. What had no tokens is left out.
   */
  readonly bySubject: Readonly<Record<string, ProfileUsage>>;
  readonly partial: readonly string[];
}

/** What a budget is for. */
export type BudgetScope = 'mine' | 'team';

/** A part of which there is one, always. */
interface One<Value> {
  readonly count: 'one';
  readonly key: undefined;
  readonly value: Value;
}

/** A part of which there is one while something shows it; the key is what is shown. */
interface WhileShown<Key, Value> {
  readonly count: 'while-shown';
  readonly key: Key;
  readonly value: Value;
}

/** A part of which there are several at the same time, one for each key. */
interface Several<Key, Value> {
  readonly count: 'several';
  readonly key: Key;
  readonly value: Value;
}

/**
 * How many there are of each part, and what it holds. `parts/table.ts` has a row for each. The types cannot be derived
 * from the rows, since what a row fetches depends on other parts.
 */
export interface PartTypes {
  readonly caller: One<Caller>;
  readonly profiles: One<ProfileList>;
  /** Usage of my profiles over the last 24 hours. */
  readonly mine: One<UsageReport>;
  /** Tokens of everybody's profiles over the last 24 hours. */
  readonly everyone: One<EveryoneUsage>;
  /** What the usage page shows. */
  readonly pageUsage: WhileShown<ScopeAndRange, RangeReport>;
  /** Usage that did not go through tagged profiles. */
  readonly attribution: WhileShown<{ readonly range: Range }, AttributionUsage>;
  /** Usage since a budget's period began, where there is such a budget. */
  readonly budgetUsage: Several<BudgetUsagePeriod, RangeReport>;
  /** AWS's Price List of the Region. */
  readonly priceList: One<PriceList>;
  /** What profiles can be copied from in the Region. */
  readonly sources: One<SourceList>;
  /** Answers of Cost Explorer, by `queryKey`. */
  readonly bills: Several<BillQuery, BillAnswer>;
  readonly costTags: One<CostTagState>;
  /** Everybody's usage by UTC day, by month (yyyy-mm). */
  readonly dailyUsage: Several<MonthSpan, DailyUsage>;
}

/** The name of a part of the state. */
export type PartName = keyof PartTypes;
type PartOf<Count> = { [N in PartName]: PartTypes[N]['count'] extends Count ? N : never }[PartName];
/** Parts of which there is one, always. */
export type SinglePart = PartOf<'one'>;
/** Parts of which there is one while something shows it. */
export type ShownPart = PartOf<'while-shown'>;
/** Parts of which there are several at the same time. */
export type ListedPart = PartOf<'several'>;
/** Parts that are billed by the request: requested only by `requestBill` and `requestCostTags`, with consent. */
export type ConsentPart = 'bills' | 'costTags';

type Remotes = { readonly [N in SinglePart]: RemoteValue<PartTypes[N]['value']> } & {
  readonly [N in ShownPart]: (PartTypes[N]['key'] & { readonly usage: RemoteValue<PartTypes[N]['value']> }) | undefined;
} & { readonly [N in ListedPart]: Readonly<Record<string, RemoteValue<PartTypes[N]['value']>>> };

/** Everything that is known, by part, and what it is read with. */
export interface Snapshot extends Remotes {
  /** True while everything comes from the simulator. */
  readonly sample: boolean;
  /** Undefined before the user has asked for anything that needs AWS. */
  readonly choice: ConnectionChoice | undefined;
  readonly ownership: Ownership;
  /** Turns tokens into money; undefined until there is something to price. */
  readonly pricing: PriceCalculator | undefined;
  readonly extensionCost: ExtensionCost | undefined;
}

/** A budget's period: whose, and since when (ms since 1970). */
export interface BudgetUsagePeriod {
  readonly scope: BudgetScope;
  readonly from: number;
}

/** A month, yyyy-mm, and its time up to now. */
export interface MonthSpan {
  readonly month: string;
  readonly span: Span;
}

/** Whose usage over which range. */
export interface ScopeAndRange {
  readonly scope: UsageScope;
  readonly range: Range;
}

/** What usage is asked for: my profiles together, my team's, everybody's, or one profile. */
export type UsageScope = 'mine' | 'team' | 'all' | ProfileId;
