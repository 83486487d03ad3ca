/** Who am I. */

import type { Operation } from '../operation';

const getCallerIdentity: Operation = (_input, { caller }) => ({
  body: { Arn: caller.arn, UserId: caller.userId, Account: caller.account },
});

export const stsOperations: Readonly<Record<string, Operation>> = { GetCallerIdentity: getCallerIdentity };
