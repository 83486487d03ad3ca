/** Saves a choice of AWS profile and Region: in the user's settings, or for this workspace alone. */

import * as vscode from 'vscode';
import { window } from '../../ui/window';
import { isWorkspaceOpen, type ProfileAndRegion, type WorkspaceChoices } from '../../ui/settings/workspaceChoices';

const { l10n } = vscode;

/** `dev · eu-west-1` */
export function connectionText({ awsProfile, region }: ProfileAndRegion): string {
  const profile = awsProfile === '' ? l10n.t('default chain') : awsProfile;
  return region === '' ? profile : `${profile} · ${region}`;
}

const isSameConnection = (a: ProfileAndRegion, b: ProfileAndRegion): boolean =>
  a.awsProfile === b.awsProfile && a.region === b.region;

/** Whether a choice only adds to another: nothing that is set changes. */
const completes = (chosen: ProfileAndRegion, set: ProfileAndRegion): boolean =>
  ['', chosen.awsProfile].includes(set.awsProfile) && ['', chosen.region].includes(set.region);

/**
 * Saves a choice. Asks where it applies only if there is something to decide: a folder is open, and the settings or
 * this workspace have another connection. False when cancelled.
 */
export async function saveConnection(choices: WorkspaceChoices, chosen: ProfileAndRegion): Promise<boolean> {
  const { connectionOfSettings: ofSettings, connectionOfWorkspace: ofWorkspace } = choices;
  const isClear = !isWorkspaceOpen() || (ofWorkspace === undefined && completes(chosen, ofSettings));
  if (isSameConnection(ofSettings, chosen)) await choices.chooseForWorkspace(undefined);
  else if (isClear) await choices.chooseInSettings(chosen);
  else {
    const where = await askSaveLocation(ofSettings, ofWorkspace !== undefined, chosen);
    if (where === undefined) return false;
    await (where === 'workspace' ? choices.chooseForWorkspace(chosen) : choices.chooseInSettings(chosen));
  }
  return true;
}

type SaveLocation = 'workspace' | 'settings';

async function askSaveLocation(
  ofSettings: ProfileAndRegion,
  workspaceFirst: boolean,
  chosen: ProfileAndRegion,
): Promise<SaveLocation | undefined> {
  const inSettings = {
    label: l10n.t('For all workspaces'),
    detail: l10n.t('Replaces {0} in your settings', connectionText(ofSettings)),
    where: 'settings' as const,
  };
  const inWorkspace = {
    label: l10n.t('For this workspace only'),
    description: vscode.workspace.name ?? '',
    detail: l10n.t(
      'Saved by VS Code, not in the folder’s files; other workspaces keep {0}',
      connectionText(ofSettings),
    ),
    where: 'workspace' as const,
  };
  const picked = await window.showQuickPick(workspaceFirst ? [inWorkspace, inSettings] : [inSettings, inWorkspace], {
    title: l10n.t('Connect to AWS: Where It Applies'),
    placeHolder: l10n.t('Use {0}', connectionText(chosen)),
    ignoreFocusOut: true,
  });
  return picked?.where;
}
