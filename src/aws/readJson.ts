/** Reads a JSON file over HTTPS without credentials. */

import { Problem } from '../core/problem';

/** The largest file is a few megabytes; what is larger is not a price list. */
const MOST_BYTES = 30 * 1024 * 1024;

function failure(status: number): Problem {
  const message = `HTTP status ${status}`;
  if (status === 429) return new Problem('throttled', { message });
  return new Problem(status >= 500 ? 'server' : 'broken-answer', { message });
}

/** The body, as long as it is no larger than a price list. */
async function* bounded(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw new Problem('broken-answer', { message: `More than ${MOST_BYTES} bytes` });
    yield piece;
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of bounded(body)) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

/**
 * The answer's head, waited for no longer than `answerMs`: a host that takes a connection and then is silent is as good
 * as none.
 */
async function head(url: string, signal: AbortSignal, answerMs: number): Promise<Response> {
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort();
  };
  // Left on for the body, which ends with the caller's signal.
  signal.addEventListener('abort', stop, { once: true });
  const silent = new Problem('unreachable', { message: `No answer in ${answerMs} ms` });
  const timer = setTimeout(() => {
    ending.abort(silent);
  }, answerMs);
  try {
    // AWS does not redirect these; whoever does is not AWS.
    return await fetch(url, { signal: ending.signal, redirect: 'error', headers: { accept: 'application/json' } });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The parsed content; undefined when there is no such file, for which S3 answers 403 as well as 404. Throws Problems
 * and what fetch throws.
 */
export async function readJson(url: string, signal: AbortSignal, answerMs: number): Promise<unknown> {
  const answer = await head(url, signal, answerMs);
  if (answer.status === 403 || answer.status === 404) {
    await answer.body?.cancel();
    return undefined;
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw failure(answer.status);
  }
  const text = answer.body === null ? '' : await textOf(answer.body as AsyncIterable<Uint8Array>);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('broken-answer', { message: 'Not JSON' }, error);
  }
}
