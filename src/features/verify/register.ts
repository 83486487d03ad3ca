/** *Verify My Profile*: its command. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import { profileCommand, type ProfileCommandOptions } from '../../ui/profileCommand';
import type { ProfileVerifier } from './index';
import type { Verification } from './verify';

export type { Verification };

/** What other features get to know of verifications. */
export interface Verifications {
  /** The last one in this window. */
  readonly last: Verification | undefined;
}

/** Registers the command. */
export function registerVerify(
  { subscriptions }: vscode.ExtensionContext,
  options: ProfileCommandOptions & { readonly log: Log },
): Verifications {
  let verifier: ProfileVerifier | undefined;
  subscriptions.push(
    registerCommands(options.log, {
      [COMMANDS.verifyProfile]: profileCommand(options, async (profile) => {
        const { ProfileVerifier } = await import('./index');
        verifier ??= new ProfileVerifier();
        await verifier.verify(profile, options.store);
      }),
    }),
  );
  return {
    get last() {
      return verifier?.last;
    },
  };
}
