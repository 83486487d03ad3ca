/** Sample data: its commands. */

import * as vscode from 'vscode';
import { COMMANDS, TREE_VIEWS } from '../../manifest';
import type { Poller } from '../../store/poller';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import { window } from '../../ui/window';
import type { ConnectionManager } from '../connection/register';
import { SampleData } from './sampleData';

const { l10n } = vscode;

interface SampleDataOptions {
  readonly log: Log;
  readonly store: Store;
  readonly poller: Poller;
  readonly connection: ConnectionManager;
}

/** Returns what starts the sample data. */
export function registerSampleData(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, poller, connection }: SampleDataOptions,
): () => Promise<void> {
  const sampleData = new SampleData(store, log);
  const explore = async (): Promise<void> => {
    await window.withProgress({ location: { viewId: TREE_VIEWS.profiles } }, () => sampleData.start());
    poller.setVisible({ statusBar: true });
    await vscode.commands.executeCommand(`${TREE_VIEWS.profiles}.focus`);
    void offerFirstSteps();
  };
  const leave = async (): Promise<void> => {
    await store.connect(undefined);
    await connection.resume();
  };
  subscriptions.push(
    sampleData,
    registerCommands(log, { [COMMANDS.exploreSampleData]: explore, [COMMANDS.leaveSampleData]: leave }),
  );
  return explore;
}

async function offerFirstSteps(): Promise<void> {
  const show = l10n.t('Show My Usage');
  const create = l10n.t('Create My Profile');
  const chosen = await window.showInformationMessage(
    l10n.t('This is sample data: a simulated company on this machine. Nothing is sent to AWS.'),
    show,
    create,
  );
  if (chosen === show) await vscode.commands.executeCommand(COMMANDS.openUsage);
  if (chosen === create) await vscode.commands.executeCommand(COMMANDS.createProfile);
}
