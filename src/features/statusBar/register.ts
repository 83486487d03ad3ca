/** The item in the status bar, and the command that changes what it shows. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import { myPollInterval } from '../../ui/polling';
import { onSetting, setting } from '../../ui/settings/settings';
import { window } from '../../ui/window';
import type { AgentsView } from '../agents/register';
import type { BudgetWatch } from '../budgets/register';
import { StatusBar } from './statusBar';

interface StatusBarParts {
  readonly log: Log;
  readonly store: Store;
  readonly budgets: BudgetWatch;
  readonly agents: AgentsView;
}

/** Registers the item and its command. */
export function registerStatusBar(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, budgets, agents }: StatusBarParts,
): void {
  const statusBar = new StatusBar(store, {
    pollMs: myPollInterval,
    show: () => setting('statusBar.show'),
    budgets: () => budgets.states,
    agents: () => agents.issues,
  });
  const update = (): void => {
    statusBar.update();
  };
  subscriptions.push(
    statusBar,
    registerCommands(log, {
      [COMMANDS.changeStatusBar]: async () => (await import('./index')).changeStatusBar(),
    }),
    budgets.onDidChange(update),
    agents.onDidChange(update),
    window.onDidChangeWindowState(update),
    onSetting(['usage', 'statusBar'], update),
  );
}
