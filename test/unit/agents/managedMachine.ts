/**
 * A scratch machine with managed settings and a Git repository as its folder, anew for each test; and what is asked of
 * its agents.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'mocha';
import type { Agent } from '../../../src/agents/agent';
import type { RoleBinding } from '../../../src/agents/binding';
import { applyPlan } from '../../../src/agents/changes/apply';
import { driftOf, type ProfileDirectory } from '../../../src/agents/drift';
import type { HostMachine } from '../../../src/agents/hostMachine';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profiles/profile';
import { modelArns, owned } from '../core/builders';
import { Machine, ONE, SONNET_46 } from './machine';

const mine = owned('jane', 'platform', 'jane.doe', {
  models: modelArns(['eu-west-1'], SONNET_46),
});

/** The profiles that bindings are compared with: one of Jane's. */
const directory: ProfileDirectory = {
  profiles: [mine],
  account: '111122223333',
  regions: ['eu-west-1'],
  keys: DEFAULT_OWNER_KEYS,
  mine: ['jane.doe'],
};

/** Call it in `describe`: it makes the machine before each test and removes it afterwards. */
export function useManagedMachine() {
  let machine: Machine | undefined;
  const current = (): Machine => {
    if (machine === undefined) throw new Error('There is a machine only while a test runs.');
    return machine;
  };
  beforeEach(() => {
    machine = new Machine();
    mkdirSync(join(machine.workspace, '.git'));
  });
  afterEach(() => {
    machine?.remove();
  });
  const managed = (): string => join(current().root, 'managed');
  const host = (env: HostMachine['env'] = {}, more: Partial<HostMachine> = {}): HostMachine =>
    current().host(env, { managed: managed(), ...more });
  return {
    get machine(): Machine {
      return current();
    },
    managed,
    host,
    rolesOf: async (agent: Agent, at = host()): Promise<readonly RoleBinding[]> => {
      const binding = await agent.read(at);
      return binding.state === 'readable' ? binding.roles : [];
    },
    worst: async (agent: Agent, at = host()) => driftOf(await agent.read(at), directory).worst.kind,
    codes: async (agent: Agent, at = host(), to = ONE) => (await agent.plan(to, at)).warnings.map(({ code }) => code),
    apply: async (agent: Agent, at = host(), to = ONE) => applyPlan(await agent.plan(to, at), current().clock),
  };
}
