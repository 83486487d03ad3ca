/** The questions for a budget in AWS Budgets. */

import { l10n } from 'vscode';
import type { BudgetPlan } from '../../core/alerts/alerts';
import { mapAnswer } from '../../ui/quickInput/answer';
import { input, invalid } from '../../ui/quickInput/input';
import { pick } from '../../ui/quickInput/pick';
import type { Question } from '../../ui/quickInput/steps';
import { setting } from '../../ui/settings/settings';
import { budgetPlan, parseThresholds, tagValueCounts, type BudgetAnswers } from './answers';
import { emailOf, type AlertContext } from './context';
import { askAmount, askEmail, askKey, askValue } from './questions';
import { reviewOf } from './review';
import { listedProfiles } from '../../store/selectors';

/** My team's month, with the thresholds of the soft budgets. */
export const budgetStart = ({ snapshot }: AlertContext): BudgetAnswers => ({
  key: snapshot.ownership.keys.team,
  value: tagValueCounts(listedProfiles(snapshot), snapshot.ownership, 'team').find(({ mine }) => mine)?.value ?? '',
  period: 'monthly',
  amount: '',
  thresholds: setting('budget.warnAt').slice(0, 5).join(', '),
  email: emailOf(snapshot),
  name: '',
});

const askPeriod: Question<BudgetAnswers>['ask'] = async (draft, step) => {
  const period = await pick<BudgetPlan['period']>({
    ...step,
    placeholder: l10n.t('Periods are in UTC'),
    items: [
      { label: l10n.t('Monthly'), value: 'monthly' },
      { label: l10n.t('Daily'), value: 'daily' },
    ],
    active: draft.period,
  });
  return mapAnswer(period, (answer) => ({ period: answer }));
};

const askLimit: Question<BudgetAnswers>['ask'] = async (draft, step) => {
  const prompt =
    draft.period === 'daily'
      ? l10n.t('Daily amount for {0}, in US dollars', draft.value)
      : l10n.t('Monthly amount for {0}, in US dollars', draft.value);
  const amount = await askAmount(prompt, draft.amount, step);
  return mapAnswer(amount, (answer) => ({ amount: answer }));
};

const askThresholds: Question<BudgetAnswers>['ask'] = async (draft, step) => {
  const thresholds = await input({
    ...step,
    prompt: l10n.t('Alert thresholds in percent of the amount: one to five'),
    value: draft.thresholds,
    validate: (text) =>
      parseThresholds(text) === undefined
        ? invalid(l10n.t('Enter one to five percentages such as 80, 100.'))
        : undefined,
  });
  return mapAnswer(thresholds, (answer) => ({ thresholds: answer }));
};

export const budgetQuestions = (context: AlertContext): readonly Question<BudgetAnswers>[] => [
  askKey(context.snapshot),
  askValue(context.snapshot),
  { about: l10n.t('Period'), ask: askPeriod },
  { about: l10n.t('Amount'), ask: askLimit },
  { about: l10n.t('Thresholds'), ask: askThresholds },
  askEmail(),
  reviewOf(budgetPlan, context),
];
