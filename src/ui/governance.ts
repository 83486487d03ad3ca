/** The bundle of policies, *Verify My Profile* and *Diagnose*, loaded at the first of them. */

import * as vscode from 'vscode';
import { isCancelled } from '../core/problem';
import type { Profile } from '../core/profile';
import type { Ledger } from '../ledger/ledger';
import { diagnose } from './governance/diagnose';
import { Documents } from './governance/documents';
import { showPolicies } from './governance/policies';
import { verifyProfile } from './governance/verify';

const { l10n } = vscode;

export interface GovernanceDeps {
  readonly ledger: Ledger;
  /** Connects as the settings say, and lists the profiles if they are not known. */
  readonly list: () => Promise<void>;
}

export class Governance implements vscode.Disposable {
  readonly #deps: GovernanceDeps;
  readonly #documents = new Documents();

  constructor(deps: GovernanceDeps) {
    this.#deps = deps;
  }

  showPolicies(): Promise<void> {
    return showPolicies(this.#deps, this.#documents);
  }

  verifyProfile(profile: Profile): Promise<void> {
    return silently(() => verifyProfile(profile, this.#deps.ledger));
  }

  diagnose(): Promise<void> {
    return silently(() => diagnose(this.#deps, this.#documents));
  }

  /** What the button of a policy or a report copies. */
  async copy(argument: unknown): Promise<void> {
    const text = this.#documents.copyOf(argument);
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(l10n.t('Copied'), 3000);
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
