/** The data that a monthly report is built from. Days are UTC days, because AWS bills by them. */

import type { BillSum } from '../billing/billSum';
import type { Amount } from '../money';
import type { Priced, Rates } from '../prices/prices';
import type { Source } from '../profiles/source';
import type { TokenCounts } from '../usage/usage';

/** How a model was reached. `region` is the profile's own Region; empty where it is not known. */
export interface InferenceType extends Pick<Source, 'tier' | 'geo'> {
  readonly region: string;
}

/** Where a price comes from; undefined: no price is known for exactly this model, inference type and Region. */
export type PriceSource = Pick<Priced, 'origin' | 'region' | 'overrideKey'> | undefined;

/** A profile and its usage. Names are untrusted text. */
export interface ReportProfile {
  readonly id: string;
  readonly name: string;
  /** From the profile's tags; undefined where they name no team or no member. */
  readonly team: string | undefined;
  readonly member: string | undefined;
  /** False where the tags cannot be read: the owner is unknown then, which is not the same as untagged. */
  readonly tagsKnown: boolean;
  /** The model's display name. */
  /** Undefined where no model of the profile is known. */
  readonly model: string | undefined;
  readonly inferenceType: InferenceType;
  readonly rates: Rates | undefined;
  readonly price: PriceSource;
  /** One entry for each day of the month so far. */
  readonly days: readonly TokenCounts[];
  /** One entry for each day of the month before. */
  readonly daysBefore: readonly TokenCounts[];
}

/** The bill of the month, where it was loaded before. */
export interface ReportBill {
  readonly sum: BillSum;
  /** The tag key that the bill is grouped by. */
  readonly key: string;
  /** When Cost Explorer answered, ms since 1970. */
  readonly asOf: number;
}

/** Why usage or owners are missing. */
export type MissingData =
  /** Without `cloudwatch:ListMetrics` the existing series are not known. */
  | { readonly code: 'series-not-listed' }
  /** `permission` is the IAM action that reading tags requires. */
  | { readonly code: 'tags-not-readable'; readonly permission: string }
  /** CloudWatch sent a page again that it had sent before. */
  | { readonly code: 'repeated-page' }
  /** The request was stopped after so many metrics, because the answer did not end. */
  | { readonly code: 'stopped'; readonly metrics: number }
  /** `message` is CloudWatch's own text. */
  | { readonly code: 'reported-by-cloudwatch'; readonly message: string };

/** Which prices are in use. */
export interface ReportPrices {
  /** The date of the newest price list that was loaded; undefined: none was. */
  readonly priceListDate: string | undefined;
  /** The date of the prices that are included with the extension. */
  readonly bundledDate: string;
  /** How many prices come from the settings. */
  readonly overrides: number;
}

export interface ReportData {
  /** yyyy-mm, UTC. */
  readonly month: string;
  /** When the usage was requested, ms since 1970. */
  readonly now: number;
  readonly sample: boolean;
  /** The whole account number; a report shows only its end. */
  readonly account: string;
  readonly region: string;
  /** Who created the report, by the name in AWS's identity; undefined where that is not a person's. */
  readonly createdBy: string | undefined;
  /** Profiles that were used in the month or in the one before. */
  readonly profiles: readonly ReportProfile[];
  /** How many profiles were not used in either month. */
  readonly idle: number;
  readonly missing: readonly MissingData[];
  readonly prices: ReportPrices;
  readonly bill: ReportBill | undefined;
}

/** Tokens and their estimated cost. */
export interface Spent {
  readonly tokens: TokenCounts;
  readonly amount: Amount;
}
