import assert from 'node:assert/strict';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { HAIKU } from '../core/builders';
import { JANE, Machine, ONE, OPUS_47, SET, SONNET_46 } from './machine';
import { OTHER_KEY, SECRET, throughGateway, URL_OF_GATEWAY } from './gatewayRoute';

const FILE = 'home/.claude/settings.json';

describe('Claude Code through the gateway', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });
  const env = (): Record<string, string> => (machine.json(FILE) as { env: Record<string, string> }).env;

  it('pins every family to a real name, signs in with the secret, and needs no AWS profile', async () => {
    await applyPlan(await claudeCode.plan(throughGateway(SET), machine.host()), machine.clock);
    assert.deepEqual(machine.json(FILE), {
      model: 'opusplan',
      env: {
        CLAUDE_CODE_USE_BEDROCK: '1',
        AWS_REGION: 'eu-west-1',
        ANTHROPIC_DEFAULT_SONNET_MODEL: SONNET_46,
        ANTHROPIC_DEFAULT_OPUS_MODEL: OPUS_47,
        ANTHROPIC_DEFAULT_HAIKU_MODEL: HAIKU,
        ANTHROPIC_DEFAULT_FABLE_MODEL: SONNET_46,
        ANTHROPIC_BEDROCK_BASE_URL: URL_OF_GATEWAY,
        AWS_BEARER_TOKEN_BEDROCK: SECRET,
      },
    });
    machine.assertMode(FILE, 0o600);
    const binding = await claudeCode.read(machine.host());
    assert.ok(binding.state === 'readable');
    for (const role of binding.roles) {
      assert.deepEqual(role.gateway, { url: URL_OF_GATEWAY, hasSecret: true });
      assert.deepEqual(role.overrides, []);
    }
    assert.deepEqual((await claudeCode.plan(throughGateway(SET), machine.host())).files, [], 'nothing is left to do');
  });

  it('loses our overrides of models, and keeps those of the user', async () => {
    machine.write(FILE, { modelOverrides: { 'claude-opus-4-1': 'us.anthropic.claude-opus-4-1-20250805-v1:0' } });
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    assert.match(machine.read(FILE), /claude-haiku-4-5-20251001": "arn:/);
    await applyPlan(await claudeCode.plan(throughGateway(ONE), machine.host()), machine.clock);
    assert.doesNotMatch(machine.read(FILE), /arn:/);
  });

  it('overrides, in a file of the folder, what the user’s own file sets to profiles', async () => {
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    const plan = await claudeCode.plan(throughGateway(ONE), machine.host(), { scope: 'local' });
    await applyPlan(plan, machine.clock);
    const binding = await claudeCode.read(machine.host());
    assert.deepEqual(binding.models, [SONNET_46]);
  });

  it('goes back to profiles without a trace of the gateway, and keeps an endpoint of the user’s own', async () => {
    machine.write(FILE, { env: { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'example.com' } });
    await applyPlan(await claudeCode.plan(throughGateway(ONE), machine.host()), machine.clock);
    assert.equal(env().NO_PROXY, 'example.com,127.0.0.1,127.0.0.1:8317');
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    assert.equal(env().NO_PROXY, 'example.com');
    assert.doesNotMatch(machine.read(FILE), /127\.0\.0\.1|bedrock-tally/);
    machine.write(FILE, {
      env: {
        ANTHROPIC_BEDROCK_BASE_URL: 'https://vpce.example.com',
        AWS_BEARER_TOKEN_BEDROCK: OTHER_KEY,
        NO_PROXY: 'localhost,127.0.0.1',
      },
    });
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    assert.equal(env().ANTHROPIC_BEDROCK_BASE_URL, 'https://vpce.example.com');
    assert.equal(env().AWS_BEARER_TOKEN_BEDROCK, OTHER_KEY);
    assert.equal(env().NO_PROXY, 'localhost,127.0.0.1');
  });

  it('excepts loopback from a proxy of the environment, by the name that is in use there', async () => {
    const host = machine.host({ https_proxy: 'http://proxy:3128', no_proxy: 'intern' });
    await applyPlan(await claudeCode.plan(throughGateway(ONE), host), machine.clock);
    assert.deepEqual([env().no_proxy, env().NO_PROXY], ['intern,127.0.0.1,127.0.0.1:8317', '127.0.0.1,127.0.0.1:8317']);
    assert.deepEqual((await claudeCode.plan(throughGateway(ONE), host)).files, []);
    await applyPlan(await claudeCode.plan(ONE, host), machine.clock);
    assert.deepEqual([env().no_proxy, env().NO_PROXY], [undefined, undefined]);
  });

  it('writes the secret into no file that Git would add, and says where it is written instead', async () => {
    machine.git();
    const plan = await claudeCode.plan(throughGateway(ONE), machine.host(), { scope: 'project' });
    assert.deepEqual(
      plan.files.map(({ path }) => path),
      [machine.path(FILE)],
    );
    assert.ok(plan.warnings.some(({ code }) => code === 'written-elsewhere'));
    machine.write('work/.gitignore', '.claude/settings.local.json\n');
    const local = await claudeCode.plan(throughGateway(ONE), machine.host(), { scope: 'project' });
    assert.deepEqual(
      local.files.map(({ path }) => path),
      [machine.path('work/.claude/settings.local.json')],
    );
    await applyPlan(local, machine.clock);
    assert.equal(machine.searchGit(SECRET), '');
  });

  it('refuses where the user’s own file is in a repository', async () => {
    machine.git('home');
    await assert.rejects(claudeCode.plan(throughGateway(ONE), machine.host()), { code: 'secret-in-git' });
    await claudeCode.plan(ONE, machine.host());
  });

  it('is not taken back to a secret that was not kept, except with a new one', async () => {
    await applyPlan(await claudeCode.plan(throughGateway(ONE), machine.host()), machine.clock);
    const before = machine.read(FILE);
    const receipt = await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    assert.ok(!JSON.stringify(receipt).includes(SECRET));
    await assert.rejects(undoReceipt(receipt), { code: 'secret-gone' });
    assert.match(machine.read(FILE), new RegExp(JANE));
    const renewed = SECRET.replace(/.{4}$/, 'AAAA');
    await undoReceipt(receipt, renewed);
    assert.equal(machine.read(FILE), before.replace(SECRET, renewed));
  });
});
