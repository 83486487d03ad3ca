import type { Caller } from '../awsApi';

/**
 * The last part of the caller's ARN: an assumed role's session name, or an IAM user's name. Root has none that is a
 * person's.
 */
export function sessionName(caller: Caller | undefined): string | undefined {
  const last = caller?.arn.split('/').at(-1);
  return caller === undefined || last === caller.arn ? undefined : last;
}

/** What stands before an address's `@`; undefined for what is no address. */
export const localPart = (address: string | undefined): string | undefined =>
  address?.includes('@') === true ? address.slice(0, address.indexOf('@')) : undefined;

/** Names that a caller may have in tags. A policy may use `aws:userid`, which is the tag's value then. */
export function callerNames(caller: Caller | undefined): readonly string[] {
  const session = sessionName(caller);
  return [session, localPart(session), caller?.userId].filter((name) => name !== undefined);
}
