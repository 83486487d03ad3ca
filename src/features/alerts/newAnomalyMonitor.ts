/** The questions for a monitor of Cost Anomaly Detection. */

import { l10n } from 'vscode';
import { mapAnswer } from '../../ui/quickInput/answer';
import type { Question } from '../../ui/quickInput/steps';
import { anomalyPlan, tagValueCounts, type AnomalyAnswers } from './answers';
import { emailOf, type AlertContext } from './context';
import { askAmount, askEmail, askKey, askValue } from './questions';
import { reviewOf } from './review';
import { listedProfiles } from '../../store/selectors';

export const anomalyStart = ({ snapshot }: AlertContext): AnomalyAnswers => ({
  key: snapshot.ownership.keys.team,
  value: tagValueCounts(listedProfiles(snapshot), snapshot.ownership, 'team').find(({ mine }) => mine)?.value ?? '',
  minimum: '10',
  email: emailOf(snapshot),
  name: '',
});

const askMinimum: Question<AnomalyAnswers>['ask'] = async (draft, step) => {
  const prompt = l10n.t('Minimum amount above the usual spend, in US dollars');
  const minimum = await askAmount(prompt, draft.minimum, step);
  return mapAnswer(minimum, (answer) => ({ minimum: answer }));
};

export const anomalyQuestions = (context: AlertContext): readonly Question<AnomalyAnswers>[] => [
  askKey(context.snapshot),
  askValue(context.snapshot),
  { about: l10n.t('Amount'), ask: askMinimum },
  askEmail(),
  reviewOf(anomalyPlan, context),
];
