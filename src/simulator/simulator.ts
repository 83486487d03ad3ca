/** The interface of a running simulator. */

import type { BilledQuery, BilledSum } from './billing/billedSums';
import type { Calls } from './callLog';
import type { Faults } from './faults';
import type { Counts } from './usagePattern';
import type { Prices } from './prices/published';
import type { CallerIdentity } from './scenario';

export interface Simulator {
  /** Such as `http://127.0.0.1:40123`: the endpoint of every service. */
  readonly url: string;
  readonly port: number;
  /** The scenario's name. */
  readonly scenario: string;
  readonly calls: Calls;
  readonly faults: Faults;
  /** The published price list; what is billed does not follow it. */
  readonly prices: Prices;
  /** Who an unknown access key id belongs to: the scenario's developer. */
  readonly caller: CallerIdentity;
  /**
   * What was really served for a profile's id or ARN, or a model's or system profile's id, from `start` to before `end`
   * (ms).
   */
  served(modelId: string, start: number, end: number, region?: string): Counts;
  /**
   * Exact sums of the account's bill, including every invocation that has ended: no delay, no pages. Throws for an
   * invalid day or key.
   */
  billed(query: BilledQuery): readonly BilledSum[];
  /** Milliseconds since 1970 by the simulator's clock. */
  now(): number;
  /** Stops the clock at this time, ms since 1970. */
  setTime(time: number): void;
  /** Moves the clock; a running one runs on. */
  advance(ms: number): void;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}
