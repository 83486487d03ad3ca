/** What AWS charges for requests. */

/** US dollars for one request to Cost Explorer, each page included. */
export const COST_EXPLORER_REQUEST_USD = '0.01';

/** US dollars for some requests to Cost Explorer, as a decimal text. */
export const requestsUsd = (requests: number): string => (requests * Number(COST_EXPLORER_REQUEST_USD)).toFixed(2);

/** A request that AWS charges for. `units` are metrics for CloudWatch's GetMetricData, requests for Cost Explorer. */
export interface Charge {
  readonly service: 'cloudwatch' | 'cost-explorer';
  readonly units: number;
  /** When it is sent, by AWS's own clock, ms since 1970; undefined while no answer has shown that. */
  readonly at?: number | undefined;
}

/**
 * Counts a charge. Called and awaited before the request is sent, so that a process that ends cannot lose it. Called
 * again with negative units where the request turned out not to have been sent, and with zero units where AWS's time
 * has become known.
 */
export type OnCharge = (charge: Charge) => void | Promise<void>;
