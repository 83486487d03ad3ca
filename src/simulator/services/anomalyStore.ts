/** The cost monitors and their subscriptions of one account. */

import { DAY } from '../usagePattern';
import { perAccount } from '../perAccount';
import { alphanumerics, seedOf } from '../prng';
import type { SimulatedAccount } from '../account';
import type { AnomalyMonitor, AnomalySubscription } from './anomalyInput';

/** With its ARN and its times, ms since 1970. */
export interface Stored<T> {
  readonly arn: string;
  readonly input: T;
  readonly created: number;
  readonly updated: number;
  readonly tags: ReadonlyMap<string, string>;
}

type Tags = ReadonlyMap<string, string>;

export interface Anomalies {
  readonly monitors: Map<string, Stored<AnomalyMonitor>>;
  readonly subscriptions: Map<string, Stored<AnomalySubscription>>;
  /** Each returns the new ARN. */
  readonly add: {
    readonly monitor: (is: AnomalyMonitor, time: number, tags: Tags) => string;
    readonly subscription: (is: AnomalySubscription, time: number, tags: Tags) => string;
  };
}

const NO_TAGS: Tags = new Map();

/** A UUID that depends on its seed alone. */
function uuid(seed: string): string {
  const digits = alphanumerics(32, seedOf(seed)).replace(/[^0-9a-f]/g, (letter) =>
    (letter.charCodeAt(0) % 16).toString(16),
  );
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function build(account: SimulatedAccount): Anomalies {
  const { scenario, settings } = account;
  const monitors = new Map<string, Stored<AnomalyMonitor>>();
  const subscriptions = new Map<string, Stored<AnomalySubscription>>();
  let made = 0;
  const put =
    <T>(kind: string, all: Map<string, Stored<T>>) =>
    (input: T, time: number, tags: Tags): string => {
      made += 1;
      const arn = `arn:aws:ce::${scenario.account}:${kind}/${uuid(`${settings.seed} ${kind} ${made}`)}`;
      all.set(arn, { arn, input, created: time, updated: time, tags });
      return arn;
    };
  const add = { monitor: put('anomalymonitor', monitors), subscription: put('anomalysubscription', subscriptions) };
  if (scenario.profiles.length > 0) {
    // AWS makes this one itself in an account that uses Cost Explorer, and allows no second.
    const servicesMonitor = {
      name: 'Default-Services-Monitor',
      type: 'DIMENSIONAL',
      dimension: 'SERVICE',
      specification: undefined,
    } as const;
    add.monitor(servicesMonitor, account.now() - 200 * DAY, NO_TAGS);
  }
  return { monitors, subscriptions, add };
}

/** The monitors and subscriptions of an account. */
export const anomaliesOf = perAccount(build);
