import type { Caller } from '../awsApi';

/**
 * The last part of the caller's ARN: an assumed role's session name, or an IAM user's name. Root has none that is a
 * person's.
 */
export function sessionName(caller: Caller | undefined): string | undefined {
  const last = caller?.arn.split('/').at(-1);
  return caller === undefined || last === caller.arn ? undefined : last;
}
