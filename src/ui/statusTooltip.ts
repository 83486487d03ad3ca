/** The status bar's tooltip: my figures by kind with their prices, budgets, what is wrong, and how old it all is. */

import * as vscode from 'vscode';
import { COMMANDS } from '../contract';
import { exact } from '../core/format';
import { formatMoney, type Amount } from '../core/money';
import { estimate, type Priced } from '../core/prices';
import { isMine } from '../core/profile';
import { TOKEN_KINDS, totalTokens, type TokenKind } from '../core/usage';
import type { Snapshot } from '../ledger/snapshot';
import type { AgentTrouble } from './agents/section';
import { budgetLine, type BudgetState } from './budgets';
import { kindText } from './names';
import { priceText } from './page/prices';
import { agoText, remedyFor, sentenceFor } from './sentences';
import type { StatusModel } from './statusModel';

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
  appendFigures(text, model, snapshot);
  for (const budget of budgets())
    text.appendMarkdown('$(credit-card) ').appendText(budgetLine(budget)).appendMarkdown('\n\n');
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

/** The price that all of mine share; undefined where they differ, so that no formula could be written in one line. */
function sharedPrice({ profiles, ownership, pricing }: Snapshot): Priced | undefined {
  const mine = (profiles.value?.profiles ?? []).filter((profile) => isMine(profile, ownership.keys, ownership.myNames));
  const prices = new Set(mine.map((profile) => pricing?.pricedProfile(profile)));
  return prices.size === 1 ? [...prices][0] : undefined;
}

function appendFigures(text: vscode.MarkdownString, model: StatusModel, snapshot: Snapshot): void {
  const { tokens } = model;
  const { pricing } = snapshot;
  if (tokens === undefined) return;
  const price = sharedPrice(snapshot);
  const costs = price === undefined ? undefined : estimate(tokens, price.rates).byKind;
  const money = (amount: Amount | undefined): string =>
    amount === undefined || pricing === undefined ? '–' : pricing.text(amount);
  const perMillion = (kind: TokenKind): string => {
    const rate = price?.rates[kind];
    return rate === undefined ? (tokens[kind] === 0 ? '–' : l10n.t('unpriced')) : `$${rate}`;
  };
  const row = (kind: TokenKind): string =>
    price === undefined
      ? `| ${kindText(kind)} | ${exact(tokens[kind])} |`
      : `| ${kindText(kind)} | ${exact(tokens[kind])} | × ${perMillion(kind)} | = ${money(costs?.[kind])} |`;
  const total = `| **${l10n.t('Total')}** | **${exact(totalTokens(tokens))}** |`;
  const head =
    price === undefined
      ? `| ${l10n.t('Kind')} | ${l10n.t('Tokens')} |\n|:--|--:|`
      : `| ${l10n.t('Kind')} | ${l10n.t('Tokens')} | ${l10n.t('USD per million')} | ${l10n.t('Estimate')} |\n|:--|--:|--:|--:|`;
  text.appendMarkdown(
    [head, ...TOKEN_KINDS.map(row), price === undefined ? total : `${total} | **${money(model.estimate)}** |`].join(
      '\n',
    ) + '\n\n',
  );
  if (model.estimate === undefined) return;
  const from = price === undefined ? l10n.t('each profile at its own price') : priceText(price);
  text
    .appendText(l10n.t('Estimate {0}: {1}; cache writes at the 5-minute rate.', money(model.estimate), from))
    .appendMarkdown('\n\n');
  if (!model.estimate.whole)
    text
      .appendMarkdown('$(info) ')
      .appendText(
        l10n.t(
          'At least {0}: a part of it has no known price.',
          formatMoney(model.estimate.money, vscode.env.language),
        ),
      )
      .appendMarkdown('\n\n');
}

/** One line with the way out. The link's argument is one of our own words. */
function appendTrouble(text: vscode.MarkdownString, { agent, sentence }: AgentTrouble): void {
  const argument = encodeURIComponent(JSON.stringify([agent]));
  text
    .appendMarkdown('$(warning) ')
    .appendText(sentence)
    .appendMarkdown(` [${l10n.t('Use my profile')}](command:${COMMANDS.useMyProfile}?${argument})\n\n`);
}

function appendState(text: vscode.MarkdownString, model: StatusModel): void {
  if (model.problem !== undefined) {
    const { label, command } = remedyFor(model.problem);
    text
      .appendMarkdown('$(warning) ')
      .appendText(sentenceFor(model.problem))
      .appendMarkdown(` [${label}](command:${command})\n\n`);
  }
  if (model.stale)
    text.appendMarkdown(`$(history) ${l10n.t('These figures are old: there has been no newer answer.')}\n\n`);
  if (model.partial) text.appendMarkdown(`$(info) ${l10n.t('Some figures are missing; the page says which.')}\n\n`);
}
