/**
 * Codes of MFA devices, each used once, and the credentials that they gave, so that one code serves as long as AWS lets
 * it. In memory only.
 */

import type { fromIni } from '@aws-sdk/credential-providers';
import { createHash } from 'node:crypto';
import type { ConnectionChoice } from '../core/awsApi';
import type { SharedConfig, SignIn } from '../core/connection/signIn';
import { currentSignIn, readSharedConfig } from './sharedConfig';

/** As the SDK's providers give them. */
export type Credentials = Awaited<ReturnType<ReturnType<typeof fromIni>>>;

/** Credentials that end sooner are not worth a call. */
const SOON_MS = 60_000;

const codes = new Map<string, string>();
const kept = new Map<string, Credentials>();

/** Keeps a code that the user typed until it is used. */
export function provideMfaCode(serial: string, code: string): void {
  codes.set(serial, code);
}

/** The code that was typed for a device; a second use would be refused by AWS. */
export function takeMfaCode(serial: string): string | undefined {
  const code = codes.get(serial);
  codes.delete(serial);
  return code;
}

/** Whether a code was typed for each device and not used yet. */
export const hasMfaCodes = ({ mfaSerials }: SignIn): boolean => mfaSerials.every((serial) => codes.has(serial));

/**
 * Under what credentials are kept: other lines of the AWS profiles on the way, or another endpoint, are another
 * question.
 */
export function credentialsKey({ chain }: SignIn, { profiles }: SharedConfig, { endpoint }: ConnectionChoice): string {
  const lines = chain.map((name) => [name, Object.entries(profiles.get(name) ?? {})]);
  return createHash('sha256')
    .update(JSON.stringify([endpoint, lines]))
    .digest('hex');
}

/** Credentials that a code gave and that still hold. */
export function cachedCredentials(key: string): Credentials | undefined {
  const credentials = kept.get(key);
  const end = credentials?.expiration?.getTime() ?? 0;
  if (end - Date.now() > SOON_MS) return credentials;
  kept.delete(key);
  return undefined;
}

export function cacheCredentials(key: string, credentials: Credentials): void {
  kept.set(key, credentials);
}

/** The devices whose codes a connection needs now; none where it needs none or earlier credentials still hold. */
export async function mfaDevices(choice: ConnectionChoice): Promise<readonly string[]> {
  const signIn = await currentSignIn(choice.awsProfile);
  if (signIn.mfaSerials.length === 0 || signIn.flaw !== undefined) return [];
  const key = credentialsKey(signIn, await readSharedConfig(), choice);
  return cachedCredentials(key) === undefined ? signIn.mfaSerials : [];
}
