/**
 * What the reconciliation of an estimate with the bill takes and gives. A difference is the bill less the estimate, and its reasons add
 * up to it exactly, in femto-dollars, for each label and day, each label, and in total.
 */

import type { BillLine, DaySpan } from '../billing/bill';
import type { ModelId, ProfileId } from '../ids';
import type { Amount, Money } from '../money';
import type { PriceBook, Variant } from '../prices/prices';
import type { Profile } from '../profiles/profile';
import type { TokenCounts } from '../usage/usage';

/**
 * Why an estimate and a bill differ.
 * - `tag-not-active`: the tag key was not active then, so a label's usage is in the untagged row. Negative there, positive here: together 0.
 * - `untagged-or-direct`: in the untagged row, usage of no profile that we know of.
 * - `discount`, `price-above-list`: AWS billed another price than the one estimated with.
 * - `one-hour-cache-writes`, `batch`, `long-context`, `other-tier`: priced unlike the standard tokens that CloudWatch counts them as.
 * - `utc-day-boundary`: what ran over midnight UTC is billed on another day than it is counted on.
 * - `other-region`: on the bill, of a Region whose usage was not asked for.
 * - `unpriced-model`: on the bill, without a price to estimate with.
 * - `other-usage`: on the bill, but not tokens on demand: images, reserved capacity, guardrails …
 * - `correction`: an amount of the bill without a quantity.
 * - `bill-not-complete`: not yet on the bill; positive: reached it after its usage types were asked for, so nobody knows what it is of.
 * - `usage-not-in-cloudwatch`, `usage-not-on-the-bill`: more or fewer tokens on the bill than CloudWatch counted.
 * - `rounding`: below half a cent for each line.
 * - `unexplained`: what is left. Always there, also when it is zero.
 */
export const REASON_CODES = [
  'tag-not-active',
  'untagged-or-direct',
  'discount',
  'price-above-list',
  'one-hour-cache-writes',
  'batch',
  'long-context',
  'other-tier',
  'utc-day-boundary',
  'other-region',
  'unpriced-model',
  'other-usage',
  'correction',
  'bill-not-complete',
  'usage-not-in-cloudwatch',
  'usage-not-on-the-bill',
  'rounding',
  'unexplained',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** A reason with what its sentence needs. Lists hold no value twice. */
export interface Reason {
  readonly code: ReasonCode;
  /** Its share of the difference; missing where it is known that there is one, but not how much: that is in `unexplained` then. */
  readonly usd?: Money;
  /** The days concerned, in order. */
  readonly days: readonly string[];
  /** Services as on the bill, where lines of the bill are concerned. */
  readonly services: readonly string[];
  /** Models concerned, where they are known. */
  readonly models: readonly ModelId[];
  /** More (positive) or fewer tokens on the bill than counted, where the reason is a difference of tokens. */
  readonly tokens?: number;
  /** `discount` and `price-above-list`: what the same would have cost at list price. The share is `usd / list`. */
  readonly list?: Money;
  /** The variants concerned, for the reasons of variants. */
  readonly variants: readonly Variant[];
  /** Some of the variant has no list price that is known: how much of that is the variant's, and how much a discount's, is in `unexplained`. */
  readonly listUnknown?: true;
  /** `tag-not-active`: nobody told since when the key is active; seen from the bill, where no label had anything that day. */
  readonly inferred?: true;
  /** Without usage types: the amount may hold other differences too. */
  readonly approximate?: true;
}

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

/** A profile's usage by UTC day, yyyy-mm-dd. `tags` undefined: not readable. Only the present tags are known, so a change of tags shows up. */
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
  /** The days that the bill was asked for. Usage of the day before and after, if given, tells what ran over midnight. */
  readonly span: DaySpan;
  /** The tag key of the labels. For `iamPrincipal/<key>` profiles are labelled by their own tag `<key>`. */
  readonly tagKey: string;
  readonly usage: readonly ProfileDays[];
  /** The Regions whose usage this is; undefined: all. The bill is of every Region. */
  readonly regions?: readonly string[];
  readonly prices: PriceBook;
  /** By tag value and service, daily. */
  readonly bill: readonly BillLine[];
  /** Of services whose usage types were asked for; none when the reader did not ask to explain. */
  readonly detail: readonly ServiceDetail[];
  /** When the key's status became active, if AWS told: yyyy-mm-dd or ISO-8601. It may take a day more to come true. */
  readonly activeSince: string | undefined;
  readonly lastCompleteDay: string;
}

/** An estimate beside the bill. `difference` = bill − estimate = sum of the reasons. */
export interface Compared {
  /** Not whole: something in it is unpriced, so it is at least this. */
  readonly estimate: Amount;
  readonly bill: Money;
  readonly difference: Money;
  /** Largest amount first; `unexplained` is always the last. */
  readonly reasons: readonly Reason[];
}

export interface ComparedDay extends Compared {
  readonly day: string;
}

/** One tag value; `label` is undefined for what is untagged. */
export interface ComparedRow extends Compared {
  readonly label: string | undefined;
  /** Days with an estimate or a bill, in order. */
  readonly days: readonly ComparedDay[];
}

/** Whether the bill tells a tag key's values of a day: `partly` on days on which that changed. */
export type TagDay = 'available' | 'partial' | 'unavailable';

export interface Reconciliation {
  /** Labels by name, the untagged row last. Labels without usage and bill have none. */
  readonly rows: readonly ComparedRow[];
  /** All labels together, by day. */
  readonly days: readonly ComparedDay[];
  readonly total: Compared;
  readonly tagDays: Readonly<Record<string, TagDay>>;
  /** Profiles whose tags may not be read: they are in no row. */
  readonly unreadable: readonly ProfileId[];
}
