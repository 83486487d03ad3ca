/** My profiles: whether there are any, whether their tags are complete, and whether metrics arrive. */

import { l10n } from 'vscode';
import { failed, passed, untested } from './finding';
import { areTagsValid } from '../../core/profiles/nameRules';
import { missingTags } from '../../core/profiles/createPlan';
import { ownerOf, type OwnerKeys, type Profile } from '../../core/profiles/profile';
import { ownerText } from '../../ui/labels';
import { requiredTags } from '../../ui/settings/tagRules';
import { commandText, settingText } from '../../ui/commandTitles';
import type { Checks } from './context';

/** More than these are not listed one by one. */
const MAX_LISTED = 20;

const USABLE = 'ACTIVE';

/** The tags without which a profile's usage is not attributed. */
function missingKeys(profile: Profile, keys: OwnerKeys): readonly string[] {
  const { team, member } = ownerOf(profile, keys);
  return [
    ...(team === undefined ? [keys.team] : []),
    ...(member === undefined ? [keys.member] : []),
    ...missingTags(requiredTags(), profile.tags ?? {}),
  ];
}

export const profileChecks: Checks<'mine' | 'tags' | 'metrics'> = {
  mine: async (context) => {
    const { store } = context;
    await store.refresh('profiles', { force: true });
    const { problem } = store.snapshot.profiles;
    if (problem !== undefined) throw problem;
    const { ownership } = store.snapshot;
    const { mine } = context;
    const names = l10n.t('My names: {0}', ownership.myNames.join(', '));
    if (mine.length === 0) {
      return failed(
        l10n.t(
          'Run {0}, or set {1} to the name in your profile’s tag.',
          commandText('createProfile'),
          settingText('me.member'),
        ),
        l10n.t('None of the {0} profiles in this Region is tagged with your name.', context.profiles.length),
        names,
      );
    }
    const lines = mine
      .slice(0, MAX_LISTED)
      .map((profile) => l10n.t('{0}: {1}, {2}', profile.name, profile.status, ownerText(profile, ownership.keys)));
    const unusable = mine.filter(({ status }) => status !== USABLE);
    if (unusable.length > 0) {
      return failed(
        l10n.t('Create a new profile with {0}, or contact AWS Support.', commandText('createProfile')),
        l10n.t('Your profiles that can’t be used because of their status: {0}.', unusable.length),
        ...lines,
      );
    }
    const first =
      mine.length === 1
        ? l10n.t('1 profile is yours and active.')
        : l10n.t('{0} profiles are yours and active.', mine.length);
    return passed(first, ...lines, names);
  },

  tags: ({ mine, profiles, store }) => {
    const { keys } = store.snapshot.ownership;
    const notAllowed = [keys.team, keys.member].filter((key) => !areTagsValid({ [key]: '' }));
    if (notAllowed.length > 0) {
      return Promise.resolve(
        failed(
          l10n.t('Change the settings {0} and {1}.', settingText('tags.teamKey'), settingText('tags.memberKey')),
          l10n.t('Tag keys not allowed by AWS: {0}.', notAllowed.join(', ')),
        ),
      );
    }
    const unreadable = profiles.filter(({ tags }) => tags === undefined).length;
    const missing = mine.flatMap((profile) => {
      const keysMissing = missingKeys(profile, keys);
      return keysMissing.length === 0
        ? []
        : [l10n.t('{0}: missing {1}', profile.name, [...new Set(keysMissing)].join(', '))];
    });
    const notes =
      unreadable === 0 ? [] : [l10n.t('Profiles in this Region whose tags can’t be read: {0}.', unreadable)];
    if (missing.length === 0)
      return Promise.resolve(passed(l10n.t('All your profiles have the owner and required tags.'), ...notes));
    return Promise.resolve(
      failed(
        l10n.t(
          'Set the missing tags in the AWS console, or create a new profile with {0}.',
          commandText('createProfile'),
        ),
        l10n.t('Your profiles with missing tags: {0}.', missing.length),
        ...missing.slice(0, MAX_LISTED),
        ...notes,
      ),
    );
  },

  metrics: async (context) => {
    const mine = context.mine.slice(0, MAX_LISTED);
    const series = await (
      await context.aws()
    ).listSeries(
      ['input', 'output'],
      mine.flatMap(({ id, arn }) => [id, arn]),
      context.signal,
    );
    const used = new Set(series.map(({ modelId }) => modelId));
    const arriving = mine.filter(({ id, arn }) => used.has(id) || used.has(arn));
    if (arriving.length === 0) {
      return untested(
        l10n.t(
          'CloudWatch has no tokens of your profiles in the last two weeks: they were not used, or only in the last 15 minutes. {0} makes a call.',
          commandText('verifyProfile'),
        ),
      );
    }
    return passed(
      l10n.t('Tokens arrived in the last two weeks from {0} of your {1} profiles.', arriving.length, mine.length),
      ...arriving.map(({ name }) => name),
    );
  },
};
