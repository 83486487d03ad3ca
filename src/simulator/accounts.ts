/** The accounts that were signed in to: the scenario's, and empty ones that were reached by assuming a role. */

import type { Settings } from './options';
import type { Scenario } from './scenario';
import { Sessions } from './sessions';
import { createAccount, type SimulatedAccount } from './account';

export class Accounts {
  readonly sessions = new Sessions();
  readonly home: SimulatedAccount;
  private readonly accounts = new Map<string, SimulatedAccount>();

  constructor(
    private readonly settings: Settings,
    private readonly scenario: Scenario,
    private readonly now: () => number,
  ) {
    this.home = createAccount(settings, scenario, this.sessions, now);
    this.accounts.set(scenario.account, this.home);
  }

  /** The account's resources, traffic and bill. Any account but the scenario's starts without any. */
  of(account: string): SimulatedAccount {
    const known = this.accounts.get(account);
    if (known) return known;
    const scenario: Scenario = { ...this.scenario, account, profiles: [], direct: [] };
    const billing = { ...this.settings.billing, linkedAccounts: [], otherServices: false };
    const made = createAccount({ ...this.settings, billing }, scenario, this.sessions, this.now);
    this.accounts.set(account, made);
    return made;
  }
}
