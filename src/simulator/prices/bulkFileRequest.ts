/** One GET of a bulk file of the price list: without credentials, counted and made to fail like any call. */

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Calls } from '../callLog';
import type { ActiveFault, Faults } from '../faults';
import type { HttpAnswer } from '../protocols/answer';
import type { HttpRequest } from '../protocols/serviceRequest';
import type { SimulatedAccount } from '../account';
import { fileAt, isBulkPath, regionIn } from './files';
import { pricesOf } from './published';

/** Whether a request is for a bulk file. */
export const isBulkRequest = ({ url }: HttpRequest): boolean => isBulkPath(url.pathname);

interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** Files are kept as in S3, which refuses in XML. */
function refused({ status, code }: Refusal): HttpAnswer {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: [Buffer.from(text)] };
}

const CODES: Readonly<Record<number, string>> = { 403: 'AccessDenied', 404: 'NoSuchKey', 503: 'SlowDown' };

function refusalOf({ kind, status = 500 }: ActiveFault): Refusal | undefined {
  switch (kind) {
    case 'throttle':
      return { status: 503, code: 'SlowDown' };
    case 'serverError':
      return { status, code: CODES[status] ?? 'InternalError' };
    case 'deny':
    case 'expired':
    case 'invalidRegion':
      return { status: 403, code: 'AccessDenied' };
    default:
      return undefined;
  }
}

function found(account: SimulatedAccount, { method, url, headers }: HttpRequest): HttpAnswer {
  const prices = pricesOf(account);
  const file = method === 'GET' ? fileAt(prices, url.pathname) : undefined;
  if (file === undefined)
    return refused(method === 'GET' ? { status: 404, code: 'NoSuchKey' } : { status: 403, code: 'AccessDenied' });
  const body = Buffer.from(JSON.stringify(file, undefined, 2));
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const known = { etag, 'last-modified': new Date(prices.published).toUTCString() };
  if (headers['if-none-match'] === etag) return { status: 304, headers: known, body: [] };
  return { status: 200, headers: { ...known, 'content-type': 'application/octet-stream' }, body: [body] };
}

/** The first half of a file, as if it were complete. */
function halved({ status, headers, body }: HttpAnswer): HttpAnswer {
  return { status, headers, body: body.map((part) => part.subarray(0, part.length >> 1)) };
}

type Outcome = { readonly answer: HttpAnswer } | { readonly cut: 'reset' | 'hang' | 'drop' };

async function outcomeOf(account: SimulatedAccount, faults: Faults, request: HttpRequest): Promise<Outcome> {
  const region = regionIn(request.url.pathname);
  const { delay, fault } = faults.strike({ service: 'price-list', operation: 'BulkFile', region });
  if (delay + account.settings.latencyMs > 0) await wait(delay + account.settings.latencyMs, undefined, { ref: false });
  if (fault?.kind === 'reset' || fault?.kind === 'hang' || fault?.kind === 'drop') return { cut: fault.kind };
  const refusal = fault && refusalOf(fault);
  if (refusal) return { answer: refused(refusal) };
  const answer = found(account, request);
  return { answer: fault?.kind === 'partial' ? halved(answer) : answer };
}

/** Answers one GET, and records it. */
export async function answerBulkFile(
  { account, calls, faults }: { readonly account: SimulatedAccount; readonly calls: Calls; readonly faults: Faults },
  request: HttpRequest,
): Promise<Outcome> {
  const time = account.now();
  const outcome = await outcomeOf(account, faults, request);
  const status = 'answer' in outcome ? outcome.answer.status : 0;
  calls.add({
    time,
    service: 'price-list',
    operation: 'BulkFile',
    protocol: 'https',
    region: regionIn(request.url.pathname),
    accessKeyId: '',
    attempt: 1,
    status,
    ...('cut' in outcome ? { error: outcome.cut } : {}),
    parameters: { path: request.url.pathname },
  });
  return outcome;
}
