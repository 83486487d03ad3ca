/** All that a simulator holds, and how a scenario becomes it. */

import { MODELS, systemProfiles, findModel, modelArn } from './catalog';
import { Bill } from './billing/bill';
import { Checks } from './checks';
import { memberPrincipal } from './billing/principals';
import { DAY, type Habit, type Principal } from './habits';
import { Ledger } from './ledger';
import { MetricIndex } from './metricIndex';
import type { Settings } from './options';
import { checkTags, checkTexts } from './profileRules';
import { seedOf } from './prng';
import type { Scenario, ScenarioProfile, Use } from './scenario';
import type { Sessions } from './sessions';
import { Store, type StoredProfile } from './store';

export interface World {
  readonly settings: Settings;
  readonly scenario: Scenario;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly index: MetricIndex;
  readonly bill: Bill;
  /** Shared by all accounts. */
  readonly sessions: Sessions;
  /** Milliseconds since 1970 by the simulator's clock. */
  now(): number;
}

/** Fills in what a use leaves out. */
export function habitOf(use: Use, seed: string, from: number, until = Infinity, owner?: Principal): Habit {
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

/** Where a source sends requests. Throws when the catalog has no such source in the Region: a mistake in the scenario. */
export function modelArnsOf(account: string, region: string, source: string, listed?: number): readonly string[] {
  const system = systemProfiles(account, region, listed).find(({ id }) => id === source);
  if (system) return system.modelArns;
  if (findModel(region, source)) return [modelArn(region, source)];
  throw new Error(`The scenario copies ${source}, which ${region} does not have.`);
}

/** A scenario holds nothing that AWS would not have taken. Throws what AWS would answer. */
function checkProfile({ name, description, tags = {} }: ScenarioProfile): void {
  const checks = new Checks();
  checkTexts(checks, name, description);
  checkTags(checks, 'tags', Object.entries(tags));
  checks.done();
}

function addProfile(world: World, profile: ScenarioProfile, today: number): void {
  const { scenario, store, ledger, settings } = world;
  checkProfile(profile);
  const region = profile.region ?? scenario.region;
  const time = today - (profile.ageDays ?? 90) * DAY;
  const made = store.create({
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
  ledger.addHabit(region, made.id, habitOf(use, seed, from, until, owner));
  if (!use.alsoUnderArn) return;
  ledger.addHabit(region, made.arn, habitOf({ ...use, scale: 0.4 }, `${seed} arn`, from, until, owner));
}

/** Builds the account. Ages count from the start of the present UTC day, so that one day's runs are alike. */
export function buildWorld(settings: Settings, scenario: Scenario, sessions: Sessions, now: () => number): World {
  const ledger = new Ledger();
  const store = new Store(scenario.account, `${settings.seed} ${scenario.name}`);
  const today = Math.floor(now() / DAY) * DAY;
  const world: World = {
    settings,
    scenario,
    store,
    ledger,
    index: new MetricIndex(ledger, settings),
    bill: new Bill({ ledger, store, scenario, settings }, today),
    sessions,
    now,
  };
  for (const profile of scenario.profiles) addProfile(world, profile, today);
  for (const { region = scenario.region, modelId, use } of scenario.direct) {
    const seed = `${settings.seed} ${region} ${modelId}`;
    world.ledger.addHabit(region, modelId, habitOf(use, seed, today - scenario.days * DAY));
  }
  return world;
}

/** A profile that was made during the run comes alive, where the settings say so. */
export function bringToLife(world: World, profile: StoredProfile): void {
  if (!world.settings.newProfilesGetTraffic) return;
  const ids = new Set(profile.modelArns.map((arn) => arn.slice(arn.indexOf('/') + 1)));
  const cached = MODELS.some(({ id, caches, provider }) => ids.has(id) && caches && provider !== 'Amazon');
  const use: Use = { rhythm: 'lively', scale: 0.8, cached };
  const owner = memberPrincipal(world.scenario, profile.tags);
  world.ledger.addHabit(profile.region, profile.id, habitOf(use, profile.id, profile.createdAt, Infinity, owner));
}
