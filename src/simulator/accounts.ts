/** The worlds of all accounts that somebody has signed in to: the scenario's own, and empty ones that an assumed role leads to. */

import type { Settings } from './options';
import type { Scenario } from './scenario';
import { Sessions } from './sessions';
import { buildWorld, type World } from './world';

export class Accounts {
  readonly sessions = new Sessions();
  readonly home: World;
  private readonly worlds = new Map<string, World>();

  constructor(
    private readonly settings: Settings,
    private readonly scenario: Scenario,
    private readonly now: () => number,
  ) {
    this.home = buildWorld(settings, scenario, this.sessions, now);
    this.worlds.set(scenario.account, this.home);
  }

  /** The account's own resources, traffic and bill. Another account than the scenario's begins without any. */
  of(account: string): World {
    const known = this.worlds.get(account);
    if (known) return known;
    const scenario: Scenario = { ...this.scenario, account, profiles: [], direct: [] };
    const billing = { ...this.settings.billing, linkedAccounts: [], otherServices: false };
    const made = buildWorld({ ...this.settings, billing }, scenario, this.sessions, this.now);
    this.worlds.set(account, made);
    return made;
  }
}
