/** The monthly report: its command. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import type { ConnectionManager } from '../connection/register';

interface ExportOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
}

/** Registers the command. */
export function registerExport(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection }: ExportOptions,
): void {
  subscriptions.push(
    registerCommands(log, {
      [COMMANDS.exportReport]: async () => {
        if (await connection.ensureListed()) await (await import('./index')).exportReport(store);
      },
    }),
  );
}
