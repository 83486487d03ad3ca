/** IAM policies: the command that makes them, and the documents that show them. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { commandText } from '../../ui/commandTitles';
import { registerCommands } from '../../ui/commands';
import { Documents, SCHEMES } from '../../ui/documents';
import type { Log } from '../../ui/log';
import type { ConnectionManager } from '../connection/register';

const { l10n } = vscode;

interface PolicyOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
}

/** Registers the commands and the documents of policies. */
export function registerPolicies(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection }: PolicyOptions,
): void {
  const documents = new Documents(SCHEMES.policy, () =>
    l10n.t('This policy isn’t kept when the window reloads. Run {0} to create it again.', commandText('showPolicies')),
  );
  subscriptions.push(
    documents,
    registerCommands(log, {
      [COMMANDS.showPolicies]: async () => {
        const { showPolicies } = await import('./index');
        await showPolicies({ store, list: () => connection.list() }, documents);
      },
      [COMMANDS.copyPolicy]: (argument) => documents.copy(argument),
    }),
  );
}
