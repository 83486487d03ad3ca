/** Choosing how the list is grouped and which tags narrow it. */

import * as vscode from 'vscode';
import { SECTION, type Grouping } from '../contract';
import type { Tags } from '../core/profile';
import type { Snapshot } from '../ledger/snapshot';
import { setSetting, setting } from './settings';

const { l10n } = vscode;

export async function changeGrouping(): Promise<void> {
  const current = setting('profiles.grouping');
  const item = (grouping: Grouping, label: string): vscode.QuickPickItem & { grouping: Grouping } => ({
    grouping,
    label,
    description: grouping === current ? l10n.t('in use') : '',
  });
  const items = [
    item('owner', l10n.t('Mine first, then by team and member')),
    item('model', l10n.t('By model')),
    item('flat', l10n.t('Not at all, sorted by name')),
  ];
  const picked = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Group the profiles') });
  if (picked !== undefined) await setSetting('profiles.grouping', picked.grouping);
}

/** Every tag that some profile has, with how many have it. */
function tagCounts(snapshot: Snapshot): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const profile of snapshot.profiles.value?.profiles ?? []) {
    for (const [key, value] of Object.entries(profile.tags ?? {})) {
      const pair = JSON.stringify([key, value]);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return counts;
}

/** Lets the user pick tags; the workspace keeps them, or the user's settings where no folder is open. */
export async function filterByTags(snapshot: Snapshot): Promise<void> {
  const current = setting('profiles.onlyTags');
  const items = [...tagCounts(snapshot)]
    .map(([pair, count]) => {
      const [key, value] = JSON.parse(pair) as [string, string];
      const label = `${key} = ${value === '' ? l10n.t('(empty)') : value}`;
      return {
        label,
        description: count === 1 ? l10n.t('1 profile') : l10n.t('{0} profiles', count),
        picked: current[key] === value,
        key,
        value,
      };
    })
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: l10n.t('Show only profiles that have all of these tags'),
  });
  if (picked !== undefined) await setFilter(Object.fromEntries(picked.map(({ key, value }) => [key, value])));
}

export async function setFilter(tags: Tags): Promise<void> {
  const target =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('profiles.onlyTags', Object.keys(tags).length === 0 ? undefined : tags, target);
}
