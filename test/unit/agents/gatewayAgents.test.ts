import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEDULE_FORMATS, scheduledFileName } from '../../../src/agents/changes/applyAtStart';
import type { Agent } from '../../../src/agents/agent';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { clineCli } from '../../../src/agents/adapters/cline/clineCli';
import { kilo, openCode } from '../../../src/agents/adapters/openCode/openCode';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { planUndo } from '../../../src/agents/changes/planUndo';
import { scheduleAtStart } from '../../../src/agents/changes/scheduleAtStart';
import type { Target } from '../../../src/agents/target';
import { HAIKU } from '../core/builders';
import { JANE, Machine, ONE, OPUS_47, SET, SONNET_46, target } from './machine';
import { OTHER_KEY, SECRET, throughGateway, URL_OF_GATEWAY } from './gatewayRoute';

const NOVA: Target = { roles: { main: target(JANE, 'amazon.nova-pro-v1:0') } };

const OPEN_CODE = 'home/.config/opencode/opencode.json';
const STATE = 'home/.cline/data/globalState.json';
const KEYS = 'home/.cline/data/secrets.json';
const PROVIDERS = 'home/.cline/data/settings/providers.json';
const PROVIDER = {
  settings: { provider: 'bedrock', model: 'x', apiKey: OTHER_KEY, aws: { endpoint: 'https://vpce.example.com' } },
  updatedAt: '2026-11-01T00:00:00.000Z',
};

/** An agent's files with settings, an endpoint and a key of the user's own. */
const OWN: readonly { readonly agent: Agent; readonly files: Readonly<Record<string, unknown>> }[] = [
  {
    agent: openCode,
    files: {
      [OPEN_CODE]: `{
  // mine
  "provider": { "amazon-bedrock": { "options": { "apiKey": "${OTHER_KEY}", "baseURL": "https://vpce.example.com" } } }
}
`,
    },
  },
  { agent: kilo, files: { 'home/.config/kilo/kilo.json': { provider: { 'amazon-bedrock': { options: { x: 1 } } } } } },
  { agent: clineCli, files: { [PROVIDERS]: { version: 1, providers: { bedrock: PROVIDER } } } },
  {
    agent: cline,
    files: {
      [STATE]: { awsBedrockEndpoint: 'https://vpce.example.com', awsBedrockEndpointSelected: true, mine: 1 },
      [KEYS]: { awsBedrockApiKey: OTHER_KEY, openRouterApiKey: 'sk-or-v1-mine' },
      [PROVIDERS]: { version: 1, providers: { bedrock: PROVIDER } },
    },
  },
];

