/** The options of a simulator. */

import { resolveBillingSettings, type BillingSettings } from './billing/settings';
import { MODELS_LISTED } from './catalog';
import type { Scenario } from './scenario';

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The name of a scenario, or a custom one. Default `company`. */
  readonly scenario?: string | Scenario;
  readonly seed?: string;
  /** The time of the clock, ms since 1970; it is then stopped until it is set. Absent: real time. */
  readonly time?: number;
  /** The source of time, for tests. Ignored when `time` is given. */
  readonly clock?: () => number;
  /**
   * Whether answers are dated by the machine's clock, which the SDK expects, or by the simulated one. Default `real`.
   */
  readonly dateHeader?: 'real' | 'simulated';
  /** Added to each answer, ms. */
  readonly latencyMs?: number;
  /** Whether two profiles of a Region may have the same name. AWS's behaviour is not established. */
  readonly duplicateNames?: 'conflict' | 'allow';
  /**
   * Whether CountTokens accepts a profile. Public reports say that it refuses profiles of any kind (default); that it
   * always will is not established.
   */
  readonly countTokensOfProfiles?: 'refuse' | 'count';
  /**
   * The names of the metrics of cached tokens: `CacheReadInputTokenCount` as measured (default), or
   * `CacheReadInputTokens` as once documented.
   */
  readonly cacheMetricNames?: 'tokens' | 'tokenCount';
  /** The highest number of models of a system profile, and of its copies. Default 5, as in AWS's service model. */
  readonly modelsListed?: number;
  /** Traffic is visible in CloudWatch after one to two times this, ms. Default 60 s; 0 shows it at once. */
  readonly metricDelayMs?: number;
  /** ListMetrics shows a new series only after this, ms. Default 15 minutes. */
  readonly listMetricsDelayMs?: number;
  /** Application profiles for each account and Region. */
  readonly profileQuota?: number;
  /** Default: the scenario's. */
  readonly newProfilesGetTraffic?: boolean;
  /** How the account is billed; the scenario's settings where it is left out. */
  readonly billing?: Partial<BillingSettings>;
}

export type Settings = Required<Omit<SimulatorOptions, 'port' | 'scenario' | 'time' | 'clock' | 'billing'>> & {
  readonly billing: BillingSettings;
};

const MINUTE = 60_000;

/** Fills in the defaults. */
export function resolveSettings(options: SimulatorOptions, scenario: Scenario): Settings {
  return {
    seed: options.seed ?? 'acme',
    dateHeader: options.dateHeader ?? 'real',
    latencyMs: options.latencyMs ?? 0,
    duplicateNames: options.duplicateNames ?? 'conflict',
    countTokensOfProfiles: options.countTokensOfProfiles ?? 'refuse',
    cacheMetricNames: options.cacheMetricNames ?? 'tokenCount',
    metricDelayMs: options.metricDelayMs ?? MINUTE,
    listMetricsDelayMs: options.listMetricsDelayMs ?? 15 * MINUTE,
    modelsListed: options.modelsListed ?? MODELS_LISTED,
    profileQuota: options.profileQuota ?? 1000,
    newProfilesGetTraffic: options.newProfilesGetTraffic ?? scenario.newProfilesGetTraffic,
    billing: resolveBillingSettings(scenario.billing, options.billing),
  };
}
