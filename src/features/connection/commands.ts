/** Choosing the AWS profile and the Region, and signing in again. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { isRegion } from '../../core/ids';
import { BEDROCK_REGIONS } from '../../core/connection/regions';
import { commandLine, shellAt } from '../../core/shell';
import type { Store } from '../../store/store';
import type { AwsProfile } from '../../aws/index';
import { regionText } from '../../ui/labels';
import { connectionText, keepConnection } from './keepConnection';
import type { WorkspaceChoices } from '../../ui/settings/workspaceChoices';
import { window } from '../../ui/window';
import type { QuickItem } from '../../ui/window/quickInput';

const { l10n } = vscode;

/** The user's choice for all workspaces instead of the one for this workspace. */
const AS_EVERYWHERE = Symbol('as everywhere');

interface ProfileItem extends QuickItem {
  readonly profile: string | typeof AS_EVERYWHERE;
}

function kindText({ kind, ssoAccount, needsMfa }: AwsProfile): string {
  switch (kind) {
    case 'sso':
      return ssoAccount === undefined ? l10n.t('AWS SSO') : l10n.t('AWS SSO, account {0}', ssoAccount);
    case 'login':
      return l10n.t('aws login');
    case 'assume-role':
      return needsMfa ? l10n.t('assumes a role, with an MFA code') : l10n.t('assumes a role');
    case 'web-identity':
      return l10n.t('web identity');
    case 'process':
      return l10n.t('credential process');
    case 'keys':
      return l10n.t('access keys');
    case 'unreadable':
      return l10n.t('name not usable by the AWS SDK for JavaScript');
    case 'other':
      return '';
  }
}

/** Offered where this workspace has a choice of its own. */
function resetItems({ connectionHere, connectionEverywhere }: WorkspaceChoices): ProfileItem[] {
  if (connectionHere === undefined) return [];
  const label = l10n.t('As in all workspaces: {0}', connectionText(connectionEverywhere));
  return [
    {
      profile: AS_EVERYWHERE,
      icon: 'discard',
      label,
      detail: l10n.t('Drops the choice that is kept for this workspace'),
    },
  ];
}

async function pickAwsProfile(choices: WorkspaceChoices): Promise<ProfileItem['profile'] | undefined> {
  const { awsProfile: current, forWorkspace } = choices.connection;
  const inUse = forWorkspace ? l10n.t('in use in this workspace') : l10n.t('in use');
  const mark = (name: string): string => (name === current ? inUse : '');
  const profiles = await (await import('../../aws/index')).listAwsProfiles();
  const items: ProfileItem[] = [
    {
      profile: '',
      label: l10n.t('Environment / default chain'),
      description: mark(''),
      detail: l10n.t(
        'AWS_PROFILE, environment variables, instance or container role, as AWS’s own tools look for them',
      ),
    },
    ...profiles.map((profile) => ({
      profile: profile.name,
      label: profile.name,
      description: [kindText(profile), profile.region ?? '', mark(profile.name)]
        .filter((part) => part !== '')
        .join(' · '),
    })),
    ...resetItems(choices),
  ];
  const placeHolder =
    profiles.length === 0
      ? l10n.t('There are no profiles in your AWS config files; the environment can still be used')
      : l10n.t('Choose the AWS profile to use');
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Connect to AWS: Profile'),
    placeHolder,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.profile;
}

