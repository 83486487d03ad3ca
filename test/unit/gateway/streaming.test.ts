/** What happens to requests and answers on their way: they stay as they are, whatever either side does. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect as connectHttp2, constants } from 'node:http2';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { PlaceCatalog } from '../../../src/core/gateway/chooseProfile';
import { arn, profileId } from '../../../src/core/ids';
import { modelArns, owned } from '../core/builders';
import { converseEvents, cutAt, places, STREAM_HEAD } from './metering/streams';
import { KEYS, openTestGateway, type TestGateway, type TestGatewayOptions } from './testGateway';
import { signatureOf, standIn, type Received, type StandIn } from './upstream';

const MODEL = 'anthropic.claude-sonnet-5';
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6';
const mine = owned('mine', 'platform', 'jane', {
  arn: arn(PROFILE),
  id: profileId('a1b2c3d4e5f6'),
  models: modelArns(['us-east-1', 'us-west-2'], MODEL),
});
const CATALOG: PlaceCatalog = { profiles: [mine], sources: [], isMine: () => true };
const PATH = `/model/${MODEL}/converse-stream`;
const USAGE = { input: 12, output: 34, cacheRead: 5000, cacheWrite5m: 600, cacheWrite1h: 70 };
const EVENTS = converseEvents(USAGE, ['Hello', ' there']);
const WHOLE = Buffer.concat(EVENTS);

/** Waits until something is so, giving the event loop its turn meanwhile. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn();
}

describe('what passes through the gateway', () => {
  let bedrock: StandIn;
  let opened: TestGateway;
  let answer: (response: ServerResponse, received: Received) => void;
  const open = async (options: Partial<TestGatewayOptions> = {}): Promise<void> => {
    opened = await openTestGateway({ upstream: bedrock.url, catalog: CATALOG, ...options });
  };
  beforeEach(async () => {
    answer = (response) => response.writeHead(200, STREAM_HEAD.headers).end(WHOLE);
    bedrock = await standIn((response, received) => {
      answer(response, received);
    });
  });
  afterEach(async () => {
    await opened.close();
    await bedrock.close();
  });

  const send = (body: Buffer | string = '{}', headers: Record<string, string> = {}, path = PATH): ClientRequest => {
    const { port } = opened.gateway;
    const sent = request({ host: '127.0.0.1', port, method: 'POST', path: `/${opened.secret}${path}`, headers });
    sent.on('error', () => undefined);
    sent.end(body);
    return sent;
  };
  const headOf = async (sent: ClientRequest): Promise<IncomingMessage> => {
    const [head] = (await once(sent, 'response')) as [IncomingMessage];
    return head;
  };
  const sendHttp2 = () => {
    const session = connectHttp2(opened.gateway.url).on('error', () => undefined);
    const stream = session.request({ ':method': 'POST', ':path': `/${opened.secret}${PATH}` });
    stream.on('error', () => undefined);
    stream.end('{}');
    return { session, stream };
  };

  it('is signed as AWS documents it, with the headers that are Bedrock’s', async () => {
    await open();
    const headers = {
      'content-type': 'application/json',
      'x-amzn-bedrock-guardrailidentifier': 'gr-1',
      'x-amzn-bedrock-trace': 'ENABLED',
      'x-amzn-bedrock-service-tier': 'flex',
      'anthropic-beta': 'context-1m',
      authorization: 'AWS4-HMAC-SHA256 Credential=others/x',
      'x-amz-security-token': 'others',
      'x-amz-date': '20200101T000000Z',
      cookie: 'a=b',
    };
    await buffer(await headOf(send('{"a": 1}', headers)));
    const [received] = bedrock.received;
    assert.ok(received);
    assert.equal(received.target, `/model/${encodeURIComponent(PROFILE)}/converse-stream`);
    const { signature, expected, signed } = signatureOf(received, KEYS.secretAccessKey);
    assert.equal(signature, expected);
    for (const name of [
      'host',
      'x-amz-date',
      'content-type',
      ...Object.keys(headers).filter((one) => one.startsWith('x-amzn-')),
    ])
      assert.ok(signed.includes(name), name);
    assert.equal(received.headers['x-amzn-bedrock-guardrailidentifier'], 'gr-1');
    assert.equal(received.headers['anthropic-beta'], 'context-1m');
    assert.equal(received.headers['x-amz-security-token'], undefined);
    assert.equal(received.headers.cookie, undefined);
    assert.ok(!JSON.stringify(received.headers).includes(opened.secret));
  });

  it('is signed with a session’s token, and by AWS’s clock', async () => {
    const ahead = 20 * 60_000;
    const theirs = Math.floor(Date.now() / 1000) * 1000 + ahead;
    answer = (response) =>
      response.writeHead(200, { ...STREAM_HEAD.headers, date: new Date(theirs).toUTCString() }).end(WHOLE);
    await open({ credentials: () => Promise.resolve({ ...KEYS, sessionToken: 'session' }) });
    for (let count = 0; count < 2; count += 1) await buffer(await headOf(send()));
    const signatures = bedrock.received.map((received) => signatureOf(received, KEYS.secretAccessKey));
    for (const { signature, expected } of signatures) assert.equal(signature, expected);
    assert.equal(bedrock.received[0]?.headers['x-amz-security-token'], 'session');
    const times = signatures.map(({ time }) =>
      Date.parse(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')),
    );
    assert.ok(Math.abs((times[0] ?? 0) + ahead - (times[1] ?? 0)) < 60_000);
  });

  it('is the same body and the same answer, byte for byte, wherever it is split', async () => {
    await open();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.uint8Array({ maxLength: 5000 }),
        places,
        async (body, bytes, cuts) => {
          const pieces = cutAt(Buffer.from(bytes), cuts);
          answer = (response) => {
            response.writeHead(200, {
              ...STREAM_HEAD.headers,
              'x-amzn-requestid': 'r-1',
              'access-control-allow-origin': '*',
            });
            for (const piece of pieces) response.write(piece);
            response.end();
          };
          const head = await headOf(send(Buffer.from(body)));
          assert.equal(head.headers['content-type'], STREAM_HEAD.headers['content-type']);
          assert.equal(head.headers['x-amzn-requestid'], 'r-1');
          assert.equal(head.headers['access-control-allow-origin'], undefined);
          assert.ok((await buffer(head)).equals(Buffer.from(bytes)));
          assert.ok(bedrock.received.at(-1)?.body.equals(Buffer.from(body)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('begins at once, and may be silent', async () => {
    let finish = (): void => undefined;
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers);
      response.flushHeaders();
      finish = () => response.end(WHOLE);
    };
    await open();
    const head = await headOf(send());
    const { session, stream } = sendHttp2();
    finish();
    assert.ok((await buffer(head)).equals(WHOLE));
    // The client ends its session as soon as it has sent, as the AWS SDK does; its stream comes to its end.
    await once(stream, 'response');
    session.close();
    finish();
    assert.ok((await buffer(stream)).equals(WHOLE));
  });

  it('may be silent for twenty minutes, whatever timers there are', async () => {
    let finish = (): void => undefined;
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers);
      response.flushHeaders();
      finish = () => response.end(WHOLE);
    };
    const sockets: Socket[] = [];
    const opened = (message: unknown): void => {
      sockets.push((message as { readonly socket: Socket }).socket);
    };
    const channels = ['net.client.socket', 'net.server.socket'];
    for (const channel of channels) subscribe(channel, opened);
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await open();
      const head = await headOf(send());
      assert.ok(sockets.length >= 2);
      mock.timers.tick(20 * 60_000);
      // A socket's own timer cannot be set forward; this is what it does when it has run out.
      for (const socket of sockets) if ((socket.timeout ?? 0) > 0) socket.emit('timeout');
      finish();
      assert.ok((await buffer(head)).equals(WHOLE));
    } finally {
      mock.timers.reset();
      for (const channel of channels) unsubscribe(channel, opened);
    }
  });

  it('comes as fast as the agent reads, and is not heaped up', async () => {
    const block = Buffer.alloc(1024 * 1024, 'x');
    let written = 0;
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const write = (): void => {
        while (written < 64) {
          written += 1;
          if (!response.write(block)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
    };
    await open();
    const head = await headOf(send());
    let before = -1;
    // The system's own buffers fill first; then nothing moves until the agent reads.
    await until(async () => {
      const isStill = before === written;
      before = written;
      for (let count = 0; count < 200; count += 1) await turn();
      return isStill;
    });
    assert.ok(written < 64, `${written} MB were taken from Bedrock`);
    assert.equal((await buffer(head)).length, 64 * block.length);
  });

  it('is counted to its end when the agent has left', async () => {
    let finish: (() => void) | undefined;
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers).write(EVENTS[0]);
      finish = () => response.end(Buffer.concat(EVENTS.slice(1)));
    };
    await open();
    const sent = send();
    await headOf(sent);
    sent.destroy();
    await once(sent, 'close');
    // What is answered later was received later.
    assert.equal((await headOf(send('{}', {}, '/'))).statusCode, 404);
    finish?.();
    await until(async () => (await opened.journal()).length === 1);
    const [call] = await opened.journal();
    assert.deepEqual([call?.clientLeft, call?.counting, call?.tokens?.output], [true, 'exact', USAGE.output]);
  });

  it('is broken off when too many agents have left, and the journal says so', async () => {
    const answers: ServerResponse[] = [];
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers).write(EVENTS[0]);
      answers.push(response);
    };
    await open({ limits: { abandoned: { atOnce: 1, ms: 60_000 } } });
    for (let count = 0; count < 2; count += 1) {
      const sent = send();
      await headOf(sent);
      sent.destroy();
      if (count === 1) await until(() => answers[1]?.destroyed === true);
    }
    await until(async () => (await opened.journal()).length === 1);
    assert.equal((await opened.journal())[0]?.counting, 'unknown');
    answers[0]?.end(Buffer.concat(EVENTS.slice(1)));
    await until(async () => (await opened.journal()).length === 2);
    const countings = (await opened.journal()).map(({ counting }) => counting);
    assert.deepEqual([...countings].sort(), ['exact', 'unknown']);
  });

  it('ends with an error where Bedrock’s answer was cut', async () => {
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers).write(EVENTS[0], () => response.destroy());
    };
    await open();
    await assert.rejects(buffer(await headOf(send())));
    const { session, stream } = sendHttp2();
    await assert.rejects(buffer(stream));
    session.close();
    for (const call of await opened.journal()) assert.deepEqual([call.error, call.status], ['connection-cut', 200]);
  });

  it('waits for memory instead of being refused', async () => {
    await open({ limits: { bufferedBytes: 1024 * 1024 } });
    const bodies = [3, 1, 2, 1].map((megabytes, index) => Buffer.alloc(megabytes * 1024 * 1024, `${index}`));
    const heads = await Promise.all(bodies.map((body) => headOf(send(body))));
    for (const head of heads) assert.equal((await buffer(head)).length, WHOLE.length);
    const sizes = bedrock.received.map(({ body }) => body.length).sort((a, b) => b - a);
    assert.deepEqual(
      sizes,
      [3, 2, 1, 1].map((megabytes) => megabytes * 1024 * 1024),
    );
    const tooLarge = await headOf(send('', { 'content-length': String(129 * 1024 * 1024) }));
    assert.equal(tooLarge.statusCode, 413);
  });

  it('is not sent on where the agent breaks its request off', async () => {
    await open();
    const path = `/${opened.secret}${PATH}`;
    const cut = request({ host: '127.0.0.1', port: opened.gateway.port, method: 'POST', path });
    cut.on('error', () => undefined);
    cut.write('{"half": ');
    await once(cut, 'socket');
    cut.flushHeaders();
    const sessions = [{ 'content-length': 100 }, {}].map((headers) => {
      const session = connectHttp2(opened.gateway.url).on('error', () => undefined);
      const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
      stream.on('error', () => undefined);
      stream.write('{"half": ');
      return { session, stream };
    });
    // What is answered later was received later.
    assert.equal((await headOf(send('{}', {}, '/'))).statusCode, 404);
    cut.destroy();
    const [declared, undeclared] = sessions;
    // Node's client ends a stream that it cancels as if it were whole; then only the declared length shows it.
    declared?.stream.close(constants.NGHTTP2_CANCEL);
    undeclared?.session.destroy();
    assert.equal((await headOf(send('{}', {}, '/'))).statusCode, 404);
    declared?.session.destroy();
    await buffer(await headOf(send('{"whole": 1}')));
    assert.deepEqual(
      bedrock.received.map(({ body }) => body.toString()),
      ['{"whole": 1}'],
    );
    assert.equal((await opened.journal()).length, 1);
  });

  it('is counted before the gateway ends, also where the agent has left', async () => {
    let finish: (() => void) | undefined;
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers).write(EVENTS[0]);
      finish = () => response.end(Buffer.concat(EVENTS.slice(1)));
    };
    await open();
    const sent = send();
    await headOf(sent);
    sent.destroy();
    await once(sent, 'close');
    // What is answered later was received later.
    assert.equal((await headOf(send('{}', { connection: 'close' }, '/'))).statusCode, 404);
    const drained = opened.gateway.drain();
    for (let count = 0; count < 100; count += 1) await turn();
    finish?.();
    await drained;
    assert.deepEqual(
      (await opened.journal()).map(({ counting }) => counting),
      ['exact'],
    );
  });

  it('is all answered before the gateway ends', async () => {
    let finish: (() => void) | undefined;
    answer = (response) => {
      response.writeHead(200, STREAM_HEAD.headers).write(EVENTS[0]);
      finish = () => response.end(Buffer.concat(EVENTS.slice(1)));
    };
    await open();
    const head = await headOf(send());
    const drained = opened.gateway.drain();
    finish?.();
    assert.ok((await buffer(head)).equals(WHOLE));
    await drained;
    assert.equal((await opened.journal()).length, 1);
  });
});
