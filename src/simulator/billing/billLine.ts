/** A line of the bill. */

/** Digits after the point of each amount on the bill: money is in units of 10^-10 US dollars. */
export const DIGITS = 10;

export type RecordType = 'Usage' | 'Tax' | 'Credit';

export interface BillLine {
  /** The UTC day that it belongs to: whole days since 1970. */
  readonly day: number;
  readonly account: string;
  /** `global` or `NoRegion` for a service without a Region. */
  readonly region: string;
  readonly recordType: RecordType;
  readonly service: string;
  readonly usageType: string;
  /** How the model was invoked, such as `InvokeModelStreamingInference`; the operation of other services. */
  readonly operation: string;
  readonly unit: string;
  /** In units of 10^-10 of `unit`. */
  readonly quantity: bigint;
  /** In units of 10^-10 US dollars, after the discount. */
  readonly cost: bigint;
  /** The values of the tag keys that were active, callers' keys as `iamPrincipal/…`. */
  readonly tags: ReadonlyMap<string, string>;
  /** A profile's ARN, or the id of the model or system profile that was invoked; empty outside Bedrock. */
  readonly source: string;
  /** The caller's ARN. */
  readonly principal: string;
}
