/** The AWS side, loaded when it is first needed: the SDK lives in this bundle alone. */

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Caller, Charge, Cloud, ConnectionChoice } from '../core/cloud';
import { accountId, arn } from '../core/ids';
import { Problem } from '../core/problem';
import { alertsOf } from './alerts';
import { createProfile, deleteProfile, getProfile, listProfiles, listSources, tagsOf } from './bedrock';
import { makeClients, type CallLog, type Clients, type FixedKeys, type Patience } from './clients';
import { fetchSeries, listSeries } from './cloudwatch';
import { billingOf } from './costExplorer';
import { priceSourceOf } from './priceList';
import { tagsInBulk } from './tagging';

export { defaultRegion, listAwsProfiles, type AwsProfile } from './sharedConfig';

async function whoAmI(clients: Clients, signal: AbortSignal): Promise<Caller> {
  const answer = await clients.call('sts:GetCallerIdentity', signal, (options) =>
    clients.sts.send(new GetCallerIdentityCommand({}), options),
  );
  if (answer.Account === undefined || answer.Arn === undefined)
    throw new Problem('broken-answer', { message: 'No account in the answer' });
  return { account: accountId(answer.Account), arn: arn(answer.Arn), userId: answer.UserId ?? '' };
}

/** Opens a connection. Nothing is sent yet, so only an unknown AWS profile is noticed here. */
export async function openCloud(
  choice: ConnectionChoice,
  log: CallLog,
  fixed?: FixedKeys,
  patience?: Patience,
  onCharge: (charge: Charge) => void = () => undefined,
): Promise<Cloud> {
  const clients = await makeClients(choice, log, fixed, patience, onCharge);
  return {
    whoAmI: (signal) => whoAmI(clients, signal),
    listProfiles: (signal) => listProfiles(clients, signal),
    listSources: (signal) => listSources(clients, signal),
    tagsInBulk: (signal) => tagsInBulk(clients, signal),
    tagsOf: (profile, signal) => tagsOf(clients, profile, signal),
    createProfile: (plan, token, signal) => createProfile(clients, plan, token, signal),
    getProfile: (id, signal) => getProfile(clients, id, signal),
    deleteProfile: (id, signal) => deleteProfile(clients, id, signal),
    listSeries: (measures, modelIds, signal) => listSeries(clients, measures, modelIds, signal),
    fetchSeries: (queries, span, signal) => fetchSeries(clients, queries, span, signal),
    billing: billingOf(),
    alerts: alertsOf(),
    prices: priceSourceOf(),
    dispose: () => {
      clients.dispose();
    },
  };
}
