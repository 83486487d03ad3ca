import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect as connectHttp2, constants, type ClientHttp2Session } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { openEndpoint, type Endpoint, type EndpointOptions } from '../../../src/http/endpoint';

/** What a socket receives until it ends. */
async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

describe('an endpoint for HTTP/1.1 and HTTP/2', () => {
  let endpoint: Endpoint;
  /** Answers of `/held` wait here until a test ends them. */
  let held: ServerResponse[];
  let arrived: () => void;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === '/trusted') endpoint.trust(request);
    if (request.url === '/held') {
      response.writeHead(200);
      response.write('begin ');
      held.push(response);
      arrived();
    } else response.end(`HTTP/${request.httpVersionMajor}`);
  };
  const open = async (options: Partial<EndpointOptions> = {}): Promise<void> => {
    held = [];
    endpoint = await openEndpoint({ port: 0, listener: answer, ...options });
  };
  const url = (): string => `http://127.0.0.1:${endpoint.port}`;
  const raw = async (): Promise<Socket> => {
    const socket = connect(endpoint.port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const http2 = (): ClientHttp2Session => connectHttp2(url()).on('error', () => undefined);
  const getHttp2 = async (session: ClientHttp2Session, path: string): Promise<string> =>
    text(session.request({ ':path': path }).setEncoding('utf8'));
  const heldRequest = (): Promise<void> =>
    new Promise((resolve) => {
      arrived = resolve;
    });

  afterEach(() => endpoint.close());

  it('answers both', async () => {
    await open();
    assert.equal(await (await fetch(url())).text(), 'HTTP/1');
    const session = http2();
    assert.deepEqual(await Promise.all([getHttp2(session, '/a'), getHttp2(session, '/b')]), ['HTTP/2', 'HTTP/2']);
    session.close();
  });

  it('knows them apart by bytes that come one at a time', async () => {
    await open();
    for (const [bytes, expected] of [
      ['PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /HTTP\/1$/],
      ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^\0/],
    ] as const) {
      const socket = await raw();
      socket.setNoDelay();
      for (const byte of bytes) {
        socket.write(byte);
        await new Promise(setImmediate);
      }
      socket.setTimeout(500, () => socket.destroy());
      assert.match(await received(socket), expected);
    }
  });

  it('closes what ends or never begins', async () => {
    await open({ limits: { untrusted: 8, untrustedMs: 50 } });
    const ended = await raw();
    ended.end('PRI');
    assert.equal(await received(ended), '');
    assert.equal(await received(await raw()), '');
  });

  it('closes a connection that is not trusted in time, and none that is', async () => {
    await open({ limits: { untrusted: 8, untrustedMs: 200 } });
    const [stranger, friend] = [await raw(), http2()];
    assert.equal(await getHttp2(friend, '/trusted'), 'HTTP/2');
    stranger.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.match(await received(stranger), /HTTP\/1$/);
    // Opened after the friend's, and closed by the same rule.
    assert.equal(await received(await raw()), '');
    assert.equal(await getHttp2(friend, '/'), 'HTTP/2');
    friend.close();
  });

  it('closes the oldest connection that is not trusted when there are too many', async () => {
    await open({ limits: { untrusted: 2, untrustedMs: 60_000 } });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const trusted = async (): Promise<number | undefined> => {
      const [response] = (await once(get(`${url()}/trusted`, { agent }), 'response')) as [IncomingMessage];
      const port = response.socket.localPort;
      await text(response);
      return port;
    };
    const first = await trusted();
    const oldest = received(await raw());
    await raw();
    const newest = await raw();
    assert.equal(await oldest, '');
    newest.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assert.match(await received(newest), /HTTP\/1$/);
    assert.equal(await trusted(), first);
    agent.destroy();
  });

  it('refuses to be a tunnel', async () => {
    await open();
    const socket = await raw();
    socket.write('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n');
    assert.match(await received(socket), /^HTTP\/1.1 405 /);
    const session = http2();
    const stream = session.request({ ':method': 'CONNECT', ':authority': 'example.com:443' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    assert.equal(headers[constants.HTTP2_HEADER_STATUS], 405);
    stream.close();
    session.close();
  });

  it('ends when all running requests are answered, and takes no further connections meanwhile', async () => {
    await open();
    const agent = new Agent({ keepAlive: true });
    let begun = heldRequest();
    const response = once(get(`${url()}/held`, { agent }), 'response') as Promise<[IncomingMessage]>;
    await begun;
    begun = heldRequest();
    const session = http2();
    const stream = getHttp2(session, '/held');
    await begun;
    const idle = await raw();
    let isDrained = false;
    const drained = endpoint.drain().then(() => {
      isDrained = true;
    });
    assert.equal(await received(idle), '');
    await assert.rejects(fetch(url()));
    assert.equal(isDrained, false);
    for (const one of held) one.end('end');
    assert.equal(await text((await response)[0]), 'begin end');
    assert.equal(await stream, 'begin end');
    await drained;
    agent.destroy();
  });
});
