/** An agent of a fuzzed run: it sends, reads, dawdles and leaves as its case says. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Duplex, Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { cutAt } from '../metering/streams';
import type { StreamCase } from './streamCase';

/** What an agent has read, and whether it came to the end. */
interface Read {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** An answer that may be read, and how to leave it. */
interface Conversation {
  readonly request: Writable;
  readonly answer: Promise<Readable>;
  leave(): void;
}

async function send(sent: Writable, { body, bodyCuts }: StreamCase): Promise<void> {
  for (const piece of cutAt(body, bodyCuts)) {
    sent.write(piece);
    await turn();
  }
  sent.end();
}

/** Reads all that comes, at once: Node discards what has come and was not read when a connection breaks. */
function readAtOnce(answer: Readable, { leaves }: StreamCase, leave: () => void): Promise<Read> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    const end = (isWhole: boolean) => (): void => {
      resolve({ bytes: Buffer.concat(chunks), isWhole });
    };
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (typeof leaves !== 'number' || length < leaves) return;
      leave();
      end(false)();
    });
    answer.once('end', end(true)).once('error', end(false)).once('close', end(false));
  });
}

async function readSlowly(answer: Readable, { leaves, slowness }: StreamCase, leave: () => void): Promise<Read> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (typeof leaves === 'number' && length >= leaves) {
        leave();
        return { bytes: Buffer.concat(chunks), isWhole: false };
      }
      for (let count = 0; count < slowness; count += 1) await turn();
    }
    return { bytes: Buffer.concat(chunks), isWhole: true };
  } catch {
    return { bytes: Buffer.concat(chunks), isWhole: false };
  }
}

/** Where a gateway is called. */
export interface GatewayAddress {
  /** Without a secret. */
  readonly url: string;
  readonly secret: string;
}

/** The agents of one gateway: some keep their connections, some do not. */
export class Agents {
  private readonly keeping = new Agent({ keepAlive: true, maxSockets: 8 });
  private shared: ClientHttp2Session | undefined;
  private readonly sessions = new Set<ClientHttp2Session>();

  constructor(private readonly gateway: GatewayAddress) {}

  /** Makes the call of a case, and holds what came against it. Resolves when the agent has its answer, or has left. */
  async call(one: StreamCase, index: number): Promise<void> {
    const headers = { 'x-case': String(index), 'content-length': one.body.length };
    const path = `/${this.gateway.secret}/model/anthropic.claude-sonnet-4-5-20250929-v1:0/${one.operation}`;
    const made = one.protocol === 'http1' ? this.http1(path, headers, index) : this.http2(path, headers, index);
    made.answer.catch(() => undefined);
    await send(made.request, one);
    if (one.leaves === 'at-once') {
      made.leave();
      return;
    }
    const { bytes, isWhole } = await (one.slowness === 0 ? readAtOnce : readSlowly)(await made.answer, one, () => {
      made.leave();
    });
    const whole = Buffer.concat(one.pieces);
    assert.ok(whole.subarray(0, bytes.length).equals(bytes), 'what came is what was sent');
    if (one.leaves !== 'never') return;
    assert.equal(isWhole, one.cutAfter === undefined, 'an answer that was cut is cut for the agent too');
    if (isWhole) assert.equal(bytes.length, whole.length);
    else if (one.slowness === 0)
      assert.equal(bytes.length, one.cutAfter, `all that was sent has come by ${one.protocol}`);
  }

  close(): void {
    this.keeping.destroy();
    for (const session of this.sessions) session.destroy();
  }

  private http1(path: string, headers: Record<string, string | number>, index: number): Conversation {
    const agent = index % 3 === 0 ? false : this.keeping;
    const sent = request(this.gateway.url + path, { method: 'POST', headers, agent });
    sent.on('error', () => undefined);
    const answer = once(sent, 'response').then(([response]) => response as IncomingMessage);
    return { request: sent, answer, leave: () => sent.destroy() };
  }

  private http2(path: string, headers: Record<string, string | number>, index: number): Conversation {
    // Some clients announce the end of their session while the answer is on its way.
    const isSingle = index % 4 === 0;
    const session = isSingle ? this.open() : (this.shared ??= this.open());
    const stream: ClientHttp2Stream = session.request({ ':method': 'POST', ':path': path, ...headers });
    stream.on('error', () => undefined);
    if (isSingle)
      stream.once('response', () => {
        session.close();
      });
    const answer = once(stream, 'response').then((): Duplex => stream);
    const leave = (): void => {
      if (isSingle) session.destroy();
      else stream.close(constants.NGHTTP2_CANCEL);
    };
    return { request: stream, answer, leave };
  }

  private open(): ClientHttp2Session {
    const session = connect(this.gateway.url).on('error', () => undefined);
    this.sessions.add(session);
    session.once('close', () => this.sessions.delete(session));
    return session;
  }
}
