/** Which headers go on to Bedrock, and which of its headers go back. */

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** Of one connection only (RFC 9110, 7.6.1); HTTP/2 forbids them. */
const OF_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

/**
 * Not sent on: the agent's own signature and credentials, what is made anew, and what is between the agent and us.
 * Without `accept-encoding` the answer comes as it can be counted.
 */
const DROPPED = new Set([
  ...OF_CONNECTION,
  'authorization',
  'x-amz-security-token',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-user-agent',
  'date',
  'host',
  'content-length',
  'accept-encoding',
  'expect',
  'cookie',
  'referer',
  'forwarded',
  'via',
]);

const DROPPED_OF_ANSWER = new Set([...OF_CONNECTION, 'set-cookie', 'alt-svc']);

/** The names that a `Connection` header adds to those of one connection. */
function namedByConnection(connection: string | undefined): ReadonlySet<string> {
  return new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}

/** What is sent on of a request's headers; all of it is signed but what proxies on the way may change. */
export function requestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const named = namedByConnection(headers.connection);
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const isDropped =
      name.startsWith(':') || name.startsWith('x-forwarded-') || name.startsWith('sec-') || DROPPED.has(name);
    if (isDropped || named.has(name) || value === undefined) return [];
    return [[name, Array.isArray(value) ? value.join(', ') : value] as const];
  });
  return Object.fromEntries(kept);
}

/** What is passed back of an answer's headers. No page may read an answer, whatever it says. */
export function answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = namedByConnection(headers.connection);
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !DROPPED_OF_ANSWER.has(name) && !name.startsWith('access-control-') && !named.has(name),
    ),
  );
}
