/** `bedrock-tally gateway` in the foreground, beside windows. */

import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { region } from '../../../../src/core/ids';
import { DEFAULT_GATEWAY_SETTINGS, writeGatewaySettings } from '../../../../src/gateway/settings';
import { startSimulator, type Simulator } from '../../../../src/simulator/index';
import { builtCli, Machine, until } from './machine';

const BODY = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello there.' }] }] });

describe('bedrock-tally gateway', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let machine: Machine;
  before(async function () {
    this.timeout(120_000);
    await builtCli();
    simulator = await startSimulator({ scenario: 'company' });
  });
  after(() => simulator.close());
  beforeEach(async () => {
    machine = await Machine.make();
    await machine.addAwsProfile('dev');
  });
  afterEach(() => machine.close());

  const flags = () => ['--profile', 'dev', '--region', 'us-east-1', '--endpoint', simulator.url];
  const urlOf = async ({ stdout }: ChildProcess): Promise<string> => {
    assert.ok(stdout);
    const [line] = (await once(createInterface(stdout), 'line')) as [string];
    return (JSON.parse(line) as { url: string }).url;
  };
  const ended = async (child: ChildProcess): Promise<unknown> => {
    if (child.exitCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  const output = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = machine.run(...args);
    assert.ok(stdout);
    return text(stdout);
  };
  const call = async (url: string): Promise<number> =>
    (await fetch(`${url}/model/anthropic.claude-sonnet-5/converse`, { method: 'POST', body: BODY })).status;

  it('prints a URL that works as it is, and runs until it is stopped', async () => {
    const program = machine.run('gateway', ...flags(), '--json');
    assert.equal(await call(await urlOf(program)), 200);
    const status = JSON.parse(await output('gateway', 'status', '--json')) as Record<string, unknown>;
    assert.deepEqual([status.state, status.pid, status.calls], ['running', program.pid, 1]);
    assert.match(await output('gateway', 'stop'), /accepts no more calls/);
    assert.equal(await ended(program), 0);
    assert.match(await output('gateway', 'status'), /is not running/);
    assert.match(await output('gateway', 'stop'), /is not running/);
  });

  it('takes its connection from flags, else from the environment, else from the file that windows write', async () => {
    const connection = { awsProfile: 'dev', region: region('us-east-1'), endpoint: simulator.url };
    await writeGatewaySettings(machine.paths.settings, { ...DEFAULT_GATEWAY_SETTINGS, connection });
    const program = machine.run('gateway', '--json');
    assert.equal(await call(await urlOf(program)), 200);
    const unknown = machine.run('gateway', '--profile', 'nobody', '--json');
    assert.ok(unknown.stderr);
    assert.match(await text(unknown.stderr), /No connection to AWS \(unknown-profile\)/);
    assert.equal(await ended(unknown), 1);
  });

  it('leaves a gateway alone that a window has started', async () => {
    const window = await machine.window();
    await window.keep();
    const program = machine.run('gateway', ...flags(), '--json');
    assert.equal(await call(await urlOf(program)), 200);
    assert.equal(await ended(program), 0);
    assert.equal((await window.status()).calls, 1);
  });

  it('keeps one running with --stay, and takes its place when it was killed', async () => {
    const first = machine.run('gateway', '--stay', '--json');
    await urlOf(first);
    const second = machine.run('gateway', '--stay', '--json');
    const url = await urlOf(second);
    await until('the second keeps the first', async () => {
      const { leases } = JSON.parse(await output('gateway', 'status', '--json')) as { leases: number };
      return leases === 1;
    });
    first.kill('SIGKILL');
    await until('the second has taken its place', async () => (await machine.pid()) === second.pid);
    assert.equal((await fetch(`${url}/`)).status, 403);
    await output('gateway', 'stop');
    assert.equal(await ended(second), 0);
  });

  it('is not started again by a window when the user has stopped it', async () => {
    const window = await machine.window();
    await window.keep();
    const states: string[] = [];
    window.onState((state) => states.push(state));
    await output('gateway', 'stop');
    await until('the window knows', () => window.state === 'stopped');
    assert.equal(await machine.pid(), undefined);
    assert.deepEqual(states, ['stopped']);
  });
});
