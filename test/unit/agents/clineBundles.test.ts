/**
 * What Cline's extension invokes, by the bundle that runs: its files as they lie on people's machines, held against
 * what it does with them.
 */

import assert from 'node:assert/strict';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { clineCli } from '../../../src/agents/adapters/cline/clineCli';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { driftOf, type Drift, type ProfileDirectory, type RunningState } from '../../../src/agents/drift';
import { SOURCE_TAG } from '../../../src/core/profiles/source';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profiles/profile';
import { modelArns, owned } from '../core/builders';
import { JANE, JANE_PLAN, Machine, ONE, OPUS_47, SONNET_46, SONNET_5, target } from './machine';
import type { HostMachine, ClineBundle } from '../../../src/agents/hostMachine';

const STATE = 'home/.cline/data/globalState.json';
const PROVIDERS = 'home/.cline/data/settings/providers.json';
const BUNDLES = ['next', 'legacy'] as const;

const ofModel = (name: string, model: string) =>
  owned(name, 'platform', 'jane.doe', {
    models: modelArns(['eu-west-1'], model),
    tags: { Team: 'platform', MemberName: 'jane.doe', [SOURCE_TAG]: `eu.${model}` },
  });
const mine = ofModel('jane', SONNET_46);
const newer = ofModel('janeplan', SONNET_5);
const directory: ProfileDirectory = {
  profiles: [mine, newer],
  account: '111122223333',
  regions: ['eu-west-1'],
  keys: DEFAULT_OWNER_KEYS,
  mine: ['jane.doe'],
};

/** As Cline's settings write it for a profile that was entered by hand. */
const set = (arn: string, base: string) => ({
  actModeApiProvider: 'bedrock',
  actModeApiModelId: arn,
  actModeAwsBedrockCustomSelected: true,
  actModeAwsBedrockCustomModelBaseId: base,
  planModeApiProvider: 'bedrock',
  planModeApiModelId: arn,
  planModeAwsBedrockCustomSelected: true,
  planModeAwsBedrockCustomModelBaseId: base,
  awsRegion: 'eu-west-1',
  awsAuthentication: 'profile',
  awsUseProfile: true,
  awsProfile: 'dev',
  awsBedrockUsePromptCache: true,
  welcomeViewCompleted: true,
});
const MINE = set(JANE, SONNET_46);

