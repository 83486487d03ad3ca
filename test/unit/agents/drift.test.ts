import assert from 'node:assert/strict';
import { driftOf, type KnownGateway, type ProfileDirectory } from '../../../src/agents/drift';
import { SOURCE_TAG } from '../../../src/core/profiles/source';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profiles/profile';
import { HAIKU, owned, profileArn, SONNET, unreadable } from '../core/builders';
import { readableBinding, type Binding, type RoleBinding } from '../../../src/agents/binding';

const mine = owned('jane', 'platform', 'jane.doe', {
  tags: { Team: 'platform', MemberName: 'Jane.Doe', [SOURCE_TAG]: `eu.${SONNET}` },
});
const other = owned('jane2', 'platform', 'jane.doe');
const johns = owned('john', 'mobile', 'john');
const secret = unreadable('hidden');
const directory: ProfileDirectory = {
  profiles: [mine, other, johns, secret],
  account: '111122223333',
  regions: ['eu-west-1'],
  keys: DEFAULT_OWNER_KEYS,
  mine: ['jane.doe'],
};

const role = (model: string, more: Partial<RoleBinding> = {}): RoleBinding => ({
  role: 'act',
  model,
  region: 'eu-west-1',
  file: '/f',
  keyPath: 'k',
  overrides: [],
  ...more,
});
const drift = (one: RoleBinding, expected?: Readonly<Record<string, string>>) =>
  driftOf(readableBinding('cline', [one]), directory, expected).worst;
const kind = (one: RoleBinding, expected?: Readonly<Record<string, string>>) => drift(one, expected).kind;

