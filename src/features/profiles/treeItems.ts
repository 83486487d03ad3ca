/**
 * The rows of the profiles' tree as VS Code's tree items, and the sentence above them. Loaded when there is something
 * to list.
 */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import { formatCompact } from '../../core/format';
import { profileSource } from '../../core/profiles/profile';
import { hasSpecificText } from '../../core/problem';
import { totalTokens } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';
import { profileCountText, untaggedText } from '../../ui/messages/common';
import { modelText, tierText } from '../../ui/labels';
import { commandText } from '../../ui/commandTitles';
import { formatEstimate } from '../../ui/formatEstimate';
import { problemRemedy, problemSentence } from '../../ui/messages/problems';
import { Tooltip } from '../../ui/tooltip';
import { groupLabel } from './groupLabel';
import { ACTION_COMMANDS, type Row, type RowAction, type Tree } from './treeModel';

const { l10n } = vscode;

export function itemOf(row: Row, snapshot: Snapshot): vscode.TreeItem {
  switch (row.kind) {
    case 'connection':
      return connectionItem(snapshot);
    case 'problem':
      return problemItem(snapshot);
    case 'action':
      return actionItem(row.action);
    case 'group':
      return groupItem(row, snapshot);
    case 'profile':
      return profileItem(row, snapshot);
  }
}

/** The message above the rows; empty for none. */
export function messageFor(snapshot: Snapshot, tree: Tree): string {
  const problem = snapshot.caller.problem ?? snapshot.profiles.problem;
  const list = snapshot.profiles.value;
  const filter = Object.entries(snapshot.ownership.filter)
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ');
  const sentences = [
    snapshot.sample ? l10n.t('Sample data: a simulated company. Nothing here is from AWS.') : '',
    problem !== undefined && (snapshot.caller.value !== undefined || hasSpecificText(problem))
      ? problemSentence(problem)
      : '',
    filter !== '' && list !== undefined
      ? l10n.t('Filtered by {0}: {1} of {2} profiles.', filter, tree.total - tree.hidden, tree.total)
      : '',
    list?.tagsDenied === undefined
      ? ''
      : l10n.t('Some owners aren’t known: ask your administrator for tag:GetResources or {0}.', list.tagsDenied),
    list !== undefined && snapshot.everyone.problem !== undefined
      ? snapshot.everyone.value === undefined
        ? l10n.t('Couldn’t load everybody’s tokens. {0}', problemSentence(snapshot.everyone.problem))
        : l10n.t('Couldn’t refresh everybody’s tokens. {0}', problemSentence(snapshot.everyone.problem))
      : '',
    (snapshot.everyone.value?.partial.length ?? 0) > 0
      ? l10n.t('Some of everybody’s tokens are missing: CloudWatch returned partial data.')
      : '',
    list?.profiles.length === 0 ? l10n.t('No application inference profiles in this Region yet.') : '',
  ].filter((sentence) => sentence !== '');
  return sentences.join(' ');
}

function connectionItem(snapshot: Snapshot): vscode.TreeItem {
  const { choice, caller, sample } = snapshot;
  const profile =
    choice?.awsProfile === undefined || choice.awsProfile === '' ? l10n.t('default chain') : choice.awsProfile;
  const sessionName = caller.value?.arn.split('/').at(-1) ?? '';
  const item = new vscode.TreeItem(sample ? l10n.t('Sample data') : `${profile} · ${choice?.region ?? ''}`);
  item.id = 'connection';
  item.description = [
    ...(choice?.forWorkspace ? [l10n.t('this workspace')] : []),
    sessionName,
    caller.value?.account ?? '',
  ].join(' · ');
  item.iconPath = new vscode.ThemeIcon(sample ? 'beaker' : 'plug');
  item.contextValue = sample ? 'sample' : 'connection';
  const tooltip = new Tooltip();
  tooltip.field(l10n.t('Account'), caller.value?.account ?? '');
  tooltip.field(l10n.t('Caller'), caller.value?.arn ?? '');
  tooltip.field(l10n.t('AWS profile'), sample ? l10n.t('None (simulated)') : profile);
  tooltip.field(l10n.t('Region'), choice?.region ?? '');
  if (choice !== undefined && choice.endpoint !== '') tooltip.field(l10n.t('Endpoint'), choice.endpoint);
  if (choice?.forWorkspace)
    tooltip.field(l10n.t('Applies to'), l10n.t('This workspace only; change it with {0}', commandText('connect')));
  item.tooltip = tooltip.markdown;
  return item;
}

