/** A simulated AWS, over HTTP on the loopback interface. Makes no connections and stores nothing. */

import { openEndpoint } from '../http/endpoint';
import { Accounts } from './accounts';
import { billed } from './billing/billedSums';
import { Calls } from './callLog';
import { Clock } from './clock';
import { control } from './controlEndpoint';
import { Faults } from './faults';
import { resolveSettings, type SimulatorOptions } from './options';
import { pricesOf } from './prices/published';
import { findScenario } from './scenarios/index';
import { makeListener } from './server';
import type { Simulator } from './simulator';
import type { SimulatedAccount } from './account';
import type { Counts } from './usagePattern';

export type { Simulator } from './simulator';
export type { SimulatorOptions } from './options';
export type { BilledQuery, BilledSum } from './billing/billedSums';

function served(account: SimulatedAccount, named: string, start: number, end: number, region?: string): Counts {
  const id = named.slice(named.lastIndexOf('/') + 1);
  const profile = account.profiles.findAnywhere(id);
  const fromArn = named.startsWith('arn:') ? named.split(':')[3] : undefined;
  const where = region ?? fromArn ?? profile?.region ?? account.scenario.region;
  const arn = `arn:aws:bedrock:${where}:${account.scenario.account}:application-inference-profile/${id}`;
  return account.trafficLog.served(where, [id, arn], start, end, account.now());
}

/** Starts a simulator. Throws for an unknown scenario, and the system's error when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const asked = options.scenario ?? 'company';
  const scenario = typeof asked === 'string' ? findScenario(asked) : asked;
  const clock = new Clock(options.clock ?? Date.now, options.time);
  const accounts = new Accounts(resolveSettings(options, scenario), scenario, () => clock.now());
  const account = accounts.home;
  const calls = new Calls();
  const faults = new Faults();
  const listener = makeListener({
    account,
    accounts,
    calls,
    faults,
    control: (request) => control(simulator, request),
  });
  const endpoint = await openEndpoint({ port: options.port ?? 0, listener });
  const { port } = endpoint;
  const simulator: Simulator = {
    url: `http://127.0.0.1:${port}`,
    port,
    scenario: scenario.name,
    calls,
    faults,
    prices: pricesOf(account),
    caller: scenario.defaultCaller,
    served: (modelId, start, end, region) => served(account, modelId, start, end, region),
    billed: (query) => billed(account, query),
    now: () => clock.now(),
    setTime: (time) => {
      clock.set(time);
    },
    advance: (ms) => {
      clock.advance(ms);
    },
    close: () => endpoint.close(),
  };
  return simulator;
}
