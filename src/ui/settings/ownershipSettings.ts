import type { Tags } from '../../core/profiles/profile';
import { replaceTagText } from '../../core/profiles/tagReplacements';
import type { Ownership } from '../../store/snapshot';
import { settingsOf } from './settings';

/**
 * How ownership is read from tags by the settings, before it is known who the user is. `filter` are the tags that
 * narrow the list.
 */
export function ownershipSettings(filter: Tags): Ownership {
  const settings = settingsOf('tags.replacements', 'tags.teamKey', 'tags.memberKey');
  const key = (name: 'tags.teamKey' | 'tags.memberKey'): string =>
    replaceTagText(settings[name], settings['tags.replacements']);
  return { keys: { team: key('tags.teamKey'), member: key('tags.memberKey') }, myNames: [], filter, myTeam: '' };
}
