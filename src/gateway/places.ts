/** The places that calls are made in, each with its credentials and AWS's time. */

import { asProblem, type ProblemCode } from '../core/problem';
import type { GatewayAws, PlaceAccess, SigningCredentials } from './aws';
import { CatalogCache } from './catalogCache';
import { CredentialCache } from './credentialCache';
import type { SecretPlace } from './secrets';

/** A clock that is wrong by less makes no signature invalid; AWS allows five minutes. */
const TOLERATED_MS = 60_000;

/** The AWS profile of a place now belongs to another account. */
export class OtherAccount extends Error {}

export class Place {
  readonly catalog: CatalogCache;
  /** The last problem with credentials or profiles; undefined when there was none the last time. */
  problem: ProblemCode | 'account' | undefined;
  private readonly resolved: CredentialCache;
  /** What AWS's clock is ahead of ours, ms. */
  private ahead = 0;

  constructor(
    readonly where: SecretPlace,
    readonly access: PlaceAccess,
    private readonly now: () => number,
  ) {
    this.resolved = new CredentialCache(() => access.credentials(), now);
    this.catalog = new CatalogCache(async () => access.catalog(await this.credentials()), now);
  }

  /** Credentials of the place's account. Throws a `Problem`, or `OtherAccount`. */
  async credentials(): Promise<SigningCredentials> {
    try {
      const credentials = await this.resolved.get();
      if (credentials.account !== this.where.account) {
        this.forgetCredentials();
        throw new OtherAccount();
      }
      this.problem = undefined;
      return credentials;
    } catch (error) {
      this.problem = error instanceof OtherAccount ? 'account' : asProblem(error).code;
      throw error;
    }
  }

  /** The next call resolves them again. */
  forgetCredentials(): void {
    this.resolved.forget();
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
    const known = this.places.get(key) ?? new Place(place, this.aws.open(place), this.now);
    this.places.set(key, known);
    return known;
  }

  /** Places that were called. */
  all(): readonly Place[] {
    return [...this.places.values()];
  }
}
