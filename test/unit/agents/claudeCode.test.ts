import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { applyPlan } from '../../../src/agents/changes/apply';
import { anthropicId, claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { HAIKU, profileArn, SONNET } from '../core/builders';
import { JANE, JANE_PLAN, JANE_SMALL, Machine, ONE, OPUS_47, SET, SONNET_46, target } from './machine';
import { effectiveModel } from '../../../src/agents/binding';

describe('Claude Code', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });
  const roles = async (env: Readonly<Record<string, string>> = {}) => {
    const binding = await claudeCode.read(machine.host(env));
    if (binding.state !== 'readable') throw new Error(binding.state);
    return Object.fromEntries(binding.roles.map((one) => [one.role, effectiveModel(one)]));
  };

  it('is set to one profile for every family, by its exact model id and in the profile’s Region', async () => {
    const plan = await claudeCode.plan(ONE, machine.host());
    await applyPlan(plan, machine.clock);
    assert.deepEqual(machine.json('home/.claude/settings.json'), {
      model: 'sonnet',
      env: {
        CLAUDE_CODE_USE_BEDROCK: '1',
        AWS_REGION: 'eu-west-1',
        AWS_PROFILE: 'dev',
        ANTHROPIC_DEFAULT_SONNET_MODEL: JANE,
        ANTHROPIC_DEFAULT_OPUS_MODEL: JANE,
        ANTHROPIC_DEFAULT_HAIKU_MODEL: JANE,
        ANTHROPIC_DEFAULT_FABLE_MODEL: JANE,
      },
      modelOverrides: { 'claude-haiku-4-5-20251001': JANE, 'claude-sonnet-4-6': JANE },
    });
    machine.assertMode('home/.claude/settings.json', 0o600);
    assert.deepEqual(await roles(), { main: JANE, sonnet: JANE, opus: JANE, haiku: JANE, fable: JANE });
    assert.deepEqual((await claudeCode.plan(ONE, machine.host())).files, [], 'nothing is left to do');
  });

  it('takes a set of profiles, each for its family', async () => {
    await applyPlan(await claudeCode.plan(SET, machine.host()), machine.clock);
    assert.deepEqual(await roles(), { main: JANE, sonnet: JANE, opus: JANE_PLAN, haiku: JANE_SMALL, fable: JANE });
    assert.match(machine.read('home/.claude/settings.json'), /"model": "opusplan"/, 'else it plans with the main one');
  });

  it('takes the alias of an Opus or a Haiku profile’s family', async () => {
    const opus = { roles: { main: target(JANE, OPUS_47) } };
    await applyPlan(await claudeCode.plan(opus, machine.host()), machine.clock);
    assert.deepEqual(await roles(), { main: JANE, sonnet: JANE, opus: JANE, haiku: JANE, fable: JANE });
    assert.match(machine.read('home/.claude/settings.json'), /"model": "opus"/);
  });

  it('plans with the main profile unless it can plan with the other one, and always works with the main one', async () => {
    const alias = async (main: string, more: { small?: string; plan?: string }): Promise<string | undefined> => {
      const roles = {
        main: target(JANE, main),
        ...(more.small === undefined ? {} : { small: target(JANE_SMALL, more.small) }),
        ...(more.plan === undefined ? {} : { plan: target(JANE_PLAN, more.plan) }),
      };
      const plan = await claudeCode.plan({ roles }, machine.host());
      const value = (name: string) => plan.files[0]?.edits.find(({ path }) => path.join('.') === name)?.value;
      const word = value('model');
      assert.ok(typeof word === 'string');
      assert.equal(value(`env.ANTHROPIC_DEFAULT_${word === 'opusplan' ? 'SONNET' : word.toUpperCase()}_MODEL`), JANE);
      return word;
    };
    assert.equal(await alias(SONNET_46, { plan: OPUS_47 }), 'opusplan');
    assert.equal(await alias(SONNET_46, { plan: SONNET }), 'sonnet');
    assert.equal(await alias(OPUS_47, { plan: SONNET_46 }), 'opus');
    assert.equal(await alias(HAIKU, { small: SONNET_46 }), 'opus', 'Haiku and Sonnet are pinned to the small one');
    assert.equal(await alias('anthropic.claude-fable-5-2', {}), 'sonnet', 'a word that older versions know, too');
    assert.equal(await alias('amazon.nova-pro-v1:0', { small: SONNET_46 }), 'opus');
  });

  it('invokes its own model for every family that is not pinned, and each is reported as untracked', async () => {
    const unset = async () => {
      const binding = await claudeCode.read(machine.host());
      return binding.state === 'readable'
        ? binding.roles.filter((one) => one.unset).map(({ role }) => role)
        : undefined;
    };
    const env = { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'eu-west-1' };
    machine.write('home/.claude/settings.json', { model: JANE, env });
    assert.deepEqual(await unset(), ['sonnet', 'opus', 'haiku', 'fable']);
    assert.equal((await roles()).main, JANE);
    machine.write('home/.claude/settings.json', {
      model: 'opusplan',
      env: { ...env, ANTHROPIC_DEFAULT_SONNET_MODEL: JANE },
    });
    assert.deepEqual(await unset(), ['opus', 'haiku', 'fable']);
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    assert.deepEqual(await unset(), []);
  });

  const JOHN = profileArn('john00000000');
  const SYSTEM = 'us.anthropic.claude-sonnet-4-6';

  it('is read with every variable and override that names a model', async () => {
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    const settings = machine.json('home/.claude/settings.json') as { env: object; modelOverrides: object };
    machine.write('home/.claude/settings.json', {
      ...settings,
      env: { ...settings.env, ANTHROPIC_SMALL_FAST_MODEL: SYSTEM, CLAUDE_CODE_WORKFLOW_SUBAGENT_MODEL: 'haiku' },
      modelOverrides: { ...settings.modelOverrides, 'claude-opus-4-8': JOHN },
    });
    const read = await roles({ CLAUDE_CODE_SUBAGENT_MODEL: SYSTEM, CLAUDE_CODE_AUTO_MODE_MODEL: 'inherit' });
    assert.deepEqual(
      [read.small, read.subagents, read.workflows, read['claude-opus-4-8'], 'automatic' in read],
      [SYSTEM, SYSTEM, JANE, JOHN, false],
    );
    machine.write('home/.claude/settings.json', { env: { ...settings.env, ANTHROPIC_DEFAULT_MODEL: SYSTEM } });
    assert.equal((await roles()).main, SYSTEM, 'what it begins with where no model is chosen');
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    assert.equal((await roles()).main, JANE);
  });

  it('is set so that neither a file of lower precedence nor another key of the same file overrides it', async () => {
    const wrong = {
      model: 'opus',
      env: { ANTHROPIC_MODEL: SYSTEM, CLAUDE_CODE_SUBAGENT_MODEL: SYSTEM, CLAUDE_CODE_AUTO_MODE_MODEL: 'haiku' },
      modelOverrides: { 'claude-opus-4-8': JOHN },
    };
    for (const scope of ['local', 'user'] as const) {
      machine.write('home/.claude/settings.json', wrong);
      const plan = await claudeCode.plan(ONE, machine.host(), { scope });
      assert.deepEqual(plan.warnings, []);
      await applyPlan(plan, machine.clock);
      assert.deepEqual([...new Set(Object.values(await roles()))], [JANE], scope);
      assert.deepEqual((await claudeCode.plan(ONE, machine.host(), { scope })).files, [], 'nothing is left to do');
    }
    const { env } = machine.json('home/.claude/settings.json') as { env: Record<string, unknown> };
    assert.deepEqual(
      [env.ANTHROPIC_MODEL, env.CLAUDE_CODE_SUBAGENT_MODEL, env.CLAUDE_CODE_AUTO_MODE_MODEL],
      [undefined, undefined, 'haiku'],
      'a word that comes to a pin stays',
    );
  });

  it('names what it cannot change: a key of a file with precedence, a variable of the shell', async () => {
    machine.write('work/.claude/settings.local.json', { modelOverrides: { 'claude-opus-4-8': JOHN } });
    const env = { CLAUDE_CODE_SUBAGENT_MODEL: SYSTEM };
    const plan = await claudeCode.plan(ONE, machine.host(env), { scope: 'user' });
    assert.deepEqual(plan.warnings, [
      { code: 'variable-wins', data: { variable: 'CLAUDE_CODE_SUBAGENT_MODEL', of: 'model', value: SYSTEM } },
      {
        code: 'goes-past',
        data: { file: `${machine.workspace}/.claude/settings.local.json`, keyPath: 'modelOverrides.claude-opus-4-8' },
      },
    ]);
  });

  it('warns of a key in its settings that is used instead of the AWS profile', async () => {
    const file = machine.write('home/.claude/settings.json', { env: { AWS_BEARER_TOKEN_BEDROCK: 'ABSK-secret' } });
    const plan = await claudeCode.plan(ONE, machine.host());
    assert.deepEqual(plan.warnings, [
      { code: 'other-credentials', data: { variable: 'env.AWS_BEARER_TOKEN_BEDROCK', file } },
    ]);
    assert.doesNotMatch(JSON.stringify(plan), /ABSK/);
  });

  it('is not written through a link to a file outside the folder', async () => {
    const victim = machine.write('home/victim.json', {});
    mkdirSync(`${machine.workspace}/.claude`);
    symlinkSync(victim, `${machine.workspace}/.claude/settings.local.json`);
    symlinkSync('settings.shared.json', `${machine.workspace}/.claude/settings.json`);
    machine.write('work/.claude/settings.shared.json', {});
    await assert.rejects(claudeCode.plan(ONE, machine.host(), { scope: 'local' }), { code: 'leaves-folder' });
    assert.equal(
      (await claudeCode.plan(ONE, machine.host(), { scope: 'project' })).files.length,
      1,
      'inside it may be',
    );
    rmSync(`${machine.workspace}/.claude`, { recursive: true });
    symlinkSync(machine.home, `${machine.workspace}/.claude`);
    await assert.rejects(claudeCode.plan(ONE, machine.host(), { scope: 'local' }), { code: 'leaves-folder' });
    assert.equal(machine.read('home/victim.json'), '{}');
  });

  it('keeps all other settings, and removes older names that would override them', async () => {
    machine.write('home/.claude/settings.json', {
      permissions: { allow: ['Bash(ls:*)'] },
      env: { ANTHROPIC_MODEL: 'us.anthropic.claude-sonnet-4-6', GITHUB_TOKEN: 'ghp_verysecret', HTTPS_PROXY: 'x' },
      model: 'opus',
    });
    const plan = await claudeCode.plan(ONE, machine.host());
    assert.deepEqual(plan.files[0]?.changes.slice(0, 2), [
      { keyPath: 'model', before: 'opus', after: 'sonnet' },
      { keyPath: 'env.CLAUDE_CODE_USE_BEDROCK', before: undefined, after: '1' },
    ]);
    assert.doesNotMatch(JSON.stringify(plan), /verysecret/);
    await applyPlan(plan, machine.clock);
    const after = machine.json('home/.claude/settings.json') as { permissions: unknown; env: Record<string, unknown> };
    assert.deepEqual(after.permissions, { allow: ['Bash(ls:*)'] });
    assert.equal(after.env.GITHUB_TOKEN, 'ghp_verysecret');
    assert.equal(after.env.HTTPS_PROXY, 'x');
    assert.equal('ANTHROPIC_MODEL' in after.env, false);
  });

  it('has its settings where CLAUDE_CONFIG_DIR points, or in the folder', async () => {
    const elsewhere = machine.host({ CLAUDE_CONFIG_DIR: `${machine.root}/elsewhere` });
    assert.equal((await claudeCode.plan(ONE, elsewhere)).files[0]?.path, `${machine.root}/elsewhere/settings.json`);
    const local = await claudeCode.plan(ONE, machine.host(), { scope: 'local' });
    assert.equal(local.files[0]?.path, `${machine.workspace}/.claude/settings.local.json`);
    const project = await claudeCode.plan(ONE, machine.host(), { scope: 'project' });
    assert.equal(project.files[0]?.mode, 0o644);
    assert.deepEqual(
      project.warnings.map(({ code }) => code),
      ['shared-with-team'],
    );
    await assert.rejects(claudeCode.plan(ONE, machine.host({}, { workspace: undefined }), { scope: 'local' }), {
      code: 'no-such-scope',
    });
  });

  it('reports what overrides the file: a variable of the shell, a file of the folder', async () => {
    machine.write('work/.claude/settings.json', { model: 'opus' });
    const env = { ANTHROPIC_MODEL: 'eu.anthropic.claude-opus-4-7', AWS_BEARER_TOKEN_BEDROCK: 'ABSK-secret' };
    const plan = await claudeCode.plan(ONE, machine.host(env));
    assert.deepEqual(
      plan.warnings.map(({ code, data }) => [code, data.variable ?? data.file]),
      [
        ['file-wins', `${machine.workspace}/.claude/settings.json`],
        ['variable-wins', 'ANTHROPIC_MODEL'],
        ['other-credentials', 'AWS_BEARER_TOKEN_BEDROCK'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(plan), /ABSK/);
    await applyPlan(plan, machine.clock);
    assert.equal((await roles(env)).main, 'eu.anthropic.claude-opus-4-7');
    assert.equal((await roles()).main, JANE, 'the folder’s opus is pinned, too');
  });

  it('is reported as not on Bedrock, absent or broken', async () => {
    assert.equal((await claudeCode.read(machine.host())).state, 'absent');
    machine.write('home/.claude/settings.json', { model: 'opus' });
    assert.deepEqual(await roles(), {});
    machine.write('home/.claude/settings.json', '{"env": {');
    const binding = await claudeCode.read(machine.host());
    assert.equal(binding.state === 'broken' && binding.reason, 'syntax');
  });

  it('needs one Region and one AWS profile for all roles', async () => {
    const other = { region: 'us-east-1' };
    const regions = { roles: { main: target(), small: target(JANE_SMALL, HAIKU, other) } };
    await assert.rejects(claudeCode.plan(regions, machine.host()), { code: 'regions-differ' });
    const profiles = { roles: { main: target(), small: target(JANE_SMALL, HAIKU, { awsProfile: 'prod' }) } };
    await assert.rejects(claudeCode.plan(profiles, machine.host()), { code: 'aws-profiles-differ' });
  });

  it('converts ids to Anthropic’s names of models, with a date where they have one', () => {
    assert.equal(anthropicId(SONNET_46), 'claude-sonnet-4-6');
    assert.equal(anthropicId(HAIKU), 'claude-haiku-4-5-20251001');
    assert.equal(anthropicId(SONNET), 'claude-sonnet-4-5-20250929');
    assert.equal(anthropicId('anthropic.claude-3-5-sonnet-20241022-v2:0'), 'claude-3-5-sonnet-20241022');
    assert.equal(anthropicId('anthropic.claude-opus-4-6-v1'), 'claude-opus-4-6');
    assert.equal(anthropicId('amazon.nova-pro-v1:0'), undefined);
  });
});
