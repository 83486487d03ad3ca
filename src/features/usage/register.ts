/** The usage page: its commands, and its panel that VS Code opens again after a reload. */

import * as vscode from 'vscode';
import { COMMANDS, PANELS } from '../../manifest';
import type { Poller } from '../../store/poller';
import type { UsageScope } from '../../store/snapshot';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import { runInBackground } from '../../ui/errorBoundary';
import type { Log } from '../../ui/log';
import { myPollInterval } from '../../ui/polling';
import { profileCommand } from '../../ui/profileCommand';
import { window } from '../../ui/window';
import type { BudgetWatch } from '../budgets/register';
import type { ConnectionManager } from '../connection/register';
import type { UsagePage } from './index';

interface UsageOptions {
  readonly log: Log;
  readonly store: Store;
  readonly poller: Poller;
  readonly connection: ConnectionManager;
  readonly budgets: BudgetWatch;
}

/** Registers the page's commands and its panel. */
export function registerUsage(context: vscode.ExtensionContext, options: UsageOptions): void {
  const { log, budgets } = options;
  let loaded: Promise<UsagePage> | undefined;
  const page = (): Promise<UsagePage> => (loaded ??= loadPage(context, options));
  const show = async (scope: UsageScope): Promise<void> => (await page()).show(scope);
  context.subscriptions.push(
    registerCommands(log, {
      [COMMANDS.openUsage]: () => show('mine'),
      [COMMANDS.showTeamUsage]: () => show('team'),
      [COMMANDS.showUsage]: profileCommand(options, ({ id }) => show(id)),
    }),
    window.registerWebviewPanelSerializer(PANELS.usage, {
      deserializeWebviewPanel: async (panel, state) => (await page()).deserializeWebviewPanel(panel, state),
    }),
    budgets.onDidChange(() => void runInBackground(log, async () => (await loaded)?.update())),
    new vscode.Disposable(() => {
      void loaded?.then((usagePage) => {
        usagePage.dispose();
      });
    }),
  );
}

async function loadPage(
  { extensionUri }: vscode.ExtensionContext,
  { log, store, poller, connection, budgets }: UsageOptions,
): Promise<UsagePage> {
  const { UsagePage } = await import('./index');
  return new UsagePage({
    store,
    extensionUri,
    log,
    pollMs: myPollInterval,
    budgets: () => budgets.budgets,
    onVisible: (visible) => {
      poller.setVisible({ page: visible });
    },
    connect: () => connection.connect(),
  });
}
