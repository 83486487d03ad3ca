import assert from 'node:assert/strict';
import { invoked } from '../../../src/agents/agent';
import { applyPlan } from '../../../src/agents/apply';
import { anthropicId, claudeCode } from '../../../src/agents/claudeCode';
import { HAIKU, SONNET } from '../core/builders';
import { JANE, JANE_PLAN, JANE_SMALL, Machine, ONE, OPUS_47, SET, SONNET_46, target } from './machine';

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
    return Object.fromEntries(binding.roles.map((one) => [one.role, invoked(one)]));
  };

  it('is pointed at one profile in every family, by its exact model id and in the profile’s Region', async () => {
    const plan = await claudeCode.plan(ONE, machine.host());
    await applyPlan(plan, machine.places);
    assert.deepEqual(machine.json('home/.claude/settings.json'), {
      model: 'sonnet',
      env: {
        CLAUDE_CODE_USE_BEDROCK: '1',
        AWS_REGION: 'eu-west-1',
        AWS_PROFILE: 'dev',
        ANTHROPIC_DEFAULT_SONNET_MODEL: JANE,
        ANTHROPIC_DEFAULT_OPUS_MODEL: JANE,
        ANTHROPIC_DEFAULT_HAIKU_MODEL: JANE,
      },
      modelOverrides: { 'claude-haiku-4-5-20251001': JANE, 'claude-sonnet-4-6': JANE },
    });
    assert.equal(machine.mode('home/.claude/settings.json'), 0o600);
    assert.deepEqual(await roles(), { main: JANE, sonnet: JANE, opus: JANE, haiku: JANE });
    assert.deepEqual((await claudeCode.plan(ONE, machine.host())).files, [], 'nothing is left to do');
  });

  it('takes a set of profiles, each for its family', async () => {
    await applyPlan(await claudeCode.plan(SET, machine.host()), machine.places);
    assert.deepEqual(await roles(), { main: JANE, sonnet: JANE, opus: JANE_PLAN, haiku: JANE_SMALL });
  });

  it('calls an Opus or a Haiku profile by its own family', async () => {
    const opus = { roles: { main: target(JANE, OPUS_47) } };
    await applyPlan(await claudeCode.plan(opus, machine.host()), machine.places);
    assert.deepEqual(await roles(), { main: JANE, sonnet: JANE, opus: JANE, haiku: JANE });
    assert.match(machine.read('home/.claude/settings.json'), /"model": "opus"/);
  });

  it('keeps all that is somebody else’s, and takes older names away that would win', async () => {
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
    await applyPlan(plan, machine.places);
    const after = machine.json('home/.claude/settings.json') as { permissions: unknown; env: Record<string, unknown> };
    assert.deepEqual(after.permissions, { allow: ['Bash(ls:*)'] });
    assert.equal(after.env.GITHUB_TOKEN, 'ghp_verysecret');
    assert.equal(after.env.HTTPS_PROXY, 'x');
    assert.equal('ANTHROPIC_MODEL' in after.env, false);
  });

  it('lies where CLAUDE_CONFIG_DIR says, or in the folder', async () => {
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

  it('says what wins over the file: a variable of the shell, a file of the folder', async () => {
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
    await applyPlan(plan, machine.places);
    assert.equal((await roles(env)).main, 'eu.anthropic.claude-opus-4-7');
    assert.equal((await roles()).main, JANE, 'the folder’s opus is pinned, too');
  });

  it('is not on Bedrock, not there, or not readable, and is called so', async () => {
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

  it('knows Anthropic’s own names of models, dated where they are dated', () => {
    assert.equal(anthropicId(SONNET_46), 'claude-sonnet-4-6');
    assert.equal(anthropicId(HAIKU), 'claude-haiku-4-5-20251001');
    assert.equal(anthropicId(SONNET), 'claude-sonnet-4-5-20250929');
    assert.equal(anthropicId('anthropic.claude-3-5-sonnet-20241022-v2:0'), 'claude-3-5-sonnet-20241022');
    assert.equal(anthropicId('anthropic.claude-opus-4-6-v1'), 'claude-opus-4-6');
    assert.equal(anthropicId('amazon.nova-pro-v1:0'), undefined);
  });
});
