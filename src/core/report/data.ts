/** What a monthly report is made of. Days are UTC days, because AWS bills by them. */

import type { Amount } from '../money';
import type { Rates } from '../prices/prices';
import type { TokenCounts } from '../usage/usage';
import type { BillSum } from '../billing/billSum';

/** A profile with what it used. Names are anybody's text. */
export interface ReportProfile {
  readonly id: string;
  readonly name: string;
  /** By the profile's tags; undefined where they name nobody. */
  readonly team: string | undefined;
  readonly member: string | undefined;
  /** False where the tags may not be read: the owner is not known then, which is not the same as untagged. */
  readonly tagsKnown: boolean;
  /** The model's name for people, and its tier as a phrase. */
  readonly model: string;
  readonly tier: string;
  readonly rates: Rates | undefined;
  /** Where the price is from and of which date, or why there is none: a phrase. */
  readonly price: string;
  /** One for each day of the month so far. */
  readonly days: readonly TokenCounts[];
  /** One for each day of the month before. */
  readonly daysBefore: readonly TokenCounts[];
}

/** The bill of the month, where it was known already. */
export interface ReportBill {
  readonly sum: BillSum;
  /** The tag's key that it is grouped by. */
  readonly key: string;
  /** When Cost Explorer was asked, ms since 1970. */
  readonly asOf: number;
}

export interface ReportData {
  /** yyyy-mm, UTC. */
  readonly month: string;
  /** When the figures were asked for, ms since 1970. */
  readonly now: number;
  readonly sample: boolean;
  /** The whole number of the account; a report shows only its end. */
  readonly account: string;
  readonly region: string;
  /** Who made the report, as AWS knows them; undefined where AWS's name is nobody's. */
  readonly madeBy: string | undefined;
  /** Profiles that were used in the month or in the one before. */
  readonly profiles: readonly ReportProfile[];
  /** How many profiles were not used in either. */
  readonly idle: number;
  /** What is missing, as sentences. */
  readonly missing: readonly string[];
  /** What is known of the prices, as a sentence. */
  readonly prices: string;
  readonly bill: ReportBill | undefined;
}

/** What was used and what it costs. */
export interface Spent {
  readonly tokens: TokenCounts;
  readonly amount: Amount;
}
