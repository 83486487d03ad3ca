/** Passes an answer on, byte for byte, as fast as the agent reads it. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerHeaders } from './headers';
import type { Meter } from './metering/meter';

/** Waits until the agent has read what was sent, or has left. */
async function hasRead(response: ServerResponse, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    response.once('drain', done);
    gone.addEventListener('abort', done);
  });
}

/**
 * Passes an answer on, all but its end, and a copy to the meter. When the agent has left, the rest is only metered.
 * Resolves to whether the answer came to its end; never rejects.
 */
export async function relay(
  answer: IncomingMessage,
  response: ServerResponse,
  { meter, gone }: { readonly meter: Meter; readonly gone: AbortSignal },
): Promise<boolean> {
  if (!gone.aborted) {
    response.writeHead(answer.statusCode ?? 502, answerHeaders(answer.headers));
    response.flushHeaders();
  }
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (!gone.aborted && !response.write(chunk)) await hasRead(response, gone);
      meter.push(chunk);
    }
    return answer.complete;
  } catch {
    return false;
  }
}
