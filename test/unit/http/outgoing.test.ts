/** Outgoing connections of the gateway's process, with a real proxy and certificates of a company's own. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, request as httpsRequest } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { outgoingAgents } from '../../../src/http/outgoing';
import { proxyFor } from '../../../src/http/proxySettings';
import { makeCertificate, serverOptions } from '../aws/certificates';

describe('The proxy of a URL', () => {
  const of = (url: string, env: NodeJS.ProcessEnv): string | undefined => proxyFor(new URL(url), env)?.href;
  const BEDROCK = 'https://bedrock-runtime.us-east-1.amazonaws.com';

  it('is that of its scheme, or the one for all; lower case comes first', () => {
    assert.equal(of(BEDROCK, {}), undefined);
    assert.equal(of(BEDROCK, { HTTP_PROXY: 'http://a:1' }), undefined);
    assert.equal(of(BEDROCK, { HTTPS_PROXY: 'http://a:1' }), 'http://a:1/');
    assert.equal(of(BEDROCK, { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }), 'http://b:2/');
    assert.equal(of(BEDROCK, { HTTPS_PROXY: ' ', ALL_PROXY: 'a:1' }), 'http://a:1/');
    assert.equal(of('http://example.com', { HTTP_PROXY: 'http://u:p@a:1' }), 'http://u:p@a:1/');
  });

  it('is none for what NO_PROXY names, and never one for this machine', () => {
    const without = (entries: string, url = BEDROCK) => of(url, { HTTPS_PROXY: 'http://a:1', NO_PROXY: entries });
    for (const entries of ['*', 'amazonaws.com', '.amazonaws.com', '*.amazonaws.com', 'x, AMAZONAWS.com:443'])
      assert.equal(without(entries), undefined, entries);
    for (const entries of ['', 'aws.com', 'amazonaws.com:8443', 'amazonaws.com.example', 'x'])
      assert.equal(without(entries), 'http://a:1/', entries);
    for (const url of ['https://127.0.0.1:1', 'https://localhost', 'https://[::1]:2'])
      assert.equal(without('', url), undefined, url);
  });
});

describe('Outgoing connections', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outgoing-'));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true });
  });
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  };

  /** A proxy that leads to one port, whatever host it is to connect to. */
  const proxyTo = async (port: number, connected: string[]): Promise<string> => {
    const proxy = createHttpServer((_request, response) => response.writeHead(400).end());
    proxy.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
      connected.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      sockets.push(socket, onward);
      for (const one of [socket, onward]) one.on('error', () => undefined);
    });
    return `127.0.0.1:${await listen(proxy)}`;
  };

  const get = async (url: string, env: NodeJS.ProcessEnv): Promise<string> => {
    const { httpAgent, httpsAgent } = outgoingAgents(env);
    const request = url.startsWith('https')
      ? httpsRequest(url, { agent: httpsAgent })
      : httpRequest(url, { agent: httpAgent });
    try {
      const answered = once(request.end(), 'response') as Promise<[IncomingMessage]>;
      const [response] = await answered;
      return await text(response);
    } finally {
      httpAgent.destroy();
      httpsAgent.destroy();
    }
  };

  it('go through the proxy, with its user, and with the certificates of AWS_CA_BUNDLE', async () => {
    const root = await makeCertificate({ name: 'Company root', isAuthority: true });
    const leaf = await makeCertificate({ name: 'aws', by: root, host: 'bedrock.example' });
    const target = createTlsServer(await serverOptions(leaf), (_request, response) => response.end('by TLS'));
    const connected: string[] = [];
    const proxy = await proxyTo(await listen(target), connected);
    const env = { HTTPS_PROXY: `http://user:word@${proxy}` };
    await assert.rejects(get('https://bedrock.example/', env), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    const bundle = join(folder, 'bundle.pem');
    await writeFile(bundle, root.certificate.toString('pem'));
    assert.equal(await get('https://bedrock.example/', { ...env, AWS_CA_BUNDLE: bundle }), 'by TLS');
    const authorization = `Basic ${Buffer.from('user:word').toString('base64')}`;
    assert.deepEqual(connected, Array(2).fill(`bedrock.example:443 ${authorization}`));
  });

  it('go directly where the proxy is not for them', async () => {
    const target = createHttpServer((_request, response) => response.end('directly'));
    const url = `http://127.0.0.1:${await listen(target)}/`;
    assert.equal(await get(url, { HTTP_PROXY: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1' }), 'directly');
  });

  it('cut no others when they are closed', async () => {
    const held: (() => void)[] = [];
    const target = createHttpServer((_request, response) => {
      response.write('be');
      held.push(() => response.end('gun'));
    });
    const url = `http://127.0.0.1:${await listen(target)}/`;
    const first = outgoingAgents({});
    const request = httpRequest(url, { agent: first.httpAgent }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const second = outgoingAgents({});
    second.httpAgent.destroy();
    second.httpsAgent.destroy();
    for (const end of held) end();
    assert.equal(await text(response), 'begun');
    first.httpAgent.destroy();
  });
});
