/** Counts what AWS charges for, where a request leaves: once for every attempt, the SDK's own retries too. */

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { Charge } from '../core/cloud';
import { networkCode } from './errors';

export type OnCharge = (charge: Charge) => void;

export interface Meter {
  readonly onCharge: OnCharge;
  /** The signal of the call that an attempt belongs to. */
  signal(): AbortSignal | undefined;
}

/** Codes of a connection that never came to be. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL|ERR_TLS_.*|.*CERT.*)$/;

/**
 * Whether a request that failed cannot have reached AWS. Where that is not certain it may have been billed: a meter that shows
 * a cent too much is better than one that hides it.
 */
export function neverLeft(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NEVER_CONNECTED.test(networkCode(error))) return true;
  if ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')) return true;
  return /did not establish a connection|before secure TLS connection/i.test(error.message);
}

/** Sends one attempt and charges for it when it has left. */
async function metered<T>(meter: Meter, charge: Charge, send: () => Promise<T>): Promise<T> {
  // The SDK would only look at the signal again when it is too late to know whether the attempt has left.
  meter.signal()?.throwIfAborted();
  if (charge.units === 0) return send();
  try {
    const answer = await send();
    meter.onCharge(charge);
    return answer;
  } catch (error) {
    if (!neverLeft(error)) meter.onCharge(charge);
    throw error;
  }
}

/** How many metrics a request to CloudWatch asks for; expressions and other operations cost nothing. */
function metricsIn(input: object): number {
  if (!('MetricDataQueries' in input) || !Array.isArray(input.MetricDataQueries)) return 0;
  return input.MetricDataQueries.filter(
    (query: unknown) => typeof query === 'object' && query !== null && 'MetricStat' in query,
  ).length;
}

/** Innermost, so that each attempt passes here after it was signed and before it is sent. */
const WHERE = { step: 'deserialize', priority: 'low', name: 'bedrockTallyCharges' } as const;

/** Charges for the metrics of every GetMetricData that is sent. */
export function chargeMetrics(client: CloudWatchClient, meter: Meter): void {
  client.middlewareStack.add(
    (next) => (args) => metered(meter, { service: 'cloudwatch', units: metricsIn(args.input) }, () => next(args)),
    WHERE,
  );
}

/** Charges for every request to Cost Explorer that is sent: whatever the operation, each costs the same. */
export function chargeRequests(client: CostExplorerClient, meter: Meter): void {
  client.middlewareStack.add(
    (next) => (args) => metered(meter, { service: 'cost-explorer', units: 1 }, () => next(args)),
    WHERE,
  );
}
