/** What the gateway needs of AWS. It is given to it: in a process of its own, in tests, and for sample data. */

import type { AccountId } from '../core/ids';
import type { PlaceCatalog } from '../core/gateway/chooseProfile';
import type { SecretPlace } from './secrets';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** When they end, ms since 1970; undefined for those that do not. */
  readonly expiresAt?: number | undefined;
  /** The account that they belong to. */
  readonly account: AccountId;
}

/** A place that calls are made in. */
export interface PlaceAccess {
  /** Where Bedrock's runtime is reached; a path is kept before its own ones. */
  runtimeUrl(): Promise<URL>;
  /** Resolves the credentials. Throws a `Problem`. Never opens a sign-in window and never asks for an MFA code. */
  credentials(): Promise<SigningCredentials>;
  /** Loads the place's profiles with these credentials. Throws a `Problem`. */
  catalog(credentials: SigningCredentials): Promise<PlaceCatalog>;
}

export interface GatewayAws {
  open(place: SecretPlace): PlaceAccess;
}
