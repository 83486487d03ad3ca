/** Lets the user choose what the status bar shows. */

import * as vscode from 'vscode';
import type { Settings } from '../../manifest';
import { setSetting, setting } from '../../ui/settings/settings';
import { window } from '../../ui/window';

const { l10n } = vscode;

export async function changeStatusBar(): Promise<void> {
  const choices: readonly (vscode.QuickPickItem & { readonly show: Settings['statusBar.show'] })[] = [
    { label: l10n.t('Tokens and estimated cost'), show: 'both' },
    { label: l10n.t('Tokens'), show: 'tokens' },
    { label: l10n.t('Estimated cost'), show: 'money' },
  ];
  const now = setting('statusBar.show');
  const chosen = await window.showQuickPick(
    choices.map((choice) => (choice.show === now ? { ...choice, description: l10n.t('Current') } : choice)),
    { title: l10n.t('Status Bar Content'), placeHolder: l10n.t('Choose what to show for the last 24 hours') },
  );
  if (chosen !== undefined) await setSetting('statusBar.show', chosen.show);
}
