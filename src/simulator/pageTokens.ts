/** Opaque page tokens. */

import { isFields, type Fields } from './input';

export function writeToken(fields: Fields): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** Undefined for a text that is no token of the simulator's. */
export function readToken(token: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
