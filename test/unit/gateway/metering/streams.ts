/** Answers as Bedrock streams them, made of events. */

import { EventStreamCodec, type MessageHeaders } from '@smithy/eventstream-codec';
import fc from 'fast-check';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

const header = (value: string) => ({ type: 'string', value }) as const;

function message(headers: Readonly<Record<string, string>>, body: unknown): Buffer {
  const all: MessageHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, header(value)]));
  return Buffer.from(codec.encode({ headers: all, body: Buffer.from(JSON.stringify(body)) }));
}

export const event = (name: string, body: unknown): Buffer =>
  message({ ':message-type': 'event', ':event-type': name, ':content-type': 'application/json' }, body);

export const exception = (name: string, body: unknown): Buffer =>
  message({ ':message-type': 'exception', ':exception-type': name, ':content-type': 'application/json' }, body);

/** An event of a model's maker, as InvokeModel carries it; AWS pads it. */
export const chunk = (body: unknown): Buffer =>
  event('chunk', { bytes: Buffer.from(JSON.stringify(body)).toString('base64'), p: 'abcdefg' });

/** Cuts bytes at the given places, wherever they are. */
export function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const cuts = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

export const places = fc.array(fc.nat(100_000), { maxLength: 40 });

export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

const count = fc.nat(200_000);
export const usages: fc.Arbitrary<Usage> = fc.record({
  input: count,
  output: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
});

export const STREAM_HEAD = { status: 200, headers: { 'content-type': 'application/vnd.amazon.eventstream' } };

const texts = fc.array(fc.string({ maxLength: 30 }), { maxLength: 8 });

/** An answer of ConverseStream, in events; the last one has its counts. */
export function converseEvents(usage: Usage, words: readonly string[]): readonly Buffer[] {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = usage;
  return [
    event('messageStart', { role: 'assistant' }),
    ...words.map((text) => event('contentBlockDelta', { contentBlockIndex: 0, delta: { text } })),
    event('contentBlockStop', { contentBlockIndex: 0 }),
    event('messageStop', { stopReason: 'end_turn' }),
    event('metadata', {
      usage: {
        inputTokens: input,
        outputTokens: output,
        totalTokens: input + output,
        cacheReadInputTokens: cacheRead,
        cacheWriteInputTokens: cacheWrite5m + cacheWrite1h,
        cacheDetails: [
          { ttl: '5m', inputTokens: cacheWrite5m },
          { ttl: '1h', inputTokens: cacheWrite1h },
        ],
      },
      metrics: { latencyMs: 10 },
      serviceTier: { type: 'priority' },
    }),
  ];
}

/** An answer of a Claude model to InvokeModelWithResponseStream, in events. The last two have its counts. */
export function claudeEvents(usage: Usage, words: readonly string[]): readonly Buffer[] {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = usage;
  const cacheWrite = cacheWrite5m + cacheWrite1h;
  const first = {
    input_tokens: input,
    output_tokens: Math.min(1, output),
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    service_tier: 'standard',
  };
  return [
    chunk({ type: 'message_start', message: { role: 'assistant', content: [], usage: first } }),
    ...words.map((text) => chunk({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    chunk({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } }),
    chunk({
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: input,
        outputTokenCount: output,
        cacheReadInputTokenCount: cacheRead,
        cacheWriteInputTokenCount: cacheWrite,
      },
    }),
  ];
}

/** A stream of either operation; `counted` is how many of its last events have its final counts. */
export const streams = fc
  .tuple(usages, texts, fc.boolean())
  .map(([usage, words, isConverse]) =>
    isConverse
      ? { usage, events: converseEvents(usage, words), counted: 1 }
      : { usage, events: claudeEvents(usage, words), counted: 2 },
  );
