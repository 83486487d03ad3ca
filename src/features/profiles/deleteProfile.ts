/** Deletes a profile, after a question that names what depends on it. */

import * as vscode from 'vscode';
import { agentsUsing } from '../../agents/profileUse';
import { isMine, ownerOf, type Profile } from '../../core/profiles/profile';
import { isCancelled } from '../../core/problem';
import type { Store } from '../../store/store';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import type { AgentRow } from '../agents/register';
import { ownerText } from '../../ui/labels';
import { confirm } from '../../ui/confirm';
import { gatewayRules } from '../../ui/settings/gatewayRules';
import { sampleNote } from '../../ui/sampleNote';
import { showProblem } from '../../ui/showProblem';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Which agents on this machine would stop working, and of which that is not known. */
function agentLines(agents: readonly AgentRow[], profile: Profile, snapshot: Snapshot): readonly string[] {
  const { keys, myNames } = snapshot.ownership;
  const { using, unknown } = agentsUsing(agents, profile, {
    profiles: listedProfiles(snapshot),
    isMine: (one) => isMine(one, keys, myNames),
    rules: gatewayRules(),
  });
  return [
    using.length > 0
      ? l10n.t('Used on this machine by {0}, which will stop working.', using.join(', '))
      : l10n.t('No agent on this machine is known to use it. Agents on other machines that use it will stop working.'),
    ...(unknown.length > 0 ? [l10n.t('Couldn’t be checked: {0}.', unknown.join(', '))] : []),
  ];
}

async function confirmDelete(profile: Profile, snapshot: Snapshot, agents: readonly AgentRow[]): Promise<boolean> {
  const { keys, myNames } = snapshot.ownership;
  const mine = isMine(profile, keys, myNames);
  const detail = [
    ...(snapshot.sample ? [sampleNote()] : []),
    mine
      ? l10n.t('This profile is yours ({0}).', ownerText(profile, keys))
      : l10n.t('This profile isn’t yours. Owner: {0}.', ownerText(profile, keys)),
    ...agentLines(agents, profile, snapshot),
    l10n.t('Its usage stays in CloudWatch and on the bill. You can’t undo this: a new profile gets a new ARN.'),
  ];
  if (!(await confirm(l10n.t('Delete the profile {0}?', profile.name), detail, l10n.t('Delete')))) return false;
  if (mine) return true;
  const owner = ownerOf(profile, keys).member;
  const typed = await window.showInputBox({
    title: l10n.t('Delete Another Owner’s Profile'),
    prompt:
      owner === undefined
        ? l10n.t('This profile’s owner is unknown. To delete it, enter its name: {0}', profile.name)
        : l10n.t('This profile belongs to {0}. To delete it, enter its name: {1}', owner, profile.name),
    ignoreFocusOut: true,
    validateInput: (text) => (text === profile.name ? undefined : l10n.t('Enter the exact name: {0}', profile.name)),
  });
  return typed === profile.name;
}

/** What the section of agents knows, read anew. */
export type ReadAgents = () => Promise<{ refresh(): Promise<void>; rows(): Promise<readonly AgentRow[]> }>;

/** Deletes a profile after asking, and names what went wrong if it did. */
export async function deleteProfile(profile: Profile, store: Store, agents: ReadAgents): Promise<void> {
  const { connection } = store;
  const section = await agents();
  await section.refresh();
  if (!(await confirmDelete(profile, store.snapshot, await section.rows()))) return;
  try {
    await window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: l10n.t('Deleting {0}…', profile.name) },
      () => store.remove(profile, new AbortController().signal, connection),
    );
  } catch (error) {
    if (!isCancelled(error)) showProblem(error);
  }
}
