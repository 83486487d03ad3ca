/** Calls of tools, which the simulated model makes when it is asked to. */

import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import {
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ContentBlock,
  type Message,
  type ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, SONNET_5, type Clients } from './helpers';

const WORDS = 'Call the tool read_file with {"path": "a.txt"}, please.';
const INPUT = { path: 'a.txt' };
const inputSchema = { json: { type: 'object' } };
const toolConfig: ToolConfiguration = { tools: [{ toolSpec: { name: 'read_file', inputSchema } }] };

describe('a tool', () => {
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
  const asks = (text = WORDS): Message => ({ role: 'user', content: [{ text }] });
  const converse = async (messages: Message[], offered = toolConfig) => {
    const command = new ConverseCommand({ modelId, messages, toolConfig: offered });
    const { output, stopReason } = await aws.runtime.send(command);
    return { content: output?.message?.content ?? [], stopReason };
  };
  const resultOf = (content: readonly ContentBlock[]): Message => {
    const toolUseId = content.find(({ toolUse }) => toolUse)?.toolUse?.toolUseId;
    return { role: 'user', content: [{ toolResult: { toolUseId, content: [{ text: 'of the file' }] } }] };
  };

  it('is called when the last message asks for it, and its result is answered in words', async () => {
    const { content, stopReason } = await converse([asks()]);
    assert.equal(stopReason, 'tool_use');
    assert.deepEqual([content[1]?.toolUse?.name, content[1]?.toolUse?.input], ['read_file', INPUT]);
    const end = await converse([asks(), { role: 'assistant', content: [...content] }, resultOf(content)]);
    assert.deepEqual([end.stopReason, end.content.length], ['end_turn', 1]);
    assert.deepEqual(
      simulator.calls.select({ operation: 'Converse' }).map(({ invocation }) => invocation?.toolResults),
      [0, 1],
    );
  });

  it('is called in the words of a client that quotes them', async () => {
    assert.equal((await converse([asks(JSON.stringify(WORDS))])).content[1]?.toolUse?.name, 'read_file');
  });

  it('is not called where it is not offered, or its input is no JSON', async () => {
    const other = { tools: [{ toolSpec: { name: 'write_file', inputSchema } }] };
    for (const [text, tools] of [
      [WORDS, other],
      ['Call the tool read_file with {path}', toolConfig],
      ['Read a.txt', toolConfig],
    ] as const)
      assert.equal((await converse([asks(text)], tools)).stopReason, 'end_turn', text);
  });

  it('is called in a stream of ConverseStream', async () => {
    const { stream } = await aws.runtime.send(new ConverseStreamCommand({ modelId, messages: [asks()], toolConfig }));
    let input = '';
    let name: string | undefined;
    let stopReason: string | undefined;
    for await (const event of stream ?? []) {
      name ??= event.contentBlockStart?.start?.toolUse?.name;
      input += event.contentBlockDelta?.delta?.toolUse?.input ?? '';
      stopReason ??= event.messageStop?.stopReason;
    }
    assert.deepEqual([name, JSON.parse(input), stopReason], ['read_file', INPUT, 'tool_use']);
  });

  it('is called in Anthropic’s form of InvokeModel, at once and streamed', async () => {
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 400,
      tools: [{ name: 'read_file', input_schema: {} }],
      messages: [{ role: 'user', content: WORDS }],
    });
    const answer = await aws.runtime.send(new InvokeModelCommand({ modelId, body }));
    const whole = JSON.parse(answer.body.transformToString()) as {
      stop_reason: string;
      content: readonly { type: string; name?: string; input?: unknown }[];
    };
    const [, call] = whole.content;
    assert.deepEqual(
      [whole.stop_reason, call?.type, call?.name, call?.input],
      ['tool_use', 'tool_use', 'read_file', INPUT],
    );
    const streamed = await aws.runtime.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
    let json = '';
    for await (const { chunk } of streamed.body ?? []) {
      const event = JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()) as { delta?: { partial_json?: string } };
      json += event.delta?.partial_json ?? '';
    }
    assert.deepEqual(JSON.parse(json), INPUT);
  });
});
