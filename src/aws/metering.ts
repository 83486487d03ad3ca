/** Counts what AWS charges for, where a request leaves: once for every attempt, the SDK's own retries too. */

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { Charge, OnCharge } from '../core/billing/charges';
import type { SpendingLimit } from '../core/billing/spendingLimit';
import type { AwsClock } from './awsClock';
import { networkFailureOf } from './networkErrors';

export type { OnCharge } from '../core/billing/charges';

export interface Meter {
  readonly onCharge: OnCharge;
  readonly clock: AwsClock;
  /** The call that an attempt belongs to: its signal, and what may still be spent. */
  call(): { readonly signal: AbortSignal; readonly limit: SpendingLimit } | undefined;
}

/** Codes of a connection that never came to be. */
const NEVER_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL|ERR_TLS_.*)$/;

/**
 * Whether a request that failed cannot have reached AWS. Where that is not certain it may have been billed: a meter
 * that shows a cent too much is better than one that hides it.
 */
export function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const trouble = networkFailureOf(error);
  // Nothing is sent before the certificate is accepted.
  if (trouble?.code === 'certificate' || NEVER_CONNECTED.test(trouble?.cause ?? '')) return true;
  if ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')) return true;
  return /did not establish a connection|before secure TLS connection/i.test(error.message);
}

/** The HTTP answer of a call that failed; none where there was none. */
const responseOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && '$response' in error ? error.$response : undefined;

/**
 * Counts one attempt and sends it. What has not left after all is taken back; whatever ends this process in between,
 * the count is never less than what AWS has seen.
 */
async function metered<T extends { readonly response: unknown }>(
  meter: Meter,
  charge: Charge,
  send: () => Promise<T>,
): Promise<T> {
  const { clock, onCharge } = meter;
  const isPaid = charge.units > 0;
  const at = clock.now();
  const takeBack = async (): Promise<void> => {
    if (isPaid) await onCharge({ ...charge, units: -charge.units, at });
  };
  // The SDK would only look at the signal again when it is too late to know whether the attempt has left.
  meter.call()?.signal.throwIfAborted();
  if (isPaid) {
    meter.call()?.limit.add(charge);
    await onCharge({ ...charge, at });
  }
  if (meter.call()?.signal.aborted === true) {
    await takeBack();
    meter.call()?.signal.throwIfAborted();
  }
  try {
    const answer = await send();
    clock.learn(answer.response);
    return answer;
  } catch (error) {
    clock.learn(responseOf(error));
    if (wasNeverSent(error)) await takeBack();
    throw error;
  } finally {
    const known = clock.now();
    if (isPaid && at === undefined && known !== undefined) await onCharge({ ...charge, units: 0, at: known });
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
export function meterMetrics(client: CloudWatchClient, meter: Meter): void {
  client.middlewareStack.add(
    (next) => (args) => metered(meter, { service: 'cloudwatch', units: metricsIn(args.input) }, () => next(args)),
    WHERE,
  );
}

/** Charges for every request to Cost Explorer that is sent: whatever the operation, each costs the same. */
export function meterRequests(client: CostExplorerClient, meter: Meter): void {
  client.middlewareStack.add(
    (next) => (args) => metered(meter, { service: 'cost-explorer', units: 1 }, () => next(args)),
    WHERE,
  );
}
