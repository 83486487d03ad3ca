/** The status bar's tooltip: my figures by kind with their prices, budgets, what is wrong, and how old it all is. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Snapshot } from '../../store/snapshot';
import type { AgentIssue } from '../agents/register';
import type { BudgetState } from '../budgets/register';
import { profileCountText } from '../../ui/messages/common';
import { appendCalculation } from '../../ui/calculationTooltip';
import { agoText, problemRemedy, problemSentence } from '../../ui/messages/problems';
import type { StatusModel } from './statusModel';
import { Tooltip } from '../../ui/tooltip';

const { l10n } = vscode;

/** What the tooltip shows beside the figures. */
interface TooltipParts {
  readonly budgets: () => readonly BudgetState[];
  readonly agents: () => readonly AgentIssue[];
}

export function statusTooltip(
  model: StatusModel,
  snapshot: Snapshot,
  { budgets, agents }: TooltipParts,
): vscode.MarkdownString {
  const text = new Tooltip();
  if (model.sample) text.icon('beaker').strong(l10n.t('Sample data, not from AWS')).paragraph();
  text.strong(l10n.t('My Amazon Bedrock tokens, last 24 hours')).paragraph();
  if (model.tokens !== undefined) appendCalculation(text, { ...model, tokens: model.tokens }, snapshot.pricing);
  for (const budget of budgets()) text.icon('credit-card').text(budget.sentence).paragraph();
  appendState(text, model);
  for (const issue of agents()) appendIssue(text, issue);
  if (model.asOf !== undefined) {
    const { choice, caller } = snapshot;
    const where = `${caller.value?.account ?? ''} · ${choice?.region ?? ''}`;
    const count = profileCountText(model.profiles);
    text.text(l10n.t('{0} · CloudWatch, {1} · {2}', count, agoText(Date.now() - model.asOf), where)).paragraph();
  }
  return text
    .command(l10n.t('Show Usage'), COMMANDS.openUsage)
    .text(' · ')
    .command(l10n.t('Refresh'), COMMANDS.refresh)
    .text(' · ')
    .command(l10n.t('Change Status Bar Content…'), COMMANDS.changeStatusBar).markdown;
}

/** One line with the remedy. The link's argument is an agent's id. */
function appendIssue(text: Tooltip, { agent, sentence }: AgentIssue): void {
  text.icon('warning').text(`${sentence} `).command(l10n.t('Use My Profile'), COMMANDS.useMyProfile, agent).paragraph();
}

function appendState(text: Tooltip, model: StatusModel): void {
  if (model.problem !== undefined) {
    const { label, command } = problemRemedy(model.problem);
    text
      .icon('warning')
      .text(`${problemSentence(model.problem)} `)
      .command(label, command)
      .paragraph();
  }
  if (model.stale)
    text.icon('history').text(l10n.t('These figures are out of date: CloudWatch hasn’t answered since.')).paragraph();
  if (model.partial)
    text.icon('info').text(l10n.t('Some figures are missing; the usage page shows which.')).paragraph();
}
