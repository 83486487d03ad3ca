/** Calls of the AWS SDK through the gateway to the simulator. */

import {
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type BedrockRuntimeClient,
  type Message,
  type TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import { BedrockClient, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem';
import { accountId } from '../../../src/core/ids';
import { profileSource, type Profile } from '../../../src/core/profiles/profile';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { FRIDAY, refusedAs } from '../simulator/helpers';
import type { PlaceCatalog } from '../../../src/core/gateway/chooseProfile';
import {
  catalogOf,
  CLIENTS,
  KEYS,
  openTestGateway,
  tokensOf,
  type TestGateway,
  type TestGatewayOptions,
} from './testGateway';

const messages: Message[] = [{ role: 'user', content: [{ text: 'Hello there.' }] }];
const claudeBody = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 50,
  messages: [{ role: 'user', content: 'Hello' }],
});

describe('calls through the gateway', () => {
  let simulator: Simulator;
  let catalog: PlaceCatalog;
  let mine: Profile;
  let model: string;
  let opened: TestGateway;
  let client: BedrockRuntimeClient;

  before(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    catalog = await catalogOf(simulator.url);
    const found = catalog.profiles.find(
      (profile) => catalog.isMine(profile) && profileSource(profile).model?.startsWith('anthropic.') === true,
    );
    assert.ok(found);
    mine = found;
    model = profileSource(mine).model ?? '';
  });
  after(() => simulator.close());
  const open = async (options: Partial<TestGatewayOptions> = {}): Promise<void> => {
    opened = await openTestGateway({ upstream: simulator.url, catalog, ...options });
    client = CLIENTS['HTTP/2, a secret in its path'](opened);
  };
  beforeEach(() => {
    simulator.calls.clear();
    simulator.faults.clear();
  });
  afterEach(async () => {
    client.destroy();
    await opened.close();
  });

  const invoked = (): readonly (string | undefined)[] =>
    simulator.calls.select({ service: 'bedrock-runtime' }).map(({ modelId }) => modelId);
  const converse = (modelId = model) => client.send(new ConverseCommand({ modelId, messages }));

  for (const [name, connect] of Object.entries(CLIENTS))
    it(`are made through my profile over ${name}`, async () => {
      await open();
      client = connect(opened);
      const { handlerProtocol = '' } = client.config.requestHandler.metadata ?? {};
      assert.equal(handlerProtocol.startsWith('h2'), name.startsWith('HTTP/2'), handlerProtocol);
      const plain = await client.send(new ConverseCommand({ modelId: `us.${model}`, messages }));
      const { stream } = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
      let usage: TokenUsage | undefined;
      for await (const event of stream ?? []) usage = event.metadata?.usage ?? usage;
      await client.send(new InvokeModelCommand({ modelId: model, body: claudeBody }));
      const invocation = await client.send(
        new InvokeModelWithResponseStreamCommand({ modelId: model, body: claudeBody }),
      );
      for await (const { chunk } of invocation.body ?? []) assert.ok(chunk);
      assert.deepEqual(invoked(), Array(4).fill(mine.arn));
      const calls = simulator.calls.select({ service: 'bedrock-runtime' });
      assert.ok(calls.every(({ accessKeyId }) => accessKeyId === KEYS.accessKeyId));

      const journal = await opened.journal();
      assert.deepEqual(
        journal.map(({ operation, counting, status }) => [operation, counting, status]),
        [
          ['converse', 'exact', 200],
          ['converse-stream', 'exact', 200],
          ['invoke', 'exact', 200],
          ['invoke-with-response-stream', 'exact', 200],
        ],
      );
      const { cacheWrite1h, ...counted } = journal[1]?.tokens ?? {};
      assert.deepEqual([counted, cacheWrite1h], [tokensOf(usage), 0]);
      assert.equal(journal[0]?.tokens?.input, plain.usage?.inputTokens);
    });

  it('are journaled as the simulator meters them, to the token', async () => {
    await open();
    const start = simulator.now();
    const before = simulator.served(mine.id, start, start + 1);
    for (let count = 0; count < 5; count += 1) await converse();
    const served = simulator.served(mine.id, start, start + 1);
    const journal = await opened.journal();
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) {
      const sum = journal.reduce((total, { tokens }) => total + (tokens?.[kind] ?? 0), 0);
      assert.equal(sum, served[kind] - before[kind], kind);
    }
    const [first] = journal;
    assert.deepEqual(
      [first?.agent, first?.account, first?.region, first?.model, first?.profile],
      ['cline', '111122223333', 'us-east-1', model, mine.arn],
    );
    assert.ok(!JSON.stringify(journal).includes('Hello'));
  });

  it('name a model in any spelling', async () => {
    await open();
    for (const name of [model, `us.${model}`, `global.${model}`, mine.arn, `${model}[1m]`]) {
      for (const spelled of [encodeURIComponent(name), name.replaceAll('[', '%5B').replaceAll(']', '%5D')]) {
        const body = JSON.stringify({ messages });
        const response = await fetch(`${opened.url}/model/${spelled}/converse`, { method: 'POST', body });
        assert.equal(response.status, 200, `${spelled}: ${await response.text()}`);
      }
    }
    assert.deepEqual(new Set(invoked()), new Set([mine.arn]));
  });

  it('are refused with a sentence where no profile of mine stands for the model', async () => {
    await open();
    const error = await refusedAs(converse('deepseek.v3.2'), 'AccessDeniedException', 403);
    assert.match(error.message, /no application inference profile for deepseek\.v3\.2.*Create My Profile/);
    const theirs = catalog.profiles.find((profile) => !catalog.isMine(profile));
    await refusedAs(converse(theirs?.arn), 'AccessDeniedException', 403);
    await refusedAs(converse(mine.arn.replace('us-east-1', 'us-west-2')), 'AccessDeniedException', 403);
    await refusedAs(converse(mine.arn.replace(/.{12}$/, 'nobodyhasit0')), 'ResourceNotFoundException', 404);
    assert.deepEqual(invoked(), []);
    assert.deepEqual(await opened.journal(), []);
  });

  it('may be passed through without a profile where that is switched on', async () => {
    await open({ rules: { passThrough: true } });
    await converse('deepseek.v3.2');
    assert.deepEqual(invoked(), ['deepseek.v3.2']);
    assert.equal((await opened.journal())[0]?.profile, undefined);
  });

  it('never leave the allowed Regions', async () => {
    await open({ rules: { allowedRegions: ['us-east-1'], passThrough: true } });
    const leaving = catalog.profiles.filter((profile) => catalog.isMine(profile) && profile.models.length > 1);
    assert.ok(leaving.length > 0);
    for (const { arn } of leaving) await refusedAs(converse(arn), 'AccessDeniedException', 403);
    assert.deepEqual(invoked(), []);
  });

  it('count tokens by the model where the profile’s ARN is refused', async () => {
    await open();
    simulator.faults.add({ kind: 'serverError', operation: 'CountTokens', status: 400, times: 1 });
    const input = { converse: { messages } };
    const { inputTokens } = await client.send(new CountTokensCommand({ modelId: model, input }));
    assert.ok((inputTokens ?? 0) > 0);
    assert.deepEqual(invoked(), [mine.arn, model]);
    assert.deepEqual(await opened.journal(), []);
  });

  it('get AWS’s own errors, once', async () => {
    await open();
    for (const [kind, error, status] of [
      ['throttle', 'ThrottlingException', 429],
      ['serverError', 'InternalServerException', 500],
      ['deny', 'AccessDeniedException', 403],
      ['expired', 'ExpiredTokenException', 403],
    ] as const) {
      simulator.calls.clear();
      simulator.faults.clear();
      simulator.faults.add({ kind });
      await refusedAs(converse(), error, status);
      assert.equal(invoked().length, 1);
      const last = (await opened.journal()).at(-1);
      assert.deepEqual([last?.status, last?.error, last?.counting], [status, error, 'none']);
    }
  });

  it('end without an answer where Bedrock’s was lost, over both protocols', async () => {
    await open();
    for (const connect of Object.values(CLIENTS))
      for (const kind of ['reset', 'drop'] as const) {
        simulator.faults.clear();
        simulator.faults.add({ kind });
        const agent = connect(opened);
        await assert.rejects(agent.send(new ConverseCommand({ modelId: model, messages })), (error: Error) => {
          return error.name !== 'ServiceUnavailableException';
        });
        agent.destroy();
        const last = (await opened.journal()).at(-1);
        assert.deepEqual([last?.status, last?.error, last?.counting], [0, 'connection-cut', 'unknown']);
      }
  });

  it('get a sentence where Bedrock cannot be reached', async () => {
    await open({ upstream: 'http://127.0.0.1:1' });
    const error = await refusedAs(converse(), 'ServiceUnavailableException', 503);
    assert.match(error.message, /could not reach Amazon Bedrock/);
    assert.deepEqual(
      (await opened.journal()).map(({ counting }) => counting),
      ['none'],
    );
  });

  it('get AWS’s error for an expired sign-in, and are refused for another account', async () => {
    await open({ credentials: () => Promise.reject(new Problem('sso-expired', { awsProfile: 'dev' })) });
    await refusedAs(converse(), 'ExpiredTokenException', 403);
    client.destroy();
    await opened.close();
    await open({ credentials: () => Promise.resolve({ ...KEYS, account: accountId('444455556666') }) });
    const error = await refusedAs(converse(), 'AccessDeniedException', 403);
    assert.match(error.message, /another account/);
    assert.deepEqual(invoked(), []);
  });

  it('find the models that they can name, without any permission', async () => {
    await open();
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const bedrock = new BedrockClient({ endpoint: opened.url, region: 'us-east-1', credentials });
    const system = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }));
    const ids = (system.inferenceProfileSummaries ?? []).map(({ inferenceProfileId }) => inferenceProfileId);
    assert.ok(ids.includes(`us.${model}`), ids.join());
    assert.ok(!ids.includes('us.meta.llama4-maverick-17b-instruct-v1:0'));
    const own = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }));
    assert.ok(
      (own.inferenceProfileSummaries ?? []).some(({ inferenceProfileArn }) => inferenceProfileArn === mine.arn),
    );
    bedrock.destroy();
  });
});
