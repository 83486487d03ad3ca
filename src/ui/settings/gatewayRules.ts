/** What the gateway may do, by the user's own settings. */

import type { CallRules } from '../../core/gateway/chooseProfile';
import { replaceInRequiredTags } from '../../core/profiles/tagRules';
import { userSetting } from './settings';

/** The user's own values, whatever a folder sets; tags with their values as they are written. */
export const gatewayRules = (): CallRules => ({
  allowedRegions: userSetting('residency.allowedRegions'),
  requiredTags: replaceInRequiredTags(userSetting('create.requiredTags'), userSetting('tags.replacements')),
  passThrough: userSetting('gateway.passThrough'),
  othersProfiles: userSetting('gateway.othersProfiles'),
});
