/** One port for HTTP/1.1 and HTTP/2: today's SDK v3 speaks HTTP/2 to Bedrock's runtime, without asking first. */

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Listener } from './server';

/** What every HTTP/2 connection begins with. */
const PREFACE = 'PRI * HTTP/2.0';

export interface Endpoint {
  readonly port: number;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}

/** Listens on the loopback interface; port 0 is any free one. Throws the system's error when the port is taken. */
export async function open(port: number, listener: Listener): Promise<Endpoint> {
  const http = createHttpServer({ keepAliveTimeout: 60_000 }, listener);
  const http2 = createHttp2Server((request, response) => {
    // Node's compatibility layer has the parts of these types that the listener uses.
    listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  http2.on('sessionError', () => undefined);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A connection that is cut is not an error of ours.
    socket.on('error', () => undefined);
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (!first) {
        socket.destroy();
        return;
      }
      socket.unshift(first);
      const isHttp2 = first.toString('latin1').startsWith(PREFACE.slice(0, first.length));
      (isHttp2 ? http2 : http).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
        http.close();
        http2.close();
      }),
  };
}
