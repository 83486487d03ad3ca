/** The places that calls are made in, each with its credentials and AWS's time. */

import type { GatewayAws, PlaceAccess } from './aws';
import { CredentialCache } from './credentialCache';
import type { SecretPlace } from './secrets';

/** A clock that is wrong by less makes no signature invalid; AWS allows five minutes. */
const TOLERATED_MS = 60_000;

export class Place {
  readonly credentials: CredentialCache;
  /** What AWS's clock is ahead of ours, ms. */
  private ahead = 0;

  constructor(
    readonly access: PlaceAccess,
    private readonly now: () => number,
  ) {
    this.credentials = new CredentialCache(() => access.credentials(), now);
  }

  /** AWS's time as far as it is known, ms since 1970. */
  get time(): number {
    return this.now() + this.ahead;
  }

  /** Learns AWS's time from the `Date` of an answer, also of a refusal. */
  learnTime(date: string | undefined): void {
    const theirs = Date.parse(date ?? '');
    if (Number.isNaN(theirs)) return;
    const ahead = theirs - this.now();
    this.ahead = Math.abs(ahead) > TOLERATED_MS ? ahead : 0;
  }
}

export class Places {
  private readonly places = new Map<string, Place>();

  constructor(
    private readonly aws: GatewayAws,
    private readonly now: () => number,
  ) {}

  get(place: SecretPlace): Place {
    const key = JSON.stringify([place.awsProfile, place.account, place.region, place.endpoint]);
    const known = this.places.get(key) ?? new Place(this.aws.open(place), this.now);
    this.places.set(key, known);
    return known;
  }
}
