/** The record of all calls, so that a test can count them. */

import type { Invocation } from './operation';

/** One call as it was answered. */
export interface CallRecord {
  /** When it arrived, by the simulator's clock, ms since 1970. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly protocol: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The attempt according to the SDK's header, 1 without it. */
  readonly attempt: number;
  /** 0 when no answer was given. */
  readonly status: number;
  /** The error's name. */
  readonly error?: string;
  /** Metrics that GetMetricData would bill. */
  readonly metricQueries?: number;
  /** The model or profile in the path of a runtime call. */
  readonly modelId?: string;
  /** The tokens of a runtime call that was answered. */
  readonly invocation?: Invocation;
  /** The `x-amzn-bedrock-*` headers of a runtime call, such as the guardrail's; absent when it has none. */
  readonly bedrockHeaders?: Readonly<Record<string, string>>;
  /** Names of the headers that a runtime call's signature covers; absent when it is not signed. */
  readonly signedHeaders?: readonly string[];
  /** The parameters; messages to a model are left out. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

const KEPT = 20_000;

/** Which calls to count. */
export interface CallFilter {
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
}

export class Calls {
  private records: CallRecord[] = [];
  private readonly flying = new Map<string, number>();
  private readonly mostFlying = new Map<string, number>();

  /** All calls since the start or the last `clear`, oldest first; the last 20,000. */
  get all(): readonly CallRecord[] {
    return this.records;
  }

  select({ service, operation, region }: CallFilter): readonly CallRecord[] {
    return this.records.filter(
      (call) =>
        (service === undefined || call.service === service) &&
        (operation === undefined || call.operation === operation) &&
        (region === undefined || call.region === region),
    );
  }

  count(filter: CallFilter | string): number {
    return this.select(typeof filter === 'string' ? { operation: filter } : filter).length;
  }

  /** Metrics requested through GetMetricData: what AWS bills. */
  get billedMetrics(): number {
    return this.records.reduce((sum, { metricQueries = 0 }) => sum + metricQueries, 0);
  }

  /** Requests to Cost Explorer that AWS would charge $0.01 each for: those that were answered, each page included. */
  get billedCostExplorer(): number {
    // The work of a dropped call was done.
    return this.records.filter(({ service, error }) => service === 'ce' && (error === undefined || error === 'drop'))
      .length;
  }

  /** The highest number of concurrent calls to a service. */
  maxInFlight(service: string): number {
    return this.mostFlying.get(service) ?? 0;
  }

  inFlight(service: string): number {
    return this.flying.get(service) ?? 0;
  }

  clear(): void {
    this.records = [];
    this.mostFlying.clear();
  }

  /** Counts a call as in progress; call the returned function when it has ended. */
  arrived(service: string): () => void {
    const now = this.inFlight(service) + 1;
    this.flying.set(service, now);
    this.mostFlying.set(service, Math.max(now, this.maxInFlight(service)));
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.flying.set(service, this.inFlight(service) - 1);
    };
  }

  add(call: CallRecord): void {
    this.records.push(call);
    if (this.records.length > KEPT) this.records = this.records.slice(KEPT / 10);
  }
}
