/** Windows, command line and gateway prove themselves to each other before anything is controlled. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannel } from '../../../../src/gateway/process/controlClient';
import { GatewayProcess } from '../../../../src/gateway/process/gatewayProcess';
import { ensureKey, readKey } from '../../../../src/gateway/process/key';
import { CONTROL_PATH, lineOf } from '../../../../src/gateway/process/messages';
import { isProof, makeNonce, proofOf } from '../../../../src/gateway/process/proof';
import { gatewayPaths } from '../../../../src/gateway/paths';

describe('The control channel of the gateway', () => {
  let folder: string;
  let running: GatewayProcess;
  let key: Buffer;
  const others: { close(): unknown }[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const paths = gatewayPaths(folder);
    key = await ensureKey(paths.key);
    running = new GatewayProcess({
      paths,
      version: '1.2.3',
      aws: {
        open: () => {
          throw new Error('No call is made.');
        },
      },
      rules: () => Promise.reject(new Error('No call is made.')),
      idleMs: 60_000,
      stays: false,
      log: () => undefined,
    });
    await running.listen(0);
  });
  afterEach(async () => {
    for (const one of others.splice(0)) one.close();
    await running.stop();
    await rm(folder, { recursive: true });
  });

  /** A client by hand: sends lines, and reads what comes back. */
  const byHand = (headers: Record<string, string> = {}) => {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port: running.port,
      method: 'POST',
      path: CONTROL_PATH,
      headers: { 'transfer-encoding': 'chunked', ...headers },
      agent: false,
    });
    outgoing.on('error', () => undefined);
    others.push({ close: () => outgoing.destroy() });
    const incoming = once(outgoing, 'response').then(([response]) => response as IncomingMessage);
    return { outgoing, incoming };
  };

  /** All lines until the other side ends or cuts the answer. */
  const linesOf = async (incoming: Promise<IncomingMessage>): Promise<readonly string[]> => {
    let all = '';
    try {
      for await (const chunk of (await incoming) as AsyncIterable<Buffer>) all += chunk.toString();
    } catch {
      // It was cut.
    }
    return all.split('\n').filter((line) => line !== '');
  };

  it('opens for who knows the key, on both sides', async () => {
    const channel = await openChannel(running.port, key);
    assert.ok(typeof channel === 'object');
    assert.equal(channel.version, '1.2.3');
    const { port, leases } = await channel.status();
    assert.deepEqual({ port, leases }, { port: running.port, leases: 0 });
    channel.close();
  });

  it('does not open with another key', async () => {
    assert.equal(await openChannel(running.port, Buffer.alloc(32, 1)), 'stranger');
  });

  it('is closed without an answer to a request before the proof, and to a proof that was recorded', async () => {
    const first = byHand();
    first.outgoing.write(lineOf({ format: 1, nonce: makeNonce() }));
    first.outgoing.write(lineOf({ id: 1, type: 'end' }));
    assert.equal((await linesOf(first.incoming)).length, 1);

    const recorded = { port: running.port, clientNonce: makeNonce(), serverNonce: makeNonce() };
    const second = byHand();
    second.outgoing.write(lineOf({ format: 1, nonce: recorded.clientNonce }));
    second.outgoing.write(lineOf({ proof: proofOf(key, 'client', recorded) }));
    second.outgoing.write(lineOf({ id: 1, type: 'end' }));
    assert.equal((await linesOf(second.incoming)).length, 1);
    assert.equal((await openStatus()).port, running.port);
  });

  it('does not take the server’s own proof for the client’s', async () => {
    const { outgoing, incoming } = byHand();
    outgoing.write(lineOf({ format: 1, nonce: makeNonce() }));
    const response = await incoming;
    const [first] = (await once(response, 'data')) as [Buffer];
    const { proof } = JSON.parse(first.toString()) as { proof: string };
    response.on('error', () => undefined);
    const closed = once(response, 'close');
    outgoing.write(lineOf({ proof }));
    outgoing.write(lineOf({ id: 1, type: 'end' }));
    await closed;
    assert.equal((await openStatus()).port, running.port);
  });

  const openStatus = async () => {
    const channel = await openChannel(running.port, key);
    assert.ok(typeof channel === 'object');
    try {
      return await channel.status();
    } finally {
      channel.close();
    }
  };

  it('is refused to web pages, and to other names of this machine', async () => {
    for (const headers of [{ origin: 'https://example.com' }, { host: `localhost:${running.port}` }]) {
      const { outgoing, incoming } = byHand(headers);
      outgoing.end(lineOf({ format: 1, nonce: makeNonce() }));
      const response = await incoming;
      assert.ok((response.statusCode ?? 0) >= 400);
      assert.equal(response.headers['access-control-allow-origin'], undefined);
      response.resume();
    }
  });

  const listen = async (server: Server | ReturnType<typeof createTcpServer>): Promise<number> => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    others.push({ close: () => server.close() });
    return (server.address() as AddressInfo).port;
  };

  it('is not taken for one where a stranger has the port, whatever the stranger answers', async () => {
    const page = createServer((_request, response) => response.end('<html></html>'));
    assert.equal(await openChannel(await listen(page), key), 'stranger');
    const echo = createTcpServer((socket) => socket.on('error', () => undefined).pipe(socket));
    assert.equal(await openChannel(await listen(echo), key), 'stranger');
    const closing = createTcpServer((socket) => socket.destroy());
    assert.equal(await openChannel(await listen(closing), key), 'stranger');
  });

  it('is not taken for one where a stranger passes on what the gateway answers', async () => {
    const pipes: Socket[] = [];
    const relay = createTcpServer((socket) => {
      const onward = connect(running.port, '127.0.0.1');
      pipes.push(socket, onward);
      for (const one of [socket, onward]) one.on('error', () => undefined);
      // The stranger names the gateway's own port, so that it is answered.
      socket.on('data', (chunk) =>
        onward.write(chunk.toString('latin1').replace(/Host: .*/i, `Host: 127.0.0.1:${running.port}`), 'latin1'),
      );
      onward.pipe(socket);
    });
    assert.equal(await openChannel(await listen(relay), key), 'stranger');
    for (const one of pipes) one.destroy();
  });

  it('is stopped where nobody listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((done) => server.close(done));
    assert.equal(await openChannel(port, key), 'stopped');
  });

  it('goes by the key as it is now', async () => {
    await rm(gatewayPaths(folder).key);
    assert.equal(await openChannel(running.port, key), 'stranger');
    const renewed = await ensureKey(gatewayPaths(folder).key);
    assert.notDeepEqual(renewed, key);
    const channel = await openChannel(running.port, renewed);
    assert.ok(typeof channel === 'object');
    channel.close();
  });
});

