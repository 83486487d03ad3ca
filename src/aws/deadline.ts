/** Ends a call at its deadline, or when its answer is no longer wanted. */

import { cancelled } from './errors';

/**
 * A signal that ends with another one or at a deadline, until it is forgotten. By hand: in Node 20, AbortSignal.any
 * holds its sources weakly, and a timeout that nothing else holds never comes after the next garbage collection.
 */
export function endsWith(signal: AbortSignal, ms: number): { readonly signal: AbortSignal; forget(): void } {
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort();
  };
  const timer = setTimeout(stop, ms);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return {
    signal: ending.signal,
    forget: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

/**
 * The SDK does not look at the signal while it fetches credentials (a `credential_process` may never end), so we look
 * ourselves.
 */
export async function within<T>(ends: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    stop = () => {
      reject(cancelled());
    };
    ends.addEventListener('abort', stop, { once: true });
    if (ends.aborted) stop();
  });
  const sent = send(ends);
  try {
    return await Promise.race([sent, ended]);
  } finally {
    // The outcome of whichever came second is ignored.
    sent.catch(() => undefined);
    ended.catch(() => undefined);
    if (stop !== undefined) ends.removeEventListener('abort', stop);
  }
}

/** Our own deadline ends a call as an abort; to the user it is a network that does not answer. */
export function timedOut(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'AbortError') return error;
  const timeout = new Error('No answer in time', { cause: error });
  timeout.name = 'TimeoutError';
  return timeout;
}
