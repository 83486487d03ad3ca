/** What the command line connects with: flags before the environment before the file that windows share. */

import type { ConnectionChoice } from '../core/awsApi';
import { isRegion } from '../core/ids';
import type { GatewaySettings } from '../gateway/settings';
import { usageError } from './output';

/** Flags of a command that connects to AWS, as they were given. */
export interface ConnectionFlags {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** For `parseArgs`. */
export const CONNECTION_FLAGS = {
  profile: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
} as const;

const present = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

function checkedEndpoint(endpoint: string): string {
  if (endpoint !== '' && !/^https?:\/\/[^\s/]+/.test(endpoint))
    throw usageError(`--endpoint must be a URL that begins with http:// or https://, not "${endpoint}".`);
  return endpoint;
}

/** The connection; undefined where no Region is given anywhere. Throws a `UsageError` for what is no Region or URL. */
export function connectionOf(
  flags: ConnectionFlags,
  env: NodeJS.ProcessEnv,
  { connection }: Pick<GatewaySettings, 'connection'>,
): ConnectionChoice | undefined {
  const region = present(flags.region) ?? present(env.AWS_REGION) ?? present(env.AWS_DEFAULT_REGION);
  const profile = flags.profile ?? present(env.AWS_PROFILE);
  const chosen = region ?? connection?.region;
  if (chosen === undefined) return undefined;
  if (!isRegion(chosen)) throw usageError(`"${chosen}" is not the code of an AWS Region, such as us-east-1.`);
  return {
    awsProfile: profile ?? connection?.awsProfile ?? '',
    region: chosen,
    endpoint: checkedEndpoint(flags.endpoint ?? connection?.endpoint ?? ''),
  };
}
