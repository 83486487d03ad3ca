/** The status bar's tooltip: my figures by kind with their prices, budgets, what is wrong, and how old it all is. */

import * as vscode from 'vscode';
import { COMMANDS } from '../contract';
import type { Snapshot } from '../ledger/snapshot';
import type { AgentTrouble } from './agents/section';
import type { BudgetState } from './budgets';
import { appendReckoning } from './reckoning';
import { agoText, remedyFor, sentenceFor } from './sentences';
import type { StatusModel } from './statusModel';
import { appendWords } from './tooltipLine';

const { l10n } = vscode;

/** What is told beside the figures. */
interface Beside {
  readonly budgets: () => readonly BudgetState[];
  readonly agents: () => readonly AgentTrouble[];
}

export function statusTooltip(
  model: StatusModel,
  snapshot: Snapshot,
  { budgets, agents }: Beside,
): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  // Only these, and all of them constants: text from AWS is appended as text.
  text.isTrusted = { enabledCommands: Object.values(COMMANDS) };
  if (model.sample) text.appendMarkdown(`$(beaker) **${l10n.t('Sample data, not from AWS')}**\n\n`);
  text.appendMarkdown(`**${l10n.t('My Amazon Bedrock tokens, last 24 hours')}**\n\n`);
  if (model.tokens !== undefined) appendReckoning(text, { ...model, tokens: model.tokens }, snapshot.pricing);
  for (const budget of budgets())
    appendWords(text.appendMarkdown('$(credit-card) '), budget.line).appendMarkdown('\n\n');
  appendState(text, model);
  for (const trouble of agents()) appendTrouble(text, trouble);
  if (model.asOf !== undefined) {
    const { choice, caller } = snapshot;
    const where = `${caller.value?.account ?? ''} · ${choice?.region ?? ''}`;
    const count = model.profiles === 1 ? l10n.t('1 profile') : l10n.t('{0} profiles', model.profiles);
    text
      .appendText(l10n.t('{0} · CloudWatch, {1} · {2}', count, agoText(Date.now() - model.asOf), where))
      .appendMarkdown('\n\n');
  }
  return text.appendMarkdown(
    `[${l10n.t('Show usage')}](command:${COMMANDS.openUsage}) · [${l10n.t('Refresh')}](command:${COMMANDS.refresh}) · [${l10n.t('Tokens or money')}](command:${COMMANDS.changeStatusBar})`,
  );
}

/** One line with the way out. The link's argument is one of our own words. */
function appendTrouble(text: vscode.MarkdownString, { agent, sentence }: AgentTrouble): void {
  const argument = encodeURIComponent(JSON.stringify([agent]));
  appendWords(text.appendMarkdown('$(warning) '), sentence).appendMarkdown(
    ` [${l10n.t('Use my profile')}](command:${COMMANDS.useMyProfile}?${argument})\n\n`,
  );
}

function appendState(text: vscode.MarkdownString, model: StatusModel): void {
  if (model.problem !== undefined) {
    const { label, command } = remedyFor(model.problem);
    appendWords(text.appendMarkdown('$(warning) '), sentenceFor(model.problem)).appendMarkdown(
      ` [${label}](command:${command})\n\n`,
    );
  }
  if (model.stale)
    text.appendMarkdown(`$(history) ${l10n.t('These figures are old: there has been no newer answer.')}\n\n`);
  if (model.partial) text.appendMarkdown(`$(info) ${l10n.t('Some figures are missing; the page says which.')}\n\n`);
}
