/** Choosing the AWS profile and the Region. */

import * as vscode from 'vscode';
import { isRegion } from '../../core/ids';
import { BEDROCK_REGIONS } from '../../core/connection/regions';
import type { AwsProfile } from '../../aws/index';
import { regionText } from '../../ui/labels';
import { connectionText, saveConnection } from './saveConnection';
import type { WorkspaceChoices } from '../../ui/settings/workspaceChoices';
import { window } from '../../ui/window';
import type { QuickItem } from '../../ui/window/quickInput';

const { l10n } = vscode;

/** Chosen instead of an AWS profile: the settings apply in this workspace again. */
const USE_SETTINGS = Symbol('use settings');

interface ProfileItem extends QuickItem {
  readonly profile: string | typeof USE_SETTINGS;
}

function credentialKindText({ kind, ssoAccount, needsMfa }: AwsProfile): string {
  switch (kind) {
    case 'sso':
      return ssoAccount === undefined ? l10n.t('AWS SSO') : l10n.t('AWS SSO, account {0}', ssoAccount);
    case 'login':
      return l10n.t('aws login');
    case 'assume-role':
      return needsMfa ? l10n.t('Assumes a role, with an MFA code') : l10n.t('Assumes a role');
    case 'web-identity':
      return l10n.t('Web identity');
    case 'process':
      return l10n.t('Credential process');
    case 'keys':
      return l10n.t('Access keys');
    case 'unreadable':
      return l10n.t('Name not supported by the AWS SDK for JavaScript');
    case 'other':
      return '';
  }
}

/** Offered where this workspace has a choice of its own. */
function resetItems({ connectionOfWorkspace, connectionOfSettings }: WorkspaceChoices): ProfileItem[] {
  if (connectionOfWorkspace === undefined) return [];
  const label = l10n.t('Use Settings: {0}', connectionText(connectionOfSettings));
  return [
    {
      profile: USE_SETTINGS,
      icon: 'discard',
      label,
      detail: l10n.t('Removes the connection of this workspace'),
    },
  ];
}

async function pickAwsProfile(choices: WorkspaceChoices): Promise<ProfileItem['profile'] | undefined> {
  const { awsProfile: current, forWorkspace } = choices.connection;
  const currentText = forWorkspace ? l10n.t('Current, in this workspace') : l10n.t('Current');
  const mark = (name: string): string => (name === current ? currentText : '');
  const profiles = await (await import('../../aws/index')).listAwsProfiles();
  const items: ProfileItem[] = [
    {
      profile: '',
      label: l10n.t('Environment / default chain'),
      description: mark(''),
      detail: l10n.t('AWS_PROFILE, environment variables, instance or container role, as in AWS’s own tools'),
    },
    ...profiles.map((profile) => ({
      profile: profile.name,
      label: profile.name,
      description: [credentialKindText(profile), profile.region ?? '', mark(profile.name)]
        .filter((part) => part !== '')
        .join(' · '),
    })),
    ...resetItems(choices),
  ];
  const placeHolder =
    profiles.length === 0
      ? l10n.t('No profiles in your AWS config files; you can use the environment')
      : l10n.t('Choose an AWS profile');
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
  pick.placeholder = l10n.t('Choose the Region where your team uses Amazon Bedrock, or enter its code');
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = ordered.map(item);
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      const typed = value.trim();
      pick.items =
        isRegion(typed) && !ordered.includes(typed)
          ? [{ label: typed, description: l10n.t('Other Region') }, ...ordered.map(item)]
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
  const isClear = awsProfile === '' && region === '' && others.length === 0 && only?.kind !== 'unreadable';
  return isClear && (await isChainEmpty()) ? only : undefined;
}

async function chooseProfile(choices: WorkspaceChoices): Promise<ProfileItem['profile'] | undefined> {
  const only = await onlyProfile(choices);
  if (only === undefined) return pickAwsProfile(choices);
  void window.showInformationMessage(
    l10n.t('Connecting with the AWS profile {0}, the only one in your AWS config files.', only.name),
  );
  return only.name;
}

/**
 * Asks for the AWS profile, and for the Region where the profile has none or another one is in use, and saves both.
 * Nothing is asked that has only one answer. False when cancelled.
 */
export async function chooseConnection(choices: WorkspaceChoices): Promise<boolean> {
  const awsProfile = await chooseProfile(choices);
  if (awsProfile === undefined) return false;
  if (awsProfile === USE_SETTINGS) {
    await choices.chooseForWorkspace(undefined);
    return true;
  }
  const current = choices.connection.region as string;
  const { defaultRegion } = await import('../../aws/index');
  const ofProfile = await defaultRegion(awsProfile);
  const isClear = ofProfile !== undefined && isRegion(ofProfile) && ['', ofProfile].includes(current);
  const region = isClear ? ofProfile : await pickRegion(ofProfile ?? current);
  return region !== undefined && saveConnection(choices, { awsProfile, region });
}

/** Asks for the Region alone. */
export async function chooseRegion(choices: WorkspaceChoices): Promise<boolean> {
  const { awsProfile, region: current } = choices.connection;
  const region = await pickRegion(
    current || ((await (await import('../../aws/index')).defaultRegion(awsProfile)) ?? ''),
  );
  return region !== undefined && saveConnection(choices, { awsProfile, region });
}
