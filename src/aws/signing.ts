/** Credentials for calls that are signed outside of the SDK. */

import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import type { Caller, ConnectionChoice } from '../core/awsApi';
import { makeClients, type OpenOptions } from './clients';
import { whoAmI } from './services/sts';

/** Credentials, and whose they are. */
export interface ResolvedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** When they end, ms since 1970; undefined for those that do not. */
  readonly expiresAt: number | undefined;
  readonly caller: Caller;
}

/**
 * Resolves a connection's credentials anew, and the identity that they belong to. Throws a `Problem`. Opens no sign-in
 * window and requests no MFA code.
 */
export async function resolveCredentials(
  choice: ConnectionChoice,
  options: OpenOptions,
  signal: AbortSignal,
): Promise<ResolvedCredentials> {
  const clients = await makeClients(choice, options);
  try {
    const found = await clients.call('credentials', signal, () => clients.sts.config.credentials());
    const caller = await whoAmI(clients, signal);
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiration?.getTime(), caller };
  } finally {
    clients.dispose();
  }
}

/** Neither is sent anywhere. */
const UNUSED = { credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' }, modelId: 'unused' };

/**
 * Where the SDK would send a call of Bedrock's runtime: by the connection's endpoint, the environment, the settings of
 * the AWS profile, and the Region's partition. With a path where the endpoint has one.
 */
export async function runtimeUrl({ region, endpoint, awsProfile }: ConnectionChoice): Promise<URL> {
  const client = new BedrockRuntimeClient({
    region,
    credentials: UNUSED.credentials,
    ...(endpoint === '' ? {} : { endpoint }),
    ...(awsProfile === '' ? {} : { profile: awsProfile }),
  });
  let found: URL | undefined;
  // The endpoint is known when the request has been made; there it ends.
  client.middlewareStack.add(
    () => (args) => {
      const { protocol, hostname, port, path } = args.request as HttpRequest;
      const base = path.slice(0, path.indexOf(`/model/${UNUSED.modelId}`));
      found = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${base}`);
      return Promise.resolve({ output: { $metadata: {} } as never, response: undefined });
    },
    { step: 'build', name: 'bedrockTallyEndpoint' },
  );
  try {
    await client.send(new ConverseCommand({ modelId: UNUSED.modelId, messages: [] }));
  } finally {
    client.destroy();
  }
  if (found === undefined) throw new Error('The endpoint of Bedrock’s runtime is not known.');
  return found;
}

/** What of the SDK's request names its endpoint. */
interface HttpRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}
