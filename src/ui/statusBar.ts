/** My last 24 hours' tokens, in one item of the status bar. */

import * as vscode from 'vscode';
import { COMMANDS } from '../contract';
import { compact, exact } from '../core/format';
import { TOKEN_KINDS, totalTokens } from '../core/usage';
import type { Ledger } from '../ledger/ledger';
import { kindText } from './names';
import { agoText, remedyFor, sentenceFor } from './sentences';
import { statusOf, type StatusModel } from './statusModel';

const { l10n } = vscode;
/** The age in the tooltip is told in minutes. */
const AGE_STEP_MS = 60_000;

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('bedrockTally.tokens', vscode.StatusBarAlignment.Right, 90);
  readonly #ledger: Ledger;
  readonly #pollMs: () => number;
  readonly #stop: { dispose: () => void };
  #timer: NodeJS.Timeout | undefined;

  constructor(ledger: Ledger, pollMs: () => number) {
    this.#ledger = ledger;
    this.#pollMs = pollMs;
    this.#item.name = l10n.t('Bedrock Tally: My Tokens');
    this.#stop = ledger.onDidChange(() => {
      this.update();
    });
    this.update();
    this.#item.show();
  }

  update(): void {
    clearTimeout(this.#timer);
    const model = statusOf(this.#ledger.snapshot, Date.now(), this.#pollMs());
    const text = textFor(model);
    if (this.#item.text !== text) this.#item.text = text;
    this.#item.tooltip = tooltipFor(model, this.#ledger);
    this.#item.command = model.kind === 'offer' ? COMMANDS.createProfile : COMMANDS.openUsage;
    this.#item.accessibilityInformation = { label: spokenFor(model) };
    if (model.asOf !== undefined && vscode.window.state.focused)
      this.#timer = setTimeout(() => {
        this.update();
      }, AGE_STEP_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stop.dispose();
    this.#item.dispose();
  }
}

function textFor(model: StatusModel): string {
  const icon = model.sample ? '$(beaker)' : '$(pulse)';
  switch (model.kind) {
    case 'offer':
      return model.sample ? l10n.t('{0} Bedrock profile (sample)', '$(add)') : l10n.t('{0} Bedrock profile', '$(add)');
    case 'waiting':
      return l10n.t('{0} – tok', icon);
    case 'trouble':
      return l10n.t('{0} – tok', '$(warning)');
    case 'tokens': {
      const count = l10n.t('{0} tok', compact(model.tokens === undefined ? 0 : totalTokens(model.tokens)));
      const marks = [
        model.sample ? l10n.t('(sample)') : '',
        model.stale ? '$(history)' : model.problem === undefined ? '' : '$(warning)',
      ];
      return [icon, count, ...marks].filter((part) => part !== '').join(' ');
    }
  }
}

function spokenFor(model: StatusModel): string {
  switch (model.kind) {
    case 'offer':
      return l10n.t('Bedrock Tally: create my profile');
    case 'waiting':
      return l10n.t('Bedrock Tally: my tokens are not known yet');
    case 'trouble':
      return l10n.t(
        'Bedrock Tally: my tokens are not known. {0}',
        model.problem === undefined ? '' : sentenceFor(model.problem),
      );
    case 'tokens': {
      const count = exact(model.tokens === undefined ? 0 : totalTokens(model.tokens));
      return model.sample
        ? l10n.t('Bedrock Tally: {0} sample tokens in the last 24 hours', count)
        : l10n.t('Bedrock Tally: {0} of my tokens in the last 24 hours', count);
    }
  }
}

function tooltipFor(model: StatusModel, ledger: Ledger): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  // Only these, and all of them constants: text from AWS is appended as text.
  text.isTrusted = { enabledCommands: Object.values(COMMANDS) };
  if (model.sample) text.appendMarkdown(`$(beaker) **${l10n.t('Sample data, not from AWS')}**\n\n`);
  if (model.kind === 'offer') {
    text.appendMarkdown(
      l10n.t('Create an inference profile of your own to see your Amazon Bedrock tokens here.') + '\n\n',
    );
  } else {
    text.appendMarkdown(`**${l10n.t('My Amazon Bedrock tokens, last 24 hours')}**\n\n`);
  }
  if (model.tokens !== undefined) {
    const rows = TOKEN_KINDS.map((kind) => `| ${kindText(kind)} | ${exact(model.tokens?.[kind] ?? 0)} |`);
    text.appendMarkdown(
      `| ${l10n.t('Kind')} | ${l10n.t('Tokens')} |\n|:--|--:|\n${rows.join('\n')}\n| **${l10n.t('Total')}** | **${exact(totalTokens(model.tokens))}** |\n\n`,
    );
  }
  appendState(text, model);
  if (model.asOf !== undefined) {
    const { choice, caller } = ledger.snapshot;
    const where = `${caller.value?.account ?? ''} · ${choice?.region ?? ''}`;
    const count = model.profiles === 1 ? l10n.t('1 profile') : l10n.t('{0} profiles', model.profiles);
    text
      .appendText(l10n.t('{0} · CloudWatch, {1} · {2}', count, agoText(Date.now() - model.asOf), where))
      .appendMarkdown('\n\n');
  }
  if (model.kind !== 'offer')
    text.appendMarkdown(
      `[${l10n.t('Show usage')}](command:${COMMANDS.openUsage}) · [${l10n.t('Refresh')}](command:${COMMANDS.refresh})`,
    );
  return text;
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
  if (model.kind === 'waiting') text.appendMarkdown(`${l10n.t('Not known yet.')}\n\n`);
}
