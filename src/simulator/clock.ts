/** A clock that can be set and stopped. */

export class Clock {
  private shift = 0;

  /** `stopped` is the time at which it is stopped; undefined: it runs. */
  constructor(
    private readonly real: () => number,
    private stopped: number | undefined,
  ) {}

  now(): number {
    return this.stopped ?? this.real() + this.shift;
  }

  set(time: number): void {
    this.stopped = time;
  }

  advance(ms: number): void {
    if (this.stopped === undefined) this.shift += ms;
    else this.stopped += ms;
  }
}
