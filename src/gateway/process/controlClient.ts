/** The client's side of the control channel. */

import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import {
  answerSchema,
  CONTROL_PATH,
  lineOf,
  Lines,
  parseLine,
  serverProofSchema,
  welcomeSchema,
  type ControlRequest,
  type WindowCredentials,
  type GatewayStatus,
} from './messages';
import { isProof, makeNonce, proofOf } from './proof';

/** A gateway that is busy answers late; one that never does is not ours. */
const PROOF_MS = 10_000;

type Unsent<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Who waits for an answer. */
interface Waiting {
  readonly resolve: (status: GatewayStatus | undefined) => void;
  readonly reject: (error: Error) => void;
}

const ended = (): Error => new Error('The gateway has ended.');

/** A channel to a gateway that has proved itself. */
export class ControlChannel {
  private readonly listeners = new Set<() => void>();
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private isOpen = true;
  private leaving: 'draining' | 'ending' | undefined;

  /** @param version of the gateway. */
  constructor(
    readonly version: string,
    private readonly outgoing: ClientRequest,
  ) {}

  /** Whether the process has announced its end: it hands over, or the user ended it. */
  get announced(): 'draining' | 'ending' | undefined {
    return this.leaving;
  }

  /** Called when the channel has ended. */
  onLost(listener: () => void): void {
    this.listeners.add(listener);
    if (!this.isOpen) listener();
  }

  async status(): Promise<GatewayStatus> {
    const status = await this.ask({ type: 'status' });
    if (status === undefined) throw new Error('The gateway’s answer has no status.');
    return status;
  }

  /** The process runs on while this channel is open. */
  async keep(credentials: readonly WindowCredentials[]): Promise<void> {
    await this.ask({ type: 'keep', credentials: [...credentials] });
  }

  async stay(stay: boolean): Promise<void> {
    await this.ask({ type: 'stay', stay });
  }

  /** Resolves when the port is free. Running calls go on. */
  async drain(): Promise<void> {
    await this.ask({ type: 'drain' });
  }

  /** Ends it for everybody, when running calls have ended. Resolves when the port is free. */
  async end(): Promise<void> {
    await this.ask({ type: 'end' });
  }

  close(): void {
    this.outgoing.destroy();
  }

  take(line: string): void {
    const answer = parseLine(answerSchema, line);
    if (answer === undefined) return;
    if ('event' in answer) {
      this.leaving = answer.event;
      return;
    }
    this.waiting.get(answer.id)?.resolve(answer.status);
    this.waiting.delete(answer.id);
  }

  lost(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const { reject } of this.waiting.values()) reject(ended());
    this.waiting.clear();
    for (const listener of this.listeners) listener();
  }

  private ask(request: Unsent<ControlRequest>): Promise<GatewayStatus | undefined> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) {
        reject(ended());
        return;
      }
      this.lastId += 1;
      this.waiting.set(this.lastId, { resolve, reject });
      this.outgoing.write(lineOf({ ...request, id: this.lastId }));
    });
  }
}

/** `stopped`: nobody listens; `stranger`: somebody who does not know the key. */
export type NoChannel = 'stopped' | 'stranger';

/** Exchanges proofs and makes the channel; undefined where the other side has not proved itself. */
class Opening {
  private readonly clientNonce = makeNonce();
  private isProved = false;

  constructor(
    private readonly port: number,
    private readonly key: Buffer,
    private readonly outgoing: ClientRequest,
  ) {}

  start(): void {
    this.outgoing.write(lineOf({ format: 1, nonce: this.clientNonce }));
  }

  /** Takes a line; answers the channel when it is open, and `stranger` for what ours would not send. */
  take(line: string): ControlChannel | 'stranger' | undefined {
    if (this.isProved) {
      const welcome = parseLine(welcomeSchema, line);
      return welcome === undefined ? 'stranger' : new ControlChannel(welcome.version, this.outgoing);
    }
    const theirs = parseLine(serverProofSchema, line);
    if (theirs === undefined) return 'stranger';
    const challenge = { port: this.port, clientNonce: this.clientNonce, serverNonce: theirs.nonce };
    if (!isProof(theirs.proof, this.key, 'server', challenge)) return 'stranger';
    this.isProved = true;
    this.outgoing.write(lineOf({ proof: proofOf(this.key, 'client', challenge) }));
    return undefined;
  }
}

const isNobodyThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';

/** Opens a channel to whoever listens on a port of loopback. Never rejects. */
export function openChannel(port: number, key: Buffer): Promise<ControlChannel | NoChannel> {
  return new Promise((resolve) => {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: CONTROL_PATH,
      headers: { 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked' },
      agent: false,
    });
    outgoing.setNoDelay(true);
    const opening = new Opening(port, key, outgoing);
    let channel: ControlChannel | undefined;
    const giveUp = (why: NoChannel): void => {
      clearTimeout(timer);
      if (channel === undefined) outgoing.destroy();
      resolve(why);
    };
    const timer = setTimeout(giveUp, PROOF_MS, 'stranger');
    const take = (line: string): void => {
      if (channel !== undefined) {
        channel.take(line);
        return;
      }
      const opened = opening.take(line);
      if (opened === undefined) return;
      if (opened === 'stranger') {
        giveUp('stranger');
        return;
      }
      clearTimeout(timer);
      channel = opened;
      resolve(opened);
    };
    outgoing.on('error', (error) => {
      channel?.lost();
      giveUp(isNobodyThere(error) ? 'stopped' : 'stranger');
    });
    outgoing.once('close', () => {
      channel?.lost();
      giveUp('stranger');
    });
    outgoing.once('response', (incoming: IncomingMessage) => {
      const lines = new Lines();
      incoming.on('error', () => undefined);
      incoming.on('data', (chunk: Buffer) => {
        try {
          for (const line of lines.push(chunk)) take(line);
        } catch {
          outgoing.destroy();
        }
      });
    });
    opening.start();
  });
}
