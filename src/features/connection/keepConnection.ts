/** Where a choice of AWS profile and Region is kept: in the user's settings, or for this workspace alone. */

import * as vscode from 'vscode';
import { window } from '../../ui/window';
import { isWorkspaceOpen, type ProfileAndRegion, type WorkspaceChoices } from '../../ui/settings/workspaceChoices';

const { l10n } = vscode;

/** `dev · eu-west-1` */
export function connectionText({ awsProfile, region }: ProfileAndRegion): string {
  const profile = awsProfile === '' ? l10n.t('default chain') : awsProfile;
  return region === '' ? profile : `${profile} · ${region}`;
}

const isSame = (a: ProfileAndRegion, b: ProfileAndRegion): boolean =>
  a.awsProfile === b.awsProfile && a.region === b.region;

/** Whether a choice only adds to another: nothing that is set changes. */
const completes = (chosen: ProfileAndRegion, set: ProfileAndRegion): boolean =>
  ['', chosen.awsProfile].includes(set.awsProfile) && ['', chosen.region].includes(set.region);

/**
 * Keeps a choice. Asks where it is to count only if there is something to decide: a folder is open, and the user has chosen otherwise for
 * all workspaces, or for this one. False when cancelled.
 */
export async function keepConnection(choices: WorkspaceChoices, chosen: ProfileAndRegion): Promise<boolean> {
  const { connectionEverywhere: everywhere, connectionHere: here } = choices;
  const isPlain = !isWorkspaceOpen() || (here === undefined && completes(chosen, everywhere));
  if (isSame(everywhere, chosen)) await choices.connectHere(undefined);
  else if (isPlain) await choices.connectEverywhere(chosen);
  else {
    const where = await askWhere(everywhere, here !== undefined, chosen);
    if (where === undefined) return false;
    await (where === 'here' ? choices.connectHere(chosen) : choices.connectEverywhere(chosen));
  }
  return true;
}

type Where = 'here' | 'everywhere';

async function askWhere(
  everywhere: ProfileAndRegion,
  hereFirst: boolean,
  chosen: ProfileAndRegion,
): Promise<Where | undefined> {
  const all = {
    label: l10n.t('For all workspaces'),
    detail: l10n.t('Replaces {0} in your settings', connectionText(everywhere)),
    where: 'everywhere' as const,
  };
  const here = {
    label: l10n.t('For this workspace only'),
    description: vscode.workspace.name ?? '',
    detail: l10n.t('Kept by VS Code, not in the folder’s files; other workspaces keep {0}', connectionText(everywhere)),
    where: 'here' as const,
  };
  const picked = await window.showQuickPick(hereFirst ? [here, all] : [all, here], {
    title: l10n.t('Connect to AWS: Where It Applies'),
    placeHolder: l10n.t('Use {0}', connectionText(chosen)),
    ignoreFocusOut: true,
  });
  return picked?.where;
}
