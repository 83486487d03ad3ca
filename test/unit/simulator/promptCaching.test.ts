/** Prompt caching as a client meets it: in both APIs, in CloudWatch, on the bill, and in what is refused. */

import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import {
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ContentBlock,
  type ConverseCommandInput,
  type TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, HOUR, refusedAs, SONNET_5, type Clients } from './helpers';

const LONG = 'You are careful with the arm of the robot. '.repeat(400);
const OTHER = 'You are quick with the hand of the robot. '.repeat(400);
const hello = [{ role: 'user' as const, content: [{ text: 'Hello' }] }];
const point = (ttl?: '5m' | '1h') => ({ cachePoint: { type: 'default' as const, ...(ttl ? { ttl } : {}) } });
const cached = (text: string, ttl?: '5m' | '1h') => ({
  type: 'text',
  text,
  cache_control: { type: 'ephemeral', ...(ttl ? { ttl } : {}) },
});
const NOVA = 'amazon.nova-pro-v1:0';
const OPUS_4_7 = 'us.anthropic.claude-opus-4-7';
const HAIKU_4_5 = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

interface MessagesUsage {
  readonly input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_creation: Readonly<Record<'ephemeral_5m_input_tokens' | 'ephemeral_1h_input_tokens', number>>;
}

describe('Prompt caching', () => {
  let simulator: Simulator;
  let aws: Clients;
  let modelId: string;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY, metricDelayMs: 0 });
    aws = clients(simulator);
    const input = { inferenceProfileName: 'mine', modelSource: { copyFrom: SONNET_5 } };
    modelId = (await aws.bedrock.send(new CreateInferenceProfileCommand(input))).inferenceProfileArn ?? '';
  });
  afterEach(() => simulator.close());

  const converse = async (more: Partial<ConverseCommandInput>, to = aws): Promise<TokenUsage> => {
    const { usage } = await to.runtime.send(new ConverseCommand({ modelId, messages: hello, ...more }));
    assert.ok(usage);
    return usage;
  };
  const bodyOf = (more: object): string =>
    JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'Hello' }],
      ...more,
    });
  const invoke = async (more: object, id = modelId): Promise<MessagesUsage> => {
    const { body } = await aws.runtime.send(new InvokeModelCommand({ modelId: id, body: bodyOf(more) }));
    return (JSON.parse(body.transformToString()) as { usage: MessagesUsage }).usage;
  };

  it('writes for an hour and for five minutes, apart in the answer of Converse', async () => {
    const request = { system: [{ text: LONG }, point('1h'), { text: OTHER }, point()] };
    const first = await converse(request);
    const written = first.cacheDetails ?? [];
    assert.deepEqual(
      written.map(({ ttl }) => ttl),
      ['1h', '5m'],
    );
    assert.equal(
      written.reduce((sum, { inputTokens = 0 }) => sum + inputTokens, 0),
      first.cacheWriteInputTokens,
    );
    simulator.advance(6 * 60_000);
    const second = await converse(request);
    assert.deepEqual(second.cacheDetails, [{ ttl: '5m', inputTokens: written[1]?.inputTokens }]);
    assert.equal(second.cacheReadInputTokens, written[0]?.inputTokens);
    const third = await converse(request);
    assert.equal(third.cacheReadInputTokens, first.cacheWriteInputTokens);
    assert.deepEqual([third.cacheWriteInputTokens, third.cacheDetails], [0, []]);
    simulator.advance(HOUR);
    assert.equal((await converse(request)).cacheReadInputTokens, 0);
  });

  it('does the same of a Messages body', async () => {
    const request = { system: [cached(LONG, '1h'), cached(OTHER)] };
    const first = await invoke(request);
    const { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: hour } = first.cache_creation;
    assert.ok(short > 1024 && hour > 1024);
    assert.equal(short + hour, first.cache_creation_input_tokens);
    simulator.advance(6 * 60_000);
    const second = await invoke(request);
    assert.deepEqual(second.cache_creation, { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: 0 });
    assert.equal(second.cache_read_input_tokens, hour);
  });

  it('and of Nova’s', async () => {
    const request = { system: [{ text: LONG }, point()], messages: [{ role: 'user', content: [{ text: 'Hello' }] }] };
    const send = async () => {
      const { body } = await aws.runtime.send(new InvokeModelCommand({ modelId: NOVA, body: JSON.stringify(request) }));
      return (JSON.parse(body.transformToString()) as { usage: Record<string, number> }).usage;
    };
    const first = await send();
    assert.ok((first.cacheWriteInputTokenCount ?? 0) > 1024);
    assert.equal((await send()).cacheReadInputTokenCount, first.cacheWriteInputTokenCount);
  });

  it('says in streams what it says in whole answers', async () => {
    const system = [{ text: LONG }, point('1h')];
    const { stream } = await aws.runtime.send(new ConverseStreamCommand({ modelId, messages: hello, system }));
    let usage: TokenUsage | undefined;
    for await (const event of stream ?? []) usage = event.metadata?.usage ?? usage;
    assert.deepEqual(usage?.cacheDetails, [{ ttl: '1h', inputTokens: usage?.cacheWriteInputTokens }]);
    const { body } = await aws.runtime.send(
      new InvokeModelWithResponseStreamCommand({ modelId, body: bodyOf({ system: [cached(LONG)] }) }),
    );
    const events: Record<string, never>[] = [];
    for await (const { chunk } of body ?? [])
      events.push(JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()) as Record<string, never>);
    const { usage: started } = (events[0] as unknown as { message: { usage: MessagesUsage } }).message;
    const metrics = events.at(-1)?.['amazon-bedrock-invocationMetrics'] as unknown as Record<string, number>;
    assert.ok(started.cache_creation.ephemeral_5m_input_tokens > 1024);
    assert.equal(metrics.cacheWriteInputTokenCount, started.cache_creation_input_tokens);
    assert.equal(metrics.inputTokenCount, started.input_tokens);
  });

  it('puts the counts in the headers of a plain answer', async () => {
    const { url } = simulator;
    const send = () =>
      fetch(`${url}/model/${encodeURIComponent(modelId)}/invoke`, {
        method: 'POST',
        headers: { authorization: 'Bearer bedrock-api-key' },
        body: bodyOf({ system: [cached(LONG, '1h')] }),
      });
    const first = await send();
    const { headers } = await send();
    const written = first.headers.get('x-amzn-bedrock-cache-write-input-token-count');
    assert.ok(Number(written) > 1024);
    // A bearer token names no Region: both are of the scenario's.
    assert.equal(headers.get('x-amzn-bedrock-cache-read-input-token-count'), written);
    assert.equal(headers.get('x-amzn-bedrock-cache-write-input-token-count'), '0');
    assert.ok(Number(headers.get('x-amzn-bedrock-input-token-count')) > 0);
    assert.ok(Number(headers.get('x-amzn-bedrock-output-token-count')) > 0);
  });

  it('is apart for each Region, and for each model', async () => {
    const system = [{ text: LONG }, point()];
    await converse({ system });
    assert.ok(((await converse({ system })).cacheReadInputTokens ?? 0) > 0);
    assert.equal((await converse({ system, modelId: 'us.anthropic.claude-opus-5' })).cacheReadInputTokens, 0);
    const west = clients(simulator, 'us-west-2');
    const there = { system, modelId: 'us.anthropic.claude-sonnet-5' };
    assert.equal((await converse(there, west)).cacheReadInputTokens, 0);
  });

  it('has a minimum for each model', async () => {
    const system = [{ text: 'x'.repeat(4 * 1024) }, point()];
    assert.equal((await converse({ system })).cacheWriteInputTokens, 1024);
    assert.equal((await converse({ system, modelId: OPUS_4_7 })).cacheWriteInputTokens, 0);
    assert.equal((await converse({ system, modelId: HAIKU_4_5 })).cacheWriteInputTokens, 0);
    const half = [{ text: 'x'.repeat(4 * 512) }, point()];
    assert.equal((await converse({ system: half })).cacheWriteInputTokens, 0);
    assert.equal((await converse({ system: half, modelId: 'us.anthropic.claude-opus-5' })).cacheWriteInputTokens, 512);
  });

  it('reaches CloudWatch as one count of writes, and the bill at two rates', async () => {
    const { cacheDetails: written = [] } = await converse({
      system: [{ text: LONG }, point('1h'), { text: OTHER }, point()],
    });
    simulator.advance(60_000);
    const metric = (MetricName: string) => ({
      Namespace: 'AWS/Bedrock',
      MetricName,
      Dimensions: [{ Name: 'ModelId', Value: modelId.slice(modelId.lastIndexOf('/') + 1) }],
    });
    const { MetricDataResults: results = [] } = await aws.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(FRIDAY - HOUR),
        EndTime: new Date(FRIDAY + HOUR),
        MetricDataQueries: [
          { Id: 'w', MetricStat: { Metric: metric('CacheWriteInputTokenCount'), Period: 3600, Stat: 'Sum' } },
        ],
      }),
    );
    const [hour = 0, short = 0] = written.map(({ inputTokens }) => inputTokens);
    assert.deepEqual(results[0]?.Values, [hour + short]);
    const billed = simulator.billed({ from: '2026-11-20', to: '2026-11-21', by: ['usageType'] });
    const cost = (usageType: string) => {
      const { usd = '', quantity = '' } = billed.find(({ keys: [name] }) => name === usageType) ?? {};
      return [Math.round(Number(quantity) * 1_000_000), Number(usd).toFixed(6)];
    };
    assert.deepEqual(cost('USE1-MP:USE1_cache_write_tokens_1h_standard-Units'), [hour, (hour * 4.4e-6).toFixed(6)]);
    assert.deepEqual(cost('USE1-MP:USE1_cache_write_tokens_standard-Units'), [short, (short * 2.75e-6).toFixed(6)]);
  });

  describe('CountTokens', () => {
    const base = 'anthropic.claude-sonnet-5';

    it('counts what a call has as input, read and written tokens', async () => {
      const messages: ConverseCommandInput['messages'] = [{ role: 'user', content: [{ text: 'Hello' }, point()] }];
      const system = [{ text: LONG }, point('1h')];
      const counting = new CountTokensCommand({ modelId: base, input: { converse: { messages, system } } });
      const { inputTokens } = await aws.runtime.send(counting);
      for (let call = 0; call < 2; call += 1) {
        const {
          inputTokens: fresh = 0,
          cacheReadInputTokens: read = 0,
          cacheWriteInputTokens: write = 0,
        } = await converse({ messages, system });
        assert.equal(fresh + read + write, inputTokens);
      }
    });

    it('refuses profiles of any kind, as is reported, unless it is told not to', async () => {
      const input = { converse: { messages: hello } };
      for (const id of [modelId, 'us.anthropic.claude-sonnet-5', 'anthropic.claude-3-haiku-20240307-v1:0']) {
        const refused = aws.runtime.send(new CountTokensCommand({ modelId: id, input }));
        assert.match((await refusedAs(refused, 'ValidationException', 400)).message, /doesn't support counting tokens/);
      }
      const other = await startSimulator({ scenario: 'empty', time: FRIDAY, countTokensOfProfiles: 'count' });
      try {
        const { runtime } = clients(other);
        const count = async (id: string) =>
          (await runtime.send(new CountTokensCommand({ modelId: id, input }))).inputTokens;
        assert.equal(await count('us.anthropic.claude-sonnet-5'), await count(base));
      } finally {
        await other.close();
      }
    });
  });

  describe('is refused by Bedrock', () => {
    const refusedWith = async (call: Promise<unknown>, message: RegExp, name = 'ValidationException', status = 400) => {
      const { message: said } = await refusedAs(call, name, status);
      assert.match(said, message);
    };
    const order = "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block";

    it('with more than four cache points', async () => {
      const five = Array.from({ length: 5 }, () => [{ text: 'x' }, point()]).flat();
      const message = 'A maximum of 4 blocks with cache_control may be provided. Found 5.';
      await refusedWith(
        converse({ system: five }),
        new RegExp(`^The model returned the following errors: ${message}$`),
      );
      await refusedWith(invoke({ system: Array.from({ length: 5 }, () => cached('x')) }), new RegExp(`^${message}$`));
      await converse({ system: five.slice(2) });
    });

    it('with an hour after five minutes, in the order of tools, system, messages', async () => {
      const content: ContentBlock[] = [{ text: 'One' }, { text: 'Two' }, point('1h')];
      const messages = [{ role: 'user' as const, content }];
      const found = new RegExp(`messages\\.0\\.content\\.1\\.cache_control\\.ttl: ${order}`);
      await refusedWith(converse({ messages, system: [{ text: 'x' }, point()] }), found);
      await converse({ messages, system: [{ text: 'x' }, point('1h')] });
      const tools = [{ name: 'look', input_schema: { type: 'object' }, cache_control: { type: 'ephemeral' } }];
      await refusedWith(
        invoke({ tools, system: [cached('x', '1h')] }),
        new RegExp(`^system\\.0\\.cache_control\\.ttl: ${order}`),
      );
      await invoke({ system: [cached('x', '1h'), cached('y')] });
    });

    it('for a time that there is not', async () => {
      const odd = { ttl: '2h' } as unknown as { ttl: '1h' };
      const system = [{ text: 'x' }, { cachePoint: { type: 'default' as const, ...odd } }];
      await refusedWith(
        converse({ system }),
        /Value '2h' at 'system\.0\.cachePoint\.ttl' failed to satisfy constraint/,
      );
      const { ttl } = odd;
      await refusedWith(invoke({ system: [cached('x', ttl)] }), /ephemeral\.ttl: Input should be '5m' or '1h'/);
    });

    it('where the model caches otherwise, or not at all', async () => {
      const inNova = (system: ConverseCommandInput['system'], more: Partial<ConverseCommandInput> = {}) =>
        converse({ modelId: NOVA, system, ...more });
      await refusedWith(
        inNova([{ text: 'x' }, point('1h')]),
        /^Extended TTL prompt caching is only supported for Anthropic/,
      );
      const toolSpec = { name: 'look', inputSchema: { json: { type: 'object' } } };
      const inTools = inNova([{ text: 'x' }], { toolConfig: { tools: [{ toolSpec }, point()] } });
      await refusedWith(inTools, /#\/toolConfig\/tools\/1: extraneous key \[cachePoint\] is not permitted/);
      const unsupported = converse({ modelId: 'zai.glm-5', system: [{ text: 'x' }, point()] });
      await refusedWith(unsupported, /did not allow prompt caching/, 'AccessDeniedException', 403);
    });
  });
});
