/** Keeps a flow of questions to the connection that it began with. */

import type { AwsApi } from '../core/awsApi';
import { Problem } from '../core/problem';
import type { Store } from '../store/store';

/** Gives the AWS API of the current connection. Once there is another connection, it throws `changed`. */
export async function pinConnection(store: Store): Promise<() => AwsApi> {
  const { connection } = store;
  const aws = await store.aws();
  return () => {
    if (aws === undefined || store.connection !== connection) throw new Problem('changed');
    return aws;
  };
}
