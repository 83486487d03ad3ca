/** *Create My Profile*: model → team → member → extra tags → review → create. */

import { l10n } from 'vscode';
import { normalizeTagKey } from '../../core/profiles/nameRules';
import { Problem } from '../../core/problem';
import { ownerOf, type Tags } from '../../core/profiles/profile';
import { replaceInTags } from '../../core/profiles/tagRules';
import { isUnanswered } from '../../ui/quickInput/answer';
import { askInSteps } from '../../ui/quickInput/steps';
import { requiredOf, type Draft, type WizardContext, type WizardResult } from './context';
import { stepTitle } from './messages';
import { reviewQuestion } from './reviewStep';
import { reuseQuestion, sourceQuestion } from './sourceStep';
import { memberQuestion, tagsQuestion, teamQuestion } from './tagSteps';

/** Runs the wizard. Undefined when the user cancels; rejects with a Problem when the sources cannot be listed. */
export async function runWizard(context: WizardContext): Promise<WizardResult | undefined> {
  const { keys, sample } = context.options;
  for (const key of [keys.team, keys.member]) {
    if (normalizeTagKey(key).value !== key)
      throw new Problem('invalid', {
        message: l10n.t('The tag key “{0}” in your settings isn’t allowed by AWS.', key),
      });
  }
  const sources = context.aws.listSources(new AbortController().signal);
  // Awaited by the first question; a failure before that must not count as unhandled.
  sources.catch(() => undefined);
  const answers = await askInSteps<Draft>({
    title: stepTitle,
    sample,
    start: startFor(context),
    questions: [
      sourceQuestion(context, sources),
      reuseQuestion(context),
      teamQuestion(context),
      memberQuestion(context),
      tagsQuestion(context),
      reviewQuestion(context),
    ],
    isDone: ({ result }) => result !== undefined,
  });
  return isUnanswered(answers) ? undefined : answers.result;
}

const startFor = (context: WizardContext): Draft => ({
  source: undefined,
  team: teamOf(context),
  member: '',
  tags: defaultTags(context),
  name: undefined,
  description: undefined,
  result: undefined,
});

/** The team of the settings, or the one that my profiles name. */
const teamOf = ({ options, profiles }: WizardContext): string =>
  options.team ||
  (profiles
    .map((profile) => ownerOf(profile, options.keys))
    .find(({ member }) => member !== undefined && options.myNames.includes(member))?.team ??
    '');

/** Extra tags of the settings without the owner's; a required tag with a single allowed value has that value. */
function defaultTags(context: WizardContext): Tags {
  const { options, replacements } = context;
  const single = Object.entries(requiredOf(context)).flatMap(([key, values]): [string, string][] =>
    values.length === 1 && values[0] !== undefined ? [[key, values[0]]] : [],
  );
  const { valid: required } = replaceInTags(Object.fromEntries(single), replacements.table);
  const { valid: extra } = replaceInTags(options.extraTags, replacements.table);
  const { team, member } = options.keys;
  return Object.fromEntries(
    Object.entries({ ...required, ...extra }).filter(([key]) => key !== team && key !== member),
  );
}
