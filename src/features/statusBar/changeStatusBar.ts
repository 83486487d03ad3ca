/** What the status bar shows. */

import * as vscode from 'vscode';
import type { Settings } from '../../manifest';
import { setSetting, setting } from '../../ui/settings/settings';
import { window } from '../../ui/window';

const { l10n } = vscode;

export async function changeStatusBar(): Promise<void> {
  const choices: readonly (vscode.QuickPickItem & { readonly show: Settings['statusBar.show'] })[] = [
    { label: l10n.t('Tokens and money'), show: 'both' },
    { label: l10n.t('Tokens'), show: 'tokens' },
    { label: l10n.t('Money'), show: 'money' },
  ];
  const now = setting('statusBar.show');
  const chosen = await window.showQuickPick(
    choices.map((choice) => (choice.show === now ? { ...choice, description: l10n.t('shown now') } : choice)),
    { title: l10n.t('Show in the Status Bar'), placeHolder: l10n.t('My last 24 hours on Amazon Bedrock') },
  );
  if (chosen !== undefined) await setSetting('statusBar.show', chosen.show);
}
