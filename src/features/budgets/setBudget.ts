/** *Set Budget*: a soft budget warns, and blocks nothing. */

import { l10n } from 'vscode';
import type { BudgetLimit, BudgetPeriod } from '../../core/budgets/budget';
import { parsePrice } from '../../core/money';
import type { BudgetScope } from '../../store/snapshot';
import { isUnanswered, mapAnswer } from '../../ui/quickInput/answer';
import { input, invalid } from '../../ui/quickInput/input';
import { pick } from '../../ui/quickInput/pick';
import { askInSteps, type Question } from '../../ui/quickInput/steps';
import { window } from '../../ui/window';
import { paragraph } from '../../ui/messages/paragraph';
import type { BudgetWatch } from './budgetWatch';
import { amountPrompt, changedText, limitText, loweredText, scopeText } from './messages';

interface BudgetDraft extends BudgetLimit {
  readonly scope: BudgetScope;
}

type Ask = Question<BudgetDraft>;
type Budgets = Pick<BudgetWatch, 'limitFor' | 'userLimitFor' | 'set'>;

/** Asks for scope, period and amount, with what is set now selected. The change can be undone from the notification. */
export async function setBudget(budgets: Budgets, sample: boolean): Promise<void> {
  const draft = await askInSteps<BudgetDraft>({
    title: (about) => l10n.t('Set Budget: {0}', about),
    sample,
    start: { scope: 'mine', ...budgets.userLimitFor('mine') },
    questions: [askScope(budgets), askPeriod(budgets), askAmount],
  });
  if (isUnanswered(draft)) return;
  const { scope, amount, period } = draft;
  const before = budgets.userLimitFor(scope);
  await budgets.set(scope, { amount, period });
  const inForce = budgets.limitFor(scope);
  const isLowered = inForce.amount !== amount || inForce.period !== period;
  const text = paragraph(changedText(scope, draft, before, sample), isLowered ? loweredText(inForce) : undefined);
  const undo = l10n.t('Undo');
  // Not awaited: the notification may stay open for long.
  void window.showInformationMessage(text, undo).then((chosen) => {
    if (chosen === undo) void budgets.set(scope, before);
  });
}

const askScope = (budgets: Budgets): Ask => ({
  about: l10n.t('Scope'),
  ask: async ({ scope }, step) => {
    const answer = await pick<BudgetScope>({
      ...step,
      placeholder: l10n.t('A soft budget warns in the status bar and blocks nothing'),
      items: (['mine', 'team'] as const).map((value) => ({
        label: scopeText(value),
        description: limitText(budgets.userLimitFor(value)),
        value,
      })),
      active: scope,
    });
    return mapAnswer(answer, (chosen) => ({ scope: chosen, ...budgets.userLimitFor(chosen) }));
  },
});

const askPeriod = (budgets: Budgets): Ask => ({
  about: l10n.t('Period'),
  ask: async ({ scope, period }, step) => {
    const { amount, period: current } = budgets.userLimitFor(scope);
    const items = [
      { label: l10n.t('Each day'), detail: l10n.t('From midnight, local time'), value: 'day' as const },
      { label: l10n.t('Each week'), detail: l10n.t('From Monday, local time'), value: 'week' as const },
      { label: l10n.t('Each month'), detail: l10n.t('AWS’s billing month, UTC'), value: 'month' as const },
    ];
    const answer = await pick<BudgetPeriod>({
      ...step,
      placeholder: l10n.t('Choose the period of the budget'),
      items: items.map((item) =>
        amount > 0 && item.value === current ? { ...item, description: l10n.t('current') } : item,
      ),
      active: period,
    });
    return mapAnswer(answer, (chosen) => ({ period: chosen }));
  },
});

const askAmount: Ask = {
  about: l10n.t('Amount'),
  ask: async ({ amount, period }, step) => {
    const answer = await input({
      ...step,
      prompt: amountPrompt(period),
      value: amount > 0 ? String(amount) : '',
      validate: (text) =>
        parsePrice(text.trim()) === undefined ? invalid(l10n.t('Enter an amount such as 50 or 12.50.')) : undefined,
    });
    return mapAnswer(answer, (text) => ({ amount: Number(text.trim()) }));
  },
};
