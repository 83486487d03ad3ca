/** What can be done with one profile: copy, open in the console, delete. */

import * as vscode from 'vscode';
import { agentsUsing } from '../../agents/profileUse';
import { parseArn } from '../../core/ids';
import { isMine, ownerOf, type Profile } from '../../core/profiles/profile';
import { isCancelled } from '../../core/problem';
import { commandLine, shellAt } from '../../core/shell';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import type { AgentRow } from '../agents/register';
import { ownerText } from '../../ui/labels';
import { showProblem } from '../../ui/showProblem';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** The CLI command that shows this profile, and the shell it is for: the user's, where that can take it. Undefined where no shell can. */
export function cliCommand(
  profile: Profile,
  { choice }: Snapshot,
  shell = shellAt(vscode.env.shell),
): ReturnType<typeof commandLine> {
  const words = [
    'aws',
    'bedrock',
    'get-inference-profile',
    '--inference-profile-identifier',
    profile.arn,
    '--region',
    parseArn(profile.arn)?.region ?? '',
  ];
  if (choice !== undefined && choice.awsProfile !== '') words.push('--profile', choice.awsProfile);
  if (choice !== undefined && choice.endpoint !== '') words.push('--endpoint-url', choice.endpoint);
  return commandLine(words, shell);
}

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** The console's page of inference profiles in the profile's Region. */
export function consoleUrl(profile: Profile): string {
  const { partition = 'aws', region = '' } = parseArn(profile.arn) ?? {};
  const domain = CONSOLES[partition] ?? 'console.aws.amazon.com';
  return `https://${region}.${domain}/bedrock/home?region=${region}#/inference-profiles`;
}

/** Which agents on this machine would stop working, and of which that is not known. */
function agentLines(agents: readonly AgentRow[], profile: Profile): readonly string[] {
  const { using, unknown } = agentsUsing(agents, profile);
  return [
    using.length > 0
      ? l10n.t('Used on this machine by: {0}. Without it they stop working.', using.join(', '))
      : l10n.t('No agent on this machine is known to use it; agents elsewhere that do will stop working.'),
    ...(unknown.length > 0 ? [l10n.t('Could not be checked: {0}.', unknown.join(', '))] : []),
  ];
}

async function confirmDelete(profile: Profile, snapshot: Snapshot, agents: readonly AgentRow[]): Promise<boolean> {
  const { keys, myNames } = snapshot.ownership;
  const mine = isMine(profile, keys, myNames);
  const detail = [
    ...(snapshot.sample ? [l10n.t('This is sample data: nothing is deleted at AWS.')] : []),
    mine
      ? l10n.t('It is yours ({0}).', ownerText(profile, keys))
      : l10n.t('It is not yours. Owner: {0}.', ownerText(profile, keys)),
    ...agentLines(agents, profile),
    l10n.t('What it has used stays in CloudWatch and on the bill. It cannot be undone: a new profile gets a new ARN.'),
  ].join('\n\n');
  const yes = l10n.t('Delete');
  if (
    (await window.showWarningMessage(l10n.t('Delete the profile {0}?', profile.name), { modal: true, detail }, yes)) !==
    yes
  )
    return false;
  if (mine) return true;
  const owner = ownerOf(profile, keys).member ?? l10n.t('nobody known');
  const typed = await window.showInputBox({
    title: l10n.t('Delete Somebody Else’s Profile'),
    prompt: l10n.t('It belongs to {0}. Type its name to delete it: {1}', owner, profile.name),
    ignoreFocusOut: true,
    validateInput: (text) => (text === profile.name ? undefined : l10n.t('Type the name exactly: {0}', profile.name)),
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
