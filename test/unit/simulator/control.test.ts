/** Driving a simulator that runs in another process. */

import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, config, FRIDAY, refusedAs } from './helpers';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('The control of a simulator', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
  });
  afterEach(() => simulator.close());
  const control = async (path: string, method = 'GET', body?: object, headers: Record<string, string> = JSON_TYPE) => {
    const response = await fetch(`${simulator.url}/_simulator/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> & unknown[] };
  };

  it('returns its state, its calls and what it served', async () => {
    await clients(simulator).bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }));
    const { body: calls } = await control('calls?operation=ListInferenceProfiles');
    assert.equal(calls.length, 1);
    const { body: state } = await control('state');
    assert.equal(state.scenario, 'company');
    assert.deepEqual(state.counts, { ListInferenceProfiles: 1 });
    const span = 'start=2026-11-19T20:00:00Z&end=2026-11-20T20:00:00Z';
    const { body: served } = await control(`served?modelId=amazon.titan-embed-text-v2:0&${span}`);
    assert.ok((served.input as number) > 0);
    assert.equal((await control('served?modelId=x')).status, 400);
    await control('calls', 'DELETE');
    assert.equal(simulator.calls.all.length, 0);
  });

  it('sets faults and the clock', async () => {
    const { body: fault } = await control('faults', 'POST', { kind: 'throttle', operation: 'ListInferenceProfiles' });
    await refusedAs(clients(simulator).bedrock.send(new ListInferenceProfilesCommand({})), 'ThrottlingException', 429);
    await control('faults', 'DELETE', { id: fault.id });
    await clients(simulator).bedrock.send(new ListInferenceProfilesCommand({}));
    assert.equal((await control('faults', 'POST', { kind: 'earthquake' })).status, 400);
    assert.deepEqual((await control('clock', 'POST', { advanceMs: 60_000 })).body, {
      time: '2026-11-20T20:01:00.000Z',
    });
    assert.deepEqual((await control('clock', 'POST', { time: '2026-11-21T00:00:00Z' })).body, {
      time: '2026-11-21T00:00:00.000Z',
    });
    assert.equal((await control('dance')).status, 404);
  });

  it('is not for web pages', async () => {
    assert.equal((await control('state', 'GET', undefined, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await control('faults', 'POST', { kind: 'reset' }, { 'content-type': 'text/plain' })).status, 403);
    const rebound = request({
      port: simulator.port,
      path: '/_simulator/state',
      headers: { host: 'evil.example' },
    }).end();
    const [response] = (await once(rebound, 'response')) as [{ statusCode?: number; resume(): void }];
    response.resume();
    assert.equal(response.statusCode, 403);
  });

  it('ends with its connections', async () => {
    simulator.faults.add({ kind: 'hang' });
    const pending = clients(simulator).bedrock.send(new ListInferenceProfilesCommand({}));
    setTimeout(() => void simulator.close(), 50);
    await assert.rejects(pending);
  });
});

describe('The simulator’s own process', () => {
  const run = (...args: string[]) => spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts', ...args]);
  const ended = async (child: ReturnType<typeof run>) => {
    let output = '';
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  };

  it('prints where it listens, and stops on request', async () => {
    const child = run('--scenario', 'empty', '--time', '2026-11-20T15:00:00Z');
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /AWS_ENDPOINT_URL=(\S+)/.exec(printed.toString())?.[1] ?? '';
    const state = (await (await fetch(`${url}/_simulator/state`)).json()) as Record<string, unknown>;
    assert.equal(state.time, '2026-11-20T15:00:00.000Z');
    child.kill('SIGTERM');
    assert.deepEqual(await ended(child), { code: 0, output: '' });
  });

  it('shows calls at once where it is started without a delay', async () => {
    const child = run('--scenario', 'empty', '--metric-delay', '0');
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /AWS_ENDPOINT_URL=(\S+)/.exec(printed.toString())?.[1] ?? '';
    const settings = config({ url });
    const modelId = 'us.anthropic.claude-sonnet-5-5';
    await new BedrockRuntimeClient(settings).send(
      new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Seen?' }] }] }),
    );
    const { Metrics = [] } = await new CloudWatchClient(settings).send(
      new ListMetricsCommand({ Namespace: 'AWS/Bedrock', Dimensions: [{ Name: 'ModelId', Value: modelId }] }),
    );
    assert.ok(Metrics.some(({ MetricName }) => MetricName === 'InputTokenCount'));
    child.kill('SIGTERM');
    assert.deepEqual(await ended(child), { code: 0, output: '' });
  });

  it('reports what is wrong with its arguments', async () => {
    const wrong = await Promise.all(
      [
        ['--scenario', 'nowhere'],
        ['--port', 'x'],
        ['--time', 'noon'],
        ['--metric-delay', 'soon'],
        ['--cache-metric-names', 'either'],
        ['--colour', 'red'],
      ].map((args) => ended(run(...args))),
    );
    assert.deepEqual(
      wrong.map(({ code }) => code),
      [2, 2, 2, 2, 2, 2],
    );
    assert.match(wrong[0]?.output ?? '', /Scenarios: company, newcomer, empty, thousand/);
  });

  it('reports that its port is in use', async () => {
    const first = await startSimulator({ scenario: 'empty' });
    const { code, output } = await ended(run('--port', String(first.port)));
    assert.equal(code, 1);
    assert.match(output, new RegExp(`Port ${first.port} is in use`));
    await first.close();
  });
});
