/**
 * The reasons why an estimate and a bill differ. To add one: its code here; where it is found in `explainLine.ts` (from
 * one line of the bill), `explainTokenDifferences.ts` (from differences of tokens), `explainUsageTypes.ts` (from usage
 * types that no profile has), `explainTotals.ts` (from sums without usage types) or `billMoments.ts` (from two answers
 * of Cost Explorer); its sentence in `features/billing/reasonMessages.ts`, which does not compile without it.
 */

import type { ModelId } from '../ids';
import type { Money } from '../money';
import type { Variant } from '../prices/prices';

/**
 * Why an estimate and a bill differ.
 * - `tag-not-active`: the tag key was not active then, so a label's usage is in the untagged row. Negative there,
 *   positive here: together 0.
 * - `untagged-or-direct`: in the untagged row, usage of no profile that we know of.
 * - `discount`, `price-above-list`: AWS billed another price than the one estimated with.
 * - `one-hour-cache-writes`, `batch`, `long-context`, `other-tier`: priced unlike the standard tokens that CloudWatch
 *   counts them as.
 * - `utc-day-boundary`: what ran over midnight UTC is billed on another day than it is counted on.
 * - `other-region`: on the bill, for a Region whose usage was not loaded.
 * - `unpriced-model`: on the bill, without a price to estimate with.
 * - `other-usage`: on the bill, but not tokens on demand: images, reserved capacity, guardrails …
 * - `correction`: an amount of the bill without a quantity.
 * - `bill-not-complete`: not yet on the bill; positive: reached it after its usage types were asked for, so nobody
 *   knows what it is of.
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
  /**
   * Its share of the difference; missing where it is known that there is one, but not how much: that is in
   * `unexplained` then.
   */
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
  /**
   * Some of the variant has no list price that is known: how much of that is the variant's, and how much a discount's,
   * is in `unexplained`.
   */
  readonly listUnknown?: true;
  /**
   * `tag-not-active`: it is not known since when the key is active; inferred from the bill, where no label had an
   * amount that day.
   */
  readonly inferred?: true;
  /** Without usage types: the amount may hold other differences too. */
  readonly approximate?: true;
}
