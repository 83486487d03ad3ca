/** The questions for a CloudWatch alarm on the tokens of one or two profiles. */

import { l10n } from 'vscode';
import { ownValue } from '../../core/collections';
import { formatCompact } from '../../core/format';
import { isMine, type Profile } from '../../core/profiles/profile';
import type { SeriesKey } from '../../core/usage/series';
import { TOKEN_KINDS, totalTokens } from '../../core/usage/usage';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { BACK, isUnanswered, mapAnswer } from '../../ui/quickInput/answer';
import { input, invalid } from '../../ui/quickInput/input';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import type { Question } from '../../ui/quickInput/steps';
import { modelText, ownerText } from '../../ui/labels';
import { alarmPlan, canWatch, parseTokens, topicProblem, type AlarmAnswers } from './answers';
import type { AlertContext } from './context';
import { reviewOf } from './review';
import { periodText, tokensPrompt } from './messages';

/** Usual periods among those that CloudWatch accepts, in seconds. */
const PERIODS = [900, 3600, 21_600, 86_400];
const HOUR = 3600;

export const alarmStart = (): AlarmAnswers => ({
  profiles: [],
  series: [],
  tokens: '',
  periodSeconds: HOUR,
  topic: '',
  name: '',
});

const usedOf = ({ everyone }: Snapshot, { id }: Pick<Profile, 'id'>): number | undefined => {
  const tokens = ownValue(everyone.value?.tokens, id);
  return tokens === undefined ? undefined : totalTokens(tokens);
};

function profileItems({ profiles, ownership, ...snapshot }: Snapshot): readonly PickItem<Profile>[] {
  const { keys, myNames } = ownership;
  return [...listedProfiles({ profiles })]
    .sort((a, b) => Number(isMine(b, keys, myNames)) - Number(isMine(a, keys, myNames)) || a.name.localeCompare(b.name))
    .map((profile) => {
      const used = usedOf({ profiles, ownership, ...snapshot }, profile);
      const day = used === undefined ? '' : l10n.t('{0} tokens in 24 hours', formatCompact(used));
      return {
        label: profile.name,
        description: [modelText(profile), day].filter((part) => part !== '').join(' · '),
        detail: ownerText(profile, keys),
        value: profile,
      };
    });
}

const askFirst = (context: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('Profile'),
  ask: async (draft, step) => {
    const [before] = draft.profiles;
    const items = profileItems(context.snapshot);
    const active = items.find(({ value }) => value?.id === before?.id)?.value;
    const profile = await pick({
      ...step,
      placeholder: l10n.t('Choose the profile to watch'),
      items,
      ...(active === undefined ? {} : { active }),
    });
    if (isUnanswered(profile)) return profile;
    return { profiles: [profile], series: await seriesOf(context) };
  },
});

/**
 * Tells which spelling of the metrics the account uses. Listing is free; where it is denied, both spellings are
 * watched.
 */
async function seriesOf({ aws }: AlertContext): Promise<readonly SeriesKey[]> {
  return aws()
    .listSeries(TOKEN_KINDS, 'all', new AbortController().signal)
    .catch(() => []);
}

const NONE = Symbol('none');

const askSecond = ({ snapshot }: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('Second Profile'),
  ask: async (draft, step) => {
    const [first] = draft.profiles;
    if (first === undefined) return BACK;
    const others = profileItems(snapshot).filter(
      ({ value }) =>
        value !== undefined && value.id !== first.id && canWatch({ profiles: [first, value], series: draft.series }),
    );
    const chosen = await pick<Profile | typeof NONE>({
      ...step,
      placeholder: l10n.t('An alarm can watch ten metrics: two profiles with four kinds of tokens each'),
      items: [{ icon: 'arrow-right', label: l10n.t('Watch only {0}', first.name), value: NONE }, ...others],
    });
    if (isUnanswered(chosen)) return chosen;
    return { profiles: chosen === NONE ? [first] : [first, chosen] };
  },
});

const askPeriod: Question<AlarmAnswers>['ask'] = async (draft, step) => {
  const periodSeconds = await pick({
    ...step,
    placeholder: l10n.t('Period over which tokens are counted'),
    items: PERIODS.map((value) => ({ label: periodText(value), value })),
    active: draft.periodSeconds,
  });
  return isUnanswered(periodSeconds) ? periodSeconds : { periodSeconds };
};

const askTokens = ({ snapshot }: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('Tokens'),
  ask: async (draft, step) => {
    const used = draft.profiles.map((profile) => usedOf(snapshot, profile));
    const sum = used.reduce<number>((total, one) => total + (one ?? 0), 0);
    const known = used.every((one) => one !== undefined);
    const tokens = await input({
      ...step,
      prompt: tokensPrompt(draft.periodSeconds, known ? sum : undefined),
      value: draft.tokens,
      validate: (text) =>
        parseTokens(text) === undefined ? invalid(l10n.t('Enter a number such as 2,000,000 or 500k.')) : undefined,
    });
    return mapAnswer(tokens, (answer) => ({ tokens: answer }));
  },
});

const askTopic = ({ snapshot }: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('SNS Topic'),
  ask: async (draft, step) => {
    const region = snapshot.choice?.region ?? '';
    const topic = await input({
      ...step,
      prompt: l10n.t('ARN of the SNS topic to notify (optional)'),
      value: draft.topic,
      validate: (text) => {
        const problem = text === '' ? undefined : topicProblem(text, region);
        if (problem === undefined) return undefined;
        return problem === 'region'
          ? invalid(l10n.t('An alarm in {0} can only notify topics in {0}.', region))
          : invalid(l10n.t('Enter an ARN such as arn:aws:sns:{0}:111122223333:alerts.', region));
      },
    });
    return mapAnswer(topic, (answer) => ({ topic: answer }));
  },
});

export const alarmQuestions = (context: AlertContext): readonly Question<AlarmAnswers>[] => [
  askFirst(context),
  askSecond(context),
  { about: l10n.t('Period'), ask: askPeriod },
  askTokens(context),
  askTopic(context),
  reviewOf(alarmPlan, context),
];
