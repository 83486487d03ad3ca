/** What the gateway must know of a window's settings and connection. Pure. */

import type { RequiredTags } from '../../core/settings/folderRestrictions';
import type { GatewaySettings } from '../../gateway/settings';
import type { Snapshot } from '../../store/snapshot';

/** The user's own values, whatever a folder sets. */
export interface UserRules {
  /** Set by hand, it is the only name that is mine; empty where it is not set. */
  readonly member: string;
  readonly allowedRegions: readonly string[];
  /** With their values as they are written in tags. */
  readonly requiredTags: RequiredTags;
  readonly passThrough: boolean;
  readonly othersProfiles: boolean;
}

/** Names of other accounts are kept up to this number. */
const MOST_NAMES = 30;

/**
 * The settings to write. Windows may be connected to several accounts, in which I have several names: those that the
 * file has already are kept, unless my name is set by hand.
 * @param before those of the file.
 */
export function gatewaySettings(
  { choice, ownership }: Pick<Snapshot, 'choice' | 'ownership'>,
  { member, requiredTags, allowedRegions, ...rules }: UserRules,
  before: GatewaySettings,
): GatewaySettings {
  const others = member === '' ? before.myNames : [];
  return {
    ...rules,
    ownerKeys: { ...ownership.keys },
    myNames: [...new Set([...ownership.myNames, ...others])].slice(0, MOST_NAMES),
    allowedRegions: [...allowedRegions],
    requiredTags: Object.fromEntries(Object.entries(requiredTags).map(([key, values]) => [key, [...values]])),
    ...(choice === undefined
      ? {}
      : { connection: { awsProfile: choice.awsProfile, region: choice.region, endpoint: choice.endpoint } }),
  };
}