describe('agents through the gateway', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });
  const apply = async (agent: Agent, to: Target) => applyPlan(await agent.plan(to, machine.host()), machine.clock);
  const gatewayOf = async (agent: Agent) => {
    const binding = await agent.read(machine.host());
    return binding.state === 'readable' ? binding.roles.map(({ gateway }) => gateway) : [];
  };

  for (const { agent, files } of OWN) {
    const all = (): string =>
      Object.keys(files)
        .map((path) => machine.read(path))
        .join('\n');

    it(`sets ${agent.name}, and gives it its own files back to the byte`, async () => {
      for (const [path, content] of Object.entries(files)) machine.write(path, content);
      const before = all();
      const plan = await agent.plan(throughGateway(SET), machine.host());
      assert.ok(!JSON.stringify(plan.files.map((file) => ({ ...file, edits: [] }))).includes(SECRET));
      const receipt = await applyPlan(plan, machine.clock);
      assert.ok(all().includes(SECRET));
      assert.ok(!JSON.stringify(receipt).includes(SECRET));
      for (const gateway of await gatewayOf(agent)) assert.deepEqual(gateway, { url: URL_OF_GATEWAY, hasSecret: true });
      assert.deepEqual((await agent.plan(throughGateway(SET), machine.host())).files, [], 'nothing is left to do');
      await undoReceipt(receipt);
      assert.equal(all(), before);
      for (const path of Object.keys(files)) machine.assertMode(path, 0o644);
    });

    it(`sets ${agent.name} back to a profile without a trace of the gateway`, async () => {
      for (const path of Object.keys(files))
        if (path !== KEYS) machine.write(path, path === PROVIDERS ? { version: 1, providers: {} } : {});
      await apply(agent, throughGateway(ONE));
      await apply(agent, ONE);
      const text = all();
      assert.doesNotMatch(text, /127\.0\.0\.1|bedrock-tally_/);
      const fresh = new Machine();
      for (const path of Object.keys(files))
        if (path !== KEYS) fresh.write(path, path === PROVIDERS ? { version: 1, providers: {} } : {});
      await applyPlan(await agent.plan(ONE, fresh.host()), fresh.clock);
      const paths = Object.keys(files).filter((path) => path !== KEYS);
      for (const path of paths) assert.deepEqual(machine.json(path), fresh.json(path), 'as if it had never been there');
      fresh.remove();
      assert.deepEqual(
        (await gatewayOf(agent)).filter((gateway) => gateway !== undefined),
        [],
      );
    });

    it(`undoes ${agent.name} value by value where its user has added something since, with a key of the user’s`, async () => {
      for (const [path, content] of Object.entries(files)) machine.write(path, content);
      const plan = await agent.plan(throughGateway(ONE), machine.host());
      const receipt = await applyPlan(plan, machine.clock);
      const [first = ''] = Object.keys(files);
      machine.write(first, machine.read(first).replace('{', '{ "added": true,'));
      const undo = await planUndo(receipt, { ...plan, files: [] }, agent);
      assert.deepEqual(undo.notRestored, []);
      await applyPlan(undo, machine.clock);
      assert.doesNotMatch(all(), /127\.0\.0\.1|bedrock-tally_/);
      assert.match(machine.read(first), /"added": true/);
      if (JSON.stringify(files).includes(OTHER_KEY)) assert.ok(all().includes(OTHER_KEY));
    });

    it(`writes the secret of ${agent.name} into no repository`, async () => {
      mkdirSync(machine.path('home/.config'), { recursive: true });
      machine.git('home');
      await assert.rejects(agent.plan(throughGateway(ONE), machine.host()), { code: 'secret-in-git' });
    });

    it(`warns of a proxy that would carry the calls of ${agent.name}`, async () => {
      const codes = async (env: Readonly<Record<string, string>>) =>
        (await agent.plan(throughGateway(ONE), machine.host(env))).warnings.map(({ code }) => code);
      assert.ok((await codes({ HTTPS_PROXY: 'http://proxy:3128' })).includes('proxy-carries-calls'));
      assert.ok(
        !(await codes({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'a, 127.0.0.1' })).includes('proxy-carries-calls'),
      );
      assert.ok(!(await codes({})).includes('no-prompt-caching'));
    });
  }

  it('give OpenCode real names, for titles and planning too, and remove our entries for profiles', async () => {
    await apply(openCode, SET);
    await apply(openCode, throughGateway(SET));
    const { model, small_model, agent, provider } = machine.json(OPEN_CODE) as Record<
      string,
      Record<string, Record<string, unknown>>
    >;
    assert.deepEqual(
      [model, small_model, agent],
      [`amazon-bedrock/${SONNET_46}`, `amazon-bedrock/${HAIKU}`, { plan: { model: `amazon-bedrock/${OPUS_47}` } }],
    );
    const { options, models } = provider?.['amazon-bedrock'] ?? {};
    assert.deepEqual(options, { region: 'eu-west-1', profile: 'dev', endpoint: URL_OF_GATEWAY, apiKey: SECRET });
    assert.deepEqual(Object.keys(models as object), [SONNET_46, HAIKU, OPUS_47]);
    assert.doesNotMatch(machine.read(OPEN_CODE), /arn:/);
    const binding = await openCode.read(machine.host());
    assert.deepEqual(binding.models, [SONNET_46, HAIKU, OPUS_47]);
  });

  it('leave models of other agents of OpenCode, and say that they need a profile', async () => {
    machine.write(OPEN_CODE, {
      agent: { review: { model: 'amazon-bedrock/us.anthropic.claude-opus-4-1-20250805-v1:0' } },
    });
    const plan = await openCode.plan(throughGateway(ONE), machine.host());
    const [found] = plan.warnings.filter(({ code }) => code === 'needs-profile');
    assert.equal(found?.data.keyPath, 'agent.review.model');
  });

  it('give Cline un-prefixed ids, its key in the file for keys, and another maker’s model as a custom one', async () => {
    await apply(cline, throughGateway(SET));
    const state = machine.json(STATE) as Record<string, unknown>;
    assert.deepEqual(
      [
        state.actModeApiModelId,
        state.planModeApiModelId,
        state.actModeAwsBedrockCustomSelected,
        state.awsAuthentication,
      ],
      [SONNET_46, OPUS_47, false, 'apikey'],
    );
    assert.deepEqual(machine.json(KEYS), { awsBedrockApiKey: SECRET });
    machine.assertMode(KEYS, 0o600);
    assert.ok(!machine.read(STATE).includes(SECRET));
    await apply(cline, throughGateway(NOVA));
    const other = machine.json(STATE) as Record<string, unknown>;
    assert.equal(other.actModeAwsBedrockCustomSelected, true);
    assert.equal(other.actModeAwsBedrockCustomModelBaseId, 'amazon.nova-pro-v1:0');
  });

  it('schedule no secret of Cline’s for the next start of a window', async () => {
    const plan = await cline.plan(throughGateway(ONE), machine.host());
    await scheduleAtStart(plan, machine.path('staged'), 0);
    const text = machine.read(join('staged', scheduledFileName(SCHEDULE_FORMATS)));
    assert.ok(!text.includes(SECRET));
    assert.match(text, /awsBedrockEndpoint/);
  });

  it('leave a key of the user’s in Cline’s file when it goes back to a profile', async () => {
    machine.write(KEYS, { awsBedrockApiKey: OTHER_KEY });
    await apply(cline, ONE);
    assert.deepEqual(machine.json(KEYS), { awsBedrockApiKey: OTHER_KEY });
  });

  it('are read as another endpoint where neither the secret nor the address is the gateway’s', async () => {
    await apply(clineCli, throughGateway(ONE));
    machine.write(PROVIDERS, machine.read(PROVIDERS).replace(SECRET, OTHER_KEY));
    const read = async (gateway?: string) => {
      const binding = await clineCli.read(machine.host({}, { gateway }));
      return binding.state === 'readable' ? binding.roles.map((role) => [role.gateway, role.endpoint]) : [];
    };
    assert.deepEqual(await read(), [[undefined, URL_OF_GATEWAY]]);
    assert.deepEqual(await read(URL_OF_GATEWAY), [[{ url: URL_OF_GATEWAY, hasSecret: false }, undefined]]);
  });
});