/** Lets the user pick one of Bedrock's Regions or type another; undefined when cancelled. */
async function pickRegion(first: string): Promise<string | undefined> {
  const known = Object.keys(BEDROCK_REGIONS);
  const item = (code: string): vscode.QuickPickItem => ({
    label: code,
    description: regionText(code).slice(code.length + 3),
  });
  const ordered = [...(first === '' ? [] : [first]), ...known.filter((code) => code !== first)];
  const pick = window.createQuickPick();
  pick.title = l10n.t('Connect to AWS: Region');
  pick.placeholder = l10n.t('Choose the Region in which your team uses Amazon Bedrock, or type its code');
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = ordered.map(item);
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      const typed = value.trim();
      pick.items =
        isRegion(typed) && !ordered.includes(typed)
          ? [{ label: typed, description: l10n.t('another Region') }, ...ordered.map(item)]
          : ordered.map(item);
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The one AWS profile of the machine, where nothing is chosen yet and nothing else could be meant. */
async function onlyProfile(choices: WorkspaceChoices): Promise<AwsProfile | undefined> {
  const { awsProfile, region } = choices.connection;
  const { isChainEmpty, listAwsProfiles } = await import('../../aws/index');
  const [only, ...others] = await listAwsProfiles();
  const isPlain = awsProfile === '' && region === '' && others.length === 0 && only?.kind !== 'unreadable';
  return isPlain && (await isChainEmpty()) ? only : undefined;
}

async function askForProfile(choices: WorkspaceChoices): Promise<ProfileItem['profile'] | undefined> {
  const only = await onlyProfile(choices);
  if (only === undefined) return pickAwsProfile(choices);
  void window.showInformationMessage(
    l10n.t('Connecting with the AWS profile {0}, the only one in your AWS config files.', only.name),
  );
  return only.name;
}

/**
 * Asks for the AWS profile, and for the Region where the profile has none or another one is in use, and keeps both. What can only be meant
 * in one way is not asked. False when cancelled.
 */
export async function chooseConnection(choices: WorkspaceChoices): Promise<boolean> {
  const awsProfile = await askForProfile(choices);
  if (awsProfile === undefined) return false;
  if (awsProfile === AS_EVERYWHERE) {
    await choices.connectHere(undefined);
    return true;
  }
  const inUse = choices.connection.region as string;
  const own = await (await import('../../aws/index')).defaultRegion(awsProfile);
  const isPlain = own !== undefined && isRegion(own) && ['', own].includes(inUse);
  const region = isPlain ? own : await pickRegion(own ?? inUse);
  return region !== undefined && keepConnection(choices, { awsProfile, region });
}

/** Asks for the Region alone. */
export async function chooseRegion(choices: WorkspaceChoices): Promise<boolean> {
  const { awsProfile, region: current } = choices.connection;
  const region = await pickRegion(
    current || ((await (await import('../../aws/index')).defaultRegion(awsProfile)) ?? ''),
  );
  return region !== undefined && keepConnection(choices, { awsProfile, region });
}

/** A prompt that has been drawn; where the shell does not say so, this long is enough for most. */
const PROMPT_MS = 1500;

async function untilPrompt(terminal: vscode.Terminal): Promise<void> {
  if (terminal.shellIntegration !== undefined) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ready.dispose();
      resolve();
    };
    const timer = setTimeout(end, PROMPT_MS);
    const ready = window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) end();
    });
  });
}

/** Opens a terminal with the sign-in command typed in; the user runs it. */
export async function signIn(store: Store): Promise<void> {
  const { caller, profiles, mine, choice } = store.snapshot;
  const expired = [caller, profiles, mine].find(({ problem }) => problem?.code === 'sso-expired')?.problem;
  const name = expired?.detail.awsProfile ?? choice?.awsProfile ?? '';
  // Not in the open folder: some shells would run an `aws` that lies in it.
  const terminal = window.createTerminal({ name: l10n.t('AWS sign-in'), cwd: homedir() });
  terminal.show();
  await untilPrompt(terminal);
  const kind = (await (await import('../../aws/index')).listAwsProfiles()).find(
    (profile) => profile.name === name,
  )?.kind;
  const command = kind === 'login' ? ['aws', 'login'] : ['aws', 'sso', 'login'];
  const shell = shellAt(terminal.state.shell ?? vscode.env.shell);
  const line = commandLine([...command, ...(name === '' ? [] : ['--profile', name])], shell);
  const isTaken = line?.shell === shell || /^[\w ./:-]+$/.test(line?.text ?? '');
  terminal.sendText(isTaken && line !== undefined ? line.text : command.join(' '), false);
  if (isTaken) return;
  void window.showInformationMessage(
    l10n.t(
      'Add --profile with your AWS profile’s name to the command: it has letters that a shell may not take as they are.',
    ),
  );
}
