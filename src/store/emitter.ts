/**
 * Listeners of one event. VS Code's own emitter is not used here so that the store runs, and is tested, without VS
 * Code.
 */
export class Emitter<Event> {
  readonly #all = new Set<(event: Event) => void>();

  /** Adds a listener; the answer's `dispose` takes it away again. */
  readonly event = (listener: (event: Event) => void): { dispose: () => void } => {
    this.#all.add(listener);
    return { dispose: () => void this.#all.delete(listener) };
  };

  fire(event: Event): void {
    for (const listener of [...this.#all]) {
      try {
        listener(event);
      } catch (error) {
        // One that fails must not keep the others from hearing it; the host logs it.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.#all.clear();
  }
}
