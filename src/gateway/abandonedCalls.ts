/**
 * Calls whose agent has left. Bedrock bills a call in full whether its answer is read or not, so the answer is read to
 * its end for its counts: of a few calls at once, and for a bounded time.
 */

import type { ClientRequest } from 'node:http';

export interface AbandonedLimits {
  readonly atOnce: number;
  readonly ms: number;
}

export class AbandonedCalls {
  private reading = 0;

  constructor(private readonly limits: AbandonedLimits) {}

  /** Lets a call go on without its agent, or breaks it off. Call what is returned when it has ended. */
  readOn(upstream: ClientRequest): () => void {
    if (this.reading >= this.limits.atOnce) {
      upstream.destroy();
      return () => undefined;
    }
    this.reading += 1;
    const timer = setTimeout(() => upstream.destroy(), this.limits.ms).unref();
    return () => {
      clearTimeout(timer);
      this.reading -= 1;
    };
  }
}
