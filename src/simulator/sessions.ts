/** Temporary credentials from AssumeRole, and their callers. */

import { expiredToken, unrecognizedClient } from './errors';
import { alphanumerics, seedOf } from './prng';
import type { CallerIdentity } from './scenario';

/** Keys as AssumeRole returns them. `expires` in ms since 1970. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expires: number;
}

interface Session {
  readonly keys: SessionKeys;
  readonly caller: CallerIdentity;
}

export class Sessions {
  private readonly sessions = new Map<string, Session>();

  /** Creates new keys that are valid until `expires`. */
  start(caller: CallerIdentity, expires: number): SessionKeys {
    const seed = seedOf(`${caller.arn} ${this.sessions.size}`);
    const keys: SessionKeys = {
      accessKeyId: `ASIA${alphanumerics(16, seed).toUpperCase()}`,
      secretAccessKey: alphanumerics(40, seed + 1),
      sessionToken: alphanumerics(120, seed + 2),
      expires,
    };
    this.sessions.set(keys.accessKeyId, { keys, caller });
    return keys;
  }

  /**
   * The caller of a temporary key; undefined for a key that was not created here. Throws for a wrong token and after
   * the expiry.
   */
  callerOf(accessKeyId: string, token: string | undefined, now: number): CallerIdentity | undefined {
    const session = this.sessions.get(accessKeyId);
    if (!session) return undefined;
    if (session.keys.sessionToken !== token) throw unrecognizedClient();
    if (now >= session.keys.expires) throw expiredToken();
    return session.caller;
  }
}
