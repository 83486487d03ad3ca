/** STS: who we are. */

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Caller } from '../../core/awsApi';
import { accountId, arn } from '../../core/ids';
import { Problem } from '../../core/problem';
import type { Clients } from '../clients';

/** The caller as AWS sees it. Needs no permission and costs nothing. */
export async function whoAmI(clients: Clients, signal: AbortSignal): Promise<Caller> {
  const answer = await clients.call('sts:GetCallerIdentity', signal, (options) =>
    clients.sts.send(new GetCallerIdentityCommand({}), options),
  );
  if (answer.Account === undefined || answer.Arn === undefined)
    throw new Problem('broken-answer', { message: 'No account in the answer' });
  return { account: accountId(answer.Account), arn: arn(answer.Arn), userId: answer.UserId ?? '' };
}
