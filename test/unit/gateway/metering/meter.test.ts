import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeMeter } from '../../../../src/gateway/metering/meter';
import type { AnswerHead, Metered } from '../../../../src/gateway/metering/metered';
import {
  chunk,
  claudeEvents,
  converseEvents,
  cutAt,
  event,
  exception,
  places,
  STREAM_HEAD,
  streams,
  type Usage,
} from './streams';

/** Feeds an answer in pieces, and holds that the meter left them as they were. */
function meter(pieces: readonly Buffer[], head: AnswerHead = STREAM_HEAD, isWhole = true): Metered {
  let time = 0;
  const made = makeMeter(head, () => (time += 1));
  for (const piece of pieces) {
    const before = Buffer.from(piece);
    made.push(piece);
    assert.ok(piece.equals(before));
  }
  return made.end(isWhole);
}

const tokensOf = ({ cacheWrite5m, cacheWrite1h, ...usage }: Usage) => ({
  ...usage,
  cacheWrite: cacheWrite5m + cacheWrite1h,
  cacheWrite1h,
});
const USAGE: Usage = { input: 12, output: 34, cacheRead: 5000, cacheWrite5m: 600, cacheWrite1h: 70 };
const TOKENS = tokensOf(USAGE);
const JSON_HEAD = { status: 200, headers: { 'content-type': 'application/json' } };
const plain = (body: unknown, head: AnswerHead = JSON_HEAD): Metered =>
  meter([Buffer.from(JSON.stringify(body))], head);

describe('the meter of a stream', () => {
  it('counts Converse by its metadata, cache writes by their lifetime', () => {
    assert.deepEqual(meter(converseEvents(USAGE, ['Hello', ' there'])), {
      counting: 'exact',
      tokens: TOKENS,
      serviceTier: 'priority',
      firstTokenAt: 1,
      error: undefined,
    });
  });

  it('counts InvokeModel by Bedrock’s metrics, and lifetimes by the maker’s usage', () => {
    const { counting, tokens, serviceTier, firstTokenAt } = meter(claudeEvents(USAGE, ['Hello']));
    assert.deepEqual(
      { counting, tokens, serviceTier, firstTokenAt },
      { counting: 'exact', tokens: TOKENS, serviceTier: 'standard', firstTokenAt: 1 },
    );
  });

  it('does not guess lifetimes that an answer does not tell apart', () => {
    const usage = { inputTokens: 1, outputTokens: 2, cacheWriteInputTokens: 3 };
    assert.equal(meter([event('metadata', { usage })]).tokens?.cacheWrite1h, undefined);
    const without = { inputTokens: 1, outputTokens: 2 };
    assert.equal(meter([event('metadata', { usage: without })]).tokens?.cacheWrite1h, 0);
  });

  it('counts other makers’ models', () => {
    const nova = {
      usage: { inputTokens: 3, outputTokens: 4, cacheReadInputTokenCount: 5, cacheWriteInputTokenCount: 0 },
    };
    assert.deepEqual(meter([chunk({ messageStart: {} }), chunk({ metadata: nova })]).tokens, {
      input: 3,
      output: 4,
      cacheRead: 5,
      cacheWrite: 0,
      cacheWrite1h: 0,
    });
    const openAi = { usage: { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 8 } } };
    const { tokens, counting } = meter([chunk({ choices: [] }), chunk(openAi)]);
    assert.deepEqual([tokens?.input, tokens?.cacheRead, tokens?.output, counting], [2, 8, 4, 'at-least']);
  });

  it('does not take a text of the model for counts', () => {
    const text = JSON.stringify({
      usage: { input_tokens: 1e6, output_tokens: 1e6 },
      'amazon-bedrock-invocationMetrics': { outputTokenCount: 1 },
    });
    const delta = { type: 'content_block_delta', delta: { type: 'text_delta', text } };
    assert.equal(meter([chunk(delta)]).counting, 'unknown');
    assert.deepEqual(meter(claudeEvents(USAGE, [text, 'message_start'])).tokens, TOKENS);
  });

  it('names an error that the stream ends with', () => {
    const [start = Buffer.alloc(0)] = claudeEvents(USAGE, []);
    const { error, counting, tokens } = meter([start, exception('throttlingException', { message: 'slow' })]);
    assert.deepEqual([error, counting, tokens?.input], ['throttlingException', 'at-least', USAGE.input]);
  });

  it('counts the same wherever its frames are split', () => {
    fc.assert(
      fc.property(streams, places, ({ usage, events }, cuts) => {
        const metered = meter(cutAt(Buffer.concat(events), cuts));
        assert.equal(metered.counting, 'exact');
        assert.deepEqual(metered.tokens, tokensOf(usage));
      }),
    );
    const bytes = Buffer.concat(converseEvents(USAGE, ['one byte at a time']));
    assert.deepEqual(meter(Array.from(bytes, (byte) => Buffer.from([byte]))).tokens, TOKENS);
  });

  it('never says more than was received where the stream is cut', () => {
    fc.assert(
      fc.property(streams, fc.nat(), places, ({ usage, events, counted }, where, cuts) => {
        const bytes = Buffer.concat(events);
        const end = where % bytes.length;
        const metered = meter(cutAt(bytes.subarray(0, end), cuts), STREAM_HEAD, false);
        // Behind the first of the final counts may stand another one.
        const final = bytes.length - (counted === 1 ? 0 : (events.at(-1)?.length ?? 0));
        assert.equal(metered.counting === 'exact', end >= final, `${end} of ${bytes.length}, final at ${final}`);
        const expected = tokensOf(usage);
        for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
          assert.ok((metered.tokens?.[kind] ?? 0) <= expected[kind]);
      }),
    );
  });

  it('is not misled by a damaged byte', () => {
    fc.assert(
      fc.property(streams, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ usage, events, counted }, where, flip) => {
        const bytes = Buffer.concat(events);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const { counting, tokens } = meter([bytes]);
        if (counting !== 'exact') return;
        // Only what stands behind the final counts can be damaged without harm to them.
        assert.ok(counted > 1 && at >= bytes.length - (events.at(-1)?.length ?? 0));
        assert.deepEqual(tokens, tokensOf(usage));
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    const heads = fc.constantFrom(STREAM_HEAD, JSON_HEAD);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), heads, fc.boolean(), (pieces, head, isWhole) => {
        meter(
          pieces.map((piece) => Buffer.from(piece)),
          head,
          isWhole,
        );
      }),
    );
    const bodies = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.constant({ usage: { inputTokens: -1, output_tokens: 1.5 } }),
    );
    const names = fc.constantFrom('metadata', 'chunk', 'contentBlockDelta', '');
    fc.assert(
      fc.property(bodies, names, (body, name) => {
        assert.notEqual(meter([event(name, body), chunk(body)]).counting, 'none');
      }),
    );
  });
});

