/** The one immutable picture of everything known. All that is shown is a function of it. */

import type { Caller, ConnectionChoice } from '../core/cloud';
import type { ProfileId } from '../core/ids';
import type { Problem } from '../core/problem';
import type { OwnerKeys, Profile, Tags } from '../core/profile';
import type { Span, TokenCounts, UsageReport } from '../core/usage';

/**
 * Something that lives at AWS. A value and a problem may stand side by side: the value is then an old one,
 * and the problem says why there is no newer. Times are milliseconds since 1970.
 */
export interface Remote<Value> {
  readonly value?: Value;
  /** When AWS gave the value. */
  readonly asOf?: number;
  readonly problem?: Problem;
  readonly loading: boolean;
}

export const UNKNOWN: Remote<never> = { loading: false };

export interface ProfileList {
  readonly profiles: readonly Profile[];
  /** Where the tags are from: one bulk call, one call for each profile, or (some) not readable at all. */
  readonly tagsFrom: 'bulk' | 'each';
  /** The permission that was missing for the tags that could not be read. */
  readonly tagsDenied?: string;
}

/** Tokens of every profile that had any, over one span. */
export interface TeamUsage {
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
}

export interface Snapshot {
  /** True while everything comes from the simulator. */
  readonly sample: boolean;
  /** Undefined before the user has asked for anything that needs AWS. */
  readonly choice: ConnectionChoice | undefined;
  readonly caller: Remote<Caller>;
  readonly profiles: Remote<ProfileList>;
  readonly ownership: Ownership;
  /** Usage of my profiles. */
  readonly mine: Remote<UsageReport>;
  readonly team: Remote<TeamUsage>;
  /** What the usage page shows: `mine` or one profile, with all measures. */
  readonly detail: { readonly scope: UsageScope; readonly usage: Remote<UsageReport> } | undefined;
}

/** What usage is asked for: my profiles together, or one profile. */
export type UsageScope = 'mine' | ProfileId;
