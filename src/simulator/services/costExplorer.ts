/** Cost Explorer. */

import { AwsError } from '../errors';
import type { Operation } from '../operation';
import { perAccount } from '../perAccount';
import { anomalyOperations } from './anomalies';
import { costForecastOperations } from './costForecast';
import { costTagOperations } from './costTags';
import { costUsageOperations } from './costUsage';
import { costValueOperations } from './costValues';

const MINUTE = 60_000;
/** The times of the last minute's requests, ms since 1970. */
const recentRequests = perAccount<number[]>(() => []);

/** Refuses too many requests, and requests of an account that has not opened Cost Explorer. */
function guarded(operation: Operation): Operation {
  return (input, context) => {
    const { account, now } = context;
    const { requestsPerMinute, explorer } = account.bill.settings;
    const recent = recentRequests(account);
    recent.splice(0, recent.length, ...recent.filter((time) => now - time < MINUTE), now);
    if (recent.length > requestsPerMinute) {
      throw new AwsError(
        'LimitExceededException',
        'You made too many calls in a short period of time. Try again later.',
      );
    }
    if (explorer === 'off') {
      throw new AwsError('AccessDeniedException', 'User not enabled for cost explorer access', 403);
    }
    return operation(input, context);
  };
}

const operations = {
  ...costUsageOperations,
  ...costValueOperations,
  ...costForecastOperations,
  ...costTagOperations,
  ...anomalyOperations,
};

/** The operations of Cost Explorer that the simulator has. AWS charges for each request, each page included. */
export const costExplorerOperations: Readonly<Record<string, Operation>> = Object.fromEntries(
  Object.entries(operations).map(([name, operation]) => [name, guarded(operation)]),
);
