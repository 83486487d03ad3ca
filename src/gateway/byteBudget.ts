/** Bounds the memory of request bodies: who would exceed it waits until others are sent. */

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

export class ByteBudget {
  private used = 0;
  private readonly queue: Waiting[] = [];

  constructor(private readonly total: number) {}

  /**
   * Waits for room, in the order of the requests; more than there is in total waits until nothing else is held.
   * Resolves to a function that gives the room back. Throws the signal's reason when it is aborted.
   */
  async reserve(bytes: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const wanted = Math.min(bytes, this.total);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(signal.reason as Error);
        this.admit();
      };
      const start = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting = { bytes: wanted, start };
      this.queue.push(waiting);
      signal.addEventListener('abort', leave, { once: true });
      this.admit();
    });
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.used -= wanted;
      this.admit();
    };
  }

  private admit(): void {
    for (let [first] = this.queue; first !== undefined; [first] = this.queue) {
      if (this.used + first.bytes > this.total) return;
      this.queue.shift();
      this.used += first.bytes;
      first.start();
    }
  }
}
