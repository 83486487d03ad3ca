/** What the checks of a diagnosis share. */

import type { AwsApi } from '../../core/awsApi';
import { Problem } from '../../core/problem';
import type { Profile, ProfileSummary } from '../../core/profiles/profile';
import type { CheckId } from '../../core/diagnose/checks';
import type { Finding } from './finding';
import type { Store } from '../../store/store';
import type { AgentRow } from '../agents/register';
import type { Verification } from '../verify/register';
import { listedProfiles, myProfiles } from '../../store/selectors';

/** Performs one check; what it throws is its result. */
export type Check = (context: CheckContext) => Promise<Finding>;
export type Checks<Id extends CheckId> = Readonly<Record<Id, Check>>;

export class CheckContext {
  readonly #listed: Promise<readonly ProfileSummary[]>;
  #resolveListed: (listed: readonly ProfileSummary[]) => void = () => undefined;

  constructor(
    readonly store: Store,
    readonly signal: AbortSignal,
    /** The rows of the view *Agents*, from files read again. */
    readonly agents: () => Promise<readonly AgentRow[]>,
    /** The last verification in this window of a profile in the list. */
    readonly verified: Verification | undefined,
  ) {
    this.#listed = new Promise((resolve) => {
      this.#resolveListed = resolve;
    });
  }

  /** Rejects with a Problem where there are no credentials. */
  async aws(): Promise<AwsApi> {
    const aws = await this.store.aws();
    if (aws === undefined) throw new Problem('no-credentials');
    return aws;
  }

  get region(): string {
    return this.store.snapshot.choice?.region ?? '';
  }

  /** Passes on what a check has listed to those that come after it. */
  setListed(listed: readonly ProfileSummary[]): void {
    this.#resolveListed(listed);
  }

  get listed(): Promise<readonly ProfileSummary[]> {
    return this.#listed;
  }

  /** All profiles with their tags, as the view has them. */
  get profiles(): readonly Profile[] {
    return listedProfiles(this.store.snapshot);
  }

  get mine(): readonly Profile[] {
    return myProfiles(this.store.snapshot);
  }
}
