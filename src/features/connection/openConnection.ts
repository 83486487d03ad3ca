/** Makes the store's connection out of what the user has chosen. */

import type { ConnectionChoice } from '../../core/awsApi';
import { isRegion } from '../../core/ids';
import { Problem } from '../../core/problem';
import type { Connection } from '../../store/session';
import type { SharedFolder } from '../../store/shared/sharedFolder';
import type { Log } from '../../ui/log';

/** A connection to AWS. The SDK is loaded, and credentials are read, when it is opened. */
export function connectionTo(choice: ConnectionChoice, sharedFolder: SharedFolder, log: Log): Connection {
  const open: Connection['open'] = async (onCharge) => {
    if (choice.region === '') throw await regionProblem(choice.awsProfile);
    if (!isRegion(choice.region)) throw new Problem('wrong-region', { region: choice.region });
    if (choice.endpoint !== '' && !URL.canParse(choice.endpoint))
      throw new Problem('unreachable', { endpoint: choice.endpoint });
    const { openAws } = await import('../../aws/index');
    return openAws(choice, { log: log.call, onCharge });
  };
  return { choice, sample: false, open, sharedFolder, environment: environmentOf(choice) };
}

/**
 * Why there is no Region: none is set, the AWS profile that would name it does not exist, or no AWS profile is chosen.
 */
async function regionProblem(awsProfile: string): Promise<Problem> {
  const { listAwsProfiles, isChainEmpty } = await import('../../aws/index');
  const profiles = await listAwsProfiles();
  // The user chooses the AWS profile first: it brings its Region.
  if (awsProfile === '' && profiles.length > 0 && (await isChainEmpty()))
    return new Problem('no-credentials', { awsProfile });
  const known = awsProfile === '' || profiles.some(({ name }) => name === awsProfile);
  return known ? new Problem('no-region', { awsProfile }) : new Problem('unknown-profile', { awsProfile });
}

/**
 * What besides the choice decides who the caller is. The key's id is no secret, and the store keeps only a hash of all
 * this.
 */
function environmentOf({ awsProfile }: ConnectionChoice): string {
  const { env } = process;
  const files = [env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE, env.AWS_ENDPOINT_URL];
  const chain = awsProfile === '' ? [env.AWS_PROFILE, env.AWS_ACCESS_KEY_ID, env.AWS_ROLE_ARN] : [];
  return JSON.stringify([...files, ...chain]);
}
