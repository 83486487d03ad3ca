/** What can be set about the bill. */

const HOUR = 60 * 60_000;

/** Since when a cost allocation tag is active: whole UTC days before the start; or not at all. */
export type Activation = 'never' | { readonly daysAgo: number };

export interface BillingSettings {
  /** A share of the list price, 0–1, with at most five digits; 0.08 is 8 % off. */
  readonly discount: number;
  /** Services by their names on the bill that the discount is for; absent: all of Bedrock's. */
  readonly discountServices?: readonly string[];
  /** By tag key, such as `Team` or `iamPrincipal/Team`; a key that is not named is inactive. */
  readonly activation: Readonly<Record<string, Activation>>;
  /**
   * The account is a member of an organization: it may not see or change cost allocation tags, and sees its own bill
   * only.
   */
  readonly member: boolean;
  /** Further accounts that pay through this one: each has some spend of its own, most of it tagged. */
  readonly linkedAccounts: readonly string[];
  /** Share of the cached-write tokens that is cached for an hour, where a use does not say, 0–1. */
  readonly oneHourShare: number;
  /**
   * The tags of callers (`iamPrincipal/Team`, `iamPrincipal/MemberName`) are active, for 60 days, unless `activation`
   * says otherwise.
   */
  readonly iamPrincipals: boolean;
  /** Whether what goes past all profiles is on the bill; off makes a bill of profiles alone. */
  readonly directTraffic: boolean;
  /** Costs of other services, a tax and a credit. */
  readonly otherServices: boolean;
  /**
   * What is marked `Estimated`: days that are not complete, or all of the current month. AWS's habit is not
   * established.
   */
  readonly estimated: 'incomplete-days' | 'current-month';
  /** Usage is on the bill so long after it happened, ms. */
  readonly billDelayMs: number;
  /** A tag key is listed so long after its first use, ms. */
  readonly tagListDelayMs: number;
  /** A tag key is active so long after it was activated, ms. */
  readonly tagActivationDelayMs: number;
  /** How long a backfill takes, ms. */
  readonly backfillMs: number;
  /** Rows of one page of GetCostAndUsage: groups of a period, or periods. */
  readonly pageSize: number;
  /** `off`: Cost Explorer was never opened in the account; `ingesting`: it was opened a moment ago. */
  readonly explorer: 'on' | 'ingesting' | 'off';
  /** More requests to Cost Explorer in one minute are refused. */
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

/** An account's own settings with those of a run on top; activations are merged key by key. */
export function resolveBillingSettings(
  scenario: Partial<BillingSettings> = {},
  run: Partial<BillingSettings> = {},
): BillingSettings {
  const settled = { ...DEFAULTS, ...scenario, ...run };
  const principals: BillingSettings['activation'] = settled.iamPrincipals
    ? { 'iamPrincipal/Team': { daysAgo: 60 }, 'iamPrincipal/MemberName': { daysAgo: 60 } }
    : {};
  return { ...settled, activation: { ...principals, ...scenario.activation, ...run.activation } };
}