function problemItem(snapshot: Snapshot): vscode.TreeItem {
  const problem = snapshot.caller.problem ?? snapshot.profiles.problem;
  const item = new vscode.TreeItem(problem === undefined ? '' : problemRemedy(problem).label);
  item.id = 'problem';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (problem === undefined) return item;
  // The sentence above the rows names the cause; the name of a call would add nothing.
  if (!hasSpecificText(problem)) item.description = problem.detail.action ?? problem.code;
  item.tooltip = problemSentence(problem);
  item.command = { command: problemRemedy(problem).command, title: problemRemedy(problem).label };
  return item;
}

function actionItem(action: RowAction): vscode.TreeItem {
  const { label, icon } = {
    connect: { label: l10n.t('Choose AWS Profile'), icon: 'plug' },
    log: { label: l10n.t('Show Log'), icon: 'output' },
    sample: { label: l10n.t('Explore Sample Data'), icon: 'beaker' },
  }[action];
  const item = new vscode.TreeItem(label);
  item.id = `action:${action}`;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command: ACTION_COMMANDS[action], title: label };
  return item;
}

const GROUP_ICONS = {
  mine: 'account',
  none: 'account',
  filtered: 'account',
  team: 'organization',
  member: 'person',
  model: 'symbol-class',
  untagged: 'question',
  unreadable: 'lock',
} as const;

/** The estimate, unless nothing was used: a list of zeros would hide the others. */
const moneyText = ({ tokens, estimate }: RowUsage, pricing: Snapshot['pricing']): readonly string[] =>
  estimate === undefined || pricing === undefined || isUnused(tokens) ? [] : [formatEstimate(estimate, pricing)];

type RowUsage = Pick<Extract<Row, { kind: 'group' | 'profile' }>, 'tokens' | 'estimate'>;
const isUnused = (tokens: RowUsage['tokens']): boolean =>
  tokens === undefined || (typeof tokens === 'number' ? tokens : totalTokens(tokens)) === 0;

function groupItem(row: Extract<Row, { kind: 'group' }>, { pricing }: Snapshot): vscode.TreeItem {
  const empty = row.group === 'none' || row.group === 'filtered';
  const open = row.group === 'mine' || row.group === 'team';
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(groupLabel(row), empty ? None : open ? Expanded : Collapsed);
  item.id = row.id;
  item.contextValue = `group.${row.group}`;
  item.iconPath = new vscode.ThemeIcon(GROUP_ICONS[row.group]);
  if (row.group === 'filtered') {
    item.description = l10n.t('Hidden by the filter');
    item.command = { command: COMMANDS.clearFilter, title: l10n.t('Show All Profiles') };
    return item;
  }
  if (empty) {
    item.description = l10n.t('Create your profile');
    item.command = { command: COMMANDS.createProfile, title: l10n.t('Create My Profile') };
    return item;
  }
  const count = profileCountText(row.count);
  const tokens = row.tokens === undefined ? [] : [l10n.t('{0} tok', formatCompact(row.tokens))];
  item.description = [...moneyText(row, pricing), ...tokens, count].join(' · ');
  return item;
}

function profileItem(row: Extract<Row, { kind: 'profile' }>, { pricing }: Snapshot): vscode.TreeItem {
  const { profile, mine, tokens } = row;
  const item = new vscode.TreeItem(profile.name);
  const source = profileSource(profile);
  const count = tokens === undefined ? [] : [l10n.t('{0} tok', formatCompact(totalTokens(tokens)))];
  const untagged = profile.tags !== undefined && Object.keys(profile.tags).length === 0 ? [untaggedText()] : [];
  item.id = row.id;
  item.description = [...moneyText(row, pricing), ...count, modelText(profile), tierText(source), ...untagged].join(
    ' · ',
  );
  item.contextValue = mine ? 'profile.mine' : 'profile.other';
  item.iconPath = new vscode.ThemeIcon(
    mine ? 'pulse' : 'circle-outline',
    mine ? new vscode.ThemeColor('charts.blue') : undefined,
  );
  item.accessibilityInformation = { label: `${profile.name}, ${item.description}` };
  return item;
}
