/** What the checks of one diagnosis share. */

import type { Cloud } from '../../../core/cloud';
import { Problem } from '../../../core/problem';
import { isMine, type Profile, type ProfileSummary } from '../../../core/profile';
import type { CheckId, Finding } from '../../../core/diagnose';
import type { Ledger } from '../../../ledger/ledger';
import type { AgentRow } from '../../agents/rows';
import type { Verified } from '../verify';

/** Carries out one check; what it throws is what it found. */
export type Check = (exam: Exam) => Promise<Finding>;
export type Checks<Id extends CheckId> = Readonly<Record<Id, Check>>;

export class Exam {
  readonly #listed: Promise<readonly ProfileSummary[]>;
  #learn: (listed: readonly ProfileSummary[]) => void = () => undefined;

  constructor(
    readonly ledger: Ledger,
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
  async cloud(): Promise<Cloud> {
    const cloud = await this.ledger.cloud();
    if (cloud === undefined) throw new Problem('no-credentials');
    return cloud;
  }

  get region(): string {
    return this.ledger.snapshot.choice?.region ?? '';
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
    return this.ledger.snapshot.profiles.value?.profiles ?? [];
  }

  get mine(): readonly Profile[] {
    const { keys, myNames } = this.ledger.snapshot.ownership;
    return this.profiles.filter((profile) => isMine(profile, keys, myNames));
  }
}
