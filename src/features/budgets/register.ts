/** Budgets: the command that sets them, and what watches them. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Poller } from '../../store/poller';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import { runInBackground } from '../../ui/errorBoundary';
import type { Log } from '../../ui/log';
import { onSetting } from '../../ui/settings/settings';
import { BudgetWatch } from './budgetWatch';

export type { Budget } from './budget';
export type { BudgetState } from './budgetStates';
export type { BudgetWatch };

interface BudgetOptions {
  readonly log: Log;
  readonly store: Store;
  readonly poller: Poller;
}

/** Registers the command, and watches the budgets. */
export function registerBudgets(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, poller }: BudgetOptions,
): BudgetWatch {
  const watch = new BudgetWatch(store);
  subscriptions.push(
    watch,
    registerCommands(log, {
      [COMMANDS.setBudget]: async () => (await import('./index')).setBudget(watch, store.snapshot.sample),
    }),
    // What budgets need may be due earlier now.
    watch.onDidChange(() => {
      poller.schedule();
    }),
    onSetting(['budget'], () => void runInBackground(log, () => watch.update())),
  );
  return watch;
}
