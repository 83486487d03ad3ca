/** The bundle of policies, *Verify My Profile* and *Diagnose*, loaded at the first of them. */

import type * as vscode from 'vscode';
import { isCancelled } from '../core/problem';
import type { Profile } from '../core/profiles/profile';
import type { Store } from '../store/store';
import { diagnose, type DiagnoseDeps } from '../features/diagnose/diagnose';
import { Documents } from './documents';
import { showPolicies } from '../features/policies/showPolicies';
import { Verifying } from '../features/verify/verify';

export interface GovernanceDeps {
  readonly store: Store;
  /** Connects as the settings say, and lists the profiles if they are not known. */
  readonly list: () => Promise<void>;
  readonly agents: DiagnoseDeps['agents'];
}

export class Governance implements vscode.Disposable {
  readonly #deps: GovernanceDeps;
  readonly #documents = new Documents();
  readonly #verifying = new Verifying();

  constructor(deps: GovernanceDeps) {
    this.#deps = deps;
  }

  showPolicies(): Promise<void> {
    return showPolicies(this.#deps, this.#documents);
  }

  verifyProfile(profile: Profile): Promise<void> {
    return silently(() => this.#verifying.verify(profile, this.#deps.store));
  }

  diagnose(): Promise<void> {
    return silently(() => diagnose({ ...this.#deps, verified: () => this.#verifying.last }, this.#documents));
  }

  /** What the button of a policy or a report copies. */
  copy(argument: unknown): Promise<void> {
    return this.#documents.copy(argument);
  }

  /** What a policy's or a report's tab shows that was open when the window was loaded. */
  textOf(uri: vscode.Uri): string {
    return this.#documents.textOf(uri);
  }

  dispose(): void {
    this.#documents.dispose();
  }
}

/** Cancelling is no problem. */
async function silently(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
}
