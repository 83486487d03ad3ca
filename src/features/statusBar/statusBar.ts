/** My last 24 hours' tokens and what they cost, in one item of the status bar. */

import * as vscode from 'vscode';
import { COMMANDS, type CommandId, type Settings } from '../../manifest';
import type { Store } from '../../store/store';
import type { AgentIssue } from '../agents/register';
import type { BudgetState } from '../budgets/register';
import { problemRemedy } from '../../ui/messages/problems';
import { statusModelOf, type StatusModel } from './statusModel';
import { accessibilityLabel, statusText } from './statusText';
import { Tooltip } from '../../ui/tooltip';
import { window } from '../../ui/window';

const { l10n } = vscode;
/** The tooltip shows the age in minutes. */
const AGE_STEP_MS = 60_000;

/** What the item shows besides the snapshot. `pollMs` returns milliseconds. */
export interface StatusBarOptions {
  readonly pollMs: () => number;
  readonly show: () => Settings['statusBar.show'];
  /** The budgets with what was spent; the item warns when one has reached a threshold. */
  readonly budgets: () => readonly BudgetState[];
  /** What is wrong with agents that are in use. Only the tooltip shows it. */
  readonly agents: () => readonly AgentIssue[];
}

/** The item in the status bar. */
export class StatusBar implements vscode.Disposable {
  readonly #item = window.createStatusBarItem('bedrockTally.tokens', vscode.StatusBarAlignment.Right, 90);
  readonly #store: Store;
  readonly #options: StatusBarOptions;
  readonly #subscription: { dispose: () => void };
  #timer: NodeJS.Timeout | undefined;
  #tooltipState: StatusModel | undefined;

  constructor(store: Store, options: StatusBarOptions) {
    this.#store = store;
    this.#options = options;
    this.#item.name = l10n.t('Bedrock Tally: My Tokens');
    this.#subscription = store.onDidChange(() => {
      this.update();
    });
    this.update();
    this.#item.show();
  }

  update(): void {
    clearTimeout(this.#timer);
    const { snapshot } = this.#store;
    const { pollMs, show, budgets } = this.#options;
    // Without a connection there are no figures that the settings are about: reading them would lengthen the start.
    const connected = snapshot.choice !== undefined;
    const model = statusModelOf(snapshot, Date.now(), connected ? pollMs() : Infinity);
    const text = statusText(model, connected ? show() : 'both', snapshot.pricing);
    const warnings = budgets().filter(({ state }) => state === 'warning' || state === 'over');
    if (this.#item.text !== text) this.#item.text = text;
    this.#item.backgroundColor =
      warnings.length > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.command = commandFor(model);
    this.#item.accessibilityInformation = { label: accessibilityLabel(model, snapshot.pricing, warnings) };
    this.#updateTooltip(model);
    if (model.asOf !== undefined && window.state.focused)
      this.#timer = setTimeout(() => {
        this.update();
      }, AGE_STEP_MS);
  }

  /** The code of the tooltip with all figures is loaded on first need. */
  #updateTooltip(model: StatusModel): void {
    this.#tooltipState = model;
    if (model.kind === 'offer' || model.kind === 'waiting') {
      this.#item.tooltip = tooltipBefore(model);
      return;
    }
    void import('./index').then(({ statusTooltip }) => {
      if (this.#tooltipState === model) this.#item.tooltip = statusTooltip(model, this.#store.snapshot, this.#options);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#item.dispose();
  }
}

/** What a click does: where there are no figures, what helps to get them. */
function commandFor({ kind, problem }: StatusModel): CommandId {
  if (kind === 'offer') return COMMANDS.createProfile;
  return kind === 'problem' && problem !== undefined ? problemRemedy(problem).command : COMMANDS.openUsage;
}

/** Before there are figures. */
function tooltipBefore(model: StatusModel): vscode.MarkdownString {
  const text = new Tooltip();
  if (model.sample) text.icon('beaker').strong(l10n.t('Sample data, not from AWS')).paragraph();
  if (model.kind === 'offer')
    text.text(l10n.t('Create your own inference profile to see your Amazon Bedrock tokens here.'));
  else text.strong(l10n.t('My Amazon Bedrock tokens, last 24 hours')).paragraph().text(l10n.t('Loading…'));
  return text.markdown;
}
