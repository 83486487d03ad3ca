/** The form of the secrets that agents show to the gateway. */

import { createHash, randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** A text of the form of our secrets; whether it is one that was issued is not known. */
export type SecretText = string & { readonly [brand]: 'SecretText' };

/** Filters that hide secrets recognize ours by it. */
export const SECRET_PREFIX = 'bedrock-tally_';
const BYTES = 32;
const FORM = new RegExp(`^${SECRET_PREFIX}[A-Za-z0-9_-]{43}$`);

/** The secret that a text is; undefined where it has another form. */
export const secretIn = (text: string): SecretText | undefined => (FORM.test(text) ? (text as SecretText) : undefined);

/** 256 random bits. They fit into a path and into a header as they are. */
export const makeSecret = (): SecretText => `${SECRET_PREFIX}${randomBytes(BYTES).toString('base64url')}` as SecretText;

/** What is kept of a secret: random bits need no slow or salted hash. */
export const hashOf = (secret: SecretText): Buffer => createHash('sha256').update(secret).digest();

/** The secret in an `Authorization: Bearer …` header; undefined for any other. */
export function bearerOf(authorization: string | undefined): SecretText | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  return token === undefined ? undefined : secretIn(token);
}
