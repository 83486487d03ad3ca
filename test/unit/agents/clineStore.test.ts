import assert from 'node:assert/strict';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { clineCli } from '../../../src/agents/adapters/cline/clineCli';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { planUndo } from '../../../src/agents/changes/planUndo';
import { HAIKU } from '../core/builders';
import { JANE, JANE_PLAN, Machine, ONE, OPUS_47, SET, SONNET_46, SONNET_5, target } from './machine';

const STATE = 'home/.cline/data/globalState.json';
const PROVIDERS = 'home/.cline/data/settings/providers.json';

/** Cline's file, with keys of other providers in it. */
const providers = (bedrock?: unknown) => ({
  version: 1,
  lastUsedProvider: 'anthropic',
  modes: { voiceInput: { providerId: 'openai', modelId: 'whisper' } },
  providers: {
    anthropic: {
      settings: { provider: 'anthropic', apiKey: 'sk-ant-hush', future: 1 },
      updatedAt: '2026-11-01T10:00:00.000Z',
      tokenSource: 'manual',
    },
    ...(bedrock === undefined ? {} : { bedrock }),
  },
});

describe('Cline’s files', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  it('are both written, with every key that either bundle reads', async () => {
    machine.write(STATE, { mode: 'act', welcomeViewCompleted: false });
    machine.write(PROVIDERS, providers());
    const plan = await cline.plan(ONE, machine.host());
    assert.doesNotMatch(JSON.stringify(plan), /hush/);
    const receipt = await applyPlan(plan, machine.clock);
    assert.doesNotMatch(JSON.stringify(receipt), /hush/);
    const mode = (name: string) => ({
      [`${name}ModeApiProvider`]: 'bedrock',
      [`${name}ModeApiModelId`]: JANE,
      [`${name}ModeAwsBedrockCustomSelected`]: true,
      [`${name}ModeAwsBedrockCustomModelBaseId`]: SONNET_46,
      [`${name}ModeThinkingBudgetTokens`]: 0,
      [`${name}ModeReasoningEffort`]: 'none',
    });
    assert.deepEqual(machine.json(STATE), {
      mode: 'act',
      welcomeViewCompleted: true,
      ...mode('act'),
      ...mode('plan'),
      awsRegion: 'eu-west-1',
      awsAuthentication: 'profile',
      awsUseProfile: true,
      awsProfile: 'dev',
      awsBedrockUsePromptCache: true,
      awsUseCrossRegionInference: false,
      awsUseGlobalInference: false,
    });
    assert.deepEqual(machine.json(PROVIDERS), {
      ...providers({
        settings: {
          provider: 'bedrock',
          model: JANE,
          region: 'eu-west-1',
          contextWindow: 200_000,
          maxTokens: 64_000,
          aws: {
            region: 'eu-west-1',
            authentication: 'profile',
            profile: 'dev',
            usePromptCache: true,
            useCrossRegionInference: false,
            useGlobalInference: false,
            customModelBaseId: SONNET_46,
          },
        },
        tokenSource: 'manual',
        updatedAt: '2026-11-21T00:00:00.000Z',
      }),
      lastUsedProvider: 'bedrock',
    });
    assert.deepEqual((await cline.plan(ONE, machine.host())).files, [], 'nothing is left to do');
    assert.deepEqual(plan.needs, ['stage', 'reload-window']);
  });

  it('are created where Cline was never started, and removed by an undo', async () => {
    const plan = await cline.plan(ONE, machine.host());
    assert.ok(plan.warnings.some(({ code }) => code === 'not-started-yet'));
    const receipt = await applyPlan(plan, machine.clock);
    assert.deepEqual((await cline.read(machine.host())).models, [JANE]);
    await undoReceipt(receipt);
    assert.equal(machine.exists(STATE) || machine.exists(PROVIDERS), false);
  });

  it('are not changed when an invalid value would make Cline discard the file', async () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [{ ...providers(), version: 2 }, 'version'],
      [
        providers({
          settings: { provider: 'bedrock', aws: { authentication: 'credentials' } },
          updatedAt: '2026-11-01T10:00:00Z',
        }),
        'providers.bedrock.settings.aws.authentication',
      ],
      [providers({ settings: { provider: 'bedrock' }, updatedAt: 'yesterday' }), 'providers.bedrock.updatedAt'],
      [
        providers({ settings: { provider: 'bedrock', maxTokens: -1 }, updatedAt: '2026-11-01T10:00:00Z' }),
        'providers.bedrock.settings.maxTokens',
      ],
      [
        providers({ settings: { provider: 'bedrock' }, updatedAt: '2026-02-31T10:00:00Z' }),
        'providers.bedrock.updatedAt',
      ],
      [{ version: 1 }, 'providers'],
      [{ ...providers(), modes: [] }, 'modes'],
      [{ version: 1, providers: [] }, 'providers'],
    ];
    for (const [content, where] of cases) {
      machine.write(PROVIDERS, content);
      const before = machine.read(PROVIDERS);
      await assert.rejects(cline.plan(ONE, machine.host()), (error: unknown) => {
        assert.deepEqual((error as { detail: unknown }).detail, {
          path: `${machine.root}/${PROVIDERS}`,
          reason: 'schema',
          where,
        });
        return true;
      });
      const binding = await clineCli.read(machine.host());
      assert.equal(binding.state === 'broken' && binding.detail, where);
      assert.equal((await cline.read(machine.host())).state, 'absent', 'the extension does not go by it');
      assert.equal(machine.read(PROVIDERS), before);
    }
  });

  it('lose an old reasoning effort and keep other settings of the entry', async () => {
    const settings = {
      provider: 'bedrock',
      reasoning: { effort: 'high' },
      aws: { secretKey: 'hush', endpoint: 'http://127.0.0.1:1/' },
    };
    machine.write(PROVIDERS, providers({ settings, updatedAt: '2026-11-01T10:00:00Z', tokenSource: 'manual' }));
    const plan = await cline.plan(ONE, machine.host());
    assert.doesNotMatch(JSON.stringify(plan), /hush/);
    await applyPlan(plan, machine.clock);
    const after = machine.json(PROVIDERS) as { providers: { bedrock: { settings: Record<string, unknown> } } };
    assert.equal('reasoning' in after.providers.bedrock.settings, false);
    assert.match(machine.read(PROVIDERS), /"secretKey": "hush"/);
  });

  it('are in CLINE_DIR and CLINE_DATA_DIR; also in the older bundle’s folder if it, or neither, was used', async () => {
    const paths = async (env: Readonly<Record<string, string>>) =>
      (await cline.plan(ONE, machine.host(env))).files.map(({ path }) => path.slice(machine.root.length + 1));
    assert.deepEqual(await paths({ CLINE_DIR: `${machine.root}/c` }), [
      'c/data/globalState.json',
      'c/data/settings/providers.json',
    ]);
    const env = { CLINE_DATA_DIR: `${machine.root}/next` };
    assert.deepEqual(await paths(env), ['next/globalState.json', 'next/settings/providers.json', STATE]);
    machine.write('next/globalState.json', {});
    assert.deepEqual(await paths(env), ['next/globalState.json', 'next/settings/providers.json']);
    machine.write(STATE, {});
    assert.deepEqual(await paths(env), ['next/globalState.json', 'next/settings/providers.json', STATE]);
  });

  it('give the model of each mode, and the default of the older bundle for a custom model that is not selected', async () => {
    machine.write(STATE, {
      actModeApiProvider: 'bedrock',
      actModeApiModelId: JANE,
      actModeAwsBedrockCustomSelected: true,
      planModeApiProvider: 'bedrock',
      planModeApiModelId: JANE_PLAN,
      awsRegion: 'eu-west-1',
    });
    const binding = await cline.read(machine.host());
    assert.deepEqual(
      binding.state === 'readable' && binding.roles.map(({ role, model, region }) => [role, model, region]),
      [
        ['act', JANE, 'eu-west-1'],
        ['plan', JANE_PLAN, 'eu-west-1'],
        ['plan-legacy', 'anthropic.claude-sonnet-5', 'eu-west-1'],
      ],
    );
  });

  it('take another profile for planning, and only then set Cline to use separate models', async () => {
    const codes = async () => (await cline.plan(SET, machine.host())).warnings.map(({ code }) => code);
    assert.ok((await codes()).includes('roles-not-separate'));
    for (const before of [undefined, false, true]) {
      machine.write(STATE, before === undefined ? {} : { planActSeparateModelsSetting: before });
      const one = await applyPlan(await cline.plan(ONE, machine.host()), machine.clock);
      const { planActSeparateModelsSetting: after } = machine.json(STATE) as Record<string, unknown>;
      assert.equal(after, before, 'one profile leaves it as it was');
      await undoReceipt(one);
      const set = await applyPlan(await cline.plan(SET, machine.host()), machine.clock);
      assert.equal((machine.json(STATE) as Record<string, unknown>).planActSeparateModelsSetting, true);
      await undoReceipt(set);
    }
    machine.write(STATE, { planActSeparateModelsSetting: true });
    assert.ok(!(await codes()).includes('roles-not-separate'));
    await applyPlan(await cline.plan(SET, machine.host()), machine.clock);
    assert.deepEqual((await cline.read(machine.host())).models, [JANE, JANE_PLAN]);
  });

  it('have warnings: no caching in the newer bundle, a temperature that newer models refuse in the older one', async () => {
    const refused = async (model: string) => {
      const { warnings } = await cline.plan({ roles: { main: target(JANE, model) } }, machine.host());
      const caching = warnings.find(({ code }) => code === 'no-prompt-caching');
      const refused = warnings.some(({ code }) => code === 'temperature-refused');
      // The older bundle is no way out for a model that refuses what it sends.
      assert.deepEqual(caching?.data, { where: 'next and CLI', ...(refused ? { but: 'temperature' } : {}) });
      return refused;
    };
    assert.equal(await refused(OPUS_47), true);
    assert.equal(await refused(SONNET_5), true);
    assert.equal(await refused(SONNET_46), false);
    assert.equal(await refused(HAIKU), false);
    assert.equal(await refused('anthropic.claude-opus-4-6-v1'), false);
  });

  it('can be restored key by key when Cline has written since', async () => {
    machine.write(STATE, { actModeApiProvider: 'anthropic', taskHistory: 1 });
    machine.write(PROVIDERS, providers());
    const plan = await cline.plan(ONE, machine.host());
    const receipt = await applyPlan(plan, machine.clock);
    const state = machine.json(STATE) as Record<string, unknown>;
    machine.write(STATE, { ...state, taskHistory: 2, planModeApiModelId: 'chosen-since' });
    await assert.rejects(undoReceipt(receipt), { code: 'changed-since' });
    await applyPlan(await planUndo(receipt, plan, cline), machine.clock);
    assert.deepEqual(machine.json(STATE), {
      actModeApiProvider: 'anthropic',
      taskHistory: 2,
      planModeApiModelId: 'chosen-since',
    });
    const after = machine.json(PROVIDERS) as { lastUsedProvider: string };
    assert.equal(after.lastUsedProvider, 'anthropic');
    assert.equal((await cline.read(machine.host())).state, 'readable', 'Cline takes what is left');
  });

  it('take the limits of the older bundle’s default where no base model is named', async () => {
    await applyPlan(await cline.plan(ONE, machine.host()), machine.clock);
    const left = Object.entries(machine.json(STATE) as object).filter(
      ([key]) => key !== 'actModeAwsBedrockCustomModelBaseId' && key !== 'awsRegion',
    );
    machine.write(STATE, Object.fromEntries(left));
    const binding = await cline.read(machine.host());
    const acting = binding.state === 'readable' ? binding.roles.find(({ role }) => role === 'act') : undefined;
    assert.deepEqual([acting?.baseModel, acting?.region], [SONNET_5, undefined]);
  });
});
