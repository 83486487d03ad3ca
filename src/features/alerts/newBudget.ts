/** Asking for a budget in AWS Budgets. */

import { l10n } from 'vscode';
import type { BudgetPlan } from '../../core/alerts/alerts';
import { BACK, CANCEL, input, pick, type Step } from '../../ui/quickInput/step';
import { setting } from '../../ui/settings/settings';
import { budgetPlan, thresholdsOf, valuesOf, type BudgetAnswers } from './answers';
import { emailOf, type AlertContext } from './context';
import type { Question } from '../../ui/quickInput/steps';
import { askAmount, askEmail, askKey, askValue, wrong } from './questions';
import { reviewOf } from './review';

/** My team's month, told at the shares that the soft budgets warn at. */
export const budgetStart = ({ snapshot }: AlertContext): BudgetAnswers => ({
  key: snapshot.ownership.keys.team,
  value:
    valuesOf(snapshot.profiles.value?.profiles ?? [], snapshot.ownership, 'team').find(({ mine }) => mine)?.value ?? '',
  period: 'monthly',
  amount: '',
  thresholds: setting('budget.warnAt').slice(0, 5).join(', '),
  email: emailOf(snapshot),
  name: '',
});

const askPeriod: Question<BudgetAnswers>['ask'] = async (draft, step) => {
  const period = await pick<BudgetPlan['period']>({
    ...step,
    placeholder: l10n.t('AWS counts in UTC'),
    items: [
      { label: l10n.t('Each month'), value: 'monthly' },
      { label: l10n.t('Each day'), value: 'daily' },
    ],
    active: draft.period,
  });
  return period === BACK || period === CANCEL ? period : { period };
};

const askLimit: Question<BudgetAnswers>['ask'] = async (draft, step) => {
  const prompt =
    draft.period === 'daily'
      ? l10n.t('US dollars for a day of {0}', draft.value)
      : l10n.t('US dollars for a month of {0}', draft.value);
  const amount = await askAmount(prompt, draft.amount, step);
  return amount === BACK || amount === CANCEL ? amount : { amount };
};

async function askThresholds(draft: BudgetAnswers, step: Step) {
  const thresholds = await input({
    ...step,
    prompt: l10n.t('At which percents of it AWS sends e-mail: at most five'),
    value: draft.thresholds,
    check: (text) =>
      thresholdsOf(text) === undefined ? wrong(l10n.t('One to five percents such as 80, 100 are needed.')) : undefined,
  });
  return thresholds === BACK || thresholds === CANCEL ? thresholds : { thresholds };
}

export const budgetQuestions = (context: AlertContext): readonly Question<BudgetAnswers>[] => [
  askKey(context.snapshot),
  askValue(context.snapshot),
  { about: l10n.t('Period'), ask: askPeriod },
  { about: l10n.t('Amount'), ask: askLimit },
  { about: l10n.t('Thresholds'), ask: askThresholds },
  askEmail(),
  reviewOf(budgetPlan, context),
];
