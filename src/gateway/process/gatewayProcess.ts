/** The gateway as a process of its own: its port, its leases, and its end. */

import { Journal, pruneJournal } from '../journal';
import type { CallRules } from '../../core/gateway/chooseProfile';
import type { GatewayAws } from '../aws';
import type { GatewayPaths } from '../paths';
import { Secrets } from '../secrets';
import { startGateway, type Gateway } from '../server';
import { serveControl, type Channel } from './controlServer';
import { readKey } from './key';
import type { ControlRequest, WindowCredentials, GatewayStatus } from './messages';

const DAY_MS = 86_400_000;
const FIRST_LEASE_MS = 10_000;

export interface ProcessOptions {
  readonly paths: GatewayPaths;
  readonly version: string;
  readonly aws: GatewayAws;
  readonly rules: () => Promise<CallRules>;
  /** It ends so long after the last lease and the last call, ms. */
  readonly idleMs: number;
  /** It runs on without leases. */
  readonly stays: boolean;
  /** Takes lines without secrets. */
  readonly log: (line: string) => void;
}

export class GatewayProcess {
  /** Resolves when it has ended: no call is running any more. */
  readonly ended: Promise<void>;
  private readonly startedAt = Date.now();
  /** Channels with a lease, and the credentials that only their window has. */
  private readonly leases = new Map<Channel, readonly WindowCredentials[]>();
  private readonly channels = new Set<Channel>();
  private stays: boolean;
  private gateway: Gateway | undefined;
  private idle: NodeJS.Timeout | undefined;
  private pruning: NodeJS.Timeout | undefined;
  private end: () => void = () => undefined;
  private announced: 'draining' | 'ending' | undefined;

  constructor(private readonly options: ProcessOptions) {
    this.stays = options.stays;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** What a window has given for an AWS profile; undefined where none has, or not any more. */
  windowCredentials(awsProfile: string): WindowCredentials | undefined {
    const isGood = ({ expiresAt }: WindowCredentials): boolean => expiresAt === undefined || expiresAt > Date.now();
    return [...this.leases.values()].flat().findLast((one) => one.awsProfile === awsProfile && isGood(one));
  }

  get port(): number {
    return this.gateway?.port ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Throws the system's error where the port is taken. */
  async listen(port: number): Promise<void> {
    const { paths, aws, rules, log, version } = this.options;
    const control = {
      version,
      port: () => this.port,
      key: () => readKey(paths.key),
      onRequest: (request: ControlRequest, channel: Channel) => {
        this.answer(request, channel);
      },
      onEnd: (channel: Channel) => {
        this.channels.delete(channel);
        this.release(channel);
      },
    };
    this.gateway = await startGateway({
      port,
      secrets: new Secrets(paths.secrets),
      aws,
      rules,
      journal: new Journal(paths.journal, (error) => {
        log(`the journal cannot be written: ${String(error)}`);
      }),
      log,
      control: (request, response, trust) => serveControl(control, request, response, trust),
    });
    // Whoever started it needs a moment to take a lease.
    this.waitForWindows(Math.max(FIRST_LEASE_MS, this.options.idleMs));
    this.prune();
  }

  /** Whether it ends because the user wants it to, rather than to hand over. */
  get endedByUser(): boolean {
    return this.announced === 'ending';
  }

  /** Frees the port, lets running calls end, and then ends. `ending`: nobody is to start it again. */
  drain(event: 'draining' | 'ending' = 'draining', isFree: () => void = () => undefined): void {
    if (this.announced !== undefined) return;
    this.announced = event;
    const drained = this.gateway?.drain();
    isFree();
    for (const channel of this.channels) {
      channel.send({ event });
      channel.end();
    }
    void Promise.resolve(drained).then(() => {
      this.finish();
    });
  }

  /** Cuts running calls and ends. */
  async stop(): Promise<void> {
    this.announced ??= 'draining';
    await this.gateway?.close();
    this.finish();
  }

  status(): GatewayStatus {
    const activity = this.gateway?.activity;
    const places = this.gateway?.places() ?? [];
    return {
      version: this.options.version,
      pid: process.pid,
      port: this.port,
      startedAt: this.startedAt,
      runningCalls: activity?.running ?? 0,
      calls: activity?.made ?? 0,
      leases: this.leases.size,
      stays: this.stays,
      places: places.map(({ where, problem }) => ({ ...where, ...(problem === undefined ? {} : { problem }) })),
      refusals: (activity?.refusals ?? []).map(({ agent, ...refusal }) => ({
        ...refusal,
        ...(agent === undefined ? {} : { agent }),
      })),
    };
  }

  private answer(request: ControlRequest, channel: Channel): void {
    const { id } = request;
    this.channels.add(channel);
    switch (request.type) {
      case 'status':
        channel.send({ id, status: this.status() });
        return;
      case 'keep':
        this.release(channel);
        this.leases.set(channel, request.credentials);
        clearTimeout(this.idle);
        channel.send({ id });
        return;
      case 'stay':
        this.stays = request.stay;
        this.waitForWindows();
        channel.send({ id });
        return;
      case 'drain':
      case 'end':
        this.drain(request.type === 'end' ? 'ending' : 'draining', () => {
          channel.send({ id });
        });
    }
  }

  /** Ends some time after the last lease and the last call. */
  private waitForWindows(ms = this.options.idleMs): void {
    clearTimeout(this.idle);
    if (this.stays || this.leases.size > 0) return;
    const before = this.gateway?.activity.made;
    this.idle = setTimeout(() => {
      const activity = this.gateway?.activity;
      if (activity !== undefined && (activity.made !== before || activity.running > 0)) this.waitForWindows();
      else this.drain();
    }, ms);
  }

  /** Ends a lease, and with it the credentials that came with it. */
  private release(channel: Channel): void {
    const credentials = this.leases.get(channel);
    if (credentials === undefined) return;
    this.leases.delete(channel);
    const ended = credentials.map(({ awsProfile }) => awsProfile);
    for (const place of this.gateway?.places() ?? [])
      if (ended.includes(place.where.awsProfile)) place.forgetCredentials();
    this.waitForWindows();
  }

  private prune(): void {
    pruneJournal(this.options.paths.journal, Date.now()).catch((error: unknown) => {
      this.options.log(`the journal cannot be pruned: ${String(error)}`);
    });
    this.pruning = setTimeout(() => {
      this.prune();
    }, DAY_MS).unref();
  }

  private finish(): void {
    clearTimeout(this.idle);
    clearTimeout(this.pruning);
    this.end();
  }
}
