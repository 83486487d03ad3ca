/**
 * What stands between this machine and AWS, with real servers on loopback: certificates of a company's own, proxies,
 * captive portals.
 */

import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import dns from 'node:dns';
import { getSystemErrorMap } from 'node:util';
import { problemOf } from '../../../src/aws/errors';
import { networkFailureOf } from '../../../src/aws/networkErrors';
import type { ProblemCode } from '../../../src/core/problem';
import { makeCertificate, serverOptions } from './certificates';
import { connect, IMPATIENT, problemIn, wanted } from './connect';
import { always, withAnswers } from './trouble';

async function listening<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

async function problemAt(url: string, code: ProblemCode) {
  const aws = await connect({ url }, { timeouts: { ...IMPATIENT, answerMs: 5_000 } });
  try {
    return await problemIn(aws.whoAmI(wanted()), code);
  } finally {
    aws.dispose();
  }
}

describe('A certificate', function () {
  this.timeout(120_000);
  const faultOf = async (options: { readonly key: string; readonly cert: string }): Promise<string | undefined> =>
    listening(createTlsServer(options), async (port) => {
      const { detail } = await problemAt(`https://127.0.0.1:${port}`, 'certificate');
      return detail.fault;
    });
  const host = '127.0.0.1';

  it('of a company’s own authority is said to be one, and how it was found out', async () => {
    const root = await makeCertificate({ name: 'Company root', isAuthority: true });
    const between = await makeCertificate({ name: 'Inspection', by: root, isAuthority: true });
    const leaf = await makeCertificate({ name: 'aws', by: between, host });
    assert.equal(await faultOf(await serverOptions(leaf, between)), 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    assert.equal(await faultOf(await serverOptions(leaf)), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assert.equal(await faultOf(await serverOptions(leaf, between, root)), 'SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('that signed itself, or is of another day, is one as well', async () => {
    const own = await makeCertificate({ name: 'aws', host });
    assert.equal(await faultOf(await serverOptions(own)), 'DEPTH_ZERO_SELF_SIGNED_CERT');
    const old = await makeCertificate({ name: 'aws', host, from: -3, to: -2 });
    assert.match((await faultOf(await serverOptions(old))) ?? '', /CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT/);
  });

  /** OpenSSL's verdicts as Node names them (its documentation of `tls`). */
  const VERDICTS = [
    ...[
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_CRL',
      'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
      'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
    ],
    ...['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'CERT_SIGNATURE_FAILURE', 'CRL_SIGNATURE_FAILURE', 'CERT_NOT_YET_VALID'],
    ...[
      'CERT_HAS_EXPIRED',
      'CRL_NOT_YET_VALID',
      'CRL_HAS_EXPIRED',
      'ERROR_IN_CERT_NOT_BEFORE_FIELD',
      'ERROR_IN_CERT_NOT_AFTER_FIELD',
    ],
    ...[
      'ERROR_IN_CRL_LAST_UPDATE_FIELD',
      'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
    ...[
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_CHAIN_TOO_LONG',
      'CERT_REVOKED',
      'INVALID_CA',
    ],
    ...[
      'PATH_LENGTH_EXCEEDED',
      'INVALID_PURPOSE',
      'CERT_UNTRUSTED',
      'CERT_REJECTED',
      'HOSTNAME_MISMATCH',
      'UNSPECIFIED',
    ],
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ];
  it('is known by every verdict that there is', () => {
    for (const code of VERDICTS) {
      const error = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
      assert.deepEqual(networkFailureOf(error), { code: 'certificate', cause: code });
    }
  });
});

describe('A connection that fails', () => {
  it('is known by every code of the system, of name servers and of Node', () => {
    const codes = [
      ...[...getSystemErrorMap().values()].map(([name]) => name),
      ...[dns.NOTFOUND, dns.TIMEOUT, dns.SERVFAIL, dns.NODATA],
      ...[
        'ERR_SSL_WRONG_VERSION_NUMBER',
        'ERR_TLS_HANDSHAKE_TIMEOUT',
        'ERR_SOCKET_CONNECTION_TIMEOUT',
        'ERR_HTTP2_ERROR',
      ],
      ...['ERR_STREAM_PREMATURE_CLOSE', 'ERR_INVALID_URL', 'HPE_INVALID_CONSTANT', 'UND_ERR_CONNECT_TIMEOUT', 'EPROTO'],
    ];
    for (const code of codes)
      assert.equal(networkFailureOf(Object.assign(new Error('x'), { code }))?.code, 'unreachable', code);
  });

  it('is no file that cannot be read, no module that is missing and no mistake of ours', () => {
    const file = Object.assign(new Error('x'), { code: 'ENOENT', path: '/token', syscall: 'open' });
    const module = Object.assign(new Error('x'), { code: 'MODULE_NOT_FOUND' });
    const stopped = new DOMException('x', 'AbortError');
    for (const error of [file, module, stopped, new TypeError('x')]) assert.equal(networkFailureOf(error), undefined);
  });

  it('is one to a port that speaks no HTTP, or no TLS', async () => {
    const server = createTcpServer((socket) => socket.end('220 mail.acme.example ESMTP\r\n'));
    await listening(server, async (port) => {
      await problemAt(`http://127.0.0.1:${port}`, 'unreachable');
      await problemAt(`https://127.0.0.1:${port}`, 'unreachable');
    });
  });
});

const PAGE = '<!DOCTYPE html><html><body><h1>Access denied by policy</h1></body></html>';

describe('An answer that is not AWS’s', () => {
  for (const [status, code] of [
    [200, 'broken-answer'],
    [302, 'unreachable'],
    [403, 'unreachable'],
    [404, 'unreachable'],
    [407, 'proxy-sign-in'],
    [502, 'unreachable'],
  ] as const) {
    it(`with status ${status} and a page of HTML is ${code}, for every protocol`, async () => {
      await withAnswers(always(PAGE, status), async (aws) => {
        for (const call of ['whoAmI', 'listProfiles', 'tagsInBulk'] as const) {
          const { detail } = await problemIn(aws[call](wanted()), code);
          assert.equal(detail.status ?? status, status);
        }
      });
    });
  }

  it('with a 403 of AWS’s own form is a refusal, also under a name that we do not know', async () => {
    const aws = { 'x-amzn-requestid': '1', 'content-type': 'application/json' };
    const refuse = JSON.stringify({ __type: 'SomethingNewException', message: 'No' });
    await withAnswers(
      (request, response) => {
        request.resume();
        response.writeHead(403, aws).end(refuse);
      },
      async (aws) => {
        await problemIn(aws.listProfiles(wanted()), 'denied');
      },
    );
  });

  it('keeps AWS’s own answers apart, whatever their status', () => {
    const context = { action: 'sts:GetCallerIdentity', awsProfile: '', sso: false, region: 'us-east-1', endpoint: '' };
    const answered = (httpStatusCode: number, requestId?: string): Error =>
      Object.assign(new Error('x'), { $metadata: { httpStatusCode, requestId } });
    const codes = [403, 407, 429, 503].map((status) => problemOf(answered(status, 'id'), context).code);
    assert.deepEqual(codes, ['denied', 'invalid', 'throttled', 'server']);
    const foreign = [403, 407, 429, 503].map((status) => problemOf(answered(status), context).code);
    assert.deepEqual(foreign, ['unreachable', 'proxy-sign-in', 'unreachable', 'unreachable']);
  });
});
