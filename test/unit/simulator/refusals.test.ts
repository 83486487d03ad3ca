/** Parameters that Claude refuses on Bedrock, and what the record of calls keeps of a call. */

import { ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, refusedAs, type Clients } from './helpers';

const SONNET_4_5 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const SONNET_4_6 = 'us.anthropic.claude-sonnet-4-6';
/** Called in one test only, so that what it served is that test's. */
const OPUS_5 = 'us.anthropic.claude-opus-5';
const NEWER = ['opus-4-7', 'opus-4-8', 'sonnet-5', 'sonnet-5-5', 'haiku-5-5', 'fable-5-1'].map(
  (name) => `us.anthropic.claude-${name}`,
);
const OLDER = [SONNET_4_5, SONNET_4_6, 'us.anthropic.claude-haiku-4-5-20251001-v1:0'];

describe('Bedrock’s runtime', () => {
  let simulator: Simulator;
  let aws: Clients;
  before(async () => {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY });
    aws = clients(simulator);
  });
  after(() => simulator.close());

  const invoke = (modelId: string, more: object) =>
    aws.runtime.send(
      new InvokeModelCommand({
        modelId,
        body: JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 4000,
          messages: [{ role: 'user', content: 'Hello' }],
          ...more,
        }),
      }),
    );
  const converse = (modelId: string, inferenceConfig: object, additional?: Record<string, unknown>) =>
    aws.runtime.send(
      new ConverseCommand({
        modelId,
        messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
        inferenceConfig,
        ...(additional ? { additionalModelRequestFields: additional as Record<string, never> } : {}),
      }),
    );
  const refusedWith = async (call: Promise<unknown>, message: string) => {
    assert.equal((await refusedAs(call, 'ValidationException', 400)).message, message);
  };
  const byConverse = (message: string): string => `The model returned the following errors: ${message}`;

  it('refuses sampling of newer models, with the default of the temperature left to them', async () => {
    for (const modelId of NEWER) {
      await refusedWith(invoke(modelId, { temperature: 0 }), '`temperature` is deprecated for this model.');
      await refusedWith(
        converse(modelId, { temperature: 0.5 }),
        byConverse('`temperature` is deprecated for this model.'),
      );
      await refusedWith(invoke(modelId, { top_p: 0.9 }), '`top_p` is deprecated for this model.');
      await refusedWith(converse(modelId, {}, { top_k: 5 }), byConverse('`top_k` is deprecated for this model.'));
      await invoke(modelId, { temperature: 1 });
    }
    await converse('amazon.nova-pro-v1:0', { temperature: 0, topP: 0.5 });
  });

  it('takes one of temperature and top_p for older models', async () => {
    const both = '`temperature` and `top_p` cannot both be specified for this model. Please use only one.';
    for (const modelId of OLDER) {
      await refusedWith(invoke(modelId, { temperature: 0, top_p: 0.9 }), both);
      await refusedWith(converse(modelId, { temperature: 0, topP: 0.9 }), byConverse(both));
      await converse(modelId, { temperature: 0 });
      await invoke(modelId, { top_p: 0.9, top_k: 5 });
    }
  });

  it('refuses betas that it does not know', async () => {
    const known = ['interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'];
    await invoke(SONNET_4_6, { anthropic_beta: known });
    await converse(SONNET_4_6, {}, { anthropic_beta: known });
    const unknown = [...known, 'mcp-servers-2025-12-04'];
    await refusedWith(invoke(SONNET_4_6, { anthropic_beta: unknown }), 'invalid beta flag');
    await refusedWith(converse(SONNET_4_6, {}, { anthropic_beta: unknown }), byConverse('invalid beta flag'));
  });

  it('takes thinking in the form that the model knows', async () => {
    const enabled = { thinking: { type: 'enabled', budget_tokens: 2000 } };
    const adaptive = { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } };
    for (const modelId of NEWER) {
      const { message } = await refusedAs(invoke(modelId, enabled), 'ValidationException', 400);
      assert.match(
        message,
        /^"thinking\.type\.enabled" is not supported for this model\. Use "thinking\.type\.adaptive"/,
      );
      await invoke(modelId, adaptive);
      await converse(modelId, {}, adaptive);
    }
    const { message } = await refusedAs(converse(SONNET_4_5, {}, adaptive), 'ValidationException', 400);
    assert.match(message, /Input tag 'adaptive' found using 'type' does not match/);
    await invoke(SONNET_4_6, enabled);
    await invoke(SONNET_4_6, adaptive);
    await invoke(SONNET_4_5, enabled);
  });

  it('takes a budget for thinking that leaves room for the answer', async () => {
    const budget = (tokens: number, more: object = {}) =>
      invoke(SONNET_4_5, { thinking: { type: 'enabled', budget_tokens: tokens }, ...more });
    await refusedWith(budget(1000), 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
    const { message } = await refusedAs(budget(4000), 'ValidationException', 400);
    assert.match(message, /^`max_tokens` must be greater than `thinking\.budget_tokens`\./);
    await budget(4000, { anthropic_beta: ['interleaved-thinking-2025-05-14'] });
    const warm = await refusedAs(budget(2000, { temperature: 0 }), 'ValidationException', 400);
    assert.match(warm.message, /^`temperature` may only be set to 1 when thinking is enabled\./);
    await budget(2000, { temperature: 1 });
  });

  it('keeps in the record which of its headers came in, whether they were signed, and what a call used', async () => {
    simulator.calls.clear();
    await aws.runtime.send(
      new InvokeModelCommand({
        modelId: OPUS_5,
        guardrailIdentifier: 'gr1234567890',
        guardrailVersion: '1',
        trace: 'ENABLED',
        performanceConfigLatency: 'optimized',
        body: JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 40,
          messages: [
            { role: 'user', content: [{ type: 'text', text: 'Hello', cache_control: { type: 'ephemeral' } }] },
          ],
        }),
      }),
    );
    await converse(OPUS_5, {});
    await refusedAs(invoke(OPUS_5, { temperature: 0, top_p: 0 }), 'ValidationException');
    const [guarded, plain, refused] = simulator.calls.all;
    assert.deepEqual(guarded?.bedrockHeaders, {
      'x-amzn-bedrock-guardrailidentifier': 'gr1234567890',
      'x-amzn-bedrock-guardrailversion': '1',
      'x-amzn-bedrock-performanceconfig-latency': 'optimized',
      'x-amzn-bedrock-trace': 'ENABLED',
    });
    for (const name of Object.keys(guarded.bedrockHeaders)) assert.ok(guarded.signedHeaders?.includes(name), name);
    assert.equal(guarded.invocation?.cachePoints, 1);
    assert.equal(plain?.bedrockHeaders, undefined);
    const { input, output, cacheRead, cacheWrite } = simulator.served(OPUS_5, FRIDAY, FRIDAY + 1);
    const used = [guarded.invocation, plain?.invocation];
    assert.deepEqual(
      [input, output, cacheRead, cacheWrite],
      (['input', 'output', 'cacheRead', 'cacheWrite'] as const).map((kind) =>
        used.reduce((sum, invocation) => sum + (invocation?.[kind] ?? 0), 0),
      ),
    );
    assert.equal(refused?.invocation, undefined);
    assert.ok(!JSON.stringify(simulator.calls.all).includes('Hello'));
  });
});
