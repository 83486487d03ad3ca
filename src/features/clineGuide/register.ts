/** The guide to Cline's settings: its command. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import { profileCommand, type ProfileCommandOptions } from '../../ui/profileCommand';
import type { ClineGuide } from './index';

/** Registers the command. */
export function registerClineGuide(
  { subscriptions, extensionUri }: vscode.ExtensionContext,
  options: ProfileCommandOptions & { readonly log: Log },
): void {
  let loaded: Promise<ClineGuide> | undefined;
  const load = async (): Promise<ClineGuide> => new (await import('./index')).ClineGuide(extensionUri);
  subscriptions.push(
    registerCommands(options.log, {
      [COMMANDS.useInCline]: profileCommand(options, async (profile) => {
        loaded ??= load();
        await (await loaded).show(profile, options.store.snapshot);
      }),
    }),
    new vscode.Disposable(() => {
      void loaded?.then((guide) => {
        guide.dispose();
      });
    }),
  );
}
