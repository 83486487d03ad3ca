import assert from 'node:assert/strict';
import { AGENTS, isApplied } from '../../../src/agents/registry';
import { aider } from '../../../src/agents/adapters/aider';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { continueAgent } from '../../../src/agents/adapters/continue/continue';
import { zoo } from '../../../src/agents/adapters/zooCode';
import { HAIKU } from '../core/builders';
import { JANE, JANE_SMALL, Machine, ONE, SET, SONNET_46, target } from './machine';

const CONFIG = 'home/.continue/config.yaml';
const CONF = 'home/.aider.conf.yml';

describe('agents with YAML', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  it('Continue gets another entry; the others, their comments and their order stay', async () => {
    const text = [
      '# mine',
      'name: Work',
      'version: 1.0.0',
      '',
      '# models',
      'models:',
      '- name: GPT   # daily',
      '  provider: openai',
      '  apiKey: hush',
      '',
      '# rules below',
      'rules: [ "be brief" ]',
      '',
    ].join('\n');
    machine.write(CONFIG, text);
    const plan = await continueAgent.plan(ONE, machine.host());
    assert.doesNotMatch(JSON.stringify(plan), /hush|daily|be brief/);
    const receipt = await applyPlan(plan, machine.clock);
    const after = machine.read(CONFIG);
    for (const line of ['# mine', '# models', '- name: GPT   # daily', '# rules below', 'rules: [ "be brief" ]'])
      assert.ok(after.includes(line), after);
    const binding = await continueAgent.read(machine.host());
    assert.deepEqual(
      binding.state === 'readable' &&
        binding.roles.map(({ role, model, region, awsProfile }) => [role, model, region, awsProfile]),
      [['Claude Sonnet 4.6 (profile)', JANE, 'eu-west-1', 'dev']],
    );
    assert.equal(await isApplied(continueAgent, ONE, machine.host()), true);
    await undoReceipt(receipt);
    assert.equal(machine.read(CONFIG), text);
  });

  it('Continue’s list keeps the comments around it, whether it was empty, null or missing', async () => {
    const entry = '  - name: Claude Sonnet 4.6 (profile)\n';
    for (const [text, start] of [
      ['models: # put yours here\n# - name: My old one\n', `models: # put yours here\n${entry}`],
      ['models: [] # none\n# below\nrules: []\n', `models: # none\n${entry}`],
      ['models: null\n# below\n', `models:\n${entry}`],
      ['# head\nname: x # mine\n\n# foot\n', '# head\nname: x # mine\n\n# foot\nmodels:\n'],
      [
        'models:\n  # first\n  - name: a\n    # inner\n    provider: b # tail\n  # last\n',
        'models:\n  # first\n  - name: a\n',
      ],
    ] as const) {
      machine.write(CONFIG, text);
      const receipt = await applyPlan(await continueAgent.plan(ONE, machine.host()), machine.clock);
      const after = machine.read(CONFIG);
      assert.ok(after.startsWith(start), after);
      assert.deepEqual(after.match(/#.*/g), text.match(/#.*/g));
      assert.deepEqual((await continueAgent.read(machine.host())).models, [JANE]);
      assert.ok(
        after.split('\n').every((line) => line.length < 120),
        after,
      );
      await undoReceipt(receipt);
    }
  });

  it('Continue’s entry that somebody wrote by hand is set key by key, and keeps what else is in it', async () => {
    const own = [
      '    systemMessage: be nice # always',
      '    requestOptions:',
      '      headers:',
      '        X-Any: hush',
      '    roles: [chat, autocomplete]',
    ];
    const text = [
      'name: x',
      'models:',
      '  - name: My Sonnet # fav',
      '    provider: bedrock',
      `    model: ${JANE}`,
      '    env:',
      '      region: us-east-1',
      '      secretAccessKey: hush',
      ...own,
      '',
    ].join('\n');
    machine.write(CONFIG, text);
    const plan = await continueAgent.plan(ONE, machine.host());
    assert.deepEqual(
      plan.files[0]?.changes.map(({ keyPath, before }) => [keyPath, before]),
      [
        ['models.0.name', 'My Sonnet'],
        ['models.0.env.region', 'us-east-1'],
        ['models.0.env.profile', undefined],
        ['models.0.capabilities.0', undefined],
        ['models.0.capabilities.1', undefined],
        ['models.0.defaultCompletionOptions.contextLength', undefined],
        ['models.0.defaultCompletionOptions.maxTokens', undefined],
      ],
    );
    await applyPlan(plan, machine.clock);
    const after = machine.read(CONFIG);
    for (const line of [...own, '  - name: Claude Sonnet 4.6 (profile) # fav', '      secretAccessKey: hush'])
      assert.ok(after.includes(`${line}\n`), `${line} in ${after}`);
    assert.equal(await isApplied(continueAgent, ONE, machine.host()), true);
  });

  it('Continue’s models are not changed where they are no list', async () => {
    for (const text of ['models: {a: 1}\n', 'models: mine\n']) {
      machine.write(CONFIG, text);
      await assert.rejects(continueAgent.plan(ONE, machine.host()), { code: 'cannot-edit' });
      assert.equal(machine.read(CONFIG), text);
    }
  });

  it('Continue’s entry of an earlier profile is replaced, not added again; a set gives two', async () => {
    await applyPlan(await continueAgent.plan(ONE, machine.host()), machine.clock);
    const newer = { roles: { main: target(JANE_SMALL, SONNET_46) } };
    await applyPlan(await continueAgent.plan(newer, machine.host()), machine.clock);
    assert.deepEqual((await continueAgent.read(machine.host())).models, [JANE_SMALL]);
    const two = { roles: { main: target(), small: target(JANE_SMALL, HAIKU) } };
    await applyPlan(await continueAgent.plan(two, machine.host()), machine.clock);
    assert.deepEqual((await continueAgent.read(machine.host())).models, [JANE, JANE_SMALL]);
    assert.match(machine.read(CONFIG), /^name: Local Config\nversion: 1\.0\.0\nschema: v1\nmodels:\n/);
  });

  it('Aider keeps its comments and its other variables, which no plan shows', async () => {
    const text = '# mine\ndark-mode: true   # at night\nset-env:\n  - OPENAI_API_KEY=hush\n  - AWS_REGION=us-east-1\n';
    machine.write(CONF, text);
    const plan = await aider.plan(SET, machine.host());
    assert.doesNotMatch(JSON.stringify(plan), /hush/);
    await applyPlan(plan, machine.clock);
    assert.equal(
      machine.read(CONF),
      '# mine\ndark-mode: true   # at night\n' +
        'set-env:\n  - OPENAI_API_KEY=hush\n  - AWS_REGION=eu-west-1\n  - AWS_REGION_NAME=eu-west-1\n  - AWS_PROFILE=dev\n' +
        `model: bedrock/converse/${JANE}\nweak-model: bedrock/converse/${JANE_SMALL}\neditor-model: bedrock/converse/${JANE}\n`,
    );
    const binding = await aider.read(machine.host());
    assert.deepEqual(
      binding.state === 'readable' && binding.roles.map(({ role, model, region }) => [role, model, region]),
      [
        ['main', JANE, 'eu-west-1'],
        ['small', JANE_SMALL, 'eu-west-1'],
        ['editor', JANE, 'eu-west-1'],
      ],
    );
  });

  it('Aider’s file of the folder overrides that of the home, with a warning', async () => {
    machine.write('work/.aider.conf.yml', 'model: gpt-5\n');
    const plan = await aider.plan(ONE, machine.host());
    assert.deepEqual(
      plan.warnings.map(({ code }) => code),
      ['file-wins', 'not-tried'],
    );
    const project = await aider.plan(ONE, machine.host(), { scope: 'project' });
    assert.deepEqual(
      project.warnings.map(({ code }) => code),
      ['not-tried', 'shared-with-team'],
    );
  });

  it('are refused when they are broken, hold several documents, or share values by name', async () => {
    for (const [text, reason] of [
      ['model: [\n', 'syntax'],
      ['a: 1\na: 2\n', 'duplicate-keys'],
      ['a: 1\n---\nb: 2\n', 'several-documents'],
      ['- a\n', 'not-an-object'],
      ['a: {b: 1, b: 2}\n', 'duplicate-keys'],
      [`a: ${'['.repeat(8000)}${']'.repeat(8000)}\n`, 'syntax'],
      [`a: ${'['.repeat(200_000)}`, 'syntax'],
      [`${'- '.repeat(8000)}a\n`, 'syntax'],
      // Aliases: of each other nine times over, of what they are in, and of nothing.
      [
        'a: &a [x]\n' +
          ['ab', 'bc', 'cd', 'de', 'ef']
            .map(([from = '', to = '']) => `${to}: &${to} [${`*${from},`.repeat(9)}]\n`)
            .join(''),
        'syntax',
      ],
      ['a: &a\n  b: *a\n', 'syntax'],
      ['*a\n', 'syntax'],
      [`a: ${'x'.repeat(256 * 1024)}\n`, 'too-large'],
    ] as const) {
      machine.write(CONF, text);
      await assert.rejects(aider.plan(ONE, machine.host()), (error: unknown) => {
        assert.equal((error as { detail: { reason: string } }).detail.reason, reason);
        return true;
      });
      const binding = await aider.read(machine.host());
      assert.equal(binding.state === 'broken' && binding.reason, reason);
    }
    machine.write(CONF, 'model: &m gpt\nother: *m\n');
    await assert.rejects(aider.plan(ONE, machine.host()), { code: 'cannot-edit' });
    for (const empty of ['', '# nothing yet\n', '---\n', '{}\n']) {
      machine.write(CONF, empty);
      await applyPlan(await aider.plan(ONE, machine.host()), machine.clock);
      assert.deepEqual((await aider.read(machine.host())).models, [JANE], JSON.stringify(empty));
    }
  });

  it('Zoo Code is set through its extension, so its plan changes no file', async () => {
    const plan = await zoo.plan(ONE, machine.host());
    assert.deepEqual(plan.files, []);
    assert.deepEqual(plan.needs, ['call-extension']);
    assert.equal(plan.call?.name, 'Bedrock profile');
    assert.match(JSON.stringify(plan.call), /"awsCustomArn":"arn:aws:bedrock:eu-west-1/);
    assert.equal((await zoo.read(machine.host())).state, 'hidden');
  });

  it('all agents are known by the ids under which their makers publish their extensions', () => {
    assert.deepEqual(Object.fromEntries(AGENTS.map(({ id, extensionIds }) => [id, extensionIds])), {
      cline: ['saoudrizwan.claude-dev'],
      'cline-cli': [],
      'claude-code': ['anthropic.claude-code'],
      // The second is its newer one, which needs the same program.
      opencode: ['sst-dev.opencode', 'sst-dev.opencode-v2'],
      kilo: ['kilocode.kilo-code'],
      continue: ['Continue.continue'],
      aider: [],
      zoo: ['ZooCodeOrganization.zoo-code'],
    });
  });

  it('all agents are found by their files or programs, and those files are watched', async () => {
    assert.deepEqual(
      (await Promise.all(AGENTS.map((agent) => agent.read(machine.host())))).map(({ state }) => state),
      ['absent', 'absent', 'absent', 'absent', 'absent', 'absent', 'absent', 'hidden'],
    );
    machine.write('bin/claude', '#!/bin/sh\n', 0o755);
    machine.write('home/.aider.conf.yml', '');
    const host = machine.host({ PATH: `/nowhere:${machine.root}/bin` });
    const found = await Promise.all(AGENTS.map((agent) => agent.detect(host)));
    assert.deepEqual(
      found.map((paths) => paths.length > 0),
      [false, false, true, false, false, false, true, false],
    );
    for (const agent of AGENTS) {
      assert.equal(new Set(agent.watchPaths(host)).size, agent.watchPaths(host).length);
      if (agent === zoo) continue;
      const [path = ''] = (await agent.plan(ONE, machine.host())).files.map((file) => file.path);
      assert.ok(agent.watchPaths(machine.host()).includes(path), `${agent.name} is watched at ${path}`);
    }
  });
});
