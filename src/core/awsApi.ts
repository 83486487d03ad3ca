/**
 * The AWS operations that the extension uses. `src/aws` implements them; the store and the features depend only on
 * this. Every call throws a `Problem` and takes an AbortSignal.
 */

import type { AlertsApi } from './alerts/alerts';
import type { BillingApi } from './billing/bill';
import type { AccountId, Arn, ProfileId, Region } from './ids';
import type { CreatePlan } from './profiles/createPlan';
import type { CopySource, ProfileSummary, Tags } from './profiles/profile';
import type { SeriesAnswer, SeriesKey, SeriesQuery } from './usage/series';
import type { Measure, Span } from './usage/usage';

/** Where and as whom to call. An empty `awsProfile` is the environment's default chain. Holds no secret. */
export interface ConnectionChoice {
  readonly awsProfile: string;
  readonly region: Region;
  /** Empty for AWS's own endpoints. */
  readonly endpoint: string;
  /** Chosen for this workspace alone. The same place is reached with it and without it. */
  readonly forWorkspace?: true;
}

/** The caller's identity, as STS returns it. */
export interface Caller {
  readonly account: AccountId;
  readonly arn: Arn;
  readonly userId: string;
}

/** The values of the requested series, and AWS's notes on missing data. */
export interface SeriesResult {
  readonly answers: readonly SeriesAnswer[];
  readonly partial: readonly string[];
}

/** Notes in `partial` that are ours and not AWS's: why further pages were not asked for. */
export const REPEATED_PAGE = 'bedrockTally:repeated-page';
const SPENDING_STOPPED = 'bedrockTally:spending-stopped ';

/** The note for an answer that was stopped after so many metrics, those of its further pages and attempts included. */
export const spendingStoppedNote = (metrics: number): string => `${SPENDING_STOPPED}${metrics}`;

/** The number of metrics in such a note; undefined for any other note. */
export const metricsBeforeStop = (note: string): number | undefined =>
  note.startsWith(SPENDING_STOPPED) ? Number(note.slice(SPENDING_STOPPED.length)) : undefined;

/** What is asked of AWS. Methods reject with a Problem, or with an AbortError when `signal` is aborted. */
export interface AwsApi {
  whoAmI(signal: AbortSignal): Promise<Caller>;
  /** All application profiles of the Region, all pages, without tags. */
  listProfiles(signal: AbortSignal): Promise<readonly ProfileSummary[]>;
  /**
   * System profiles of the Region, and the foundation models that can be copied on demand. Retirement is unknown
   * (false) where models may not be listed.
   */
  listSources(signal: AbortSignal): Promise<SourceList>;
  /** Tags in bulk; a profile that is missing from the answer has none. */
  tagsInBulk(signal: AbortSignal): Promise<ReadonlyMap<Arn, Tags>>;
  tagsOf(arn: Arn, signal: AbortSignal): Promise<Tags>;
  /** Sends a plan. The same token and plan never make two profiles. Answers the ARN. */
  createProfile(plan: CreatePlan, token: string, signal: AbortSignal): Promise<Arn>;
  /** One profile without its tags; a Problem `not-found` when it does not exist. */
  getProfile(id: ProfileId | Arn, signal: AbortSignal): Promise<ProfileSummary>;
  deleteProfile(id: ProfileId, signal: AbortSignal): Promise<void>;
  /** Existing series with the one dimension ModelId: of these ModelIds, or of all. Not billed. */
  listSeries(
    measures: readonly Measure[],
    modelIds: readonly string[] | 'all',
    signal: AbortSignal,
  ): Promise<readonly SeriesKey[]>;
  /** Values for each period of the span. Billed for each query. */
  fetchSeries(queries: readonly SeriesQuery[], span: Span, signal: AbortSignal): Promise<SeriesResult>;
  /** The bill and its tags: Cost Explorer. Billed for each request. */
  readonly billing: BillingApi;
  /** Warnings that AWS keeps. */
  readonly alerts: AlertsApi;
  readonly prices: PriceListApi;
  /** Sends a few words through a profile, once and never again. Paid for by its tokens. */
  invoke(profile: Arn, streamed: boolean, signal: AbortSignal): Promise<Invocation>;
  /** Checks for *Diagnose*. Free of charge. */
  readonly inspect: Inspection;
  /** Closes the connections. */
  dispose(): void;
}

/** The token usage of an invocation, from the model's response. */
export interface Invocation {
  readonly input: number;
  readonly output: number;
}

/** Checks of a connection. */
export interface Inspection {
  /**
   * Resolves credentials and returns when they expire (ms since 1970); undefined for those that do not expire. Throws a
   * Problem where there are none.
   */
  credentialsEnd(signal: AbortSignal): Promise<number | undefined>;
  /**
   * AWS's clock and ours at the same moment, ms since 1970, also when the request was refused; undefined when no answer
   * had a date.
   */
  clocks(signal: AbortSignal): Promise<Clocks | undefined>;
  /** Whether AWS's Price List can be reached: its index alone. */
  priceList(signal: AbortSignal): Promise<void>;
}

/** The time by AWS's clock and by this machine's at one moment, in milliseconds since 1970. */
export interface Clocks {
  readonly theirs: number;
  readonly ours: number;
}

/** AWS's Price List. Costs nothing; the bulk files need no credentials. */
export interface PriceListApi {
  /**
   * The Price List of these Regions as AWS publishes it, both service codes, unread: what JSON.parse gave. From the
   * bulk files, or from pricing:GetProducts where they cannot be reached. Throws a Problem.
   */
  fetch(regions: readonly Region[], signal: AbortSignal): Promise<readonly PriceListDocument[]>;
}

/** One document of the Price List: a bulk region file, or the items that GetProducts gave for a Region. */
export interface PriceListDocument {
  readonly serviceCode: 'AmazonBedrock' | 'AmazonBedrockFoundationModels';
  readonly region: Region;
  readonly from: 'bulk' | 'api';
  readonly content: unknown;
}

/** What profiles can be copied from in a Region. */
export interface SourceList {
  readonly systemProfiles: readonly CopySource[];
  readonly models: readonly CopySource[];
  /**
   * False where ListFoundationModels was refused: no model can be marked as retired then, and no foundation model is
   * offered.
   */
  readonly modelsKnown: boolean;
}
