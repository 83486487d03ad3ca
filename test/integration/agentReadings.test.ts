import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Agent } from '../../src/agents/agent';
import { ChangeHistory } from '../../src/agents/changes/changeHistory';
import { readAgents } from '../../src/features/agents/readAgents';
import { overridingSource } from '../../src/features/agents/overridingSource';
import { JANE, Machine, ONE, SET } from '../unit/agents/machine';
import type { AgentId } from '../../src/agents/agentId';
import { absentBinding, readableBinding, type RoleBinding } from '../../src/agents/binding';

const SYSTEM = 'us.anthropic.claude-sonnet-5';
const role = (model: string, more: Partial<RoleBinding> = {}): RoleBinding => ({
  role: 'main',
  model,
  region: 'eu-west-1',
  file: '/home/jane/.claude/settings.json',
  keyPath: 'model',
  overrides: [],
  ...more,
});

describe('what is read of agents', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  const agent = (id: AgentId, more: Partial<Agent> = {}): Agent => ({
    id,
    name: id,
    extensionIds: [],
    scopes: ['user'],
    detect: () => Promise.resolve([]),
    read: () => Promise.resolve(absentBinding(id)),
    watchPaths: () => [],
    plan: () => Promise.reject(new Error('not asked for')),
    ...more,
  });

  it('is there of all others where one fails in a way that nobody foresaw', async () => {
    const fails = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const agents = [agent('aider'), agent('opencode', { read: fails, watchPaths: fails }), agent('kilo')];
    const changes = new ChangeHistory(join(machine.root, 'storage'), Date.now);
    const readings = await readAgents(agents, {
      host: machine.host(),
      folder: undefined,
      changes,
      scheduleFolder: undefined,
      startedAt: 0,
    });
    assert.deepEqual(
      readings.map(({ binding }) => binding.state),
      ['absent', 'broken', 'absent'],
    );
  });

  it('names what wins over a file that was set: a key of a file, a variable, or what was told before', () => {
    const winner = (roles: readonly RoleBinding[], warnings: Parameters<typeof overridingSource>[1]['warnings'] = []) =>
      overridingSource(readableBinding('claude-code', roles), { target: ONE, warnings });
    const main = role(JANE);
    assert.equal(winner([main]), undefined);
    const file = '/work/.claude/settings.local.json';
    assert.deepEqual(winner([main, role(SYSTEM, { file, keyPath: 'agent.build.model' })]), {
      kind: 'key',
      keyPath: 'agent.build.model',
      file,
    });
    assert.deepEqual(winner([main, role(SYSTEM, { file: '', keyPath: 'env.CLAUDE_CODE_SUBAGENT_MODEL' })]), {
      kind: 'variable',
      name: 'CLAUDE_CODE_SUBAGENT_MODEL',
    });
    const override = { kind: 'variable', name: 'ANTHROPIC_MODEL', of: 'model', value: SYSTEM } as const;
    assert.deepEqual(winner([role(JANE, { overrides: [override] })]), { kind: 'variable', name: 'ANTHROPIC_MODEL' });
    const told = winner([role(JANE, { region: 'us-east-1' })], [{ code: 'file-wins', data: { file } }]);
    assert.deepEqual(told, { kind: 'file', file });
    assert.ok(winner([]), 'the main work is with another provider');
    const region = { kind: 'file', name: file, of: 'region', value: 'us-west-2' } as const;
    assert.deepEqual(winner([main, role(JANE, { role: 'haiku', overrides: [region] })]), { kind: 'file', file });
    const blocked = { file, keyPath: 'provider.amazon-bedrock.whitelist' };
    assert.deepEqual(winner([role(JANE, { blocked })]), { kind: 'key', ...blocked });
    const unresolved = { of: 'model', reference: '{env:MY_ARN}' } as const;
    assert.equal(winner([main, role('{env:MY_ARN}', { role: 'x', unresolved })]), undefined, 'of that nothing is said');
  });

  it('takes the entries of Continue’s list that are not ours for a choice', () => {
    const continues = readableBinding('continue', [role(JANE), role(SYSTEM)]);
    assert.equal(overridingSource(continues, { target: SET, warnings: [] }), undefined);
  });
});