describe('what Cline’s extension invokes', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  const host = (bundle?: ClineBundle, env: HostMachine['env'] = {}): HostMachine =>
    machine.host(env, bundle === undefined ? {} : { cline: { running: bundle, afterReload: bundle } });
  const drift = async (
    bundle?: ClineBundle,
    expected?: Readonly<Record<string, string>>,
    runningState?: RunningState,
  ) => driftOf(await cline.read(host(bundle)), directory, expected, runningState).worst;
  const kinds = async (bundle?: ClineBundle): Promise<readonly string[]> =>
    driftOf(await cline.read(host(bundle)), directory).roles.map(
      ({ role, drift: { kind } }) => `${role.role}: ${kind}`,
    );
  const warned = async (bundle: ClineBundle, model: string) => {
    const { warnings } = await cline.plan({ roles: { main: target(JANE, model) } }, host(bundle));
    return warnings.filter(({ code }) => /caching|temperature/.test(code)).map(({ code, data }) => [code, data]);
  };

  it('is read from globalState.json and not from providers.json, whichever bundle runs', async () => {
    await applyPlan(await cline.plan(ONE, host('next')), machine.clock);
    for (const bundle of BUNDLES) assert.equal((await drift(bundle)).kind, 'mine');
    // Another provider is chosen in Cline's own settings: the file of the command line still names the profile.
    const state = machine.json(STATE) as object;
    machine.write(STATE, { ...state, actModeApiProvider: 'openrouter', planModeApiProvider: 'openrouter' });
    for (const bundle of [...BUNDLES, undefined]) {
      const found: Drift = await drift(bundle);
      assert.deepEqual(found, { kind: 'other-provider', role: 'act', provider: 'openrouter', wasSet: false });
      assert.equal((await drift(bundle, { act: JANE, plan: JANE })).kind, 'other-provider');
      assert.deepEqual((await cline.read(host(bundle))).models, [], 'an ARN that stays behind is not invoked');
    }
    assert.equal(driftOf(await clineCli.read(host()), directory).worst.kind, 'mine', 'which is the CLI’s');
    machine.write(STATE, { ...state, planModeApiProvider: 'anthropic' });
    assert.deepEqual(await kinds('next'), ['act: mine', 'plan: other-provider']);
    assert.equal((await drift('next')).kind, 'other-provider', 'one of two modes is no green row');
  });

  it('is no profile where it was just installed, or uses only another provider', async () => {
    machine.write(STATE, { welcomeViewCompleted: false, mcpMarketplaceEnabled: true, telemetrySetting: 'unset' });
    assert.equal((await drift('next')).kind, 'not-configured');
    machine.write(STATE, { welcomeViewCompleted: true, actModeApiProvider: 'cline', planModeApiProvider: 'cline' });
    assert.deepEqual(await drift('legacy'), {
      kind: 'other-provider',
      role: 'act',
      provider: 'cline',
      wasSet: false,
    });
    machine.write(STATE, { actModeApiProvider: 'bedrock', planModeApiProvider: 'bedrock', awsRegion: 'eu-west-1' });
    for (const bundle of BUNDLES) assert.deepEqual(await kinds(bundle), ['act: untracked', 'plan: untracked']);
  });

  it('is the older bundle’s default model where the ARN is not selected as a custom one', async () => {
    machine.write(STATE, { ...MINE, planModeAwsBedrockCustomSelected: false });
    assert.deepEqual(await kinds('next'), ['act: mine', 'plan: mine']);
    assert.deepEqual(await kinds('legacy'), ['act: mine', 'plan: untracked']);
    assert.deepEqual(await kinds(), ['act: mine', 'plan: mine', 'plan-legacy: untracked']);
    machine.write(STATE, { ...MINE, actModeAwsBedrockCustomModelBaseId: `us.${SONNET_46}` });
    assert.deepEqual(await kinds('next'), ['act: mine', 'plan: mine'], 'the newer one does not read it');
    assert.deepEqual(await kinds('legacy'), ['act: wrong-base-model', 'plan: mine']);
  });

  it('does not cache prompts in the older bundle where that is not selected', async () => {
    for (const off of [false, undefined]) {
      machine.write(STATE, { ...MINE, awsBedrockUsePromptCache: off });
      assert.deepEqual(await drift('legacy'), { kind: 'caching-off', profile: mine });
      assert.equal((await drift('next')).kind, 'mine', 'it never caches with an ARN, ticked or not');
      assert.equal((await drift()).kind, 'mine');
    }
    await applyPlan(await cline.plan(ONE, host('legacy')), machine.clock);
    assert.equal((await drift('legacy')).kind, 'mine', 'setting it again mends that');
  });

  it('is refused by newer models in the older bundle, which sends a temperature', async () => {
    machine.write(STATE, set(JANE_PLAN, SONNET_5));
    assert.deepEqual(await drift('legacy'), { kind: 'temperature-refused', profile: newer, model: SONNET_5 });
    assert.equal((await drift('next')).kind, 'mine');
    assert.equal((await drift()).kind, 'mine', 'it is unknown which one runs');
  });

  it('is what this window has read: a later change needs a reload', async () => {
    machine.write(STATE, MINE);
    const needsReload: RunningState = { needsReload: true, earlier: {} };
    for (const bundle of BUNDLES) {
      assert.deepEqual(await drift(bundle, { act: JANE }, needsReload), { kind: 'needs-reload', profile: mine });
      assert.equal((await drift(bundle, { act: JANE }, { ...needsReload, needsReload: false })).kind, 'mine');
    }
    machine.write(STATE, { ...MINE, actModeApiModelId: SONNET_46 });
    assert.equal((await drift('next', {}, needsReload)).kind, 'untracked', 'what is worse is said first');
  });

  it('is reported as reverted where its files have again the values from before the change', async () => {
    const before = { actModeApiProvider: 'openrouter', actModeApiModelId: 'x-ai/grok', planModeApiProvider: 'bedrock' };
    const expected = { act: JANE, plan: JANE };
    const runningState: RunningState = {
      needsReload: false,
      earlier: { actModeApiProvider: 'openrouter', actModeApiModelId: SONNET_5, planModeApiModelId: null },
    };
    machine.write(STATE, { ...before, planModeApiModelId: JANE, awsRegion: 'eu-west-1' });
    assert.deepEqual(await drift('next', expected, runningState), { kind: 'reverted', model: 'openrouter' });
    machine.write(STATE, { ...MINE, actModeApiModelId: SONNET_5 });
    assert.deepEqual(await drift('next', expected, runningState), { kind: 'reverted', model: SONNET_5 });
    machine.write(STATE, { ...MINE, actModeApiModelId: OPUS_47 });
    assert.equal((await drift('next', expected, runningState)).kind, 'untracked', 'a choice that is new is no old one');
    machine.write(STATE, { welcomeViewCompleted: true });
    assert.deepEqual(await drift('next', expected, runningState), { kind: 'reverted' });
    assert.equal((await drift('next', {}, runningState)).kind, 'not-configured', 'it was never set here');
  });

  it('is kept in a separate folder for each bundle with CLINE_DATA_DIR', async () => {
    const env = { CLINE_DATA_DIR: `${machine.root}/next` };
    machine.write('next/globalState.json', MINE);
    machine.write(STATE, { ...MINE, actModeApiProvider: 'anthropic', planModeApiProvider: 'anthropic' });
    const worst = async (bundle?: ClineBundle) => driftOf(await cline.read(host(bundle, env)), directory).worst.kind;
    assert.equal(await worst('next'), 'mine');
    assert.equal(await worst('legacy'), 'other-provider');
    assert.equal(await worst(), 'other-provider');
  });

  it('has warnings for the bundle that will run, which never contradict each other', async () => {
    assert.deepEqual(await warned('next', SONNET_46), [['no-prompt-caching', { where: 'next' }]]);
    assert.deepEqual(await warned('next', OPUS_47), [['no-prompt-caching', { where: 'next', but: 'temperature' }]]);
    assert.deepEqual(await warned('legacy', SONNET_46), []);
    assert.deepEqual(await warned('legacy', OPUS_47), [['temperature-refused', { where: 'legacy', model: OPUS_47 }]]);
    const changed = machine.host({}, { cline: { running: 'next', afterReload: 'legacy' } });
    const { warnings } = await cline.plan(ONE, changed);
    assert.ok(!warnings.some(({ code }) => code === 'no-prompt-caching'), 'the setting counts from the reload on');
  });

  it('skips the welcome pages of a new Cline with the change, and shows them again with the undo', async () => {
    machine.write(STATE, { welcomeViewCompleted: false });
    const before = machine.read(STATE);
    const receipt = await applyPlan(await cline.plan(ONE, host('next')), machine.clock);
    assert.equal((machine.json(STATE) as Record<string, unknown>).welcomeViewCompleted, true);
    await undoReceipt(receipt);
    assert.equal(machine.read(STATE), before);
  });

  it('is called at the user’s endpoint, in both files, until that is undone', async () => {
    const endpoint = 'https://vpce-1.bedrock-runtime.eu-west-1.vpce.amazonaws.com';
    const endpoints = () => {
      const { awsBedrockEndpoint, awsBedrockEndpointSelected } = machine.json(STATE) as Record<string, unknown>;
      const { providers } = machine.json(PROVIDERS) as {
        providers: { bedrock?: { settings: { aws: Record<string, unknown> } } };
      };
      return [awsBedrockEndpoint, awsBedrockEndpointSelected, providers.bedrock?.settings.aws.endpoint];
    };
    machine.write(STATE, {});
    machine.write(PROVIDERS, { version: 1, providers: {} });
    const plan = await cline.plan({ roles: { main: target(JANE, SONNET_46, { endpoint }) } }, host('next'));
    assert.ok(plan.warnings.some(({ code, data }) => code === 'endpoint' && data.endpoint === endpoint));
    const receipt = await applyPlan(plan, machine.clock);
    assert.deepEqual(endpoints(), [endpoint, true, endpoint]);
    await undoReceipt(receipt);
    assert.deepEqual(endpoints(), [undefined, undefined, undefined]);
    // One that the user has set in Cline stays, and its command line gets it as well.
    machine.write(STATE, { awsBedrockEndpoint: endpoint, awsBedrockEndpointSelected: true });
    await applyPlan(await cline.plan(ONE, host('next')), machine.clock);
    assert.deepEqual(endpoints(), [endpoint, true, endpoint]);
    machine.write(STATE, { awsBedrockEndpoint: endpoint, awsBedrockEndpointSelected: false });
    machine.write(PROVIDERS, { version: 1, providers: {} });
    await applyPlan(await cline.plan(ONE, host('next')), machine.clock);
    assert.deepEqual(endpoints(), [endpoint, false, undefined]);
  });

  it('is not set without an AWS profile', async () => {
    for (const agent of [cline, clineCli])
      await assert.rejects(agent.plan({ roles: { main: target(JANE, SONNET_46, { awsProfile: '' }) } }, host()), {
        code: 'needs-aws-profile',
      });
    assert.equal(machine.exists(STATE) || machine.exists(PROVIDERS), false);
  });

  it('is not changed with the command line alone, which has its own undo', async () => {
    machine.write(STATE, MINE);
    const plan = await clineCli.plan({ roles: { main: target(JANE_PLAN, SONNET_5) } }, host('next'));
    assert.deepEqual(plan.needs, ['restart-sessions']);
    const receipt = await applyPlan(plan, machine.clock);
    assert.deepEqual((await clineCli.read(host())).models, [JANE_PLAN]);
    assert.deepEqual((await cline.read(host('next'))).models, [JANE]);
    await undoReceipt(receipt);
    assert.equal((await clineCli.read(host())).state, 'absent');
  });
});
