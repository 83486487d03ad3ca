/**
 * Looks behind a connection: how long the credentials last, how far the clocks are apart, whether the Price List is
 * there.
 */

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clocks, Inspection } from '../core/awsApi';
import { dateOf } from './awsClock';
import { readJson } from './readJson';
import type { Clients } from './clients';
import { bulkHost } from './partitions';

/** When the resolved credentials expire, in milliseconds since 1970; nothing else of them is returned. */
async function credentialsEnd(clients: Clients, signal: AbortSignal): Promise<number | undefined> {
  const { expiration } = await clients.call('credentials', signal, () => clients.sts.config.credentials());
  return expiration?.getTime();
}

/**
 * A refusal, for a wrong clock above all, has a date as well: the first answer counts, before the SDK corrects itself.
 */
async function clocks(clients: Clients, signal: AbortSignal): Promise<Clocks | undefined> {
  let seen: Clocks | undefined;
  const command = new GetCallerIdentityCommand({});
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const theirs = dateOf(answer.response);
      if (theirs !== undefined) seen ??= { theirs, ours: Date.now() };
      return answer;
    },
    { step: 'deserialize', priority: 'low', name: 'bedrockTallyClocks' },
  );
  try {
    await clients.call('sts:GetCallerIdentity', signal, (options) => clients.sts.send(command, options));
  } catch (error) {
    signal.throwIfAborted();
    if (seen === undefined) throw error;
  }
  return seen;
}

async function priceList(clients: Clients, signal: AbortSignal): Promise<void> {
  const { endpoint, region } = clients.choice;
  const host = endpoint === '' ? bulkHost(region) : endpoint.replace(/\/+$/, '');
  await clients.call('pricing:BulkFile', signal, ({ abortSignal }) =>
    readJson(`${host}/offers/v1.0/aws/AmazonBedrock/current/region_index.json`, abortSignal, clients.timeouts.answerMs),
  );
}

export const inspectionOf = (clients: Clients): Inspection => ({
  credentialsEnd: (signal) => credentialsEnd(clients, signal),
  clocks: (signal) => clocks(clients, signal),
  priceList: (signal) => priceList(clients, signal),
});
