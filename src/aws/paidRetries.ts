/**
 * Which requests to Cost Explorer are sent again by themselves: each is paid for, so only those that AWS has not
 * charged for.
 */

import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { wasNeverSent } from './metering';

type Strategy = Awaited<ReturnType<CostExplorerClient['config']['retryStrategy']>>;
/** What the SDK asks before each further attempt. */
type Tokens = Extract<Strategy, { acquireInitialRetryToken: unknown }>;
type Failure = Parameters<Tokens['refreshRetryTokenForRetry']>[1];

/**
 * A signature with a wrong time is refused, by a status of its own. Any first answer at all has the SDK correct its
 * clock, also one that is billed.
 */
const isWrongTime = (error: Failure['error']): boolean =>
  error?.$metadata?.clockSkewCorrected === true &&
  (error.$metadata.httpStatusCode ?? 0) < 500 &&
  /signature|skewed|expired|RequestInTheFuture/i.test(error.name);

/**
 * It was put off, its signature had a wrong time, or it never reached AWS. Of everything else an answer may have been
 * lost that is billed.
 */
const isFree = ({ errorType, error }: Failure): boolean =>
  errorType === 'THROTTLING' || isWrongTime(error) || wasNeverSent(error);

const careful = (usual: Tokens): Tokens => ({
  acquireInitialRetryToken: (scope) => usual.acquireInitialRetryToken(scope),
  refreshRetryTokenForRetry: (token, failure) =>
    isFree(failure)
      ? usual.refreshRetryTokenForRetry(token, failure)
      : Promise.reject(new Error('It may have been billed, so it is not sent again')),
  recordSuccess: (token) => {
    usual.recordSuccess(token);
  },
});

/** Keeps the SDK from repeating through this client what may have been billed already. */
export function retryOnlyUnbilled(client: CostExplorerClient): CostExplorerClient {
  const { config } = client;
  const strategy = config.retryStrategy;
  config.retryStrategy = async () => {
    const usual = await strategy();
    return 'acquireInitialRetryToken' in usual ? careful(usual) : usual;
  };
  return client;
}
