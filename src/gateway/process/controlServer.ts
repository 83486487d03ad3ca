/**
 * The server's side of the control channel: a request of HTTP/1.1 on the gateway's own port whose body and answer stay
 * open. It is there rather than on a socket of its own because whoever holds the port is then the one that is asked to
 * prove itself, and because paths of sockets are limited in length and names of pipes are free for all users.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  clientProofSchema,
  helloSchema,
  lineOf,
  Lines,
  parseLine,
  requestSchema,
  type ControlAnswer,
  type ControlRequest,
} from './messages';
import { isProof, makeNonce, proofOf, type Challenge } from './proof';

/** One client that has proved itself. */
export interface Channel {
  send(answer: ControlAnswer): void;
  /** Ends the channel when what was sent has been received. */
  end(): void;
}

export interface ControlOptions {
  readonly version: string;
  readonly port: () => number;
  /** The key as it is now; undefined where there is none that only the user can know. */
  readonly key: () => Promise<Buffer | undefined>;
  readonly onRequest: (request: ControlRequest, channel: Channel) => void;
  readonly onEnd: (channel: Channel) => void;
}

/** What a client is expected to send next. */
type ExpectedLine =
  | { readonly kind: 'hello' }
  | { readonly kind: 'proof'; readonly key: Buffer; readonly challenge: Challenge }
  | { readonly kind: 'proved'; readonly channel: Channel };

class Conversation {
  private expected: ExpectedLine = { kind: 'hello' };

  constructor(
    private readonly options: ControlOptions,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly trust: () => void,
  ) {}

  /** Takes one line. Answers whether the conversation goes on. */
  async take(line: string): Promise<boolean> {
    switch (this.expected.kind) {
      case 'hello':
        return this.hello(line);
      case 'proof':
        return this.prove(line, this.expected);
      case 'proved': {
        const request = parseLine(requestSchema, line);
        // A later version may send what this one does not know.
        if (request !== undefined) this.options.onRequest(request, this.expected.channel);
        return true;
      }
    }
  }

  ended(): void {
    if (this.expected.kind === 'proved') this.options.onEnd(this.expected.channel);
  }

  private write(value: unknown): void {
    if (!this.response.writableEnded && !this.response.destroyed) this.response.write(lineOf(value));
  }

  private async hello(line: string): Promise<boolean> {
    const hello = parseLine(helloSchema, line);
    const key = hello === undefined ? undefined : await this.options.key();
    if (hello === undefined || key === undefined) return false;
    const challenge = { port: this.options.port(), clientNonce: hello.nonce, serverNonce: makeNonce() };
    this.write({ nonce: challenge.serverNonce, proof: proofOf(key, 'server', challenge) });
    this.expected = { kind: 'proof', key, challenge };
    return true;
  }

  private prove(line: string, { key, challenge }: Extract<ExpectedLine, { kind: 'proof' }>): boolean {
    const proof = parseLine(clientProofSchema, line);
    if (proof === undefined || !isProof(proof.proof, key, 'client', challenge)) return false;
    this.trust();
    const channel: Channel = {
      send: (answer) => {
        this.write(answer);
      },
      end: () => {
        this.response.end(() => this.request.destroy());
      },
    };
    this.expected = { kind: 'proved', channel };
    this.write({ version: this.options.version });
    return true;
  }
}

/** Holds one control channel until either side ends it. A client that does not prove itself is cut off. */
export async function serveControl(
  options: ControlOptions,
  request: IncomingMessage,
  response: ServerResponse,
  trust: () => void,
): Promise<void> {
  const conversation = new Conversation(options, request, response, trust);
  const lines = new Lines();
  response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' });
  response.flushHeaders();
  try {
    for await (const chunk of request as AsyncIterable<Buffer>)
      for (const line of lines.push(chunk)) if (!(await conversation.take(line))) return;
  } catch {
    // The connection broke, or a line was too long.
  } finally {
    conversation.ended();
    response.end(() => request.destroy());
  }
}
