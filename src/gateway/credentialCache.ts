/** Credentials of a place: resolved once for all calls that need them, and not again at once after a failure. */

import { asProblem, type Problem } from '../core/problem';
import type { SigningCredentials } from './aws';

/** They are resolved again so often, because an AWS profile may change its account or its keys. */
const FRESH_MS = 5 * 60_000;
/** Credentials that end so soon are renewed first. */
const RENEWED_BEFORE_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** The error of the last attempt, and until when there is no other. */
interface Failure {
  readonly error: Problem;
  readonly until: number;
  readonly pauseMs: number;
}

export class CredentialCache {
  private held: { readonly credentials: SigningCredentials; readonly resolvedAt: number } | undefined;
  private resolving: Promise<SigningCredentials> | undefined;
  private failure: Failure | undefined;

  constructor(
    private readonly resolve: () => Promise<SigningCredentials>,
    private readonly now: () => number,
  ) {}

  /** Credentials that are good now. Throws a `Problem` where there are none and those that are held have ended. */
  async get(): Promise<SigningCredentials> {
    const now = this.now();
    if (this.held !== undefined && !this.isDue(this.held, now)) return this.held.credentials;
    try {
      return await this.renew(now);
    } catch (error) {
      // They are good until they end, also where they cannot be renewed.
      if (this.held !== undefined && this.isGood(this.held.credentials, now)) return this.held.credentials;
      throw error;
    }
  }

  /** What is held is not used any more, and what is being resolved is not kept. */
  forget(): void {
    this.held = undefined;
    this.failure = undefined;
    this.resolving = undefined;
  }

  private isGood({ expiresAt }: SigningCredentials, now: number): boolean {
    return expiresAt === undefined || expiresAt > now;
  }

  private isDue({ credentials, resolvedAt }: NonNullable<CredentialCache['held']>, now: number): boolean {
    const { expiresAt } = credentials;
    const isOld = Math.abs(now - resolvedAt) >= FRESH_MS;
    return isOld || (expiresAt !== undefined && expiresAt - now < RENEWED_BEFORE_MS);
  }

  private renew(now: number): Promise<SigningCredentials> {
    if (this.resolving !== undefined) return this.resolving;
    const failed = this.failure;
    if (failed !== undefined && now < failed.until && failed.until - now <= failed.pauseMs)
      return Promise.reject(failed.error);
    const resolving: Promise<SigningCredentials> = this.resolve()
      .then(
        (credentials) => {
          if (this.resolving !== resolving) return credentials;
          this.held = { credentials, resolvedAt: this.now() };
          this.failure = undefined;
          return credentials;
        },
        (error: unknown) => {
          const pauseMs = Math.min(LONGEST_PAUSE_MS, failed === undefined ? FIRST_PAUSE_MS : failed.pauseMs * 2);
          const problem = asProblem(error);
          if (this.resolving === resolving) this.failure = { error: problem, until: this.now() + pauseMs, pauseMs };
          throw problem;
        },
      )
      .finally(() => {
        if (this.resolving === resolving) this.resolving = undefined;
      });
    this.resolving = resolving;
    return resolving;
  }
}
