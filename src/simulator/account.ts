/** The state of an account, and how a scenario is turned into it. */

import { MODELS, systemProfiles, findModel, modelArn } from './catalog';
import { Bill } from './billing/bill';
import { RequestValidator } from './requestValidator';
import { memberPrincipal } from './billing/principals';
import { DAY, type UsagePattern, type Principal } from './usagePattern';
import { TrafficLog } from './trafficLog';
import { MetricIndex } from './metricIndex';
import type { Settings } from './options';
import { checkTags, checkTexts } from './profileRules';
import { seedOf } from './prng';
import type { Scenario, ScenarioProfile, Use } from './scenario';
import type { Sessions } from './sessions';
import { ProfileStore, type StoredProfile } from './profileStore';

export interface SimulatedAccount {
  readonly settings: Settings;
  readonly scenario: Scenario;
  readonly profiles: ProfileStore;
  readonly trafficLog: TrafficLog;
  readonly index: MetricIndex;
  readonly bill: Bill;
  /** Shared by all accounts. */
  readonly sessions: Sessions;
  /** Milliseconds since 1970 by the simulator's clock. */
  now(): number;
}

/** Adds the defaults of a use. */
export function patternOf(use: Use, seed: string, from: number, until = Infinity, owner?: Principal): UsagePattern {
  const principal = use.principal ?? owner;
  return {
    seed: seedOf(seed),
    rhythm: use.rhythm ?? 'agent',
    scale: use.scale ?? 1,
    utcOffset: use.utcOffset ?? -5,
    weekend: use.weekend ?? 0.12,
    cached: use.cached ?? true,
    context: use.context ?? 1,
    errorRate: use.errorRate ?? 0,
    throttleRate: use.throttleRate ?? 0,
    from,
    until,
    ...(use.oneHourShare === undefined ? {} : { oneHourShare: use.oneHourShare }),
    ...(use.batchShare === undefined ? {} : { batchShare: use.batchShare }),
    ...(principal ? { principal } : {}),
  };
}

/** The models of a source. Throws when the Region has no such source, which is a mistake in the scenario. */
export function modelArnsOf(account: string, region: string, source: string, listed?: number): readonly string[] {
  const system = systemProfiles(account, region, listed).find(({ id }) => id === source);
  if (system) return system.modelArns;
  if (findModel(region, source)) return [modelArn(region, source)];
  throw new Error(`The scenario copies ${source}, which ${region} does not have.`);
}

/** Checks that AWS would accept a scenario's profile. Throws AWS's error. */
function checkProfile({ name, description, tags = {} }: ScenarioProfile): void {
  const validator = new RequestValidator();
  checkTexts(validator, name, description);
  checkTags(validator, 'tags', Object.entries(tags));
  validator.done();
}

function addProfile(account: SimulatedAccount, profile: ScenarioProfile, today: number): void {
  const { scenario, profiles, trafficLog, settings } = account;
  checkProfile(profile);
  const region = profile.region ?? scenario.region;
  const time = today - (profile.ageDays ?? 90) * DAY;
  const made = profiles.create({
    region,
    name: profile.name,
    description: profile.description,
    modelArns: modelArnsOf(scenario.account, region, profile.source, settings.modelsListed),
    tags: new Map(Object.entries(profile.tags ?? {})),
    time,
  });
  const { use } = profile;
  if (!use) return;
  const from = Math.max(time, today - scenario.days * DAY);
  const until = use.endedDaysAgo === undefined ? Infinity : today - use.endedDaysAgo * DAY;
  const seed = `${settings.seed} ${region} ${profile.name}`;
  const owner = memberPrincipal(scenario, made.tags);
  trafficLog.addPattern(region, made.id, patternOf(use, seed, from, until, owner));
  if (!use.alsoUnderArn) return;
  trafficLog.addPattern(region, made.arn, patternOf({ ...use, scale: 0.4 }, `${seed} arn`, from, until, owner));
}

/**
 * Builds the account. Ages are relative to the start of the current UTC day, so that all runs of one day are the same.
 */
export function createAccount(
  settings: Settings,
  scenario: Scenario,
  sessions: Sessions,
  now: () => number,
): SimulatedAccount {
  const trafficLog = new TrafficLog();
  const profiles = new ProfileStore(scenario.account, `${settings.seed} ${scenario.name}`);
  const today = Math.floor(now() / DAY) * DAY;
  const account: SimulatedAccount = {
    settings,
    scenario,
    profiles,
    trafficLog,
    index: new MetricIndex(trafficLog, settings),
    bill: new Bill({ trafficLog, profiles, scenario, settings }, today),
    sessions,
    now,
  };
  for (const profile of scenario.profiles) addProfile(account, profile, today);
  for (const { region = scenario.region, modelId, use } of scenario.direct) {
    const seed = `${settings.seed} ${region} ${modelId}`;
    account.trafficLog.addPattern(region, modelId, patternOf(use, seed, today - scenario.days * DAY));
  }
  return account;
}

/** Adds traffic to a profile that was created during the run, where the settings enable that. */
export function addTrafficToNewProfile(account: SimulatedAccount, profile: StoredProfile): void {
  if (!account.settings.newProfilesGetTraffic) return;
  const ids = new Set(profile.modelArns.map((arn) => arn.slice(arn.indexOf('/') + 1)));
  const cached = MODELS.some(({ id, caches, provider }) => ids.has(id) && caches && provider !== 'Amazon');
  const use: Use = { rhythm: 'lively', scale: 0.8, cached };
  const owner = memberPrincipal(account.scenario, profile.tags);
  account.trafficLog.addPattern(
    profile.region,
    profile.id,
    patternOf(use, profile.id, profile.createdAt, Infinity, owner),
  );
}
