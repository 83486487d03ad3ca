/** The AWS side, and with it the SDK. Loaded when it is first needed. */

import type { AwsApi, ConnectionChoice } from '../core/awsApi';
import { alertsOf } from './alerts';
import { createProfile, deleteProfile, getProfile, listProfiles, listSources, tagsOf } from './services/bedrock';
import { makeClients, type OpenOptions } from './clients';
import { fetchSeries, listSeries } from './services/cloudWatch';
import { billingOf } from './billing';
import { inspectionOf } from './inspection';
import { priceSourceOf } from './services/priceList';
import { invoke } from './services/bedrockRuntime';
import { whoAmI } from './services/sts';
import { tagsInBulk } from './services/resourceGroupsTagging';

export { provideMfaCode, mfaDevices } from './mfa';
export { credentialSourceOf, defaultRegion, isChainEmpty, listAwsProfiles, type AwsProfile } from './sharedConfig';

/** Opens a connection. Nothing is sent yet, so only an unknown AWS profile is noticed here. */
export async function openAws(choice: ConnectionChoice, options: OpenOptions): Promise<AwsApi> {
  const clients = await makeClients(choice, options);
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
    billing: billingOf(clients),
    alerts: alertsOf(clients),
    prices: priceSourceOf(clients),
    invoke: (profile, streamed, signal) => invoke(clients, profile, streamed, signal),
    inspect: inspectionOf(clients),
    dispose: () => {
      clients.dispose();
    },
  };
}
