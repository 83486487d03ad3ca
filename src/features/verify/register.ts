/** *Verify My Profile*: its command. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import { profileCommand, type ProfileCommandOptions } from '../../ui/profileCommand';
import type { Verifying } from './index';
import type { Verified } from './verify';

export type { Verified };

/** What other features get to know of verifications. */
export interface Verifications {
  /** The last one in this window. */
  readonly last: Verified | undefined;
}

export function registerVerify(
  { subscriptions }: vscode.ExtensionContext,
  options: ProfileCommandOptions & { readonly log: Log },
): Verifications {
  let verifying: Verifying | undefined;
  subscriptions.push(
    registerCommands(options.log, {
      [COMMANDS.verifyProfile]: profileCommand(options, async (profile) => {
        const { Verifying } = await import('./index');
        verifying ??= new Verifying();
        await verifying.verify(profile, options.store);
      }),
    }),
  );
  return {
    get last() {
      return verifying?.last;
    },
  };
}
