/**
 * Whether a request may be looked at at all. A web page can send requests to loopback too: by name (DNS rebinding) or
 * with an `Origin`. Such a request is refused by its head alone, and never with a CORS header.
 */

import type { IncomingMessage } from 'node:http';

export type GuardRefusal = 'address' | 'origin';

/** How often a header was sent; Node keeps only the first `Host`. */
function timesSent({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
}

/** Whether `Host` or `:authority` is exactly ours; where both were sent, both are. */
function isAddressedTo(request: IncomingMessage, authority: string): boolean {
  const { host } = request.headers;
  if (request.httpVersionMajor < 2) return host === authority && timesSent(request, 'host') === 1;
  return request.headers[':authority'] === authority && (host === undefined || host === authority);
}

/**
 * Whether a page of any site made the request: browsers say so also where they send no `Origin`, as for a picture or a
 * link. What a program or the user began is `none`, or says nothing (Fetch Metadata, W3C).
 */
function isOfPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin !== undefined || (site !== undefined && site !== 'none');
}

/**
 * Why a request is refused; undefined where it may go on.
 *
 * @param authority our host and port, such as `127.0.0.1:41234`.
 */
export function guardRefusal(request: IncomingMessage, authority: string): GuardRefusal | undefined {
  if (isOfPage(request)) return 'origin';
  // A request for a proxy names a whole URL, and OPTIONS may name `*`.
  if (!isAddressedTo(request, authority) || request.url?.startsWith('/') !== true) return 'address';
  return request.method === 'CONNECT' || request.headers.upgrade !== undefined ? 'address' : undefined;
}
