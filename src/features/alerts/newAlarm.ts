/** Asking for a CloudWatch alarm on the tokens of one or two profiles. */

import { own } from '../../core/collections';
import { l10n } from 'vscode';
import { compact, exact } from '../../core/format';
import { isMine, profileModelName, type Profile } from '../../core/profiles/profile';
import type { SeriesKey } from '../../core/usage/series';
import { TOKEN_KINDS, totalTokens } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';
import { BACK, CANCEL, input, pick, type Item } from '../../ui/quickInput/step';
import { ownerText } from '../../ui/labels';
import { alarmPlan, isWatchable, tokensOf, topicTrouble, type AlarmAnswers } from './answers';
import type { AlertContext } from './context';
import type { Question } from '../../ui/quickInput/steps';
import { wrong } from './questions';
import { reviewOf } from './review';
import { periodText } from './messages';

/** What CloudWatch takes as a period and people think in, in seconds. */
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

const usedOf = ({ team }: Snapshot, { id }: Pick<Profile, 'id'>): number | undefined => {
  const tokens = own(team.value?.tokens, id);
  return tokens === undefined ? undefined : totalTokens(tokens);
};

function profileItems({ profiles, ownership, ...snapshot }: Snapshot): readonly Item<Profile>[] {
  const { keys, myNames } = ownership;
  return [...(profiles.value?.profiles ?? [])]
    .sort((a, b) => Number(isMine(b, keys, myNames)) - Number(isMine(a, keys, myNames)) || a.name.localeCompare(b.name))
    .map((profile) => {
      const used = usedOf({ profiles, ownership, ...snapshot }, profile);
      const day = used === undefined ? '' : l10n.t('{0} tokens in 24 hours', compact(used));
      return {
        label: profile.name,
        description: [profileModelName(profile), day].filter((part) => part !== '').join(' · '),
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
      placeholder: l10n.t('The profile whose tokens are watched'),
      items,
      ...(active === undefined ? {} : { active }),
    });
    if (profile === BACK || profile === CANCEL) return profile;
    return { profiles: [profile], series: await seriesOf(context) };
  },
});

/** Which spelling of the metrics the account uses. It is free, and where it may not be listed both are watched. */
async function seriesOf({ aws }: AlertContext): Promise<readonly SeriesKey[]> {
  return aws()
    .listSeries(TOKEN_KINDS, 'all', new AbortController().signal)
    .catch(() => []);
}

const ALONE = Symbol('alone');

const askSecond = ({ snapshot }: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('Second Profile'),
  ask: async (draft, step) => {
    const [first] = draft.profiles;
    if (first === undefined) return BACK;
    const others = profileItems(snapshot).filter(
      ({ value }) =>
        value !== undefined && value.id !== first.id && isWatchable({ profiles: [first, value], series: draft.series }),
    );
    const chosen = await pick<Profile | typeof ALONE>({
      ...step,
      placeholder: l10n.t('An alarm takes ten metrics: two profiles with four kinds of tokens each'),
      items: [{ icon: 'arrow-right', label: l10n.t('Watch {0} alone', first.name), value: ALONE }, ...others],
    });
    if (chosen === BACK || chosen === CANCEL) return chosen;
    return { profiles: chosen === ALONE ? [first] : [first, chosen] };
  },
});

const askPeriod: Question<AlarmAnswers>['ask'] = async (draft, step) => {
  const periodSeconds = await pick({
    ...step,
    placeholder: l10n.t('How long tokens are added up'),
    items: PERIODS.map((value) => ({ label: l10n.t('One {0}', periodText(value)), value })),
    active: draft.periodSeconds,
  });
  return periodSeconds === BACK || periodSeconds === CANCEL ? periodSeconds : { periodSeconds };
};

const askTokens = ({ snapshot }: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('Tokens'),
  ask: async (draft, step) => {
    const used = draft.profiles.map((profile) => usedOf(snapshot, profile));
    const sum = used.reduce<number>((total, one) => total + (one ?? 0), 0);
    const known = used.every((one) => one !== undefined);
    const hint = known ? l10n.t('The last 24 hours had {0}.', exact(sum)) : '';
    const tokens = await input({
      ...step,
      prompt: `${l10n.t('From how many tokens in one {0} on it is in alarm, all kinds together.', periodText(draft.periodSeconds))} ${hint}`,
      value: draft.tokens,
      check: (text) =>
        tokensOf(text) === undefined ? wrong(l10n.t('A number such as 2,000,000 or 500k is needed.')) : undefined,
    });
    return tokens === BACK || tokens === CANCEL ? tokens : { tokens };
  },
});

const askTopic = ({ snapshot }: AlertContext): Question<AlarmAnswers> => ({
  about: l10n.t('SNS Topic'),
  ask: async (draft, step) => {
    const region = snapshot.choice?.region ?? '';
    const topic = await input({
      ...step,
      prompt: l10n.t('The ARN of the SNS topic that is told; leave it empty to tell nobody'),
      value: draft.topic,
      check: (text) => {
        const trouble = text === '' ? undefined : topicTrouble(text, region);
        if (trouble === undefined) return undefined;
        return trouble === 'region'
          ? wrong(l10n.t('An alarm in {0} reaches topics of {0} alone.', region))
          : wrong(l10n.t('An ARN such as arn:aws:sns:{0}:111122223333:alerts is needed.', region));
      },
    });
    return topic === BACK || topic === CANCEL ? topic : { topic };
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