describe('The proof', () => {
  it('holds for one key, side, port and pair of challenges alone', () => {
    const text = fc.stringMatching(/^[0-9a-f]{64}$/);
    const part = fc.record({
      key: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      port: fc.nat(65_535),
      a: text,
      b: text,
    });
    const challenge = ({ port, a, b }: { port: number; a: string; b: string }) => ({
      port,
      clientNonce: a,
      serverNonce: b,
    });
    fc.assert(
      fc.property(
        part,
        part,
        fc.constantFrom('client', 'server'),
        fc.constantFrom('client', 'server'),
        (one, two, side, other) => {
          const proof = proofOf(Buffer.from(one.key), side, challenge(one));
          assert.ok(isProof(proof, Buffer.from(one.key), side, challenge(one)));
          const isSame =
            side === other &&
            JSON.stringify([...one.key, one.port, one.a, one.b]) ===
              JSON.stringify([...two.key, two.port, two.a, two.b]);
          assert.equal(isProof(proof, Buffer.from(two.key), other, challenge(two)), isSame);
        },
      ),
    );
    assert.equal(isProof('', Buffer.alloc(32), 'client', challenge({ port: 1, a: '', b: '' })), false);
  });
});

describe('The shared key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the same for all that make it at once, and readable by the user alone', async () => {
    const file = join(folder, 'gateway', 'key');
    const keys = await Promise.all(Array.from({ length: 20 }, () => ensureKey(file)));
    assert.equal(new Set(keys.map((key) => key.toString('hex'))).size, 1);
    assert.equal((await readFile(file)).length, 32);
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('is replaced where others could know it', async () => {
    // Windows has no such modes.
    if (process.platform === 'win32') return;
    const file = join(folder, 'key');
    const known = await ensureKey(file);
    await chmod(file, 0o644);
    assert.equal(await readKey(file), undefined);
    assert.notDeepEqual(await ensureKey(file), known);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });
});
