/** Writes what the gateway must know of this window's settings and connection to the file that both share. */

import { isDeepStrictEqual } from 'node:util';
import {
  DEFAULT_GATEWAY_SETTINGS,
  SettingsFile,
  writeGatewaySettings,
  type GatewaySettings,
} from '../../gateway/settings';
import type { Settings } from '../../manifest';
import { replaceInRequiredTags } from '../../core/profiles/tagRules';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { setting, userSetting } from '../../ui/settings/settings';

/** They decide whose profiles are mine. */
const OF_OWNERSHIP = ['me.member', 'tags.teamKey', 'tags.memberKey', 'tags.replacements'] as const;
/** Names of other accounts are kept up to this number. */
const MOST_NAMES = 30;

/** A folder may set it for this window. The gateway is the user's in all of them, so that no folder decides for it. */
const isSetByFolder = (key: keyof Settings): boolean => !isDeepStrictEqual(setting(key), userSetting(key));

/** The names that are mine, here and, as the file has them, in other windows' accounts. */
function namesOf({ ownership }: Snapshot, before: GatewaySettings): readonly string[] {
  // A name that is set by hand is the only one.
  const others = userSetting('me.member') === '' ? before.myNames : [];
  return [...new Set([...ownership.myNames, ...others])].slice(0, MOST_NAMES);
}

/** The settings to write. @param before those of the file. */
function settingsFrom(snapshot: Snapshot, before: GatewaySettings): GatewaySettings {
  const { choice, ownership } = snapshot;
  return {
    ownerKeys: { ...ownership.keys },
    myNames: [...namesOf(snapshot, before)],
    allowedRegions: [...userSetting('residency.allowedRegions')],
    requiredTags: Object.fromEntries(
      Object.entries(replaceInRequiredTags(userSetting('create.requiredTags'), userSetting('tags.replacements'))).map(
        ([key, values]) => [key, [...values]],
      ),
    ),
    passThrough: userSetting('gateway.passThrough'),
    othersProfiles: userSetting('gateway.othersProfiles'),
    ...(choice === undefined
      ? {}
      : { connection: { awsProfile: choice.awsProfile, region: choice.region, endpoint: choice.endpoint } }),
  };
}

export class SettingsWriter {
  readonly #store: Store;
  /** What this window has contributed. */
  #own: GatewaySettings | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Writes them where this window's have changed. Before AWS has answered, and on sample data, it is not known who I
   * am.
   */
  async write(file: string): Promise<void> {
    const { snapshot } = this.#store;
    if (snapshot.sample || snapshot.caller.value === undefined || OF_OWNERSHIP.some(isSetByFolder)) return;
    const own = settingsFrom(snapshot, DEFAULT_GATEWAY_SETTINGS);
    if (isDeepStrictEqual(own, this.#own)) return;
    this.#own = own;
    // One that cannot be read allows no call.
    const before = await new SettingsFile(file).get().catch(() => DEFAULT_GATEWAY_SETTINGS);
    await writeGatewaySettings(file, settingsFrom(snapshot, before));
  }
}
