import assert from 'node:assert/strict';
import { applyPlan } from '../../../src/agents/changes/apply';
import { kilo, modelKeyOf, openCode } from '../../../src/agents/adapters/openCode/openCode';
import { HAIKU, SONNET } from '../core/builders';
import { JANE, JANE_PLAN, JANE_SMALL, Machine, ONE, SET, SONNET_46, SONNET_5, target } from './machine';

describe('OpenCode and Kilo', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });
  const roles = async (env: Readonly<Record<string, string>> = {}, agent = openCode) => {
    const binding = await agent.read(machine.host(env));
    return binding.state === 'readable' ? binding.roles.map(({ role, model }) => [role, model]) : binding.state;
  };

  it('get an entry under a key that reads like the model, with its limits and prices', async () => {
    const plan = await openCode.plan(ONE, machine.host());
    await applyPlan(plan, machine.clock);
    const key = 'anthropic-claude-sonnet-4.6';
    assert.deepEqual(machine.json('home/.config/opencode/opencode.json'), {
      model: `amazon-bedrock/${key}`,
      small_model: `amazon-bedrock/${key}`,
      provider: {
        'amazon-bedrock': {
          options: { region: 'eu-west-1', profile: 'dev' },
          models: {
            [key]: {
              id: JANE,
              name: 'Claude Sonnet 4.6 (profile)',
              attachment: true,
              reasoning: false,
              temperature: false,
              tool_call: true,
              limit: { context: 200_000, output: 64_000 },
              cost: { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 },
            },
          },
        },
      },
    });
    assert.deepEqual(await roles(), [
      ['main', JANE],
      ['small', JANE],
    ]);
    assert.deepEqual((await openCode.plan(ONE, machine.host())).files, []);
  });

  it('take a set of profiles: titles use the small one, planning its own', async () => {
    await applyPlan(await kilo.plan(SET, machine.host()), machine.clock);
    assert.deepEqual(await roles({}, kilo), [
      ['main', JANE],
      ['small', JANE_SMALL],
      ['plan', JANE_PLAN],
    ]);
  });

  it('set the user’s agents without a profile to the main one, and report conflicting files', async () => {
    const entry = { id: JANE_SMALL };
    const settings = {
      small_model: 'amazon-bedrock/mine',
      agent: {
        build: { model: 'amazon-bedrock/us.anthropic.claude-sonnet-4-6' },
        explore: { model: 'amazon-bedrock/mine' },
        other: { model: 'openai/gpt' },
      },
      provider: { 'amazon-bedrock': { models: { mine: entry } } },
    };
    for (const scope of ['project', 'user'] as const) {
      const file = machine.write('home/.config/opencode/opencode.json', settings);
      const plan = await openCode.plan(ONE, machine.host(), { scope });
      const named = plan.warnings.filter(({ code }) => code === 'goes-past').map(({ data }) => data);
      assert.deepEqual(named, [{ file, keyPath: 'agent.explore.model' }], 'given a profile on purpose');
      await applyPlan(plan, machine.clock);
      assert.deepEqual(await roles(), [
        ['main', JANE],
        ['small', JANE],
        ['build', JANE],
        ['explore', JANE_SMALL],
      ]);
    }
    machine.write('work/opencode.json', { agent: { build: { model: 'amazon-bedrock/eu.amazon.nova-pro-v1:0' } } });
    const plan = await openCode.plan(ONE, machine.host());
    assert.ok(plan.warnings.some(({ data }) => data.file === `${machine.workspace}/opencode.json`));
  });

  it('use a default Haiku for titles where no small model is set; Kilo does not', async () => {
    const settings = { model: 'amazon-bedrock/x', provider: { 'amazon-bedrock': { models: { x: { id: JANE } } } } };
    machine.write('home/.config/opencode/opencode.json', settings);
    machine.write('home/.config/kilo/kilo.json', settings);
    assert.deepEqual(await roles(), [
      ['main', JANE],
      ['small', 'small_model'],
    ]);
    assert.deepEqual(await roles({}, kilo), [['main', JANE]]);
  });

  it('keep comments, order and a trailing comma of a .jsonc', async () => {
    machine.write(
      'home/.config/opencode/opencode.jsonc',
      '// mine\n{\n    "theme": "nord", // dark\n    /* keys */\n    "model": "openai/gpt",\n    "mcp": {"x": {"env": {"KEY": "hush"}}},\n}\n',
    );
    const plan = await openCode.plan(ONE, machine.host());
    assert.doesNotMatch(JSON.stringify(plan), /hush|keys \*|dark/);
    await applyPlan(plan, machine.clock);
    const text = machine.read('home/.config/opencode/opencode.jsonc');
    assert.ok(
      text.startsWith('// mine\n{\n    "theme": "nord", // dark\n    /* keys */\n    "model": "amazon-bedrock/'),
    );
    assert.match(text, /"mcp": \{"x": \{"env": \{"KEY": "hush"\}\}\}/);
    assert.deepEqual((await roles()).at(0), ['main', JANE]);
  });

  it('are in XDG_CONFIG_HOME, and the file with precedence is written', async () => {
    const env = { XDG_CONFIG_HOME: `${machine.root}/xdg` };
    assert.equal(
      (await openCode.plan(ONE, machine.host(env))).files[0]?.path,
      `${machine.root}/xdg/opencode/opencode.json`,
    );
    machine.write('home/.config/opencode/opencode.json', {});
    machine.write('home/.config/opencode/opencode.jsonc', '{}');
    assert.match((await openCode.plan(ONE, machine.host())).files[0]?.path ?? '', /opencode\.jsonc$/);
    machine.write('home/.config/kilo/opencode.json', {});
    machine.write('home/.config/kilo/kilo.json', {});
    assert.match((await kilo.plan(ONE, machine.host())).files[0]?.path ?? '', /kilo\/opencode\.json$/);
    assert.equal(
      (await kilo.plan(ONE, machine.host(), { scope: 'project' })).files[0]?.path,
      `${machine.workspace}/kilo.json`,
    );
  });

  it('report what overrides them, what is disabled and what is unknown', async () => {
    machine.write('work/opencode.json', { model: 'openai/gpt', disabled_providers: ['amazon-bedrock'] });
    const bare = { roles: { main: target(JANE, 'amazon.nova-pro-v1:0', { limits: undefined, prices: undefined }) } };
    const plan = await openCode.plan(bare, machine.host());
    assert.deepEqual(
      plan.warnings.map(({ code }) => code),
      ['file-wins', 'provider-disabled', 'no-prompt-caching', 'thinking-off', 'limits-unknown', 'prices-unknown'],
    );
    await applyPlan(plan, machine.clock);
    assert.deepEqual(await roles(), [['small', JANE]], 'the folder’s file takes precedence');
  });

  it('are absent without a file, and broken with one that is not JSON', async () => {
    assert.equal(await roles(), 'absent');
    machine.write('work/opencode.json', '{"model": ');
    assert.equal(await roles(), 'broken');
  });

  it('give a model a key from its maker and its name', () => {
    assert.equal(modelKeyOf(SONNET_46), 'anthropic-claude-sonnet-4.6');
    assert.equal(modelKeyOf(SONNET_5), 'anthropic-claude-sonnet-5');
    assert.equal(modelKeyOf(HAIKU), 'anthropic-claude-haiku-4.5');
    assert.equal(modelKeyOf(`eu.${SONNET}`), 'anthropic-claude-sonnet-4.5');
    assert.equal(modelKeyOf('amazon.nova-pro-v1:0'), 'amazon-nova-pro');
  });
});
