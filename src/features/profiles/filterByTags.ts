/** Choosing which tags a profile must have to be listed. */

import * as vscode from 'vscode';
import { SOURCE_TAG } from '../../core/profiles/source';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { profileCountText } from '../../ui/messages/common';
import { window } from '../../ui/window';
import type { WorkspaceChoices } from '../../ui/settings/workspaceChoices';

const { l10n } = vscode;

/** Every tag that some profile has, with how many have it. */
function tagCounts(snapshot: Snapshot): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const profile of listedProfiles(snapshot)) {
    for (const [key, value] of Object.entries(profile.tags ?? {})) {
      const pair = JSON.stringify([key, value]);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return counts;
}

/** Lets the user pick tags, which are kept for this workspace. */
export async function filterByTags(snapshot: Snapshot, choices: WorkspaceChoices): Promise<void> {
  const current = choices.filter;
  const isOwner = (key: string): boolean => Object.values(snapshot.ownership.keys).includes(key);
  const items = [...tagCounts(snapshot)]
    .map(([pair, count]) => {
      const [key, value] = JSON.parse(pair) as [string, string];
      const label = `${key} = ${value === '' ? l10n.t('(empty)') : value}`;
      return {
        label,
        description: profileCountText(count),
        picked: current[key] === value,
        key,
        value,
      };
    })
    .filter(({ key }) => key !== SOURCE_TAG)
    .sort((a, b) => Number(isOwner(b.key)) - Number(isOwner(a.key)) || a.label.localeCompare(b.label));
  const picked = await window.showQuickPickMany(items, {
    placeHolder: l10n.t('Choose the tags that listed profiles must have'),
  });
  if (picked !== undefined) await choices.setFilter(Object.fromEntries(picked.map(({ key, value }) => [key, value])));
}
