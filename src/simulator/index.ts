/** An AWS to try it on, over HTTP on the loopback interface. Contacts nobody and keeps nothing. */

import { Accounts } from './accounts';
import { billed } from './billing/books';
import { Calls } from './calls';
import { Clock } from './clock';
import { control } from './control';
import { open } from './door';
import { Faults } from './faults';
import { settle, type SimulatorOptions } from './options';
import { pricesOf } from './prices/published';
import { findScenario } from './scenarios/index';
import { makeListener } from './server';
import type { Simulator } from './simulator';
import type { World } from './world';
import type { Counts } from './habits';

export type { Simulator } from './simulator';
export type { SimulatorOptions } from './options';
export type { BilledQuery, BilledSum } from './billing/books';

function served(world: World, named: string, start: number, end: number, region?: string): Counts {
  const id = named.slice(named.lastIndexOf('/') + 1);
  const profile = world.store.findAnywhere(id);
  const fromArn = named.startsWith('arn:') ? named.split(':')[3] : undefined;
  const where = region ?? fromArn ?? profile?.region ?? world.scenario.region;
  const arn = `arn:aws:bedrock:${where}:${world.scenario.account}:application-inference-profile/${id}`;
  return world.ledger.served(where, [id, arn], start, end, world.now());
}

/** Starts a simulator. Throws for an unknown scenario, and the system's error when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const asked = options.scenario ?? 'company';
  const scenario = typeof asked === 'string' ? findScenario(asked) : asked;
  const clock = new Clock(options.clock ?? Date.now, options.time);
  const accounts = new Accounts(settle(options, scenario), scenario, () => clock.now());
  const world = accounts.home;
  const calls = new Calls();
  const faults = new Faults();
  const listener = makeListener({ world, accounts, calls, faults, control: (request) => control(simulator, request) });
  const door = await open(options.port ?? 0, listener);
  const { port } = door;
  const simulator: Simulator = {
    url: `http://127.0.0.1:${port}`,
    port,
    scenario: scenario.name,
    calls,
    faults,
    prices: pricesOf(world),
    caller: scenario.defaultCaller,
    served: (modelId, start, end, region) => served(world, modelId, start, end, region),
    billed: (query) => billed(world, query),
    now: () => clock.now(),
    setTime: (time) => {
      clock.set(time);
    },
    advance: (ms) => {
      clock.advance(ms);
    },
    close: () => door.close(),
  };
  return simulator;
}
