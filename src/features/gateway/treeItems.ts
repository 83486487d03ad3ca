/** The gateway's rows as VS Code's tree items. */

import * as vscode from 'vscode';
import { Tooltip } from '../../ui/tooltip';
import { agoText } from '../../ui/messages/problems';
import { failingPlace, gatewayContextValue, refusalContextValue } from './gatewayRow';
import type { GatewayRow, GatewayState, RefusalRow } from './gatewayRow';
import {
  addressText,
  callsTodayText,
  gatewayLabel,
  gatewaySentence,
  placeProblemText,
  refusalLabel,
  refusalRemedyText,
} from './messages';

const { l10n } = vscode;

const WARNING = new vscode.ThemeColor('list.warningForeground');
const ERROR = new vscode.ThemeColor('list.errorForeground');

function iconOf(state: GatewayState): vscode.ThemeIcon {
  switch (state.kind) {
    case 'running':
      return failingPlace(state) === undefined
        ? new vscode.ThemeIcon('broadcast', new vscode.ThemeColor('testing.iconPassed'))
        : new vscode.ThemeIcon('warning', WARNING);
    case 'starting':
      return new vscode.ThemeIcon('loading~spin');
    case 'stopped':
      return new vscode.ThemeIcon('debug-disconnect', ERROR);
    case 'stranger':
      return new vscode.ThemeIcon('error', ERROR);
  }
}

/** A row of the gateway or of what it has refused. */
export function gatewayItem(row: GatewayRow | RefusalRow): vscode.TreeItem {
  if ('refusal' in row) return refusalItem(row);
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const { gateway } = row;
  const isOpen = gateway.kind === 'running' && gateway.refusals.length > 0;
  const item = new vscode.TreeItem(l10n.t('Gateway'), isOpen ? Expanded : None);
  // VS Code keeps a row's collapsible state by its id.
  item.id = isOpen ? 'gateway-refusing' : 'gateway';
  item.description = gatewayLabel(gateway);
  item.iconPath = iconOf(gateway);
  item.contextValue = gatewayContextValue(row);
  item.accessibilityInformation = { label: gatewaySentence(row, vscode.env.language) };
  return item;
}

function refusalItem(row: RefusalRow): vscode.TreeItem {
  const { refusal } = row;
  const item = new vscode.TreeItem(l10n.t('Last refused'));
  item.id = 'gateway-refusal';
  item.description = refusalLabel(refusal);
  item.iconPath = new vscode.ThemeIcon('circle-slash', WARNING);
  item.contextValue = refusalContextValue(row);
  return item;
}

/** The tooltip of a row: its state, what follows, and what helps. */
export function gatewayTooltip(row: GatewayRow | RefusalRow): vscode.MarkdownString {
  const text = new Tooltip();
  if ('refusal' in row) {
    const { refusal } = row;
    text
      .strong(refusalLabel(refusal))
      .text(` · ${agoText(Date.now() - refusal.time)}`)
      .paragraph();
    return text.text(refusalRemedyText(refusal)).markdown;
  }
  const { gateway, agents } = row;
  text.strong(l10n.t('Gateway')).paragraph().text(gatewaySentence(row, vscode.env.language)).paragraph();
  if (gateway.kind === 'stopped' && gateway.reason !== undefined) text.field(l10n.t('Reason'), gateway.reason);
  if (agents.length > 0) text.field(l10n.t('Used by'), agents.join(', '));
  if (gateway.kind !== 'running') return text.markdown;
  text.field(l10n.t('Address'), addressText(gateway.port)).field(l10n.t('Calls'), callsTodayText(gateway.callsToday));
  text.field(l10n.t('Version'), gateway.version);
  for (const place of gateway.places.filter(({ problem }) => problem !== undefined))
    text.field(`${place.awsProfile} · ${place.region}`, placeProblemText(place));
  return text.markdown;
}
