/** Counts an answer that is an event stream, of Converse or of InvokeModel. */

import { fieldOf } from '../../core/collections';
import { EventFrames, type StreamEvent } from './eventFrames';
import { parseJson } from './json';
import type { Metered } from './metered';
import { allTokens, tierOf, tokensOfMetrics, tokensOfUsage, type SomeTokens } from './usageFields';

const METRICS = 'amazon-bedrock-invocationMetrics';
/** A chunk of InvokeModel without any of these has no counts, and need not be parsed. */
const COUNTED = ['"usage"', METRICS];
/** What a stream begins with before its first token. */
const BEFORE_TOKENS = /"(?:message_start|messageStart|ping)"/;

export class StreamMeter {
  private readonly frames = new EventFrames((event) => {
    this.read(event);
  });
  private tokens: SomeTokens = {};
  private metrics: SomeTokens = {};
  private isFinal = false;
  private serviceTier: string | undefined;
  private firstTokenAt: number | undefined;
  private error: string | undefined;

  constructor(private readonly now: () => number) {}

  push(chunk: Uint8Array): void {
    this.frames.push(chunk);
  }

  end(): Metered {
    // Bedrock's own counts win; only the maker's tell the lifetimes of cache writes apart.
    const tokens = allTokens({ ...this.tokens, ...this.metrics });
    return {
      counting: tokens === undefined ? 'unknown' : this.isFinal ? 'exact' : 'at-least',
      tokens,
      serviceTier: this.serviceTier,
      firstTokenAt: this.firstTokenAt,
      error: this.error,
    };
  }

  private read({ messageType, name, body }: StreamEvent): void {
    if (messageType !== 'event') this.error = name || messageType;
    else if (name === 'chunk') this.readChunk(body);
    else if (name === 'metadata') this.readConverseEnd(parseJson(body));
    else if (name === 'contentBlockDelta') this.firstTokenAt ??= this.now();
  }

  private readConverseEnd(metadata: unknown): void {
    const tokens = tokensOfUsage(fieldOf(metadata, 'usage'));
    this.tokens = { ...this.tokens, ...tokens };
    this.isFinal ||= tokens.output !== undefined;
    this.serviceTier ??= tierOf(fieldOf(metadata, 'serviceTier'));
  }

  /** A chunk of InvokeModel carries an event of the model's maker in base64. */
  private readChunk(body: Uint8Array): void {
    const bytes = fieldOf(parseJson(body), 'bytes');
    if (typeof bytes !== 'string') return;
    const text = Buffer.from(bytes, 'base64').toString('utf8');
    if (this.firstTokenAt === undefined && !BEFORE_TOKENS.test(text)) this.firstTokenAt = this.now();
    if (COUNTED.some((word) => text.includes(word))) this.readMakersEvent(parseJson(Buffer.from(text)));
  }

  private readMakersEvent(event: unknown): void {
    // Anthropic's first event has the input in its message, the later ones beside it; Nova has it in its metadata.
    const usages = [event, fieldOf(event, 'message'), fieldOf(event, 'metadata')].map((one) => fieldOf(one, 'usage'));
    for (const usage of usages) {
      this.tokens = { ...this.tokens, ...tokensOfUsage(usage) };
      this.serviceTier ??= tierOf(fieldOf(usage, 'service_tier'));
    }
    const metrics = tokensOfMetrics(fieldOf(event, METRICS));
    this.metrics = { ...this.metrics, ...metrics };
    const isLast = fieldOf(event, 'type') === 'message_delta' || fieldOf(event, 'metadata') !== undefined;
    this.isFinal ||= metrics.output !== undefined || isLast;
  }
}
