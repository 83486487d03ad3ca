import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type Server } from 'node:http';

/** A server of a test's own between VS Code and the simulator. */
export interface Passing {
  readonly url: string;
  close(): void;
}

export interface PassingOptions {
  /** Where requests are passed on to. */
  readonly to: () => string;
  /** An answer instead of the simulator's. */
  readonly refuse?: (
    incoming: IncomingMessage,
  ) => { readonly status: number; readonly type: string; readonly message: string } | undefined;
  /** Headers over those of every answer. */
  readonly headers?: () => OutgoingHttpHeaders;
}

function serverFor({ to, refuse, headers }: PassingOptions): Server {
  return createServer((incoming, outgoing) => {
    const refused = refuse?.(incoming);
    if (refused !== undefined) {
      incoming.resume();
      outgoing.writeHead(refused.status, { 'content-type': 'application/json', 'x-amzn-errortype': refused.type });
      outgoing.end(JSON.stringify({ message: refused.message }));
      return;
    }
    const { method, headers: asked, url = '/' } = incoming;
    const passed = request(new URL(url, to()), { method, headers: asked }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...headers?.() });
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
}

/** Listens on this machine alone. Close it in the end. */
export async function passOn(options: PassingOptions): Promise<Passing> {
  const server = serverFor(options);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
