/** Cost allocation tags: the command that manages them. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import type { ConnectionManager } from '../connection/register';

interface CostAllocationTagsOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
}

/** Registers the command. */
export function registerCostAllocationTags(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection }: CostAllocationTagsOptions,
): void {
  subscriptions.push(
    registerCommands(log, {
      [COMMANDS.manageCostTags]: async () => {
        if (await connection.ensureListed()) await (await import('./index')).manageCostTags(store);
      },
    }),
  );
}
