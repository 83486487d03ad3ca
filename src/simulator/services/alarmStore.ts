/** CloudWatch's metric alarms of one account, in each Region. */

import type { Fields } from '../input';
import { perAccount } from '../perAccount';
import type { Dimension } from './cloudwatchInput';

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A query of a metric; the period in seconds. */
export interface MetricStat {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
  readonly period: number;
  readonly stat: string;
  readonly unit: string | undefined;
}

/** A metric or an expression of an alarm. */
export interface AlarmQuery {
  readonly id: string;
  readonly returned: boolean;
  readonly stat: MetricStat | undefined;
  readonly expression: string | undefined;
}

/** The input of PutMetricAlarm. `shown` is returned by DescribeAlarms as it was sent. */
export interface AlarmSettings {
  readonly name: string;
  readonly shown: Fields;
  readonly queries: readonly AlarmQuery[];
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly treatMissing: string;
  readonly actions: readonly string[];
}

export interface StoredAlarm {
  readonly settings: AlarmSettings;
  readonly arn: string;
  /** ms since 1970. */
  readonly updated: number;
  readonly tags: ReadonlyMap<string, string>;
  state: StateValue;
  reason: string;
  stateUpdated: number;
}

const regionsOf = perAccount(() => new Map<string, Map<string, StoredAlarm>>());

/** The alarms of a Region by name. */
export function alarmsOf(account: Parameters<typeof regionsOf>[0], region: string): Map<string, StoredAlarm> {
  const regions = regionsOf(account);
  const found = regions.get(region) ?? new Map<string, StoredAlarm>();
  regions.set(region, found);
  return found;
}
