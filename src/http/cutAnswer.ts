/** Breaks off an answer so that the client notices. */

import type { ServerResponse } from 'node:http';
import { constants, type Http2ServerResponse } from 'node:http2';

/**
 * Ends an answer without its end. Over HTTP/2 only the one stream ends, with an error: a stream that is merely closed
 * would look like one that has come to its end.
 */
export function cutAnswer(response: ServerResponse | Http2ServerResponse): void {
  if ('stream' in response) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.destroy();
}
