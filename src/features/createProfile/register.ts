/** *Create My Profile*: its command. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import type { ConnectionManager, Identity } from '../connection/register';
import type { ProfilesTree } from '../profiles/register';
import type { CreateCommand } from './index';

interface CreateProfileOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
  readonly identity: Identity;
  readonly tree: ProfilesTree;
}

/** Registers the command. */
export function registerCreateProfile(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection, identity, tree }: CreateProfileOptions,
): void {
  // One for the window: it knows whether a wizard is open already.
  let loaded: Promise<CreateCommand> | undefined;
  const load = async (): Promise<CreateCommand> =>
    new (await import('./index')).CreateCommand({
      store,
      identity,
      connected: () => connection.ensureConnected(),
      reveal: (profile) => tree.reveal(profile.arn),
      onProblem: (problem) => {
        log.problem(problem);
      },
    });
  subscriptions.push(
    registerCommands(log, {
      [COMMANDS.createProfile]: async () => {
        loaded ??= load();
        await (await loaded).run();
      },
    }),
  );
}
