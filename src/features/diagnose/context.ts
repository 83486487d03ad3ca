/** What the checks of one diagnosis share. */

import type { AwsApi } from '../../core/awsApi';
import { Problem } from '../../core/problem';
import { isMine, type Profile, type ProfileSummary } from '../../core/profiles/profile';
import type { CheckId, Finding } from '../../core/diagnose/checks';
import type { Store } from '../../store/store';
import type { AgentRow } from '../agents/register';
import type { Verified } from '../verify/register';

/** Carries out one check; what it throws is what it found. */
export type Check = (exam: Exam) => Promise<Finding>;
export type Checks<Id extends CheckId> = Readonly<Record<Id, Check>>;

export class Exam {
  readonly #listed: Promise<readonly ProfileSummary[]>;
  #learn: (listed: readonly ProfileSummary[]) => void = () => undefined;

  constructor(
    readonly store: Store,
    readonly signal: AbortSignal,
    /** The rows of the section *Agents*, from files that are read anew. */
    readonly agents: () => Promise<readonly AgentRow[]>,
    /** The last call through a profile of this list that was made here by *Verify My Profile*. */
    readonly verified: Verified | undefined,
  ) {
    this.#listed = new Promise((resolve) => {
      this.#learn = resolve;
    });
  }

  /** The AWS side. Rejects with a Problem where it cannot be opened. */
  async aws(): Promise<AwsApi> {
    const aws = await this.store.aws();
    if (aws === undefined) throw new Problem('no-credentials');
    return aws;
  }

  get region(): string {
    return this.store.snapshot.choice?.region ?? '';
  }

  /** What a check has listed, for those that come after it. */
  learn(listed: readonly ProfileSummary[]): void {
    this.#learn(listed);
  }

  get listed(): Promise<readonly ProfileSummary[]> {
    return this.#listed;
  }

  /** Everybody's profiles with their tags, as the view has them. */
  get profiles(): readonly Profile[] {
    return this.store.snapshot.profiles.value?.profiles ?? [];
  }

  get mine(): readonly Profile[] {
    const { keys, myNames } = this.store.snapshot.ownership;
    return this.profiles.filter((profile) => isMine(profile, keys, myNames));
  }
}
