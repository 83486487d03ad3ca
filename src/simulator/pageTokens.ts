/** Opaque page tokens. */

import { isFields, type Fields } from './input';

export function writeToken(fields: Fields): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** Undefined when the text is not a token of ours. */
export function readToken(token: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
