/** Agents' calls while the gateway's process is killed, updated, and loses its credentials. */

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAws } from '../../../../src/aws/index';
import { accountId, region } from '../../../../src/core/ids';
import { renewSecrets } from '../../../../src/gateway/client';
import { readJournal } from '../../../../src/gateway/journal';
import { Secrets, type SecretPlace } from '../../../../src/gateway/secrets';
import { writeGatewaySettings, DEFAULT_GATEWAY_SETTINGS } from '../../../../src/gateway/settings';
import { isProcessAlive } from '../../../../src/system/processAlive';
import { KEYS } from '../testGateway';
import { startHeldStreams, type HeldStreams } from './heldStreams';
import { builtCli, Machine, until } from './machine';

const BODY = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello there.' }] }] });
const SONNET = 'anthropic.claude-sonnet-5';
const HOME = accountId('111122223333');
const OTHER = accountId('444455556677');

describe('Calls through the gateway’s process', function () {
  this.timeout(90_000);
  let bedrock: HeldStreams;
  let machine: Machine;
  let place: SecretPlace;
  before(async function () {
    this.timeout(120_000);
    await Promise.all([builtCli(), builtCli('9.0.0')]);
    bedrock = await startHeldStreams();
  });
  after(() => bedrock.close());
  beforeEach(async () => {
    machine = await Machine.make();
    place = { awsProfile: 'dev', account: HOME, region: region('us-east-1'), endpoint: bedrock.url };
    const { accessKeyId, secretAccessKey } = KEYS;
    const role = `role_arn = arn:aws:iam::${OTHER}:role/Developer\nrole_session_name = jane.doe\nsource_profile = dev`;
    const process_ = `credential_process = "${process.execPath}" "${join(machine.home, 'credentials.mjs')}"`;
    await mkdir(join(machine.home, '.aws'));
    await writeFile(
      join(machine.home, '.aws', 'config'),
      `[profile dev]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n[profile other]\n${role}\n[profile short]\n${process_}\n`,
    );
  });
  afterEach(async () => {
    bedrock.holds = false;
    bedrock.release();
    bedrock.simulator.faults.clear();
    await machine.close();
  });

  /** The URL of an agent that was pointed at the gateway. */
  const agentAt = async (gateway: { readonly url: string }, where = place): Promise<string> => {
    const secret = await new Secrets(machine.paths.secrets).issue(
      { agent: 'cline', project: undefined, place: where },
      0,
    );
    return `${gateway.url}/${secret}`;
  };
  const call = (agent: string, operation = 'converse', model = SONNET): Promise<Response> =>
    fetch(`${agent}/model/${model}/${operation}`, { method: 'POST', body: BODY });
  const statusOf = async (agent: string, model = SONNET): Promise<string> => {
    const response = await call(agent, 'converse', model);
    await response.arrayBuffer();
    return `${response.status} ${response.headers.get('x-amzn-errortype') ?? ''}`.trim();
  };
  /** Whether a stream came to its end. */
  const isWhole = (response: Response): Promise<boolean> =>
    response.arrayBuffer().then(
      (bytes) => Buffer.from(bytes).includes('metadata'),
      () => false,
    );
  const journal = () => readJournal(machine.paths.journal, 0, Number.MAX_SAFE_INTEGER);

  it('go on after it was killed in the middle of ten streams, and each that has ended is recorded once', async () => {
    const window = await machine.window();
    await window.keep();
    const agent = await agentAt(window);
    const finished = await Promise.all(Array.from({ length: 10 }, () => call(agent, 'converse-stream')));
    assert.deepEqual(await Promise.all(finished.map(isWhole)), Array(10).fill(true));
    bedrock.holds = true;
    const running = await Promise.all(Array.from({ length: 10 }, () => call(agent, 'converse-stream')));
    await until('ten streams wait', () => bedrock.waiting === 10);
    const { pid, runningCalls } = await window.status();
    assert.equal(runningCalls, 10);
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await Promise.all(running.map(isWhole)), Array(10).fill(false));
    bedrock.holds = false;
    await until('the next call works', async () => (await statusOf(agent).catch(() => undefined)) === '200');
    assert.equal(await isWhole(await call(agent, 'converse-stream')), true);
    const calls = await journal();
    assert.equal(calls.filter(({ operation }) => operation === 'converse-stream').length, 11);
    assert.deepEqual([...new Set(calls.map(({ counting }) => counting))], ['exact']);
    assert.equal(new Set(calls.map(({ id }) => id)).size, calls.length);
  });

  it('are handed over to a new version, and a stream that runs is not cut', async () => {
    const before = await machine.window();
    await before.keep();
    const agent = await agentAt(before);
    bedrock.holds = true;
    const stream = await call(agent, 'converse-stream');
    await until('the stream waits', () => bedrock.waiting === 1);
    const old = await before.status();
    const cli = await builtCli('9.0.0');
    const program = { command: process.execPath, args: [cli], env: machine.env };
    const after = await machine.window({ version: '9.0.0', program });
    await after.keep();
    const now = await after.status();
    assert.equal(now.version, '9.0.0');
    assert.equal(now.port, old.port);
    assert.notEqual(now.pid, old.pid);
    assert.equal(await statusOf(agent), '200');
    assert.ok(isProcessAlive(old.pid));
    await until('the first window is connected to it', async () => (await after.status()).leases === 2);
    assert.equal((await before.status()).pid, now.pid);
    bedrock.release();
    assert.equal(await isWhole(stream), true);
    await until('the old version has ended', () => !isProcessAlive(old.pid));
    assert.deepEqual(
      (await journal()).map(({ operation, counting }) => [operation, counting]),
      [
        ['converse-stream', 'exact'],
        ['converse', 'exact'],
      ],
    );
  });

  it('are made in the account and the place of their secret, and through a profile that was just created', async () => {
    const window = await machine.window();
    const here = await agentAt(window);
    const there = await agentAt(window, { ...place, awsProfile: 'other', account: OTHER });
    assert.equal(await statusOf(here), '200');
    assert.equal(await statusOf(there), '403 AccessDeniedException');
    const aws = await openAws({ ...place, awsProfile: '' }, { log: () => undefined, keys: await keysOf(OTHER) });
    const signal = new AbortController().signal;
    const { systemProfiles } = await aws.listSources(signal);
    const source = systemProfiles.find(({ model }) => model === SONNET);
    assert.ok(source);
    const tags = { Team: 'platform', MemberName: 'jane.doe' };
    const arn = await aws.createProfile({ name: 'new', description: undefined, source, tags }, 'token', signal);
    aws.dispose();
    assert.equal(await statusOf(there), '200');
    const [first, second] = await journal();
    assert.deepEqual([first?.account, second?.account], [HOME, OTHER]);
    assert.equal(second?.profile, arn);
    assert.match(arn, new RegExp(`:${OTHER}:`));
    assert.match(first?.profile ?? '', new RegExp(`:${HOME}:`));
    // A secret is for the account that it was issued for.
    const wrong = await agentAt(window, { ...place, awsProfile: 'other' });
    assert.equal(await statusOf(wrong), '403 AccessDeniedException');
    const { places } = await window.status();
    assert.deepEqual(
      places.map(({ awsProfile, account, problem }) => [awsProfile, account, problem]),
      [
        ['dev', HOME, undefined],
        ['other', OTHER, undefined],
        ['other', HOME, 'account'],
      ],
    );
  });

  /** Keys of the role in another account, as the simulator gives them. */
  const keysOf = async (account: string) => {
    const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const { accessKeyId, secretAccessKey } = KEYS;
    const credentials = { accessKeyId, secretAccessKey };
    const sts = new STSClient({ region: 'us-east-1', endpoint: bedrock.simulator.url, credentials });
    const command = new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/Developer`,
      RoleSessionName: 'jane.doe',
    });
    const { Credentials: made } = await sts.send(command);
    sts.destroy();
    return {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken,
    };
  };

  it('get AWS’s own error when the sign-in has expired, while a stream that runs goes on', async () => {
    const soon = `const ends = new Date(Date.now() + 3_000).toISOString();
console.log(JSON.stringify({ Version: 1, AccessKeyId: '${KEYS.accessKeyId}', SecretAccessKey: 'simulator', Expiration: ends }));`;
    await writeFile(join(machine.home, 'credentials.mjs'), soon);
    const window = await machine.window();
    const agent = await agentAt(window, { ...place, awsProfile: 'short' });
    bedrock.holds = true;
    const stream = await call(agent, 'converse-stream');
    await until('the stream waits', () => bedrock.waiting === 1);
    const recover = bedrock.simulator.faults.add({ kind: 'expired', service: 'sts' });
    await until('calls are refused', async () => (await statusOf(agent)) === '403 ExpiredTokenException');
    assert.equal((await window.status()).places[0]?.problem, 'expired');
    bedrock.release();
    assert.equal(await isWhole(stream), true);
    recover();
    await until('calls work again', async () => (await statusOf(agent)) === '200');
    assert.equal((await window.status()).places[0]?.problem, undefined);
  });

  it('are made with what only a window has while that window lives', async () => {
    const first = await machine.window();
    const second = await machine.window();
    await second.keep();
    const agent = await agentAt(first, { ...place, awsProfile: '' });
    assert.equal(await statusOf(agent), '403 UnrecognizedClientException');
    const { accessKeyId, secretAccessKey } = KEYS;
    await first.keep([{ awsProfile: '', accessKeyId, secretAccessKey }]);
    await until('calls work', async () => (await statusOf(agent)) === '200');
    first.dispose();
    await until('its lease has ended', async () => (await second.status()).leases === 1);
    assert.equal(await statusOf(agent), '403 UnrecognizedClientException');
  });

  it('obey the settings as they are now', async () => {
    const window = await machine.window();
    const agent = await agentAt(window);
    const settings = { ...DEFAULT_GATEWAY_SETTINGS, myNames: ['jane.doe'] };
    await writeGatewaySettings(machine.paths.settings, settings);
    assert.equal(await statusOf(agent), '200');
    await writeGatewaySettings(machine.paths.settings, { ...settings, allowedRegions: ['eu-west-1'] });
    assert.equal(await statusOf(agent), '403 AccessDeniedException');
    assert.equal((await window.status()).refusals[0]?.code, 'residency');
    await writeFile(machine.paths.settings, '{');
    assert.equal(await statusOf(agent), '403 AccessDeniedException');
    assert.equal((await window.status()).refusals[0]?.code, 'settings');
    await writeGatewaySettings(machine.paths.settings, settings);
    assert.equal(await statusOf(agent), '200');
  });

  it('need a new secret when all of them were renewed', async () => {
    const window = await machine.window();
    await window.keep();
    const agent = await agentAt(window);
    assert.equal(await statusOf(agent), '200');
    await renewSecrets(machine.paths);
    assert.equal(await statusOf(agent), '403 AccessDeniedException');
    assert.equal(await statusOf(await agentAt(await machine.window())), '200');
    assert.equal((await window.status()).leases, 1);
  });
});