describe('the meter of a plain answer', () => {
  it('counts Converse and each maker’s usage', () => {
    const cacheDetails = [{ ttl: '1h', inputTokens: 3 }];
    const usage = { inputTokens: 1, outputTokens: 2, cacheWriteInputTokens: 4, cacheDetails };
    assert.deepEqual(plain({ output: {}, usage, serviceTier: { type: 'flex' } }), {
      counting: 'exact',
      tokens: { input: 1, output: 2, cacheRead: 0, cacheWrite: 4, cacheWrite1h: 3 },
      serviceTier: 'flex',
      firstTokenAt: undefined,
      error: undefined,
    });
    const claude = {
      input_tokens: 1,
      output_tokens: 2,
      cache_creation_input_tokens: 4,
      cache_creation: { ephemeral_1h_input_tokens: 4 },
    };
    assert.equal(plain({ usage: claude }).tokens?.cacheWrite1h, 4);
  });

  it('counts InvokeModel by its headers, also where the body was lost', () => {
    const headers = {
      ...JSON_HEAD.headers,
      'x-amzn-bedrock-input-token-count': '7',
      'x-amzn-bedrock-output-token-count': '8',
      'x-amzn-bedrock-cache-read-input-token-count': '9',
      'x-amzn-bedrock-cache-write-input-token-count': '0',
    };
    const { counting, tokens } = meter([Buffer.from('{"usage":')], { status: 200, headers }, false);
    assert.deepEqual(
      [counting, tokens],
      ['exact', { input: 7, output: 8, cacheRead: 9, cacheWrite: 0, cacheWrite1h: 0 }],
    );
  });

  it('says when there is nothing to count by', () => {
    assert.equal(plain({ embedding: [1, 2] }).counting, 'unknown');
    assert.equal(meter([Buffer.from('{"usage":{"inputTokens":1')], JSON_HEAD, false).counting, 'unknown');
  });

  it('counts nothing for what AWS refused, and names the error', () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/' };
    const { counting, error } = plain({ message: 'Too many requests' }, { status: 429, headers });
    assert.deepEqual([counting, error], ['none', 'ThrottlingException']);
    assert.equal(plain({}, { status: 502, headers: {} }).error, 'HTTP 502');
  });
});
