/** Prices: the command that refreshes them, and the setting that overrides them. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import { onSetting } from '../../ui/settings/settings';
import type { ConnectionManager } from '../connection/register';

interface PriceOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
}

/** Registers the command, and follows the setting. */
export function registerPrices(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection }: PriceOptions,
): void {
  subscriptions.push(
    registerCommands(log, {
      [COMMANDS.refreshPrices]: async () => {
        if (await connection.ensureListed()) await (await import('./index')).refreshPrices(store);
      },
    }),
    onSetting(['prices.overrides'], () => {
      store.reloadPrices();
    }),
  );
}
