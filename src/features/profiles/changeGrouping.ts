import * as vscode from 'vscode';
import type { Grouping } from '../../manifest';
import { setSetting, setting } from '../../ui/settings/settings';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Lets the user choose how the list of profiles is grouped. */
export async function changeGrouping(): Promise<void> {
  const current = setting('profiles.grouping');
  const item = (grouping: Grouping, label: string): vscode.QuickPickItem & { grouping: Grouping } => ({
    grouping,
    label,
    description: grouping === current ? l10n.t('Current') : '',
  });
  const items = [
    item('owner', l10n.t('Owner: mine first, then by team and member')),
    item('model', l10n.t('Model')),
    item('flat', l10n.t('None: sorted by name')),
  ];
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Group profiles by') });
  if (picked !== undefined) await setSetting('profiles.grouping', picked.grouping);
}
