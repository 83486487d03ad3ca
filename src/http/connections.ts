/** The open connections of an endpoint: which are trusted, and which have a request under way. */

import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest, Http2Session, ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';

/** What connections may take up until a request on them was trusted. */
export interface ConnectionLimits {
  /** So many such connections at once; a further one closes the oldest. */
  readonly untrusted: number;
  /** How long a connection may last without a trusted request, ms. */
  readonly untrustedMs: number;
}

interface Connection {
  /** Requests that have not been answered yet. */
  running: number;
  session?: ServerHttp2Session;
  /** Closes the connection unless it is trusted in time. */
  timer?: NodeJS.Timeout;
}

export class Connections {
  private readonly open = new Map<Socket, Connection>();
  /** In the order in which they were opened. */
  private readonly untrusted = new Set<Socket>();
  private readonly sockets = new WeakMap<Http2Session, Socket>();
  private isDraining = false;

  constructor(private readonly limits: ConnectionLimits | undefined) {}

  /** Takes in a new connection; where too many are not trusted, the oldest of them is closed. */
  add(socket: Socket): void {
    // A connection that is cut is not an error of ours.
    socket.on('error', () => undefined);
    const connection: Connection = { running: 0 };
    this.open.set(socket, connection);
    socket.once('close', () => {
      clearTimeout(connection.timer);
      this.open.delete(socket);
      this.untrusted.delete(socket);
    });
    if (this.limits === undefined) return;
    this.untrusted.add(socket);
    connection.timer = setTimeout(() => socket.destroy(), this.limits.untrustedMs).unref();
    const [oldest] = this.untrusted;
    if (this.untrusted.size > this.limits.untrusted) oldest?.destroy();
  }

  /** Remembers the connection of an HTTP/2 session: its requests only give a stand-in for their socket. */
  addSession(socket: Socket, session: ServerHttp2Session): void {
    this.sockets.set(session, socket);
    const connection = this.open.get(socket);
    if (connection !== undefined) connection.session = session;
  }

  /** The connection that a request came on; undefined for one that is closed. */
  socketOf(request: IncomingMessage | Http2ServerRequest): Socket | undefined {
    const session = 'stream' in request ? request.stream.session : undefined;
    const socket = session === undefined ? request.socket : this.sockets.get(session);
    return socket !== undefined && this.open.has(socket) ? socket : undefined;
  }

  trust(socket: Socket): void {
    clearTimeout(this.open.get(socket)?.timer);
    this.untrusted.delete(socket);
  }

  begin(socket: Socket): void {
    const connection = this.open.get(socket);
    if (connection !== undefined) connection.running += 1;
  }

  end(socket: Socket): void {
    const connection = this.open.get(socket);
    if (connection === undefined) return;
    connection.running -= 1;
    this.closeWhenIdle(socket, connection);
  }

  /** Closes each connection when its requests have been answered. */
  drain(): void {
    this.isDraining = true;
    for (const [socket, connection] of this.open) this.closeWhenIdle(socket, connection);
  }

  destroy(): void {
    for (const socket of this.open.keys()) socket.destroy();
  }

  private closeWhenIdle(socket: Socket, { running, session }: Connection): void {
    if (!this.isDraining) return;
    // HTTP/2 tells the client with GOAWAY, and lets running streams end.
    if (session !== undefined) session.close();
    else if (running === 0) socket.end();
  }
}
