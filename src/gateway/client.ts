/** How windows and the command line find, start and watch the gateway. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayPaths } from './paths';
import type { ControlChannel } from './process/controlClient';
import { deleteKey, ensureKey } from './process/key';
import type { WindowCredentials, GatewayStatus } from './process/messages';
import { isOlder, probe } from './process/probe';
import { spawnGateway, type Program } from './process/spawnProcess';
import { readState } from './process/state';
import { Secrets } from './secrets';

export interface EnsureOptions {
  readonly paths: GatewayPaths;
  readonly program: Program;
  /** Of the program; a gateway of an earlier version hands over to it. */
  readonly version: string;
  /** How long the process runs on after the last window, ms. */
  readonly idleMs?: number;
  /** Takes lines without secrets. */
  readonly log: (line: string) => void;
}

/** Some minutes: a window that is reloaded, or closed and opened again, finds the gateway running. */
export const IDLE_MS = 5 * 60_000;
/** Between attempts to start it again, ms; the first is made at once. */
const PAUSES_MS = [0, 250, 1_000, 5_000, 15_000, 30_000];

/** `stranger`: a program that is not ours has the port; `not-started`: the process ended, or could not be started. */
export class GatewayError extends Error {
  constructor(
    readonly code: 'stranger' | 'not-started',
    readonly port: number | undefined,
    message = '',
  ) {
    super(message === '' ? code : `${code}: ${message}`);
  }
}

/**
 * - `running`: it runs and is connected.
 * - `stopped`: it does not; `RunningGateway` starts it again where it keeps a lease.
 * - `stranger`: a program that is not ours has its port.
 */
export type GatewayState = 'running' | 'stopped' | 'stranger';

/** A channel to the gateway that runs, or who has its port. */
async function findGateway(paths: GatewayPaths): Promise<ControlChannel | Exclude<GatewayState, 'running'>> {
  const state = await readState(paths.state);
  return state === undefined ? 'stopped' : probe(state.port, await ensureKey(paths.key));
}

/** Finds out who has the gateway's port. Starts nothing. */
export async function gatewayState(paths: GatewayPaths): Promise<GatewayState> {
  const found = await findGateway(paths);
  if (typeof found === 'string') return found;
  found.close();
  return 'running';
}

/** What the gateway that runs is doing; undefined where none does. Throws a `GatewayError` for a stranger. */
export async function gatewayStatus(paths: GatewayPaths): Promise<GatewayStatus | undefined> {
  return withGateway(paths, (channel) => channel.status());
}

/** Ends the gateway for all windows, when running calls have ended. Answers whether there was one. */
export async function stopGateway(paths: GatewayPaths): Promise<boolean> {
  const stopped = await withGateway(paths, (channel) => channel.end().then(() => true));
  return stopped ?? false;
}

/** Uses a channel to the gateway that runs; undefined where none does. Throws a `GatewayError` for a stranger. */
export async function withGateway<T>(
  paths: GatewayPaths,
  use: (channel: ControlChannel) => Promise<T>,
): Promise<T | undefined> {
  const found = await findGateway(paths);
  if (found === 'stopped') return undefined;
  if (found === 'stranger') throw new GatewayError('stranger', (await readState(paths.state))?.port);
  try {
    return await use(found);
  } finally {
    found.close();
  }
}

/**
 * After a stranger was on the port: no secret that was issued is accepted any more, and the shared key is a new one.
 * Agents have to be pointed at the gateway again.
 */
export async function renewSecrets(paths: GatewayPaths): Promise<void> {
  const secrets = new Secrets(paths.secrets);
  for (const issued of await secrets.list()) await secrets.revoke(issued);
  await deleteKey(paths.key);
  await ensureKey(paths.key);
}

