/** The rows of the agents section as VS Code's tree items. */

import * as vscode from 'vscode';
import type { RoleDrift } from '../../agents/drift';
import { Tooltip } from '../../ui/tooltip';
import type { AgentsFolder } from './workspaceFolder';
import { profileIdOf } from '../../core/profiles/profile';
import { isThroughGateway } from './gatewayUse';
import { severityOf } from '../../agents/driftSeverity';
import { contextValueOf, type AgentRow } from './rows';
import { driftLabel, driftSentence } from './messages/drift';
import { overrideText, roleText } from './messages/roles';
import { driftIcon, severityColor } from './rowIcons';
import { effectiveModel, effectiveRegion, type RoleBinding } from '../../agents/binding';

const { l10n } = vscode;

/** @param withWay whether an agent goes through the gateway, so that the others' rows say that they do not. */
export function agentItem(row: AgentRow, withWay = false): vscode.TreeItem {
  const { agent, name, report, listed } = row;
  const item = new vscode.TreeItem(name);
  const colour = severityColor(severityOf(report.worst));
  const label = driftLabel(report.worst, listed);
  item.id = agent;
  item.description = withWay && isByArn(row) ? l10n.t('{0}, by ARN', label) : label;
  item.contextValue = contextValueOf(row);
  item.iconPath = new vscode.ThemeIcon(
    driftIcon(report.worst),
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.accessibilityInformation = { label: driftSentence(name, report.worst, listed) };
  return item;
}

/** The tooltip of an agent. Text of files is appended as text, never as Markdown. */
export function agentTooltip(row: AgentRow, folder: AgentsFolder | undefined): vscode.MarkdownString {
  const { name, report, listed, found, files } = row;
  const text = new Tooltip().strong(name).paragraph();
  text.text(driftSentence(name, report.worst, listed)).paragraph();
  const way = wayText(row);
  if (way !== undefined) text.field(l10n.t('Amazon Bedrock'), way);
  for (const role of report.roles) appendRole(text, row, role);
  const overrides = report.roles.flatMap(({ role }) => role.overrides);
  for (const line of new Set(overrides.map(overrideText))) text.icon('warning').text(line).paragraph();
  if (folder !== undefined && folder.open > 1)
    text.field(l10n.t('Folder'), l10n.t('{0}, the first of {1} on this machine’s disk', folder.name, folder.open));
  for (const file of files) text.field(l10n.t('File'), file);
  const others = found.filter((path) => !files.includes(path));
  for (const path of others) text.field(l10n.t('Found'), path);
  return text.markdown;
}

const isByArn = ({ binding }: AgentRow): boolean =>
  !isThroughGateway(binding) && binding.models.some((model) => profileIdOf(model) !== undefined);

/** How its requests reach Amazon Bedrock; undefined where it is not set to a profile. */
function wayText(row: AgentRow): string | undefined {
  if (isThroughGateway(row.binding)) return l10n.t('through the gateway');
  return isByArn(row) ? l10n.t('by ARN') : undefined;
}

function appendRole(text: Tooltip, { agent, listed }: AgentRow, { role, drift }: RoleDrift): void {
  text.field(roleText(agent, role.role), driftLabel(drift, listed));
  text.text(detailOf(role)).paragraph();
}

const detailOf = (role: RoleBinding): string =>
  [role.provider ?? effectiveModel(role), effectiveRegion(role), role.awsProfile, role.keyPath]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
