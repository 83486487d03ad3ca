import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isApplied } from '../../../src/agents/registry';
import { aider, AIDER_LOCATIONS } from '../../../src/agents/adapters/aider';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { continueAgent } from '../../../src/agents/adapters/continue/continue';
import { zoo } from '../../../src/agents/adapters/zooCode';
import { SYSTEM } from '../../agents/locationCase';
import { JANE, ONE, OPUS_47, target } from './machine';
import { useManagedMachine } from './managedMachine';

describe('the settings locations of agents with YAML, and of those without files', () => {
  const scratch = useManagedMachine();
  const { host, rolesOf, worst, codes, apply } = scratch;

  it('of Aider are files and variables, of which variables take precedence', async () => {
    await apply(aider);
    assert.equal(await worst(aider), 'mine');
    assert.equal(AIDER_LOCATIONS.length, 5);
    const env = scratch.machine.write(
      'work/.env',
      'export AIDER_MODEL="bedrock/us.anthropic.claude-opus-4-8" # corp\n',
    );
    assert.equal(await worst(aider), 'untracked');
    const warnings = async () => (await aider.plan(ONE, host())).warnings;
    assert.deepEqual((await warnings())[0], { code: 'goes-past', data: { file: env, keyPath: 'AIDER_MODEL' } });
    scratch.machine.write('work/.env', 'AWS_ACCESS_KEY_ID=AKIAEXAMPLE\nAWS_BEARER_TOKEN_BEDROCK=ABSK-hush\n');
    assert.deepEqual(
      (await warnings()).map(({ code, data }) => [code, data.variable]),
      [
        ['other-credentials', 'AWS_BEARER_TOKEN_BEDROCK'],
        ['other-credentials', 'AWS_ACCESS_KEY_ID'],
        ['not-tried', undefined],
      ],
    );
    assert.doesNotMatch(JSON.stringify(await warnings()), /hush|AKIA/);
    scratch.machine.write('work/.env', '');
    const shell = host({ AIDER_MODEL: 'bedrock/us.anthropic.claude-opus-4-8' });
    assert.equal(await worst(aider, shell), 'untracked');
    scratch.machine.write('home/.aider.conf.yml', `model: mine\nalias:\n  - "mine:bedrock/converse/${JANE}"\n`);
    assert.equal(await worst(aider, host({ AWS_REGION: 'eu-west-1' })), 'mine');
    scratch.machine.write('home/.aws/config', '[profile dev]\nregion = eu-west-1\n');
    assert.equal(await worst(aider, host({ AWS_PROFILE: 'dev' })), 'mine', 'the Region of the AWS profile');
  });

  it('of Aider may hold one line without a list around it', async () => {
    for (const [line, list] of [
      ['set-env: AWS_PROFILE=work', '  - AWS_PROFILE=dev\n'],
      ['set-env: "OPENAI_API_KEY=hush"  # mine', '  - "OPENAI_API_KEY=hush"  # mine\n'],
    ] as const) {
      const text = `## Sample\n${line}\ndark-mode: true\n`;
      scratch.machine.write('home/.aider.conf.yml', text);
      const plan = await aider.plan(ONE, host());
      assert.doesNotMatch(JSON.stringify(plan), /hush|=work/);
      const receipt = await applyPlan(JSON.parse(JSON.stringify(plan)) as typeof plan, scratch.machine.clock);
      assert.ok(
        scratch.machine.read('home/.aider.conf.yml').startsWith(`## Sample\nset-env:\n${list}`),
        scratch.machine.read('home/.aider.conf.yml'),
      );
      assert.equal(await worst(aider), 'mine');
      assert.equal(await isApplied(aider, ONE, host()), true);
      await undoReceipt(receipt);
      assert.equal(scratch.machine.read('home/.aider.conf.yml'), text);
    }
  });

  it('of Aider with a list that a folder’s file replaces are reported', async () => {
    scratch.machine.write('home/.aider.conf.yml', 'set-env:\n  - OPENAI_API_KEY=hush\n');
    const plan = await aider.plan(ONE, host(), { scope: 'project' });
    const hides = plan.warnings.find(({ code }) => code === 'hides-list');
    assert.deepEqual(hides?.data.count, '1');
    scratch.machine.write('work/.aider.conf.yml', 'set-env:\n  - AWS_REGION=us-east-1\n');
    assert.ok((await codes(aider)).includes('file-wins'));
  });

  it('of Continue include the older file, which is changed where it is in effect', async () => {
    const entry = { title: 'Sonnet', provider: 'bedrock', model: SYSTEM, region: 'us-east-1', profile: 'bedrock' };
    const older = { models: [{ title: 'Local', provider: 'ollama', model: 'qwen' }, entry], tabAutocompleteModel: {} };
    scratch.machine.write('home/.continue/config.json', older);
    assert.deepEqual(
      (await rolesOf(continueAgent)).map(({ role, model, region }) => [role, model, region]),
      [['Sonnet', SYSTEM, 'us-east-1']],
    );
    const plan = await continueAgent.plan(ONE, host());
    assert.deepEqual(
      plan.files.map(({ path }) => path),
      [join(scratch.machine.home, '.continue/config.json')],
    );
    await applyPlan(plan, scratch.machine.clock);
    const { models } = scratch.machine.json('home/.continue/config.json') as { models: readonly { title: string }[] };
    assert.deepEqual(
      models.map(({ title }) => title),
      ['Local', 'Sonnet', 'Claude Sonnet 4.6 (profile)'],
    );
    assert.equal(scratch.machine.exists('home/.continue/config.yaml'), false);
    assert.equal(await isApplied(continueAgent, ONE, host()), true);
    scratch.machine.write('home/.continue/config.yaml', 'name: x\nmodels: []\n');
    assert.deepEqual(await rolesOf(continueAgent), [], 'the newer one alone counts');
    scratch.machine.write(
      'work/.continue/agents/corp.yaml',
      `models:\n  - {name: Corp, provider: bedrock, model: ${SYSTEM}}\n`,
    );
    assert.deepEqual(
      (await rolesOf(continueAgent)).map(({ role }) => role),
      ['Corp'],
    );
    const keyed = `models:\n  - {name: x, provider: bedrock, model: "\${{ secrets.M }}", apiKey: hush}\n`;
    scratch.machine.write('home/.continue/config.yaml', keyed);
    assert.deepEqual((await codes(continueAgent))[0], 'other-credentials');
    scratch.machine.write('work/.continue/agents/corp.yaml', '');
    assert.equal(await worst(continueAgent), 'unresolved');
  });

  it('of Zoo Code cannot be read; its behavior with an ARN is reported', async () => {
    const to = { roles: { main: target(JANE, OPUS_47) } };
    const plan = await zoo.plan(to, host());
    assert.deepEqual(
      plan.warnings.map(({ code }) => code),
      ['no-prompt-caching', 'temperature-sent', 'running-task', 'not-tried'],
    );
    assert.equal(plan.call?.settings.awsModelContextWindow, 200_000);
    assert.equal(plan.call.settings.modelMaxTokens, 64_000);
  });
});
