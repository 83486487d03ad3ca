/**
 * Watches the soft budgets: the status bar warns, and each threshold is notified once for each period. Budgets are kept in the user's
 * settings; those that are set on sample data are kept in this window only, and end with the sample data.
 */

import * as vscode from 'vscode';
import { COMMANDS, type BudgetPeriod } from '../../manifest';
import type { Store } from '../../store/store';
import type { BudgetScope } from '../../store/snapshot';
import type { BudgetState } from './budgets';
import { setSetting, setting, userSetting } from '../../ui/settings/settings';
import { window } from '../../ui/window';

const { l10n } = vscode;
/** A timer may not be longer than about 24 days; a look once an hour is nothing. */
const LATEST_MS = 3_600_000;

/** How much for how long: US dollars; 0 is no budget. */
export interface Allowance {
  readonly amount: number;
  readonly period: BudgetPeriod;
}

/** A budget that is set. `warnAt` in percent. */
export interface Budget extends Allowance {
  readonly scope: BudgetScope;
  readonly warnAt: readonly number[];
}

const SCOPES = ['mine', 'team'] as const satisfies readonly BudgetScope[];

export class BudgetWatch implements vscode.Disposable {
  readonly #store: Store;
  readonly #changed = new vscode.EventEmitter<void>();
  /** The budgets, or what was spent of them, have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #stop: { dispose: () => void };
  #states: readonly BudgetState[] = [];
  #seen: readonly unknown[] = [undefined];
  #timer: NodeJS.Timeout | undefined;
  /** Set on sample data. */
  #ofSample: Readonly<Partial<Record<BudgetScope, Allowance>>> = {};

  constructor(store: Store) {
    this.#store = store;
    this.#stop = store.onDidChange((snapshot) => {
      if (!snapshot.sample) this.#ofSample = {};
      const seen = [snapshot.spend, snapshot.pricing, snapshot.choice];
      if (this.#seen.every((part, index) => part === seen[index])) return;
      this.#seen = seen;
      void this.update();
    });
  }

  /** What counts for a scope: real budgets have no say on sample data, nor those of sample data outside it. */
  allowance(scope: BudgetScope): Allowance {
    return this.#allowance(scope, setting);
  }

  /** What the user has set for a scope, whatever a folder's settings lower it to. */
  own(scope: BudgetScope): Allowance {
    return this.#allowance(scope, userSetting);
  }

  #allowance(scope: BudgetScope, read: typeof setting): Allowance {
    const period = read(`budget.${scope}.period`);
    if (this.#store.snapshot.sample) return this.#ofSample[scope] ?? { amount: 0, period };
    return { amount: read(`budget.${scope}.amount`), period };
  }

  /** Sets a budget, or removes it by an amount of 0. */
  async set(scope: BudgetScope, allowance: Allowance): Promise<void> {
    if (this.#store.snapshot.sample) {
      this.#ofSample = { ...this.#ofSample, [scope]: allowance };
      return this.update();
    }
    await setSetting(`budget.${scope}.period`, allowance.period);
    await setSetting(`budget.${scope}.amount`, allowance.amount);
  }

  /** The budgets that are set. */
  get budgets(): readonly Budget[] {
    const warnAt = setting('budget.warnAt');
    return SCOPES.map((scope) => ({ scope, ...this.allowance(scope), warnAt })).filter(({ amount }) => amount > 0);
  }

  /** As they stood when something last changed. */
  get states(): readonly BudgetState[] {
    return this.#states;
  }

  /** Looks at the budgets again. Without any nothing is loaded. */
  async update(): Promise<void> {
    const set = this.budgets;
    if (set.length === 0 && this.#states.length === 0) return;
    const { budgetPeriods, budgetStates } = await import('./index');
    const now = Date.now();
    const periods = budgetPeriods(set, now);
    this.#store.setSpendPeriods(Object.fromEntries(periods.map(({ scope, span }) => [scope, span.start])));
    this.#again(Math.min(...periods.map(({ span }) => span.end)) - now);
    this.#states = budgetStates(set, this.#store.snapshot, now);
    this.#changed.fire();
    for (const state of this.#states) void this.#tell(state);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stop.dispose();
    this.#changed.dispose();
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
      if (await this.#store.markFirst(`budget ${state.scope} ${state.limit} ${state.span.id} ${threshold}`))
        first = true;
    if (!first) return;
    const show = l10n.t('Show Usage');
    const chosen = await window.showWarningMessage(state.line, show);
    if (chosen === show)
      await vscode.commands.executeCommand(state.scope === 'team' ? COMMANDS.showTeamUsage : COMMANDS.openUsage);
  }
}
