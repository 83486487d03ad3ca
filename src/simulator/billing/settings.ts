/** The settings of the bill. */

const HOUR = 60 * 60_000;

/** When a cost allocation tag was activated: whole UTC days before the start; or that it was not. */
export type Activation = 'never' | { readonly daysAgo: number };

export interface BillingSettings {
  /** A share of the list price, 0–1, with at most five digits; 0.08 is 8 % off. */
  readonly discount: number;
  /** The services that the discount is for, by their names on the bill; absent: all of Bedrock's. */
  readonly discountServices?: readonly string[];
  /** By tag key, such as `Team` or `iamPrincipal/Team`; a key that is not named is inactive. */
  readonly activation: Readonly<Record<string, Activation>>;
  /**
   * The account is a member of an organization: it may not see or change cost allocation tags, and sees its own bill
   * only.
   */
  readonly member: boolean;
  /** Further accounts that pay through this one: each has some spend, most of it tagged. */
  readonly linkedAccounts: readonly string[];
  /** Share of the cached-write tokens that is cached for an hour, where a use does not say, 0–1. */
  readonly oneHourShare: number;
  /**
   * The tags of callers (`iamPrincipal/Team`, `iamPrincipal/MemberName`) are active, for 60 days, unless `activation`
   * has another time.
   */
  readonly iamPrincipals: boolean;
  /** Whether usage without a profile is on the bill. */
  readonly directTraffic: boolean;
  /** Costs of other services, a tax and a credit. */
  readonly otherServices: boolean;
  /**
   * What is marked `Estimated`: days that are not complete, or all of the current month. Which of them AWS marks is not
   * established.
   */
  readonly estimated: 'incomplete-days' | 'current-month';
  /** The time until usage is on the bill, ms. */
  readonly billDelayMs: number;
  /** The time from a tag key's first use until it is listed, ms. */
  readonly tagListDelayMs: number;
  /** The time from a tag key's activation until it is in effect, ms. */
  readonly tagActivationDelayMs: number;
  /** How long a backfill takes, ms. */
  readonly backfillMs: number;
  /** The number of rows of a page of GetCostAndUsage: groups of a period, or periods. */
  readonly pageSize: number;
  /** `off`: Cost Explorer was never opened in the account; `ingesting`: it was opened a moment ago. */
  readonly explorer: 'on' | 'ingesting' | 'off';
  /** The highest number of requests to Cost Explorer in one minute; more are refused. */
  readonly requestsPerMinute: number;
}

const DEFAULTS: BillingSettings = {
  discount: 0,
  activation: {},
  member: false,
  linkedAccounts: [],
  oneHourShare: 0,
  iamPrincipals: false,
  directTraffic: true,
  otherServices: false,
  estimated: 'incomplete-days',
  billDelayMs: 24 * HOUR,
  tagListDelayMs: 24 * HOUR,
  tagActivationDelayMs: 24 * HOUR,
  backfillMs: 24 * HOUR,
  pageSize: 500,
  explorer: 'on',
  requestsPerMinute: Infinity,
};

/** An account's settings with those of a run on top; activations are merged key by key. */
export function resolveBillingSettings(
  scenario: Partial<BillingSettings> = {},
  run: Partial<BillingSettings> = {},
): BillingSettings {
  const merged = { ...DEFAULTS, ...scenario, ...run };
  const principals: BillingSettings['activation'] = merged.iamPrincipals
    ? { 'iamPrincipal/Team': { daysAgo: 60 }, 'iamPrincipal/MemberName': { daysAgo: 60 } }
    : {};
  return { ...merged, activation: { ...principals, ...scenario.activation, ...run.activation } };
}
