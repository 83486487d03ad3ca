/** Makes the secrets that agents show to the gateway, and what is kept of them. */

import { createHash, randomBytes } from 'node:crypto';
import { SECRET_PREFIX, secretIn, type SecretText } from '../core/gateway/secretForm';

const BYTES = 32;

/** 256 random bits. They fit into a path and into a header as they are. */
export const makeSecret = (): SecretText => `${SECRET_PREFIX}${randomBytes(BYTES).toString('base64url')}` as SecretText;

/** What is kept of a secret: random bits need no slow or salted hash. */
export const hashOf = (secret: SecretText): Buffer => createHash('sha256').update(secret).digest();

/** The secret in an `Authorization: Bearer …` header; undefined for any other. */
export function bearerOf(authorization: string | undefined): SecretText | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  return token === undefined ? undefined : secretIn(token);
}
