/** Answers of the gateway's own, in Bedrock's form. */

import type { ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { refusal, type RefusalCode } from './refusals';

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(text);
}

export const sendJson = (response: ServerResponse, body: unknown): void => {
  send(response, 200, body, {});
};

/** @param what what the refusal is about; free of secrets. */
export function sendRefusal(response: ServerResponse, code: RefusalCode, what?: string): void {
  const { status, name, message } = refusal(code, what);
  send(response, status, { message }, { 'x-amzn-errortype': name });
}
