/** Which version of HTTP a connection speaks, by its first bytes. */

import type { Socket } from 'node:net';

/** What every HTTP/2 connection begins with. No request of HTTP/1.1 begins so. */
const PREFACE = 'PRI * HTTP/2.0';

export type HttpProtocol = 'http1' | 'http2';

/**
 * Calls back once, when the first bytes have come, with all of them still to be read from the socket. A connection that
 * ends before that is closed.
 */
export function readProtocol(socket: Socket, found: (protocol: HttpProtocol) => void): void {
  let first = Buffer.alloc(0);
  const onReadable = (): void => {
    const more = socket.read() as Buffer | null;
    if (more === null) return;
    first = Buffer.concat([first, more]);
    const begin = first.toString('latin1', 0, PREFACE.length);
    const couldBeHttp2 = PREFACE.startsWith(begin);
    if (couldBeHttp2 && begin.length < PREFACE.length) return;
    socket.off('readable', onReadable);
    socket.off('end', onEnd);
    socket.unshift(first);
    found(couldBeHttp2 ? 'http2' : 'http1');
  };
  const onEnd = (): void => {
    socket.destroy();
  };
  socket.on('readable', onReadable);
  socket.once('end', onEnd);
}
