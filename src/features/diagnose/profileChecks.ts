/** My profiles: are there any, are their tags complete, do metrics arrive. */

import { l10n } from 'vscode';
import { failed, fine, untested } from '../../core/diagnose/checks';
import { tagsAreLegal } from '../../core/profiles/nameRules';
import { missingTags } from '../../core/profiles/createPlan';
import { ownerOf, type OwnerKeys, type Profile } from '../../core/profiles/profile';
import { ownerText } from '../../ui/labels';
import { requiredTags } from '../../ui/settings/tagRules';
import { commandText, settingText } from '../../ui/commandTitles';
import type { Checks } from './context';

/** More than these are not told of one by one. */
const MOST_TOLD = 20;

const USABLE = 'ACTIVE';

/** What keeps a profile's use from being somebody's. */
function lacks(profile: Profile, keys: OwnerKeys): readonly string[] {
  const { team, member } = ownerOf(profile, keys);
  return [
    ...(team === undefined ? [keys.team] : []),
    ...(member === undefined ? [keys.member] : []),
    ...missingTags(requiredTags(), profile.tags ?? {}),
  ];
}

export const profileChecks: Checks<'mine' | 'tags' | 'metrics'> = {
  mine: async (exam) => {
    const { store } = exam;
    await store.refresh('profiles', { force: true });
    const { problem } = store.snapshot.profiles;
    if (problem !== undefined) throw problem;
    const { ownership } = store.snapshot;
    const { mine } = exam;
    const names = l10n.t('My names: {0}', ownership.myNames.join(', '));
    if (mine.length === 0) {
      return failed(
        l10n.t(
          'Choose {0}, or set the name in your profile’s tag as {1}.',
          commandText('createProfile'),
          settingText('me.member'),
        ),
        l10n.t('No profile is tagged with your name, of {0} in this Region.', exam.profiles.length),
        names,
      );
    }
    const lines = mine
      .slice(0, MOST_TOLD)
      .map((profile) => l10n.t('{0}: {1}, {2}', profile.name, profile.status, ownerText(profile, ownership.keys)));
    const unusable = mine.filter(({ status }) => status !== USABLE);
    if (unusable.length > 0) {
      return failed(
        l10n.t('Create a new profile with {0}, or ask AWS why it is not active.', commandText('createProfile')),
        l10n.t('Of your profiles, {0} cannot be used because of their status.', unusable.length),
        ...lines,
      );
    }
    const first =
      mine.length === 1
        ? l10n.t('1 profile is yours and active.')
        : l10n.t('{0} profiles are yours and active.', mine.length);
    return fine(first, ...lines, names);
  },

  tags: ({ mine, profiles, store }) => {
    const { keys } = store.snapshot.ownership;
    const illegal = [keys.team, keys.member].filter((key) => !tagsAreLegal({ [key]: '' }));
    if (illegal.length > 0) {
      return Promise.resolve(
        failed(
          l10n.t('Change the settings {0} and {1}.', settingText('tags.teamKey'), settingText('tags.memberKey')),
          l10n.t('AWS does not take these tag keys: {0}.', illegal.join(', ')),
        ),
      );
    }
    const unreadable = profiles.filter(({ tags }) => tags === undefined).length;
    const missing = mine.flatMap((profile) => {
      const keysMissing = lacks(profile, keys);
      return keysMissing.length === 0
        ? []
        : [l10n.t('{0} lacks {1}', profile.name, [...new Set(keysMissing)].join(', '))];
    });
    const notes =
      unreadable === 0 ? [] : [l10n.t('Profiles of this Region whose tags cannot be read: {0}.', unreadable)];
    if (missing.length === 0)
      return Promise.resolve(fine(l10n.t('All your profiles have the owner’s and the required tags.'), ...notes));
    return Promise.resolve(
      failed(
        l10n.t(
          'Set the missing tags in the AWS console, or create the profile anew with {0}.',
          commandText('createProfile'),
        ),
        l10n.t('Tags are missing on {0} of your profiles.', missing.length),
        ...missing.slice(0, MOST_TOLD),
        ...notes,
      ),
    );
  },

  metrics: async (exam) => {
    const mine = exam.mine.slice(0, MOST_TOLD);
    const series = await (
      await exam.aws()
    ).listSeries(
      ['input', 'output'],
      mine.flatMap(({ id, arn }) => [id, arn]),
      exam.signal,
    );
    const used = new Set(series.map(({ modelId }) => modelId));
    const arriving = mine.filter(({ id, arn }) => used.has(id) || used.has(arn));
    if (arriving.length === 0) {
      return untested(
        l10n.t(
          'CloudWatch lists no tokens of your profiles in the last two weeks: they were not used, or only in the last 15 minutes. {0} makes a call.',
          commandText('verifyProfile'),
        ),
      );
    }
    return fine(
      l10n.t(
        'Tokens have arrived in the last two weeks, of {0} among {1} profiles of yours.',
        arriving.length,
        mine.length,
      ),
      ...arriving.map(({ name }) => name),
    );
  },
};
