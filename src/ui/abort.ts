/** Waiting that ends early when a signal is aborted. */

const abortError = (): DOMException => new DOMException('Aborted', 'AbortError');

/** Settles as `work` does, or rejects with an AbortError as soon as the signal is aborted. */
export const orAbort = <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(abortError());
    };
    const stopListening = (): void => {
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(stopListening);
  });

/** Resolves after some milliseconds, or rejects with an AbortError as soon as the signal is aborted. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await orAbort(
      signal,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      }),
    );
  } finally {
    clearTimeout(timer);
  }
}
