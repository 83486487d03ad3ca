/** A scenario: the account that the simulator plays, as data. */

import type { BillingSettings } from './billing/settings';
import type { UsagePattern, Principal } from './usagePattern';

/** The caller's identity, as STS returns it. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** How a profile or model is used; what is left out is taken from a busy agent on the United States' east coast. */
export interface Use {
  readonly rhythm?: UsagePattern['rhythm'];
  readonly scale?: number;
  /** Hours from UTC to the person's local time. */
  readonly utcOffset?: number;
  /** How much of a weekday's use there is on a Saturday or Sunday, 0–1. */
  readonly weekend?: number;
  readonly cached?: boolean;
  /** How long its conversations are, as a multiple of the usual. */
  readonly context?: number;
  readonly errorRate?: number;
  readonly throttleRate?: number;
  /** Days before the start at which the use ended. */
  readonly endedDaysAgo?: number;
  /** Part of the traffic is metered under the whole ARN as `ModelId`. */
  readonly alsoUnderArn?: boolean;
  /** Share of its cached-write tokens that is cached for an hour, 0–1. Absent: as the bill's settings say. */
  readonly oneHourShare?: number;
  /** Share of its tokens that go through batch jobs, at half the price, 0–1. */
  readonly batchShare?: number;
  /** Who invokes. Absent: whom the profile's tag MemberName names. */
  readonly principal?: Principal;
}

export interface ScenarioProfile {
  readonly region?: string;
  readonly name: string;
  /** A system profile's id or a foundation model's id. */
  readonly source: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly ageDays?: number;
  /** Undefined: it is not used. */
  readonly use?: Use;
}

/** Traffic without an application inference profile. */
export interface DirectTraffic {
  readonly region?: string;
  /** A system profile's id or a foundation model's id. */
  readonly modelId: string;
  readonly use: Use;
}

export interface Scenario {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly profiles: readonly ScenarioProfile[];
  readonly direct: readonly DirectTraffic[];
  /** Traffic goes this many days back. */
  readonly days: number;
  /** Callers by access key id; an unknown key is the default caller's. */
  readonly callers: Readonly<Record<string, CallerIdentity>>;
  readonly defaultCaller: CallerIdentity;
  /** What the trust policies of roles require, by the role's ARN. Any other role can be assumed by every caller. */
  readonly roles?: Readonly<Record<string, { readonly externalId: string }>>;
  /** Profiles made during the run are used at once, as by an agent. */
  readonly newProfilesGetTraffic: boolean;
  /** Where the bill differs from the usual. */
  readonly billing?: Partial<BillingSettings>;
}
