/** The rows of the agents section as VS Code's tree items. */

import * as vscode from 'vscode';
import { invoked, invokedIn, type RoleBinding } from '../../agents/agent';
import type { RoleDrift } from '../../agents/drift';
import { tooltipLine } from '../tooltipLine';
import { contextOf, moodOf, type AgentRow } from './rows';
import { driftIcon, driftLabel, driftSentence, moodColour, overrideText, roleText, spokenRow } from './words';

const { l10n } = vscode;

export function agentItem(row: AgentRow): vscode.TreeItem {
  const { agent, name, report, listed } = row;
  const item = new vscode.TreeItem(name);
  const colour = moodColour(moodOf(report.worst));
  item.id = agent;
  item.description = driftLabel(report.worst, listed);
  item.contextValue = contextOf(row);
  item.iconPath = new vscode.ThemeIcon(
    driftIcon(report.worst),
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.accessibilityInformation = { label: spokenRow(row) };
  return item;
}

/** All that is known of an agent. What stands in files is appended as text: it is never markup. */
export function agentTooltip(row: AgentRow): vscode.MarkdownString {
  const { name, report, listed, found, files } = row;
  const text = new vscode.MarkdownString(undefined, true);
  text.appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
  text.appendText(driftSentence(name, report.worst, listed)).appendMarkdown('\n\n');
  for (const role of report.roles) appendRole(text, row, role);
  const overrides = report.roles.flatMap(({ role }) => role.overrides);
  for (const line of new Set(overrides.map(overrideText)))
    text.appendMarkdown('$(warning) ').appendText(line).appendMarkdown('\n\n');
  const [folder, ...otherFolders] = vscode.workspace.workspaceFolders ?? [];
  if (folder !== undefined && otherFolders.length > 0)
    tooltipLine(text, l10n.t('Folder'), l10n.t('{0}, the first of {1}', folder.name, otherFolders.length + 1));
  for (const file of files) tooltipLine(text, l10n.t('File'), file);
  const others = found.filter((path) => !files.includes(path));
  for (const path of others) tooltipLine(text, l10n.t('Found'), path);
  return text;
}

function appendRole(text: vscode.MarkdownString, { agent, listed }: AgentRow, { role, drift }: RoleDrift): void {
  tooltipLine(text, roleText(agent, role.role), driftLabel(drift, listed));
  text.appendText(detailOf(role)).appendMarkdown('\n\n');
}

const detailOf = (role: RoleBinding): string =>
  [invoked(role), invokedIn(role), role.awsProfile, role.keyPath]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
