/** AWS’s own budgets and alarms: the command that manages them. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import type { ConnectionManager } from '../connection/register';

interface AlertsOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
}

/** Registers the command. */
export function registerAlerts(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection }: AlertsOptions,
): void {
  subscriptions.push(
    registerCommands(log, {
      [COMMANDS.manageAlerts]: async () => {
        if (await connection.ensureListed()) await (await import('./index')).manageAlerts(store);
      },
    }),
  );
}
