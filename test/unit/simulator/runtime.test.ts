/** Calls of a model, and how they are metered. */

import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import {
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type Message,
  type TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, refusedAs, signedFor, SONNET_5, type Clients } from './helpers';

const hello: Message[] = [{ role: 'user', content: [{ text: 'Hello, arm.' }] }];
const anthropicBody = (more: object = {}) =>
  JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 400,
    messages: [{ role: 'user', content: 'Hello' }],
    ...more,
  });

describe('Bedrock runtime', () => {
  let simulator: Simulator;
  let aws: Clients;
  let modelId: string;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY });
    aws = clients(simulator);
    const input = { inferenceProfileName: 'mine', modelSource: { copyFrom: SONNET_5 } };
    modelId = (await aws.bedrock.send(new CreateInferenceProfileCommand(input))).inferenceProfileArn ?? '';
  });
  afterEach(() => simulator.close());
  const served = (id = modelId) => simulator.served(id, FRIDAY, FRIDAY + 1);
  const asCounts = (usage: TokenUsage | undefined) => ({
    input: usage?.inputTokens,
    output: usage?.outputTokens,
    cacheRead: usage?.cacheReadInputTokens,
    cacheWrite: usage?.cacheWriteInputTokens,
  });
  const tokensServed = () => {
    const { input, output, cacheRead, cacheWrite } = served();
    return { input, output, cacheRead, cacheWrite };
  };

  it('meters a conversation under the profile', async () => {
    const { usage, output, stopReason } = await aws.runtime.send(new ConverseCommand({ modelId, messages: hello }));
    assert.ok((output?.message?.content?.[0]?.text ?? '').length > 20);
    assert.equal(stopReason, 'end_turn');
    assert.deepEqual(tokensServed(), asCounts(usage));
    assert.equal(served().invocations, 1);
    assert.equal(served('us.anthropic.claude-sonnet-5').invocations, 0);
    assert.equal(simulator.calls.all.at(-1)?.modelId, modelId);
    assert.ok(!JSON.stringify(simulator.calls.all).includes('Hello'));
  });

  it('streams a conversation and returns its usage at the end', async () => {
    const { stream } = await aws.runtime.send(
      new ConverseStreamCommand({ modelId, messages: hello, inferenceConfig: { maxTokens: 12 } }),
    );
    let text = '';
    let usage: TokenUsage | undefined;
    let stopReason: string | undefined;
    for await (const event of stream ?? []) {
      text += event.contentBlockDelta?.delta?.text ?? '';
      stopReason ??= event.messageStop?.stopReason;
      usage = event.metadata?.usage ?? usage;
    }
    assert.ok(text.length > 20);
    assert.equal(stopReason, 'max_tokens');
    assert.equal(usage?.outputTokens, 12);
    assert.deepEqual(tokensServed(), asCounts(usage));
  });

  it('writes a long prompt to the cache once and reads it from there', async () => {
    const system = [{ text: 'You are careful. '.repeat(800) }, { cachePoint: { type: 'default' as const } }];
    const send = async () => (await aws.runtime.send(new ConverseCommand({ modelId, messages: hello, system }))).usage;
    const first = await send();
    const second = await send();
    assert.ok((first?.cacheWriteInputTokens ?? 0) > 1024);
    assert.equal(first?.cacheReadInputTokens, 0);
    assert.equal(second?.cacheReadInputTokens, first.cacheWriteInputTokens);
    assert.equal(second?.cacheWriteInputTokens, 0);
    simulator.advance(6 * 60_000);
    assert.equal((await send())?.cacheReadInputTokens, 0);
  });

  it('answers InvokeModel as Anthropic does, at once and streamed', async () => {
    const whole = await aws.runtime.send(new InvokeModelCommand({ modelId, body: anthropicBody() }));
    const message = JSON.parse(whole.body.transformToString()) as Record<string, unknown>;
    assert.equal(message.type, 'message');
    assert.deepEqual(Object.keys(message.usage as object).sort(), [
      'cache_creation',
      'cache_creation_input_tokens',
      'cache_read_input_tokens',
      'input_tokens',
      'output_tokens',
    ]);
    const system = [{ type: 'text', text: 'long '.repeat(2000), cache_control: { type: 'ephemeral' } }];
    const body = anthropicBody({ system });
    const streamed = await aws.runtime.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
    const types: unknown[] = [];
    let metrics: unknown;
    for await (const { chunk } of streamed.body ?? []) {
      const event = JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()) as Record<string, unknown>;
      types.push(event.type);
      metrics = event['amazon-bedrock-invocationMetrics'];
    }
    assert.deepEqual(
      [types[0], types[1], types.at(-2), types.at(-1)],
      ['message_start', 'content_block_start', 'message_delta', 'message_stop'],
    );
    const { cacheWriteInputTokenCount: written } = metrics as { cacheWriteInputTokenCount: number };
    assert.ok(written > 1024);
    assert.equal(served().invocations, 2);
  });

  it('meters direct traffic under the system profile or the model', async () => {
    await aws.runtime.send(new ConverseCommand({ modelId: 'global.anthropic.claude-sonnet-4-6', messages: hello }));
    await aws.runtime.send(new ConverseCommand({ modelId: 'amazon.nova-lite-v1:0', messages: hello }));
    assert.equal(served('global.anthropic.claude-sonnet-4-6').invocations, 1);
    assert.equal(served('amazon.nova-lite-v1:0').invocations, 1);
  });

  it('refuses what cannot be invoked, and counts refusals of what can', async () => {
    const converse = (id: string, messages = hello) => aws.runtime.send(new ConverseCommand({ modelId: id, messages }));
    const onDemand = await refusedAs(converse('anthropic.claude-sonnet-5'), 'ValidationException', 400);
    assert.match(onDemand.message, /on-demand throughput isn’t supported/);
    await refusedAs(converse('nobody.knows-it'), 'ValidationException', 400);
    await refusedAs(converse(modelId.replace(/.{3}$/, '000')), 'ResourceNotFoundException', 404);
    await refusedAs(converse(modelId, []), 'ValidationException', 400);
    await refusedAs(converse(modelId, [{ role: 'assistant', content: [{ text: 'me first' }] }]), 'ValidationException');
    await refusedAs(aws.runtime.send(new InvokeModelCommand({ modelId, body: 'not json' })), 'ValidationException');
    await refusedAs(aws.runtime.send(new InvokeModelCommand({ modelId, body: '{}' })), 'ValidationException');
    assert.equal(served().clientErrors, 4);
    simulator.faults.add({ kind: 'throttle', operation: 'Converse', times: 1 });
    await refusedAs(converse(modelId), 'ThrottlingException', 429);
    simulator.faults.add({ kind: 'serverError', service: 'bedrock-runtime', times: 1 });
    await refusedAs(converse(modelId), 'InternalServerException', 500);
    const counts = served();
    assert.deepEqual([counts.throttles, counts.serverErrors, counts.invocations], [1, 1, 0]);
  });

  it('speaks HTTP/1.1 as well as HTTP/2', async () => {
    const response = await fetch(`${simulator.url}/model/${encodeURIComponent(modelId)}/converse`, {
      method: 'POST',
      headers: { authorization: signedFor('bedrock'), 'content-type': 'application/json' },
      body: JSON.stringify({ messages: hello }),
    });
    assert.equal(response.status, 200);
  });
});
