/** Watches the soft budgets of the settings: the status bar warns, and each threshold is told once for each period. */

import * as vscode from 'vscode';
import { COMMANDS, type BudgetPeriod } from '../contract';
import type { Ledger } from '../ledger/ledger';
import type { BudgetScope } from '../ledger/snapshot';
import type { BudgetState } from './budgets';
import { loadActions } from './lazy';
import { setting } from './settings';
import { window } from './window';

const { l10n } = vscode;
/** A timer may not be longer than about 24 days; a look once an hour is nothing. */
const LATEST_MS = 3_600_000;

/** A budget as the settings have it: US dollars, percent. */
export interface Budget {
  readonly scope: BudgetScope;
  readonly period: BudgetPeriod;
  readonly amount: number;
  readonly warnAt: readonly number[];
}

/** The budgets that are set. */
export function budgets(): readonly Budget[] {
  return (['mine', 'team'] as const).flatMap((scope) => {
    const amount = setting(`budget.${scope}.amount`);
    if (amount <= 0) return [];
    return [{ scope, amount, period: setting(`budget.${scope}.period`), warnAt: setting('budget.warnAt') }];
  });
}

export class BudgetWatch implements vscode.Disposable {
  readonly #ledger: Ledger;
  readonly #onDidChange: () => void;
  readonly #stop: { dispose: () => void };
  #states: readonly BudgetState[] = [];
  #seen: readonly unknown[] = [undefined];
  #timer: NodeJS.Timeout | undefined;

  constructor(ledger: Ledger, onDidChange: () => void) {
    this.#ledger = ledger;
    this.#onDidChange = onDidChange;
    this.#stop = ledger.onDidChange((snapshot) => {
      const seen = [snapshot.spend, snapshot.pricing, snapshot.choice];
      if (this.#seen.every((part, index) => part === seen[index])) return;
      this.#seen = seen;
      void this.update();
    });
  }

  /** As they stood when something last changed. */
  get states(): readonly BudgetState[] {
    return this.#states;
  }

  /** Looks at the budgets again. Without any nothing is loaded. */
  async update(): Promise<void> {
    const set = budgets();
    if (set.length === 0 && this.#states.length === 0) return;
    const { budgetPeriods, budgetStates } = await loadActions();
    const now = Date.now();
    const periods = budgetPeriods(set, now);
    this.#ledger.countSpend(Object.fromEntries(periods.map(({ scope, span }) => [scope, span.start])));
    this.#again(Math.min(...periods.map(({ span }) => span.end)) - now);
    this.#states = budgetStates(set, this.#ledger.snapshot, now);
    this.#onDidChange();
    // Who tries the simulated company out is not to be warned of its spending.
    if (!this.#ledger.snapshot.sample) for (const state of this.#states) void this.#tell(state);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stop.dispose();
  }

  /** The next period begins by the clock alone. */
  #again(wait: number): void {
    clearTimeout(this.#timer);
    if (Number.isFinite(wait)) this.#timer = setTimeout(() => void this.update(), Math.min(LATEST_MS, wait));
  }

  /** Of several thresholds at once only the highest is told; none is told twice, by whatever window. Ends when the warning is closed. */
  async #tell(state: BudgetState): Promise<void> {
    let first = false;
    for (const threshold of state.reached)
      if (await this.#ledger.isFirst(`budget ${state.scope} ${state.limit} ${state.span.id} ${threshold}`))
        first = true;
    if (!first) return;
    const show = l10n.t('Show Usage');
    const chosen = await window.showWarningMessage(state.line, show);
    if (chosen === show)
      await vscode.commands.executeCommand(state.scope === 'team' ? COMMANDS.showTeamUsage : COMMANDS.openUsage);
  }
}
