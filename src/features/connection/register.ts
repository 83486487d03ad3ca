/** The connection to AWS: its commands, and what follows settings, credentials and the caller. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Poller } from '../../store/poller';
import type { Store } from '../../store/store';
import { afterActivation } from '../../ui/afterActivation';
import { registerCommands } from '../../ui/commands';
import { runInBackground } from '../../ui/errorBoundary';
import type { Log } from '../../ui/log';
import { ownershipSettings } from '../../ui/settings/ownershipSettings';
import { onSetting } from '../../ui/settings/settings';
import type { WorkspaceChoices } from '../../ui/settings/workspaceChoices';
import { ConnectionManager } from './connectionManager';
import { copyMissingPermission } from './copyMissingPermission';
import { CredentialWatch } from './credentialWatch';
import { Identity } from './identity';

export type { ConnectionManager, Identity };

interface ConnectionOptions {
  readonly log: Log;
  readonly store: Store;
  readonly poller: Poller;
  readonly choices: WorkspaceChoices;
}

/** What other features need of the connection. */
export interface RegisteredConnection {
  readonly connection: ConnectionManager;
  readonly identity: Identity;
}

/** Registers the commands and listeners of the connection. */
export function registerConnection(context: vscode.ExtensionContext, options: ConnectionOptions): RegisteredConnection {
  const { log, store, choices } = options;
  const identity = new Identity(context.globalState);
  const connection = new ConnectionManager({ ...options, context, identity });
  const then = (choose: () => Promise<boolean>) => async () => {
    if (await choose()) await connection.reconnect();
  };
  context.subscriptions.push(
    registerCommands(log, {
      [COMMANDS.connect]: then(async () => (await import('./index')).chooseConnection(choices)),
      [COMMANDS.chooseRegion]: then(async () => (await import('./index')).chooseRegion(choices)),
      [COMMANDS.signIn]: async (argument) => (await import('./index')).signIn(store, argument),
      [COMMANDS.refresh]: () => connection.refresh(),
      [COMMANDS.copyMissingPermission]: () => copyMissingPermission(store.snapshot),
    }),
    identity,
    followSettings(connection, options),
    followCredentials(connection, options),
    followOwnership(context, identity, options),
    logProblems(store, log),
  );
  return { connection, identity };
}

/** AWS profile and Region are written one after the other; only the pair is meant. */
const SETTLE_MS = 300;

/** Connects again when the settings name another connection, and for the first time if the view waits for one. */
function followSettings(connection: ConnectionManager, { log, store, poller }: ConnectionOptions): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const reconnect = (): void => {
    const { choice, sample } = store.snapshot;
    if (sample) return;
    if (choice !== undefined) void runInBackground(log, () => connection.connect());
    else if (poller.visible.tree) void runInBackground(log, () => connection.connectIfChosen());
  };
  const listener = onSetting(['aws'], () => {
    clearTimeout(timer);
    timer = setTimeout(reconnect, SETTLE_MS);
  });
  return vscode.Disposable.from(listener, {
    dispose: () => {
      clearTimeout(timer);
    },
  });
}

/** Watches AWS's files while credentials are missing, and remembers that AWS has answered. */
function followCredentials(connection: ConnectionManager, { log, store }: ConnectionOptions): vscode.Disposable {
  const watch = new CredentialWatch(() => void runInBackground(log, () => connection.retry()));
  const listener = store.onDidChange(({ caller }) => {
    watch.update(caller.problem);
    if (caller.value !== undefined) void runInBackground(log, () => connection.rememberConnected());
  });
  return vscode.Disposable.from(watch, listener);
}

/** Keeps the store informed of whose profiles are the user's. */
function followOwnership(
  context: vscode.ExtensionContext,
  identity: Identity,
  { log, store, poller, choices }: ConnectionOptions,
): vscode.Disposable {
  const update = (): void => {
    const { caller, sample } = store.snapshot;
    store.setOwnership({
      ...ownershipSettings(choices.filter),
      myNames: identity.memberNames(caller.value, sample),
      // The user's own team is not one of the simulated company's.
      myTeam: sample ? '' : identity.team(),
    });
  };
  afterActivation(context, update);
  return vscode.Disposable.from(
    store.onDidChange(update),
    choices.onDidChange(update),
    identity.onDidChange(() => {
      update();
      // Usage of other profiles may be due now.
      poller.schedule();
    }),
    onSetting(['tags', 'me', 'profiles.onlyTags'], () => void runInBackground(log, () => identity.load())),
  );
}

/** Logs each problem of what is always visible once. */
function logProblems(store: Store, log: Log): vscode.Disposable {
  let logged: unknown;
  const listener = store.onDidChange(({ caller, profiles, mine }) => {
    const problem = caller.problem ?? profiles.problem ?? mine.problem;
    if (problem !== undefined && problem !== logged) log.problem(problem);
    logged = problem;
  });
  return vscode.Disposable.from(listener);
}