/** A channel to the gateway, which is started where it does not run or is of an earlier version. */
async function connect({ paths, program, version, idleMs = IDLE_MS, log }: EnsureOptions): Promise<ControlChannel> {
  const found = await findGateway(paths);
  if (found === 'stranger') throw new GatewayError('stranger', (await readState(paths.state))?.port);
  if (found !== 'stopped' && !isOlder(found.version, version)) return found;
  const line = await spawnGateway(program, paths, idleMs);
  if (line.kind === 'stranger') throw new GatewayError('stranger', line.port);
  const now = line.kind === 'failed' ? 'stopped' : await probe(line.port, await ensureKey(paths.key));
  if (typeof now !== 'string') {
    if (found !== 'stopped') found.close();
    return now;
  }
  if (now === 'stranger') throw new GatewayError('stranger', line.kind === 'failed' ? undefined : line.port);
  const message = line.kind === 'failed' ? line.message : 'It ended at once.';
  log(`the gateway could not be started: ${message}`);
  // The earlier version goes on.
  if (found !== 'stopped' && found.announced === undefined) return found;
  throw new GatewayError('not-started', undefined, message);
}

/** The gateway, as one window or command sees it. */
export class RunningGateway {
  private readonly listeners = new Set<(state: GatewayState) => void>();
  private current: GatewayState = 'running';
  /** The credentials of the lease; undefined without one. */
  private lease: readonly WindowCredentials[] | undefined;
  private isDisposed = false;

  constructor(
    private channel: ControlChannel,
    readonly port: number,
    private readonly options: EnsureOptions,
  ) {
    this.watch();
  }

  /** Without a secret, such as `http://127.0.0.1:21234`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get version(): string {
    return this.channel.version;
  }

  get state(): GatewayState {
    return this.current;
  }

  /** What it is doing. Rejects where it has just ended. */
  status(): Promise<GatewayStatus> {
    return this.channel.status();
  }

  /**
   * A lease: it runs on while this object is not disposed, and is started again at once when it ends.
   *
   * @param credentials what only this window has; they end with the lease, and are replaced by calling this again.
   */
  async keep(credentials: readonly WindowCredentials[] = []): Promise<void> {
    this.lease = credentials;
    await this.channel.keep(credentials);
  }

  /** Whether it runs on without any window. */
  stay(stay: boolean): Promise<void> {
    return this.channel.stay(stay);
  }

  /** Ends it for all windows, when running calls have ended. */
  async drain(): Promise<void> {
    this.lease = undefined;
    await this.channel.end();
  }

  /** Called with each change of `state`. One that is back at once is no change. */
  onState(listener: (state: GatewayState) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Called when it has ended and could not be started again at once, or somebody else has its port. */
  onLost(listener: () => void): { dispose(): void } {
    return this.onState((state) => {
      if (state !== 'running') listener();
    });
  }

  /** Gives up the lease and closes the channel. The process goes on for some time. */
  dispose(): void {
    this.isDisposed = true;
    this.listeners.clear();
    this.channel.close();
  }

  private watch(): void {
    const { channel } = this;
    channel.onLost(() => {
      if (channel.announced === 'ending') this.lease = undefined;
      if (channel === this.channel && !this.isDisposed) void this.restart();
    });
  }

  private set(state: GatewayState): void {
    if (state === this.current) return;
    this.current = state;
    for (const listener of [...this.listeners]) listener(state);
  }

  private isOver(): boolean {
    return this.isDisposed;
  }

  /** Starts it again while there is a lease. Never rejects. */
  private async restart(): Promise<void> {
    for (let attempt = 0; !this.isOver(); attempt += 1) {
      if (this.lease === undefined) {
        this.set('stopped');
        return;
      }
      await sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
      try {
        const channel = await connect(this.options);
        if (this.isOver()) {
          channel.close();
          return;
        }
        this.channel = channel;
        await channel.keep(this.lease);
        this.watch();
        this.set('running');
        return;
      } catch (error) {
        this.options.log(`the gateway: ${String(error)}`);
        this.set(error instanceof GatewayError && error.code === 'stranger' ? 'stranger' : 'stopped');
      }
    }
  }
}

/** The gateway that runs, or one that is started now. Throws a `GatewayError`. */
export async function ensureGateway(options: EnsureOptions): Promise<RunningGateway> {
  const channel = await connect(options);
  const port = (await readState(options.paths.state))?.port;
  if (port === undefined) {
    channel.close();
    throw new GatewayError('not-started', undefined, 'Its port is not known.');
  }
  return new RunningGateway(channel, port, options);
}
