/**
 * AWS's own time, from the dates of its responses: this machine's clock may be wrong, and may be set at any moment.
 */

/** The date of an HTTP answer, ms since 1970; the SDK does not pass it on. */
export function dateOf(response: unknown): number | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return undefined;
  const time = typeof headers.date === 'string' ? Date.parse(headers.date) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

interface Seen {
  readonly theirs: number;
  readonly clock: number;
  readonly monotonic: number;
}

/**
 * This machine's clock and the one that only counts on may drift so far apart before the machine has slept or was set.
 */
const MOST_DRIFT_MS = 60_000;

/** A clock that follows AWS's time. */
export class AwsClock {
  #seen: Seen | undefined;

  /** Takes AWS's time from the date of a response; an error response has one, too. */
  learn(response: unknown): void {
    const theirs = dateOf(response);
    if (theirs !== undefined) this.#seen = { theirs, clock: Date.now(), monotonic: performance.now() };
  }

  /** ms since 1970; undefined before an answer, and where the machine has slept or was set since. */
  now(): number | undefined {
    if (this.#seen === undefined) return undefined;
    const { theirs, clock, monotonic } = this.#seen;
    const passed = performance.now() - monotonic;
    return Math.abs(Date.now() - clock - passed) > MOST_DRIFT_MS ? undefined : theirs + passed;
  }
}
