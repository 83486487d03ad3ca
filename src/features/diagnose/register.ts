/** *Diagnose*: its command, the documents that show its reports, and the log. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { commandText } from '../../ui/commandTitles';
import { registerCommands } from '../../ui/commands';
import { Documents, SCHEMES } from '../../ui/documents';
import type { Log } from '../../ui/log';
import type { AgentsView } from '../agents/register';
import type { ConnectionManager } from '../connection/register';
import type { Verifications } from '../verify/register';

const { l10n } = vscode;

interface DiagnoseOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: ConnectionManager;
  readonly agents: AgentsView;
  readonly verifications: Verifications;
}

/** Registers the commands and the documents of reports. */
export function registerDiagnose(
  { subscriptions }: vscode.ExtensionContext,
  { log, store, connection, agents, verifications }: DiagnoseOptions,
): void {
  const documents = new Documents(SCHEMES.report, () =>
    l10n.t('This report isn’t kept when the window reloads. Run {0} to create it again.', commandText('diagnose')),
  );
  subscriptions.push(
    documents,
    registerCommands(log, {
      [COMMANDS.diagnose]: async () => {
        const { diagnose } = await import('./index');
        const deps = {
          store,
          list: () => connection.list(),
          agents: () => agents.open(),
          verified: () => verifications.last,
        };
        await diagnose(deps, documents);
      },
      [COMMANDS.copyReport]: (argument) => documents.copy(argument),
      [COMMANDS.showLog]: () => {
        log.show();
      },
    }),
  );
}
