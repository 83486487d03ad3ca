/** Writes what the gateway must know of this window's settings and connection to the file that both share. */

import { isDeepStrictEqual } from 'node:util';
import {
  DEFAULT_GATEWAY_SETTINGS,
  SettingsFile,
  writeGatewaySettings,
  type GatewaySettings,
} from '../../gateway/settings';
import type { Settings } from '../../manifest';
import type { Store } from '../../store/store';
import { gatewayRules } from '../../ui/settings/gatewayRules';
import { setting, userSetting } from '../../ui/settings/settings';
import { gatewaySettings, type UserRules } from './gatewaySettings';

/** They decide whose profiles are mine. */
const OF_OWNERSHIP = ['me.member', 'tags.teamKey', 'tags.memberKey', 'tags.replacements'] as const;

/** A folder may set it for this window. The gateway is the user's in all of them, so that no folder decides for it. */
const isSetByFolder = (key: keyof Settings): boolean => !isDeepStrictEqual(setting(key), userSetting(key));

const userRules = (): UserRules => ({ ...gatewayRules(), member: userSetting('me.member') });

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
    const own = gatewaySettings(snapshot, userRules(), DEFAULT_GATEWAY_SETTINGS);
    if (isDeepStrictEqual(own, this.#own)) return;
    this.#own = own;
    // One that cannot be read allows no call.
    const before = await new SettingsFile(file).get().catch(() => DEFAULT_GATEWAY_SETTINGS);
    await writeGatewaySettings(file, gatewaySettings(snapshot, userRules(), before));
  }
}
