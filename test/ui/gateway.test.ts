/** The gateway in a real workbench: an agent is pointed at it, it dies, a stranger has its port, all is taken back. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { secretsWithin } from '../../src/core/gateway/secretForm';
import { gatewayStatus, stopGateway } from '../../src/gateway/client';
import { readJournal } from '../../src/gateway/journal';
import { gatewayPaths, type GatewayPaths } from '../../src/gateway/paths';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { AgentFiles, CLAUDE, claudeSettings, CLINE, furnish, profilesOf } from './agents/machine';
import { Section } from './agents/section';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const SONNET = 'anthropic.claude-sonnet-5';

describe('The gateway in the editor', () => {
  let tally: Tally | undefined;
  let files = new AgentFiles('');
  let mine = '';
  let stranger: Server | undefined;
  /** Claude Code's file before all of it. */
  let original = '';
  let originalOfCline = '';
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const workbench = (): Workbench => open().workbench;
  const section = (): Section => new Section(workbench());
  const stateOf = (row: string): Promise<string | undefined> => section().stateOf(row);

  /** Of the scratch home. */
  function paths(): GatewayPaths {
    const folder = join(workbench().home, '.local/state/bedrock-tally/gateway');
    const [name = ''] = readdirSync(folder);
    return gatewayPaths(join(folder, name));
  }

  /** What the agent would use: its endpoint and its secret. */
  function route(): { readonly url: string; readonly secret: string } {
    const { env } = files.json(CLAUDE) as { env: Record<string, string> };
    return { url: env.ANTHROPIC_BEDROCK_BASE_URL ?? '', secret: env.AWS_BEARER_TOKEN_BEDROCK ?? '' };
  }

  /** Calls a model as a plain HTTP client. */
  async function call(model: string): Promise<number> {
    const { url, secret } = route();
    const response = await fetch(`${url}/model/${model}/converse`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, theme: 'Dark Modern', files: furnish });
    mine = (await profilesOf(tally.aws)).get(MINE) ?? '';
    files = new AgentFiles(tally.workbench.home);
    files.write(CLAUDE, claudeSettings(mine));
    original = files.read(CLAUDE);
    originalOfCline = files.read(CLINE);
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
    await until(() => stateOf('Claude Code'), MINE);
  });
  after(async () => {
    stranger?.close();
    if (tally !== undefined) await stopGateway(paths()).catch(() => undefined);
    await tally?.close();
  });
  recordFailures(() => [tally?.workbench]);
  afterEach('closes what a failed test has left open', async () => {
    await tally?.workbench.quickInput.cancel();
  });

  /** The calls in the journal: those of the row begin anew at midnight. */
  const calls = async (): Promise<number> => (await readJournal(paths().journal, 0, Number.MAX_SAFE_INTEGER)).length;
  /** The row has the address, and calls of today. */
  const isRunning = async (): Promise<boolean> =>
    /^127\.0\.0\.1:\d+ · \d calls? today$/.test((await stateOf('Gateway')) ?? '');

  const hasGatewayFolder = (): boolean => existsSync(join(workbench().home, '.local/state/bedrock-tally/gateway'));
  const secretFiles = (): readonly string[] => (existsSync(paths().secrets) ? readdirSync(paths().secrets) : []);

  /** From the command to the models. */
  async function chooseGateway(agent: string): Promise<void> {
    const { quickInput } = workbench();
    await workbench().runCommand('bedrockTally.useInAgent');
    await quickInput.waitFor('Use in an Agent');
    await quickInput.pick(agent);
    await quickInput.waitFor('Choose a Profile');
    await quickInput.pick(MINE);
    await quickInput.waitFor(`Use in ${agent}: Profiles`);
    // The tooltip of a row would cover the next one.
    await workbench().page.mouse.move(1, 1);
    await workbench().screenshot(`gateway-offer-${agent.toLowerCase().replace(' ', '-')}`);
    await quickInput.pick(/Through the gateway/);
    await quickInput.waitFor(`Use in ${agent}: Models`);
  }

  /** From the models to the review. */
  async function reviewChange(): Promise<void> {
    const { quickInput, page } = workbench();
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Use in Claude Code: Where');
    await quickInput.pick(/For me, in every folder/);
    await quickInput.waitFor(/in Claude Code Through the Gateway$/);
  }

  it('is offered beside the ARN with the models that an agent keeps, and reviewed without a secret', async () => {
    const { quickInput, page } = workbench();
    await chooseGateway('Claude Code');
    const rows = await quickInput.items();
    await workbench().screenshot('gateway-models');
    const main = rows.find(({ label }) => label.startsWith('Main work'));
    assert.match(JSON.stringify(main), new RegExp(`Claude Sonnet 5 · profile ${MINE}`));
    assert.match(rows[0]?.label ?? '', /Create \d profiles? and continue/);
    assert.equal(hasGatewayFolder(), false, 'nothing is started before it was chosen');
    await reviewChange();
    await workbench().screenshot('gateway-review');
    const shown = (await page.locator('body').innerText()) + JSON.stringify(await quickInput.items());
    assert.deepEqual(secretsWithin(shown), []);
    assert.match(shown, /ANTHROPIC_BEDROCK_BASE_URL/);
    await quickInput.cancel();
    await workbench().notification(/Claude Code wasn’t changed\. The created profiles are kept/);
    assert.equal(files.read(CLAUDE), original, 'nothing is written before it is confirmed');
    assert.deepEqual(secretFiles(), [], 'and no secret is issued');
    await section().clear();
  });

  it('makes an agent’s calls through the profile', async () => {
    const { quickInput, page } = workbench();
    await chooseGateway('Claude Code');
    assert.match((await quickInput.items())[0]?.label ?? '', /Continue/, 'the profiles were made once');
    await reviewChange();
    await page.keyboard.press('Enter');
    await workbench().notification(/Claude Code is set to/);
    await section().clear();
    const { url, secret } = route();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(secretsWithin(secret), [secret]);
    open().aws.calls.clear();
    assert.equal(await call(SONNET), 200);
    const invoked = open().aws.calls.select({ service: 'bedrock-runtime' });
    assert.deepEqual(
      invoked.map(({ modelId }) => modelId),
      [mine],
    );
    await until(calls, 1);
    await until(isRunning, true);
    await until(() => stateOf('Claude Code'), `${MINE}, through the gateway`);
    await workbench().screenshot('gateway-running');
  });

  it('takes Cline, which reads its settings when the window starts, and outlives the reload', async () => {
    const { quickInput, page } = workbench();
    await chooseGateway('Cline');
    await page.keyboard.press('Enter');
    await quickInput.waitFor(/in Cline Through the Gateway$/);
    await workbench().screenshot('gateway-review-cline');
    await page.keyboard.press('Enter');
    await workbench().notification(/Cline is set to/);
    await section().clear();
    const { pid } = (await gatewayStatus(paths())) ?? {};
    await workbench().reload();
    assert.equal(await call(SONNET), 200, 'a reload breaks no other program’s call');
    await workbench().openView('Bedrock Tally');
    await until(async () => ((await stateOf('Cline')) ?? '').endsWith(', through the gateway'), true);
    await until(calls, 2);
    await until(isRunning, true);
    assert.equal((await gatewayStatus(paths()))?.pid, pid);
    assert.deepEqual(secretsWithin(files.read(CLINE)), []);
    await section().clear();
  });

  it('is neither forwarded nor announced, as another program’s port is', async () => {
    const control = createServer();
    await new Promise<void>((done) => control.listen(0, '127.0.0.1', done));
    try {
      const { port } = control.address() as AddressInfo;
      await workbench().page.locator('[id="status.forwardedPorts"]').click();
      const panel = workbench().page.locator('.part.panel');
      await panel.getByText(String(port)).first().waitFor();
      await workbench().screenshot('gateway-ports');
      assert.ok(!(await panel.innerText()).includes(new URL(route().url).port));
    } finally {
      control.close();
      await workbench().runCommand('View: Toggle Panel Visibility');
      await section().clear();
    }
  });

  it('has its settings in a file that only the user reads, without a secret', () => {
    const { settings } = paths();
    assert.equal(statSync(settings).mode & 0o777, 0o600);
    const text = readFileSync(settings, 'utf8');
    assert.deepEqual(secretsWithin(text), []);
    const { passThrough, connection } = JSON.parse(text) as {
      passThrough: boolean;
      connection: { awsProfile: string };
    };
    assert.deepEqual([passThrough, connection.awsProfile], [false, 'acme-dev']);
  });

  it('shows its calls as a document', async () => {
    await workbench().runCommand('bedrockTally.showGatewayCalls');
    const frame = await workbench().webviewFrame('Gateway Calls');
    await frame.getByRole('cell', { name: MINE }).first().waitFor();
    await workbench().screenshot('gateway-calls');
    await workbench().runCommand('View: Close Editor');
  });

  it('shows what it refused, and what helps', async () => {
    assert.equal(await call('amazon.nova-pro-v1:0'), 403);
    await until(() => stateOf('Last refused'), 'no profile for amazon.nova-pro-v1:0');
    await workbench().screenshot('gateway-refused');
  });

  it('is started again at once when it is killed', async () => {
    const { pid = 0 } = (await gatewayStatus(paths())) ?? {};
    process.kill(pid, 'SIGKILL');
    await until(async () => ((await gatewayStatus(paths()))?.pid ?? pid) !== pid, true);
    assert.equal(await call(SONNET), 200);
    await until(calls, 3);
    await until(isRunning, true);
  });

  it('is said to be dead where it is, and is started by one button', async () => {
    await workbench().runCommand('Bedrock Tally: Stop Gateway');
    await (await workbench().dialog()).press('Stop Gateway');
    await until(() => stateOf('Gateway'), 'not running');
    await until(() => stateOf('Claude Code'), 'gateway not running');
    await section().clear();
    await workbench().screenshot('gateway-dead');
    const row = await section().rowOf('Gateway');
    await row.hover();
    await row.getByRole('button', { name: 'Start Gateway' }).click();
    await until(isRunning, true);
    await section().clear();
  });

  it('raises an alarm where a stranger has its port, and the agents are switched back, byte for byte', async () => {
    await workbench().runCommand('Bedrock Tally: Stop Gateway');
    await (await workbench().dialog()).press('Stop Gateway');
    await until(() => stateOf('Gateway'), 'not running');
    const { url } = route();
    const port = Number(new URL(url).port);
    stranger = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'));
    await new Promise<void>((done) => stranger?.listen(port, '127.0.0.1', done));
    await section().clear();
    const row = await section().rowOf('Gateway');
    await row.hover();
    await row.getByRole('button', { name: 'Start Gateway' }).click();
    const alarm = await workbench().notification(/Another program listens on the gateway’s port/);
    await until(() => stateOf('Gateway'), `port ${String(port)} is used by another program`);
    await workbench().screenshot('gateway-stranger');
    await alarm.press('Switch Agents Back');
    const dialog = await workbench().dialog();
    await workbench().screenshot('gateway-switch-back');
    await dialog.press('Switch Back');
    await until(() => stateOf('Claude Code'), MINE);
    assert.equal(files.read(CLAUDE), original);
    // Cline has written its file itself meanwhile, with another value in it.
    const settings = { ...files.json(CLINE) };
    delete settings.taskHistory;
    assert.deepEqual(settings, JSON.parse(originalOfCline));
    for (const file of ['secrets.json', 'settings/providers.json'])
      assert.equal(existsSync(join(workbench().home, '.cline/data', file)), false, 'there was none before');
    assert.deepEqual(secretFiles(), [], 'the secret is good for nothing');
    await until(() => stateOf('Gateway'), undefined);
    await workbench().screenshot('gateway-switched-back');
  });
});
