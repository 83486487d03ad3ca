/** The tags that the settings ask for, as they are written in profiles. */

import { replaceInRequiredTags, replaceInTags } from '../../core/profiles/tagRules';
import type { RequiredTags } from '../../core/settings/folderRestrictions';
import type { Tags } from '../../core/profiles/profile';
import { setting } from './settings';

/** Tags that a profile must have, with their allowed values. */
export const requiredTags = (): RequiredTags =>
  replaceInRequiredTags(setting('create.requiredTags'), setting('tags.replacements'));

/** Tags that a new profile gets. Those that AWS does not take are among them as they are set. */
export function extraTags(): Tags {
  const { valid, invalid } = replaceInTags(setting('create.extraTags'), setting('tags.replacements'));
  return { ...valid, ...invalid };
}
