/** Who may call the gateway, and who may not. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CallRules, PlaceCatalog } from '../../../src/core/gateway/chooseProfile';
import { makeSecret } from '../../../src/gateway/secretText';
import { openTestGateway, type TestGateway } from './testGateway';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly message: string;
}

const NOTHING: PlaceCatalog = { profiles: [], sources: [], isMine: () => false };
const RULES: Partial<CallRules> = {};
const PATH = '/model/anthropic.claude-sonnet-5/converse';

describe('who may call the gateway', () => {
  let opened: TestGateway;
  beforeEach(async () => {
    opened = await openTestGateway({ upstream: 'http://127.0.0.1:1', catalog: NOTHING, rules: RULES });
  });
  afterEach(() => opened.close());

  const host = (): string => `127.0.0.1:${opened.gateway.port}`;
  const messageIn = (body: string): string => {
    const parsed: unknown = body === '' ? {} : JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'message' in parsed ? String(parsed.message) : '';
  };

  async function http1(path: string, headers: OutgoingHttpHeaders = {}, method = 'POST'): Promise<Answer> {
    const sent = request({ host: '127.0.0.1', port: opened.gateway.port, method, path, headers, agent: false });
    sent.end(method === 'POST' ? '{}' : undefined);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const message = messageIn(await text(response));
    return { status: response.statusCode ?? 0, headers: response.headers, message };
  }

  async function http2(path: string, headers: OutgoingHttpHeaders = {}, method = 'POST'): Promise<Answer> {
    const session = connectHttp2(opened.gateway.url);
    const stream = session.request({ ':path': path, ':method': method, ...headers });
    stream.end(method === 'POST' ? '{}' : undefined);
    const [received] = (await once(stream, 'response')) as [IncomingHttpHeaders & { ':status'?: number }];
    const message = messageIn(await text(stream));
    session.close();
    return { status: received[':status'] ?? 0, headers: received, message };
  }

  /** What comes back for bytes that no client library would send. */
  async function raw(lines: readonly string[]): Promise<string> {
    const socket = connect(opened.gateway.port, '127.0.0.1');
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    return text(socket);
  }

  const bearer = (): OutgoingHttpHeaders => ({ authorization: `Bearer ${opened.secret}` });
  /** What a request with a good secret is answered: there is no profile for the model. */
  const isLetIn = ({ message }: Answer): boolean => message.includes('no application inference profile');

  it('is who shows the secret, in the path or as a bearer token', async () => {
    for (const send of [http1, http2]) {
      assert.ok(isLetIn(await send(`/${opened.secret}${PATH}`)));
      assert.ok(isLetIn(await send(PATH, bearer())));
      assert.ok(isLetIn(await send(`/${opened.secret}${PATH}`, { authorization: 'Bearer something-else' })));
    }
  });

  it('is nobody without it, and nobody whose secret was renewed or revoked', async () => {
    const old = opened.secret;
    const renewed = await opened.secrets.issue(opened.use, 1);
    const almost = renewed.slice(0, -1) + (renewed.endsWith('A') ? 'B' : 'A');
    const strangers: readonly (readonly [string, OutgoingHttpHeaders])[] = [
      [PATH, {}],
      [`/${old}${PATH}`, {}],
      [`/${makeSecret()}${PATH}`, {}],
      [`/${almost}${PATH}`, {}],
      [`${PATH}?secret=${renewed}`, {}],
      [PATH, { authorization: `Basic ${renewed}` }],
      [PATH, { authorization: `Bearer ${old}` }],
      [PATH, { 'x-api-key': renewed }],
      [PATH, { cookie: `secret=${renewed}` }],
    ];
    for (const send of [http1, http2])
      for (const [path, headers] of strangers) {
        const { status, message } = await send(path, headers);
        assert.equal(status, 403);
        assert.match(message, /doesn’t know the secret/);
      }
    assert.ok(isLetIn(await http1(`/${renewed}${PATH}`)));
    await opened.secrets.revoke(opened.use);
    assert.equal((await http1(`/${renewed}${PATH}`)).status, 403);
  });

  it('is nobody who calls us by another name, as a page does after DNS rebinding', async () => {
    const { port } = opened.gateway;
    const names = ['localhost', 'evil.example', '127.0.0.2', '[::1]', '0.0.0.0', ''].map((name) => `${name}:${port}`);
    for (const name of [...names, '127.0.0.1', `${host()}.evil.example`, `user@${host()}`]) {
      const path = `/${opened.secret}${PATH}`;
      assert.equal((await http1(path, { host: name })).status, 400, name);
      assert.equal((await http2(path, { ':authority': name })).status, 400, name);
    }
    const twice = [
      `POST /${opened.secret}${PATH} HTTP/1.1`,
      `Host: ${host()}`,
      'Host: evil.example',
      'Content-Length: 0',
    ];
    assert.match(await raw(twice), /^HTTP\/1\.1 400 /);
    assert.equal((await http2(`/${opened.secret}${PATH}`, { host: 'evil.example' })).status, 400);
    assert.match(await raw([`POST /${opened.secret}${PATH} HTTP/1.0`, 'Content-Length: 0']), /^HTTP\/1\.1 400 /);
  });

  it('is no web page, and no page may read an answer', async () => {
    const origins = ['null', 'http://evil.example', `http://${host()}`, 'vscode-webview://x', ''];
    for (const send of [http1, http2])
      for (const origin of origins)
        for (const method of ['POST', 'OPTIONS', 'GET']) {
          const path = method === 'GET' ? '/inference-profiles' : PATH;
          const { status, headers } = await send(`/${opened.secret}${path}`, { origin }, method);
          assert.equal(status, 403, `${method} ${origin}`);
          assert.deepEqual(
            Object.keys(headers).filter((name) => name.startsWith('access-control-')),
            [],
          );
        }
  });

  it('is no page that a browser names by its site alone, as for a picture; what no page began may call', async () => {
    for (const send of [http1, http2]) {
      for (const site of ['cross-site', 'same-site', 'same-origin', 'nonsense'])
        for (const method of ['GET', 'POST'])
          assert.equal((await send(`/${opened.secret}${PATH}`, { 'sec-fetch-site': site }, method)).status, 403, site);
      assert.ok(
        isLetIn(await send(`/${opened.secret}${PATH}`, { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'cors' })),
      );
    }
  });

  it('is no client of a proxy', async () => {
    const head = [
      `Host: ${host()}`,
      `Authorization: Bearer ${opened.secret}`,
      'Content-Length: 0',
      'Connection: close',
    ];
    for (const target of [`http://${host()}${PATH}`, 'http://bedrock-runtime.us-east-1.amazonaws.com/', '*'])
      assert.match(
        await raw([`${target === '*' ? 'OPTIONS' : 'POST'} ${target} HTTP/1.1`, ...head]),
        /^HTTP\/1\.1 400 /,
      );
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];
    assert.match(await raw([`GET / HTTP/1.1`, ...head.slice(0, 3), ...upgrade]), /^HTTP\/1\.1 400 /);
    assert.match(await raw([`CONNECT ${host()} HTTP/1.1`, ...head]), /^HTTP\/1\.1 405 /);
  });

  it('gets no operation but those of the routes', async () => {
    for (const [method, path] of [
      ['POST', '/inference-profiles'],
      ['DELETE', '/inference-profiles/a1b2c3d4e5f6'],
      ['GET', '/foundation-models'],
      ['POST', '/model/a.b/async-invoke'],
      ['PUT', PATH],
      ['GET', '/'],
    ] as const)
      for (const send of [http1, http2]) {
        const { status, headers } = await send(`/${opened.secret}${path}`, {}, method);
        assert.equal(status, 404, `${method} ${path}`);
        assert.equal(headers['x-amzn-errortype'], 'UnknownOperationException');
      }
    for (const id of ['..%2f..%2finference-profiles', 'a%0d%0ab', 'arn:aws:s3:::x', '%'])
      assert.equal((await http1(`/${opened.secret}/model/${id}/invoke`)).status, 400, id);
  });

  it('does not keep a connection without the secret, and bounds heads', async () => {
    assert.equal((await http1(PATH)).headers.connection, 'close');
    const long = await raw([`POST ${PATH} HTTP/1.1`, `Host: ${host()}`, `X-Long: ${'x'.repeat(64 * 1024)}`]);
    assert.match(long, /^HTTP\/1\.1 431 /);
  });

  it('leaves no secret in the log', async () => {
    await http1(`/${opened.secret}${PATH}`);
    await http1(`/${makeSecret()}/x`, { authorization: `Bearer ${makeSecret()}` });
    await http1(`/${opened.secret}/model/${opened.secret}/invoke`);
    assert.ok(opened.lines.length >= 3);
    assert.ok(!opened.lines.join('\n').includes(opened.secret));
  });
});
