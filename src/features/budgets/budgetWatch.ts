/**
 * Watches the soft budgets: the status bar warns, and each threshold is notified once in each period. Budgets are saved
 * to the user's settings; those that are set on sample data exist in this window only, until the sample data is left.
 */

import * as vscode from 'vscode';
import type { BudgetLimit } from '../../core/budgets/budget';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import type { BudgetScope } from '../../store/snapshot';
import type { Budget } from './budget';
import type { BudgetState } from './budgetStates';
import { setSetting, setting, userSetting } from '../../ui/settings/settings';
import { window } from '../../ui/window';

const { l10n } = vscode;
/** A timer cannot be longer than about 24 days; updating once an hour costs next to nothing. */
const MAX_DELAY_MS = 3_600_000;

const SCOPES = ['mine', 'team'] as const satisfies readonly BudgetScope[];

/** The budgets that are set, with what was spent of them. */
export class BudgetWatch implements vscode.Disposable {
  readonly #store: Store;
  readonly #changed = new vscode.EventEmitter<void>();
  /** The budgets, or what was spent of them, have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: { dispose: () => void };
  #states: readonly BudgetState[] = [];
  /** The parts of the snapshot that the states were made of. */
  #usedParts: readonly unknown[] = [undefined];
  #timer: NodeJS.Timeout | undefined;
  /** Set on sample data. */
  #sampleLimits: Readonly<Partial<Record<BudgetScope, BudgetLimit>>> = {};

  constructor(store: Store) {
    this.#store = store;
    this.#subscription = store.onDidChange((snapshot) => {
      if (!snapshot.sample) this.#sampleLimits = {};
      const parts = [snapshot.budgetUsage, snapshot.pricing, snapshot.choice];
      if (this.#usedParts.every((part, index) => part === parts[index])) return;
      this.#usedParts = parts;
      void this.update();
    });
  }

  /** The limit in force for a scope. Sample data and AWS have separate ones. */
  limitFor(scope: BudgetScope): BudgetLimit {
    return this.#limitFor(scope, setting);
  }

  /** The user's own limit for a scope, which a folder's settings may lower. */
  userLimitFor(scope: BudgetScope): BudgetLimit {
    return this.#limitFor(scope, userSetting);
  }

  #limitFor(scope: BudgetScope, read: typeof setting): BudgetLimit {
    const period = read(`budget.${scope}.period`);
    if (this.#store.snapshot.sample) return this.#sampleLimits[scope] ?? { amount: 0, period };
    return { amount: read(`budget.${scope}.amount`), period };
  }

  /** Sets a budget, or removes it by an amount of 0. */
  async set(scope: BudgetScope, limit: BudgetLimit): Promise<void> {
    if (this.#store.snapshot.sample) {
      this.#sampleLimits = { ...this.#sampleLimits, [scope]: limit };
      return this.update();
    }
    await setSetting(`budget.${scope}.period`, limit.period);
    await setSetting(`budget.${scope}.amount`, limit.amount);
  }

  /** The budgets that are set. */
  get budgets(): readonly Budget[] {
    const warnAt = setting('budget.warnAt');
    return SCOPES.map((scope) => ({ scope, ...this.limitFor(scope), warnAt })).filter(({ amount }) => amount > 0);
  }

  /** The states at the last update. */
  get states(): readonly BudgetState[] {
    return this.#states;
  }

  /** Evaluates the budgets. Loads nothing where none is set. */
  async update(): Promise<void> {
    const set = this.budgets;
    if (set.length === 0 && this.#states.length === 0) return;
    const { budgetPeriods, budgetStates } = await import('./budgetStates');
    const now = Date.now();
    const periods = budgetPeriods(set, now);
    this.#store.setBudgetPeriods(Object.fromEntries(periods.map(({ scope, span }) => [scope, span.start])));
    this.#scheduleUpdate(Math.min(...periods.map(({ span }) => span.end)) - now);
    this.#states = budgetStates(set, this.#store.snapshot, now);
    this.#changed.fire();
    for (const state of this.#states) void this.#notify(state);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Nothing else reports that the next period has begun. */
  #scheduleUpdate(delay: number): void {
    clearTimeout(this.#timer);
    if (Number.isFinite(delay)) this.#timer = setTimeout(() => void this.update(), Math.min(MAX_DELAY_MS, delay));
  }

  /**
   * One notification for all newly reached thresholds; no window notifies one again. Ends when the notification is
   * closed.
   */
  async #notify(state: BudgetState): Promise<void> {
    let isNew = false;
    for (const threshold of state.reached)
      if (await this.#store.markFirst(`budget ${state.scope} ${state.limit} ${state.span.id} ${threshold}`))
        isNew = true;
    if (!isNew) return;
    const show = l10n.t('Show Usage');
    const chosen = await window.showWarningMessage(state.sentence, show);
    if (chosen === show)
      await vscode.commands.executeCommand(state.scope === 'team' ? COMMANDS.showTeamUsage : COMMANDS.openUsage);
  }
}
