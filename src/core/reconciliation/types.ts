/**
 * The input and the result of reconciling an estimate with the bill. A difference is the bill less the estimate, and
 * its reasons add up to it exactly, in femto-dollars, for each label and day, each label, and in total.
 */

import type { BillLine, DaySpan } from '../billing/bill';
import type { ProfileId } from '../ids';
import type { Amount, Money } from '../money';
import type { PriceBook } from '../prices/prices';
import type { Profile } from '../profiles/profile';
import type { Reason } from './reasons';
import type { TokenCounts } from '../usage/usage';

/** Tokens of the first and the last hour of a UTC day: at most these can be billed on the day before or after. */
export interface DayEdges {
  readonly first: TokenCounts;
  readonly last: TokenCounts;
}

/** What a profile used on one UTC day. */
export interface DayTokens {
  readonly tokens: TokenCounts;
  /** Missing where only whole days are known. */
  readonly edges?: DayEdges;
}

/**
 * A profile's usage by UTC day, yyyy-mm-dd. `tags` undefined: not readable. Only the present tags are known, so a
 * change of tags shows up.
 */
export interface ProfileDays {
  readonly profile: Pick<Profile, 'id' | 'arn' | 'models' | 'tags'>;
  readonly days: Readonly<Record<string, DayTokens>>;
}

/** Lines by usage type of one service, for all labels and days of the span. */
export interface ServiceDetail {
  readonly service: string;
  readonly lines: readonly BillLine[];
}

export interface ReconcileInput {
  /**
   * The days that the bill was asked for. Usage of the day before and after, if given, explains differences at the UTC
   * day boundary.
   */
  readonly span: DaySpan;
  /** The tag key of the labels. For `iamPrincipal/<key>` profiles are labelled by their own tag `<key>`. */
  readonly tagKey: string;
  readonly usage: readonly ProfileDays[];
  /** The Regions whose usage this is; undefined: all. The bill is of every Region. */
  readonly regions?: readonly string[];
  readonly prices: PriceBook;
  /** By tag value and service, daily. */
  readonly bill: readonly BillLine[];
  /** Of services whose usage types were loaded; empty when the user has not requested an explanation. */
  readonly detail: readonly ServiceDetail[];
  /**
   * When the key's status became active, if AWS states it: yyyy-mm-dd or ISO-8601. It may take a day more to take
   * effect.
   */
  readonly activeSince: string | undefined;
  readonly lastCompleteDay: string;
}

/** An estimate beside the bill. `difference` = bill − estimate = sum of the reasons. */
export interface ComparedAmounts {
  /** Not whole: something in it is unpriced, so it is at least this. */
  readonly estimate: Amount;
  readonly bill: Money;
  readonly difference: Money;
  /** Largest amount first; `unexplained` is always the last. */
  readonly reasons: readonly Reason[];
}

export interface ComparedDay extends ComparedAmounts {
  readonly day: string;
}

/** One tag value; `label` is undefined for what is untagged. */
export interface ComparedRow extends ComparedAmounts {
  readonly label: string | undefined;
  /** Days with an estimate or a bill, in order. */
  readonly days: readonly ComparedDay[];
}

/** Whether the bill shows a tag key's values on a day: `partial` on days on which that changed. */
export type TagDay = 'available' | 'partial' | 'unavailable';

export interface Reconciliation {
  /** Labels by name, the untagged row last. Labels without usage and bill have none. */
  readonly rows: readonly ComparedRow[];
  /** All labels together, by day. */
  readonly days: readonly ComparedDay[];
  readonly total: ComparedAmounts;
  readonly tagDays: Readonly<Record<string, TagDay>>;
  /** Profiles whose tags cannot be read: they are in no row. */
  readonly unreadable: readonly ProfileId[];
}
