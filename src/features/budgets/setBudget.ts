/** Setting a soft budget: for whom, for how long, how much. It warns; it stops nothing. */

import * as vscode from 'vscode';
import type { BudgetPeriod } from '../../manifest';
import { parsePrice } from '../../core/money';
import type { BudgetScope } from '../../store/snapshot';
import type { Allowance, BudgetWatch } from './budgetWatch';
import { BACK, CANCEL, input, pick } from '../../ui/quickInput/step';
import { askAll, titled, type Question } from '../../ui/quickInput/steps';
import { wrong } from '../alerts/questions';
import { window } from '../../ui/window';

const { l10n } = vscode;

interface Draft extends Allowance {
  readonly scope: BudgetScope;
}

type Ask = Question<Draft>;
type Budgets = Pick<BudgetWatch, 'allowance' | 'own' | 'set'>;

/** Asks step by step, each with what is set now selected; Escape at any of them changes nothing. What was set can be undone. */
export async function setBudget(budgets: Budgets, sample: boolean): Promise<void> {
  const title = (about: string): string => titled(l10n.t('Set Budget: {0}', about), sample);
  const questions: readonly Ask[] = [askScope(budgets), askPeriod(budgets), askAmount];
  const start: Draft = { scope: 'mine', ...budgets.own('mine') };
  const draft = await askAll(title, start, questions);
  if (draft === BACK || draft === CANCEL) return;
  const { scope, amount, period } = draft;
  const before = budgets.own(scope);
  await budgets.set(scope, { amount, period });
  const text = [setText(draft, before, sample), loweredText(draft, budgets.allowance(scope))].filter(
    (part) => part !== '',
  );
  const undo = l10n.t('Undo');
  // Not awaited: the message may stay for as long as the user likes.
  void window.showInformationMessage(text.join(' '), undo).then((chosen) => {
    if (chosen === undo) void budgets.set(scope, before);
  });
}

function setText({ scope, ...now }: Draft, before: Allowance, sample: boolean): string {
  const values = [scopeText(scope), allowanceText(now), allowanceText(before)] as const;
  return sample
    ? l10n.t('{0}: {1} (before: {2}). This is sample data: your settings are not changed.', ...values)
    : l10n.t('{0}: {1} (before: {2}).', ...values);
}

/** That a folder's settings hold it lower than it was set; empty where they do not. */
const loweredText = (set: Allowance, counts: Allowance): string =>
  counts.amount === set.amount && counts.period === set.period
    ? ''
    : l10n.t('This folder’s settings lower it to {0}.', allowanceText(counts));

const scopeText = (scope: BudgetScope): string => (scope === 'mine' ? l10n.t('My budget') : l10n.t('My team’s budget'));

/** `$50.00 each month`, or `none`. */
function allowanceText({ amount, period }: Allowance): string {
  if (amount <= 0) return l10n.t('none');
  const money = new Intl.NumberFormat(vscode.env.language, { style: 'currency', currency: 'USD' }).format(amount);
  switch (period) {
    case 'day':
      return l10n.t('{0} each day', money);
    case 'week':
      return l10n.t('{0} each week', money);
    case 'month':
      return l10n.t('{0} each month', money);
  }
}

const askScope = (budgets: Budgets): Ask => ({
  about: l10n.t('Scope'),
  ask: async ({ scope }, { title, step, of }) => {
    const answer = await pick<BudgetScope>({
      title,
      step,
      of,
      placeholder: l10n.t('A soft budget warns in the status bar; it stops nothing'),
      items: (['mine', 'team'] as const).map((value) => ({
        label: scopeText(value),
        description: allowanceText(budgets.own(value)),
        value,
      })),
      active: scope,
    });
    return answer === BACK || answer === CANCEL ? answer : { scope: answer, ...budgets.own(answer) };
  },
});

const askPeriod = (budgets: Budgets): Ask => ({
  about: l10n.t('Period'),
  ask: async ({ scope, period }, step) => {
    const { amount, period: current } = budgets.own(scope);
    const items = [
      { label: l10n.t('Each day'), detail: l10n.t('From midnight, local time'), value: 'day' as const },
      { label: l10n.t('Each week'), detail: l10n.t('From Monday, local time'), value: 'week' as const },
      { label: l10n.t('Each month'), detail: l10n.t('AWS’s billing month, UTC'), value: 'month' as const },
    ];
    const answer = await pick<BudgetPeriod>({
      ...step,
      placeholder: l10n.t('How long the amount is for'),
      items: items.map((item) =>
        amount > 0 && item.value === current ? { ...item, description: l10n.t('current') } : item,
      ),
      active: period,
    });
    return answer === BACK || answer === CANCEL ? answer : { period: answer };
  },
});

const askAmount: Ask = {
  about: l10n.t('Amount'),
  ask: async ({ amount, period }, step) => {
    const answer = await input({
      ...step,
      prompt: amountPrompt(period),
      value: amount > 0 ? String(amount) : '',
      check: (text) =>
        parsePrice(text.trim()) === undefined ? wrong(l10n.t('Enter an amount such as 50 or 12.50.')) : undefined,
    });
    return answer === BACK || answer === CANCEL ? answer : { amount: Number(answer.trim()) };
  },
};

function amountPrompt(period: BudgetPeriod): string {
  switch (period) {
    case 'day':
      return l10n.t('US dollars for each day. 0 removes the budget.');
    case 'week':
      return l10n.t('US dollars for each week. 0 removes the budget.');
    case 'month':
      return l10n.t('US dollars for each month. 0 removes the budget.');
  }
}
