/** What the gateway has been doing since it started. */

import type { RefusalCode } from './refusals';

/** A refusal, as it is shown to the user. */
export interface ShownRefusal {
  /** Ms since 1970. */
  readonly time: number;
  readonly code: RefusalCode;
  /** What it is about, such as a model; free of secrets. */
  readonly what: string;
  /** Undefined where it is not known whose request it was. */
  readonly agent: string | undefined;
}

const MOST_REFUSALS = 20;

export class Activity {
  /** Calls that have not been answered to their end. */
  running = 0;
  /** Calls that were sent to Bedrock. */
  made = 0;
  /** The latest refusals, newest first. */
  refusals: readonly ShownRefusal[] = [];
  private waiting: (() => void)[] = [];

  /** Adds a refusal. */
  refused(refusal: ShownRefusal): void {
    this.refusals = [refusal, ...this.refusals].slice(0, MOST_REFUSALS);
  }

  /** Counts a call as running until its work has ended. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.running += 1;
    this.made += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      if (this.running === 0) for (const resolve of this.waiting.splice(0)) resolve();
    }
  }

  /** Resolves when no call is running, those included whose agent has left. */
  async idle(): Promise<void> {
    if (this.running > 0)
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
  }
}
