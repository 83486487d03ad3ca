/** One call of a fuzzed run: how it is sent, what Bedrock answers, and what either side does to it. */

import fc from 'fast-check';
import type { CallTokens, Counting } from '../../../../src/core/gateway/callTokens';
import { cutAt, places, streams, type Usage } from '../metering/streams';

export interface StreamCase {
  readonly operation: 'converse-stream' | 'invoke-with-response-stream';
  readonly usage: Usage;
  readonly events: readonly Buffer[];
  /** How many of the last events have the final counts. */
  readonly counted: number;
  /** The answer as it is sent; a damaged byte makes a checksum wrong. */
  readonly pieces: readonly Buffer[];
  /** Bedrock breaks off after this byte; undefined where its answer is whole. */
  readonly cutAfter: number | undefined;
  /** The first byte that is damaged, if any. */
  readonly damagedAt: number | undefined;
  readonly body: Buffer;
  readonly bodyCuts: readonly number[];
  readonly protocol: 'http1' | 'http2';
  /** - `at-once` leaves before the answer begins; a number is the byte after which the agent leaves. */
  readonly leaves: 'never' | 'at-once' | number;
  /** How many turns of the event loop the agent takes for each piece that it reads. */
  readonly slowness: number;
}

/** Chance in eight. */
const sometimes = (chance: number) => fc.nat(7).map((value) => value < chance);

export const streamCases: fc.Arbitrary<StreamCase> = fc
  .record({
    stream: streams,
    cuts: places,
    where: fc.nat(1_000_000),
    flip: fc.integer({ min: 1, max: 255 }),
    isCut: sometimes(2),
    isDamaged: sometimes(1),
    body: fc.uint8Array({ maxLength: 3000 }),
    bodyCuts: places,
    protocol: fc.constantFrom('http1', 'http2'),
    leaving: fc.constantFrom('never', 'never', 'never', 'never', 'at-once', 'midway'),
    leavesAfter: fc.nat(1_000_000),
    slowness: fc.constantFrom(0, 0, 0, 1, 7),
  })
  .map(({ stream, cuts, where, flip, isCut, isDamaged, body, leaving, leavesAfter, ...rest }): StreamCase => {
    const bytes = Buffer.concat(stream.events);
    const damagedAt = isDamaged ? where % bytes.length : undefined;
    if (damagedAt !== undefined) bytes[damagedAt] = (bytes[damagedAt] ?? 0) ^ flip;
    return {
      ...stream,
      ...rest,
      operation: stream.counted === 1 ? 'converse-stream' : 'invoke-with-response-stream',
      pieces: cutAt(bytes, cuts),
      cutAfter: isCut ? (where >> 2) % (bytes.length + 1) : undefined,
      damagedAt,
      body: Buffer.from(body),
      leaves: leaving === 'midway' ? leavesAfter % bytes.length : leaving,
    };
  });

/** What the journal has to say of a call whose answer was read as far as Bedrock sent it. */
export interface Expected {
  readonly counting: Counting;
  /** Undefined where nothing was counted. */
  readonly input: number | undefined;
  /** Only of exact counts. */
  readonly tokens: CallTokens | undefined;
}

/** Calculated from the lengths of the events, and not with the gateway's reader of them. */
export function expectedOf({ events, counted, usage, cutAfter, damagedAt }: StreamCase): Expected {
  let offset = 0;
  const readable = events.filter((event) => {
    const start = offset;
    offset += event.length;
    return offset <= (cutAfter ?? Infinity) && (damagedAt === undefined || offset <= damagedAt || start > damagedAt);
  });
  // Nothing after a damaged event can be read either.
  const damaged = damagedAt === undefined ? Infinity : indexAt(events, damagedAt);
  const read = Math.min(readable.length, damaged);
  if (read > events.length - counted) {
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = usage;
    const cacheWrite = cacheWrite5m + cacheWrite1h;
    return { counting: 'exact', input, tokens: { input, output, cacheRead, cacheWrite, cacheWrite1h } };
  }
  // A Claude stream begins with its input.
  return counted === 2 && read > 0
    ? { counting: 'at-least', input: usage.input, tokens: undefined }
    : { counting: 'unknown', input: undefined, tokens: undefined };
}

function indexAt(events: readonly Buffer[], byte: number): number {
  let end = 0;
  return events.findIndex((event) => {
    end += event.length;
    return byte < end;
  });
}
