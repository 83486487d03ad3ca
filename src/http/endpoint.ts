/**
 * One port on loopback for HTTP/1.1 and HTTP/2 without TLS. The SDK's client of Bedrock's runtime, and agents that are
 * made with it, speak HTTP/2 without asking first.
 */

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Connections, type ConnectionLimits } from './connections';
import { readProtocol, type HttpProtocol } from './readProtocol';

/** Answers a request of either protocol. Node's compatibility layer has the parts of both types that are used. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export interface EndpointOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly listener: Listener;
  /** Without limits every connection is trusted. */
  readonly limits?: ConnectionLimits;
}

export interface Endpoint {
  readonly port: number;
  /** Lifts the limits for the connection that a request came on. */
  trust(request: IncomingMessage): void;
  /** Stops listening at once and resolves when all requests have been answered. Idle connections are closed. */
  drain(): Promise<void>;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that none is closed at the moment of its next request. */
const KEEP_ALIVE_MS = 300_000;
/** Of a request's head; credentials of a session take up some kilobytes. */
const HEAD_BYTES = 32 * 1024;
const HTTP2_SETTINGS = {
  // A body is received without a round trip for each 64 KB.
  initialWindowSize: 1024 * 1024,
  maxConcurrentStreams: 128,
  maxHeaderListSize: HEAD_BYTES,
};
/** A refusal of CONNECT, for which Node has no response object. */
const NO_TUNNEL = 'HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** The servers that take over a connection when its protocol is known. They do not listen themselves. */
function makeServers(listener: Listener, connections: Connections) {
  const counted: Listener = (request, response) => {
    const socket = connections.socketOf(request);
    if (socket !== undefined) {
      connections.begin(socket);
      response.once('close', () => {
        connections.end(socket);
      });
    }
    listener(request, response);
  };
  const http = createHttpServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: HEAD_BYTES, requestTimeout: 0, headersTimeout: 0 },
    counted,
  );
  http.on('connect', (_request, socket: Socket) => {
    socket.end(NO_TUNNEL);
  });
  const http2 = createHttp2Server({ settings: HTTP2_SETTINGS }, (request, response) => {
    counted(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  http2.on('sessionError', () => undefined);
  let handedOver: Socket | undefined;
  // The event is emitted while the connection is handed over.
  http2.on('session', (session) => {
    if (handedOver !== undefined) connections.addSession(handedOver, session);
  });
  const handOver = (socket: Socket, protocol: HttpProtocol): void => {
    handedOver = socket;
    (protocol === 'http2' ? http2 : http).emit('connection', socket);
    handedOver = undefined;
  };
  const close = (): void => {
    http.close();
    http2.close();
  };
  return { handOver, close };
}

/** Listens on the loopback interface. Throws the system's error when the port is taken. */
export async function openEndpoint({ port, listener, limits }: EndpointOptions): Promise<Endpoint> {
  const connections = new Connections(limits);
  const servers = makeServers(listener, connections);
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    connections.add(socket);
    readProtocol(socket, (protocol) => {
      servers.handOver(socket, protocol);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const stopListening = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  return {
    port: (server.address() as AddressInfo).port,
    trust: (request) => {
      const socket = connections.socketOf(request);
      if (socket !== undefined) connections.trust(socket);
    },
    drain: async () => {
      const closed = stopListening();
      connections.drain();
      await closed;
    },
    close: async () => {
      const closed = stopListening();
      connections.destroy();
      await closed;
      servers.close();
    },
  };
}
