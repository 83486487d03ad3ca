/**
 * What one action of the user, or one poll, may spend on requests that AWS charges for: whatever AWS answers, it ends
 * somewhere.
 */

import type { Charge } from './charges';
import { Problem } from '../problem';

/** Requests to Cost Explorer of one action: $1.00. The bill of a thousand people by day takes a third of it. */
export const MAX_REQUESTS = 100;
/** Each metric may be asked for so many times: for the pages of an answer, and for attempts that failed. */
const TIMES_EXPECTED = 4;

/** Counts the paid requests of one action and refuses the one that would be too many. */
export class SpendingLimit {
  readonly #maxRequests: number;
  #maxMetrics = 0;
  #requests = 0;
  #metrics = 0;

  constructor(maxRequests = MAX_REQUESTS) {
    this.#maxRequests = maxRequests;
  }

  /** Requests to Cost Explorer so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Metrics of CloudWatch so far, those of further pages and attempts included. */
  get metrics(): number {
    return this.#metrics;
  }

  /** So many metrics are going to be asked for. Without this none may be. */
  expectMetrics(metrics: number): void {
    this.#maxMetrics += metrics * TIMES_EXPECTED;
  }

  /**
   * Counts a request that is about to be sent. Throws `spending-limit`, and counts nothing, where it would be too many.
   */
  add({ service, units }: Charge): void {
    const isMetrics = service === 'cloudwatch';
    const [spent, most] = isMetrics ? [this.#metrics, this.#maxMetrics] : [this.#requests, this.#maxRequests];
    if (spent + units > most)
      throw new Problem('spending-limit', {
        message: `${spent} ${isMetrics ? 'metrics' : 'requests'} were paid for and no more may be`,
        units: spent,
      });
    if (isMetrics) this.#metrics += units;
    else this.#requests += units;
  }
}
