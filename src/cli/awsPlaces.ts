/** The places that agents call: each through the AWS profile that its secret names. */

import type { ConnectionChoice } from '../core/awsApi';
import { callerNames } from '../core/connection/sessionName';
import type { GatewayAws, PlaceAccess, SigningCredentials } from '../gateway/aws';
import type { WindowCredentials } from '../gateway/process/messages';
import type { SecretPlace } from '../gateway/secrets';
import type { GatewaySettings } from '../gateway/settings';
import { outgoingAgents } from '../http/outgoing';
import { loadCatalog } from './loadCatalog';

export interface AwsPlacesOptions {
  readonly settings: () => Promise<GatewaySettings>;
  /** What a window has given for an AWS profile. */
  readonly windowCredentials: (awsProfile: string) => WindowCredentials | undefined;
  /** Takes lines without secrets. */
  readonly log: (line: string) => void;
}

/** The SDK takes up memory and time, and is of no use before an agent calls. */
const loadAws = async () => {
  const [{ openAws }, { resolveCredentials, runtimeUrl }] = await Promise.all([
    import('../aws/index'),
    import('../aws/signing'),
  ]);
  return { openAws, resolveCredentials, runtimeUrl };
};

function openPlace(place: SecretPlace, { settings, windowCredentials, log }: AwsPlacesOptions): PlaceAccess {
  const { awsProfile, region, endpoint } = place;
  const choice: ConnectionChoice = { awsProfile, region, endpoint };
  const logCall = ({ call, outcome }: { readonly call: string; readonly outcome: string }): void => {
    if (outcome !== 'ok') log(`${call}: ${outcome}`);
  };
  let names: readonly string[] = [];
  const { signal } = new AbortController();
  const credentials = async (): Promise<SigningCredentials> => {
    const given = windowCredentials(awsProfile);
    const { resolveCredentials } = await loadAws();
    const found = await resolveCredentials(
      choice,
      { log: logCall, keys: given, agents: outgoingAgents(process.env) },
      signal,
    );
    names = callerNames(found.caller);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt = given?.expiresAt, caller } = found;
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt, account: caller.account };
  };
  const catalog: PlaceAccess['catalog'] = async (keys) => {
    const { ownerKeys, myNames } = await settings();
    const { openAws } = await loadAws();
    const aws = await openAws(choice, { log: logCall, keys, agents: outgoingAgents(process.env) });
    try {
      return await loadCatalog(aws, { ownerKeys, myNames: myNames.length > 0 ? myNames : names }, signal);
    } finally {
      aws.dispose();
    }
  };
  return { runtimeUrl: async () => (await loadAws()).runtimeUrl(choice), credentials, catalog };
}

/** AWS as the gateway needs it. Nothing is requested before an agent calls. */
export const awsPlaces = (options: AwsPlacesOptions): GatewayAws => ({ open: (place) => openPlace(place, options) });
