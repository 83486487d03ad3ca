/** The status bar's tooltip: my figures by kind with their prices, budgets, what is wrong, and how old it all is. */

import * as vscode from 'vscode';
import { COMMANDS } from '../contract';
import { exact } from '../core/format';
import { formatMoney, NO_MONEY, type Amount } from '../core/money';
import { estimate, formula, type Priced } from '../core/prices';
import { profileModelName, profileSource } from '../core/profile';
import { addTokens, NO_TOKENS, TOKEN_KINDS, totalTokens, type TokenCounts, type TokenKind } from '../core/usage';
import type { Pricing } from '../ledger/pricing';
import type { Snapshot } from '../ledger/snapshot';
import type { AgentTrouble } from './agents/section';
import { budgetLine, type BudgetState } from './budgets';
import { kindText, tierText } from './names';
import { priceText } from './page/prices';
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
  appendFigures(text, model, snapshot);
  for (const budget of budgets())
    appendWords(text.appendMarkdown('$(credit-card) '), budgetLine(budget)).appendMarkdown('\n\n');
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

/** Tokens of mine that are priced alike. */
interface Part {
  readonly name: string;
  readonly priced: Priced | undefined;
  readonly tokens: TokenCounts;
}

/** My tokens by model and tier, and so by price; what was not used has no part. */
function partsOf({ counted = [] }: StatusModel, pricing: Pricing): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const [profile, tokens] of counted) {
    if (totalTokens(tokens) === 0) continue;
    const name = `${profileModelName(profile)} · ${tierText(profileSource(profile))}`;
    const priced = pricing.pricedProfile(profile);
    const key = `${name}\n${priced === undefined ? '' : priceText(priced)}`;
    parts.set(key, { name, priced, tokens: addTokens(parts.get(key)?.tokens ?? NO_TOKENS, tokens) });
  }
  return [...parts.values()];
}

function appendFigures(text: vscode.MarkdownString, model: StatusModel, { pricing }: Snapshot): void {
  const { tokens } = model;
  if (tokens === undefined) return;
  const parts = pricing === undefined ? [] : partsOf(model, pricing);
  const [first] = parts;
  if (pricing !== undefined && model.estimate !== undefined && parts.length === 1 && first?.priced !== undefined)
    appendTable(text, first.tokens, first.priced, pricing);
  else appendCounts(text, tokens);
  if (pricing === undefined || model.estimate === undefined) return;
  if (parts.length > 1) for (const part of parts) appendFormula(text, part, pricing);
  appendEstimate(text, model.estimate, parts, pricing);
}

const tableOf = (lines: readonly string[]): string => lines.join('\n') + '\n\n';

/** Tokens × price = estimate, kind by kind. */
function appendTable(text: vscode.MarkdownString, tokens: TokenCounts, { rates }: Priced, pricing: Pricing): void {
  const { byKind, amount } = estimate(tokens, rates);
  const perMillion = (kind: TokenKind): string => {
    const rate = rates[kind];
    return rate === undefined ? (tokens[kind] === 0 ? '–' : l10n.t('unpriced')) : `$${rate}`;
  };
  text.appendMarkdown(
    tableOf([
      `| ${l10n.t('Kind')} | ${l10n.t('Tokens')} | ${l10n.t('USD per million')} | ${l10n.t('Estimate')} |`,
      '|:--|--:|--:|--:|',
      ...TOKEN_KINDS.map(
        (kind) =>
          `| ${kindText(kind)} | ${exact(tokens[kind])} | × ${perMillion(kind)} | = ${pricing.text(byKind[kind])} |`,
      ),
      `| **${l10n.t('Total')}** | **${exact(totalTokens(tokens))}** | | **${pricing.text(amount)}** |`,
    ]),
  );
}

function appendCounts(text: vscode.MarkdownString, tokens: TokenCounts): void {
  text.appendMarkdown(
    tableOf([
      `| ${l10n.t('Kind')} | ${l10n.t('Tokens')} |`,
      '|:--|--:|',
      ...TOKEN_KINDS.map((kind) => `| ${kindText(kind)} | ${exact(tokens[kind])} |`),
      `| **${l10n.t('Total')}** | **${exact(totalTokens(tokens))}** |`,
    ]),
  );
}

/** One model's part of the sum, in a line: the prices are USD for a million tokens. */
function appendFormula(text: vscode.MarkdownString, { name, priced, tokens }: Part, pricing: Pricing): void {
  const products = formula(tokens, priced?.rates).map(({ kind, tokens: count, price }) =>
    price === undefined
      ? l10n.t('{0} {1} (unpriced)', exact(count), kindText(kind).toLowerCase())
      : `${exact(count)} ${kindText(kind).toLowerCase()} × $${price}`,
  );
  const sum = pricing.text(estimate(tokens, priced?.rates).amount);
  text.appendMarkdown('**').appendText(name).appendMarkdown('**  \n');
  appendWords(
    text,
    priced === undefined ? priceText(priced) : l10n.t('({0}) per million = {1}', products.join(' + '), sum),
  ).appendMarkdown('\n\n');
}

/** What it comes to, and where the prices are from. */
function appendEstimate(text: vscode.MarkdownString, amount: Amount, parts: readonly Part[], pricing: Pricing): void {
  const from = [...new Set(parts.map(({ priced }) => priceText(priced)))].join('; ');
  const unpriced = !amount.whole && amount.money === NO_MONEY;
  if (!unpriced)
    appendWords(
      text,
      parts.length === 0
        ? l10n.t('Estimate {0}.', pricing.text(amount))
        : l10n.t('Estimate {0}: {1}; cache writes at the 5-minute rate.', pricing.text(amount), from),
    ).appendMarkdown('\n\n');
  if (amount.whole) return;
  appendWords(
    text.appendMarkdown('$(info) '),
    unpriced
      ? l10n.t('There is no estimate: no price is known for exactly these models, tiers and Region.')
      : l10n.t('At least {0}: a part of it has no known price.', formatMoney(amount.money, vscode.env.language)),
  ).appendMarkdown('\n\n');
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
