import assert from 'node:assert/strict';
import { aider } from '../../../src/agents/adapters/aider';
import { continueAgent } from '../../../src/agents/adapters/continue/continue';
import { zoo } from '../../../src/agents/adapters/zooCode';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { Machine, ONE, SONNET_46 } from './machine';
import { SECRET, throughGateway, URL_OF_GATEWAY } from './gatewayRoute';

const FILE = 'home/.aider.conf.yml';

describe('Aider, Zoo Code and Continue through the gateway', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  it('gives Aider the secret in the path of its endpoint, among its own lines, and takes it away again', async () => {
    const own = '# mine\nset-env:\n  - MINE=1 # kept\n  - NO_PROXY=intern\n  - HTTPS_PROXY=http://proxy:3128\n';
    machine.write(FILE, own);
    const plan = await aider.plan(throughGateway(ONE), machine.host());
    assert.ok(!JSON.stringify(plan.files.map((file) => ({ ...file, edits: [] }))).includes(SECRET));
    const receipt = await applyPlan(plan, machine.clock);
    assert.ok(!JSON.stringify(receipt).includes(SECRET));
    const text = machine.read(FILE);
    assert.ok(text.includes(`- AWS_BEDROCK_RUNTIME_ENDPOINT=${URL_OF_GATEWAY}/${SECRET}`));
    assert.match(text, /NO_PROXY=intern,127\.0\.0\.1,127\.0\.0\.1:8317/);
    assert.ok(text.includes(`model: bedrock/converse/${SONNET_46}`));
    const binding = await aider.read(machine.host());
    assert.ok(binding.state === 'readable');
    assert.deepEqual(binding.models, [SONNET_46]);
    for (const role of binding.roles) assert.deepEqual(role.gateway, { url: URL_OF_GATEWAY, hasSecret: true });
    assert.deepEqual((await aider.plan(throughGateway(ONE), machine.host())).files, []);
    await undoReceipt(receipt);
    assert.equal(machine.read(FILE), own);
    await applyPlan(await aider.plan(throughGateway(ONE), machine.host()), machine.clock);
    await applyPlan(await aider.plan(ONE, machine.host()), machine.clock);
    assert.doesNotMatch(machine.read(FILE), /bedrock-tally_|127\.0\.0\.1/);
    assert.match(machine.read(FILE), /MINE=1 # kept\n {2}- NO_PROXY=intern\n/);
    assert.deepEqual((await aider.plan(ONE, machine.host())).files, []);
  });

  it('writes no secret of Aider’s into the repository’s file', async () => {
    machine.git();
    const plan = await aider.plan(throughGateway(ONE), machine.host(), { scope: 'project' });
    assert.deepEqual(
      plan.files.map(({ path }) => path),
      [machine.path(FILE)],
    );
    await applyPlan(plan, machine.clock);
    assert.equal(machine.searchGit(SECRET), '');
  });

  it('passes Zoo Code the endpoint and the secret, and what ends them when it goes back', async () => {
    const settings = async (to: typeof ONE) => (await zoo.plan(to, machine.host())).call?.settings;
    const by = await settings(throughGateway(ONE));
    assert.deepEqual(
      [by?.apiModelId, by?.awsBedrockEndpoint, by?.awsBedrockEndpointEnabled, by?.awsApiKey, by?.awsCustomArn],
      [SONNET_46, URL_OF_GATEWAY, true, SECRET, ''],
    );
    const back = await settings(ONE);
    assert.deepEqual([back?.awsBedrockEndpointEnabled, back?.awsApiKey, back?.awsUseApiKey], [false, '', false]);
  });

  it('says that no file points Continue at the gateway, and reads where its environment does', async () => {
    await assert.rejects(continueAgent.plan(throughGateway(ONE), machine.host()), { code: 'no-gateway-setting' });
    await applyPlan(await continueAgent.plan(ONE, machine.host()), machine.clock);
    const host = machine.host({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${URL_OF_GATEWAY}/${SECRET}` });
    const binding = await continueAgent.read(host);
    assert.ok(binding.state === 'readable');
    assert.deepEqual(binding.roles[0]?.gateway, { url: URL_OF_GATEWAY, hasSecret: true });
  });
});