describe('drift', () => {
  it('distinguishes my profile, another of mine, and another owner’s', () => {
    assert.equal(kind(role(mine.arn)), 'mine');
    assert.equal(kind(role(mine.arn), { '': mine.arn }), 'mine');
    assert.equal(kind(role(other.arn), { '': mine.arn }), 'another-of-mine');
    assert.equal(kind(role(other.arn), { act: other.arn, '': mine.arn }), 'mine', 'each role has its own');
    assert.deepEqual(drift(role(johns.arn)), {
      kind: 'other-owner',
      profile: johns,
      owner: { team: 'mobile', member: 'john' },
    });
    assert.deepEqual(drift(role(secret.arn)), {
      kind: 'other-owner',
      profile: secret,
      owner: { team: undefined, member: undefined },
    });
  });

  it('calls a profile deleted only where all were listed', () => {
    assert.equal(kind(role(profileArn('gone00000000'))), 'deleted');
    const abroad = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/gone00000000';
    assert.equal(kind(role(abroad, { region: 'us-east-1' })), 'unknown-profile');
    const elsewhere = 'arn:aws:bedrock:eu-west-1:999999999999:application-inference-profile/gone00000000';
    assert.equal(kind(role(elsewhere)), 'unknown-profile');
  });

  it('reports system profiles and models without a profile as untracked', () => {
    assert.deepEqual(drift(role(`eu.${SONNET}`)), {
      kind: 'untracked',
      reason: 'system-profile',
      model: `eu.${SONNET}`,
    });
    assert.deepEqual(drift(role(SONNET)), { kind: 'untracked', reason: 'model', model: SONNET });
    const system = `arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.${SONNET}`;
    assert.deepEqual(drift(role(system)), { kind: 'untracked', reason: 'system-profile', model: system });
    assert.equal(kind(role('sonnet')), 'untracked');
  });

  it('reports a wrong Region before the owner, and a base model that is not the profile’s', () => {
    assert.deepEqual(drift(role(johns.arn, { region: 'us-east-1' })), {
      kind: 'wrong-region',
      region: 'us-east-1',
      expected: 'eu-west-1',
      profile: johns,
    });
    assert.deepEqual(drift(role(mine.arn, { region: undefined })), {
      kind: 'no-region',
      expected: 'eu-west-1',
      profile: mine,
    });
    assert.equal(kind(role(johns.arn, { region: undefined })), 'other-owner');
    assert.deepEqual(drift(role(mine.arn, { baseModel: HAIKU })), {
      kind: 'wrong-base-model',
      model: HAIKU,
      expected: SONNET,
      profile: mine,
    });
    assert.equal(kind(role(mine.arn, { baseModel: SONNET })), 'mine');
  });

  it('reports a kind of work without a model, and a list whose selection is unknown', () => {
    assert.deepEqual(drift(role('opus', { role: 'opus', unset: true })), {
      kind: 'untracked',
      reason: 'not-set',
      role: 'opus',
    });
    const chosen = (...roles: readonly RoleBinding[]) => driftOf(readableBinding('continue', roles), directory).worst;
    assert.deepEqual(chosen(role(mine.arn)), { kind: 'unknown-selection', profile: mine });
    assert.equal(chosen(role(mine.arn), role(SONNET)).kind, 'untracked');
  });

  it('compares what is really invoked, not only what the file says', () => {
    const beaten = role(mine.arn, {
      overrides: [
        { kind: 'variable', name: 'AWS_REGION', of: 'region', value: 'eu-west-1' },
        { kind: 'variable', name: 'ANTHROPIC_MODEL', of: 'model', value: `eu.${SONNET}` },
      ],
    });
    assert.equal(kind(beaten), 'untracked');
    const moved = role(mine.arn, { overrides: [{ kind: 'variable', name: 'R', of: 'region', value: 'us-east-1' }] });
    assert.equal(kind(moved), 'wrong-region');
  });

  it('reports the worst of several roles, and all of them', () => {
    const report = driftOf(
      readableBinding('cline', [role(mine.arn), role(SONNET, { role: 'plan' }), role(johns.arn)]),
      directory,
    );
    assert.equal(report.worst.kind, 'other-owner');
    assert.deepEqual(
      report.roles.map((one) => one.drift.kind),
      ['mine', 'untracked', 'other-owner'],
    );
  });

  it('reports that nothing is configured, and that nothing can be read', () => {
    const worst = (binding: Binding) => driftOf(binding, directory).worst;
    assert.deepEqual(worst({ state: 'absent', agent: 'aider', models: [] }), { kind: 'not-configured' });
    assert.deepEqual(worst(readableBinding('aider', [])), { kind: 'not-configured' });
    assert.deepEqual(worst({ state: 'hidden', agent: 'zoo', models: [] }), { kind: 'unreadable', reason: 'hidden' });
    assert.deepEqual(
      worst({ state: 'broken', agent: 'aider', models: [], file: '/f', reason: 'syntax', detail: 'line 3' }),
      { kind: 'unreadable', reason: 'syntax', file: '/f', detail: 'line 3' },
    );
  });

  describe('of an agent that is set to the gateway', () => {
    const url = 'http://127.0.0.1:8317';
    const through = (model: string, more: Partial<RoleBinding> = {}): RoleBinding =>
      role(model, { gateway: { url, hasSecret: true }, ...more });
    const at = (one: RoleBinding, gateway?: KnownGateway) =>
      driftOf(readableBinding('cline', [one]), { ...directory, gateway }).worst;

    it('finds my profile for the model’s real name, in any spelling and in any Region', () => {
      for (const model of [SONNET, `us.${SONNET}`, `global.${SONNET}`])
        assert.deepEqual(at(through(model)), { kind: 'through-gateway', profile: mine, model });
      assert.equal(at(through(SONNET, { region: 'us-east-1' })).kind, 'through-gateway');
      assert.equal(at(through(mine.arn)).kind, 'through-gateway', 'a profile of mine passes');
      assert.equal(kind(through(SONNET), { '': SONNET }), 'through-gateway');
      assert.equal(kind(through(SONNET), { '': HAIKU }), 'another-of-mine');
    });

    it('is bad where the gateway would refuse the calls', () => {
      assert.deepEqual(at(through('amazon.nova-pro-v1:0')), {
        kind: 'gateway-no-profile',
        model: 'amazon.nova-pro-v1:0',
      });
      assert.deepEqual(at(through(johns.arn)).kind, 'other-owner');
      assert.equal(at(through(SONNET, { gateway: { url, hasSecret: false } })).kind, 'gateway-no-secret');
    });

    it('is bad where the gateway is not there, is somebody else’s, or has another port', () => {
      assert.equal(at(through(SONNET), { url, state: 'running' }).kind, 'through-gateway');
      assert.equal(at(through(SONNET), { url, state: 'stopped' }).kind, 'gateway-stopped');
      assert.equal(at(through(SONNET), { url, state: 'stranger' }).kind, 'gateway-stranger');
      const expected = 'http://127.0.0.1:9000';
      assert.deepEqual(at(through(SONNET), { url: expected, state: 'running' }), {
        kind: 'other-gateway',
        url,
        expected,
      });
    });

    it('stays as it was for a profile’s ARN at another endpoint, whatever is known of the gateway', () => {
      const one = role(mine.arn, { endpoint: 'http://127.0.0.1:4566' });
      assert.equal(at(one, { url, state: 'stopped' }).kind, 'mine');
      assert.equal(at(role(SONNET), { url, state: 'running' }).kind, 'untracked');
    });
  });
});
