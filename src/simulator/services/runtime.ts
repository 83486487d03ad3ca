/** Bedrock's runtime. */

import { AwsError } from '../errors';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { converseOperations } from './converse';
import { countTokensOperations } from './countTokens';
import { recordFailure, resolve, type Target } from './invocation';
import { invokeOperations } from './invokeModel';

export const runtimeOperations: Readonly<Record<string, Operation>> = {
  ...converseOperations,
  ...countTokensOperations,
  ...invokeOperations,
};

/** A call that a fault refuses is metered as AWS does: under the model in its path, if there is one. */
export function recordFault(input: Input, context: Context, status: number): void {
  // A caller without permission is refused before the model is reached.
  if (status === 403) return;
  let target: Target;
  try {
    target = resolve(input, context);
  } catch (error) {
    if (error instanceof AwsError) return;
    throw error;
  }
  recordFailure(target, status, context);
}
