/** A server that stands for Bedrock's runtime: it keeps what it received, and answers as a test tells it to. */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StandIn {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** @param answer is called when the whole request has been read. */
export async function standIn(answer: (response: ServerResponse, request: Received) => void): Promise<StandIn> {
  const received: Received[] = [];
  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = message;
    const request = { method, target: url, headers, body: await buffer(message) };
    received.push(request);
    response.on('error', () => undefined);
    answer(response, request);
  };
  const server = createServer((message, response) => {
    handle(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** The parts of a signature, as a request carries it. */
export interface Signature {
  readonly signed: readonly string[];
  readonly signature: string;
  /** What it has to be by AWS's documentation of signature version 4. */
  readonly expected: string;
  readonly time: string;
}

/** Calculates a request's signature anew, from AWS's documentation and not from the SDK. */
export function signatureOf({ method, target, headers, body }: Received, secretKey: string): Signature {
  const header = headers.authorization ?? '';
  const [, scope = '', names = '', signature = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)/.exec(header) ?? [];
  const [day = '', region = '', service = '', end = ''] = scope.split('/');
  const signed = names.split(';');
  const time = String(headers['x-amz-date']);
  const path = target
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  const canonical = [
    method,
    path,
    '',
    ...signed.map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}`),
    '',
    names,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [region, service, end].reduce(hmac, hmac(`AWS4${secretKey}`, day));
  return { signed, signature, expected: hmac(key, toSign).toString('hex'), time };
}
