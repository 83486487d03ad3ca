/** The view of profiles, and the commands on the list and on single profiles. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Poller } from '../../store/poller';
import type { Store } from '../../store/store';
import { copyText } from '../../ui/clipboard';
import { registerCommands, type CommandHandlers } from '../../ui/commands';
import { runInBackground } from '../../ui/errorBoundary';
import type { Log } from '../../ui/log';
import { profileCommand } from '../../ui/profileCommand';
import { onSetting, setting } from '../../ui/settings/settings';
import type { WorkspaceChoices } from '../../ui/settings/workspaceChoices';
import { window } from '../../ui/window';
import type { AgentsView } from '../agents/register';
import type { ConnectionManager } from '../connection/register';
import { ProfilesTree } from './profilesTree';

export type { ProfilesTree };

const { l10n } = vscode;

interface ProfilesOptions {
  readonly log: Log;
  readonly store: Store;
  readonly poller: Poller;
  readonly connection: ConnectionManager;
  readonly choices: WorkspaceChoices;
  readonly agents: AgentsView;
}

/** Registers the view *Profiles* and its commands. */
export function registerProfiles({ subscriptions }: vscode.ExtensionContext, options: ProfilesOptions): ProfilesTree {
  const { log, store, poller, connection } = options;
  const tree = new ProfilesTree(store, () => setting('profiles.grouping'));
  poller.setVisible({ tree: tree.view.visible });
  subscriptions.push(
    tree,
    registerCommands(log, { ...listCommands(options), ...copyCommands(options), ...profileCommands(options) }),
    tree.view.onDidChangeVisibility(({ visible }) => {
      poller.setVisible({ tree: visible });
      if (visible) void runInBackground(log, () => connection.connectIfChosen());
    }),
    onSetting(['profiles.grouping'], () => {
      tree.update();
    }),
  );
  return tree;
}

const listCommands = ({ store, connection, choices }: ProfilesOptions): CommandHandlers => ({
  [COMMANDS.changeGrouping]: async () => (await import('./index')).changeGrouping(),
  [COMMANDS.filterByTags]: async () => {
    if (await connection.ensureListed()) await (await import('./index')).filterByTags(store.snapshot, choices);
  },
  [COMMANDS.clearFilter]: () => choices.setFilter({}),
});

const copyCommands = (options: ProfilesOptions): CommandHandlers => ({
  [COMMANDS.copyArn]: profileCommand(options, ({ arn }) => copyText(arn, 'ARN')),
  [COMMANDS.copyId]: profileCommand(options, ({ id }) => copyText(id, 'ID')),
  [COMMANDS.copyCliCommand]: profileCommand(options, async (profile) => {
    const command = (await import('./index')).cliCommand(profile, options.store.snapshot);
    if (command !== undefined) await copyText(command.text, l10n.t('Command for {0}', command.shell.name));
  }),
});

const profileCommands = (options: ProfilesOptions): CommandHandlers => ({
  [COMMANDS.openInConsole]: profileCommand(options, async (profile) => {
    if (options.store.snapshot.sample) {
      void window.showInformationMessage(l10n.t('This is sample data: it isn’t in the AWS console.'));
      return;
    }
    const { consoleUrl } = await import('./index');
    await vscode.env.openExternal(vscode.Uri.parse(consoleUrl(profile), true));
  }),
  [COMMANDS.deleteProfile]: profileCommand(options, async (profile) => {
    const { deleteProfile } = await import('./index');
    await deleteProfile(profile, options.store, () => options.agents.open());
  }),
});
