/** Cuts the bytes of an AWS event stream into its messages, wherever the chunks were split. */

import { EventStreamCodec } from '@smithy/eventstream-codec';

/** One message of a stream. */
export interface StreamEvent {
  /** `:message-type`: `event`, `exception` or `error`. */
  readonly messageType: string;
  /** The event's or the exception's name. */
  readonly name: string;
  readonly body: Uint8Array;
}

/** Both lengths and three checksums; the shortest message has nothing else. */
const SHORTEST = 16;
/** Longer than the 16 MB and 128 KB that the format allows for a payload and its headers. */
const LONGEST = 17 * 1024 * 1024;
const LENGTH_BYTES = 4;

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

function decode(frame: Uint8Array): StreamEvent {
  const { headers, body } = codec.decode(frame);
  const header = (name: string): string => String(headers[name]?.value ?? '');
  const name = header(':event-type') || header(':exception-type') || header(':error-code');
  return { messageType: header(':message-type'), name, body };
}

/**
 * Reads messages from chunks. A message with a wrong checksum or an impossible length ends the reading: what follows it
 * cannot be trusted to begin where it seems to. Never throws.
 */
export class EventFrames {
  private chunks: Uint8Array[] = [];
  private length = 0;
  /** How long the message that has begun is; undefined until its length is known. */
  private expected: number | undefined;
  private isDamaged = false;

  constructor(private readonly onEvent: (event: StreamEvent) => void) {}

  push(chunk: Uint8Array): void {
    if (this.isDamaged || chunk.length === 0) return;
    this.chunks.push(chunk);
    this.length += chunk.length;
    while (this.hasMessage()) this.take();
  }

  private hasMessage(): boolean {
    if (this.expected === undefined && this.length >= LENGTH_BYTES) this.expected = this.joined().readUInt32BE(0);
    if (this.expected === undefined) return false;
    return this.expected < SHORTEST || this.expected > LONGEST || this.length >= this.expected;
  }

  /** All that is pending, as one buffer. */
  private joined(): Buffer {
    const [first = new Uint8Array()] = this.chunks;
    const whole =
      this.chunks.length === 1
        ? Buffer.from(first.buffer, first.byteOffset, first.length)
        : Buffer.concat(this.chunks, this.length);
    this.chunks = [whole];
    return whole;
  }

  private take(): void {
    const whole = this.joined();
    const end = this.expected ?? 0;
    this.expected = undefined;
    try {
      if (end < SHORTEST || end > LONGEST) throw new RangeError('Impossible length');
      this.onEvent(decode(whole.subarray(0, end)));
      this.length -= end;
      this.chunks = this.length === 0 ? [] : [whole.subarray(end)];
    } catch {
      this.isDamaged = true;
      // Nothing is pending any more, so that the loop ends.
      this.length = 0;
      this.chunks = [];
    }
  }
}
