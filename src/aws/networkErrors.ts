/** Connections that fail, by families of codes: the system's, Node's own and those of TLS. None of it is AWS's. */

import dns from 'node:dns';
import { getSystemErrorMap } from 'node:util';

export type NetworkFailure =
  { readonly code: 'unreachable'; readonly cause: string } | { readonly code: 'certificate'; readonly cause: string };

/** Names of the operating system's errors, and those of name servers. */
const SYSTEM = new Set([
  ...[...getSystemErrorMap().values()].map(([name]) => name),
  ...Object.values<unknown>({ ...dns }).flatMap((value) =>
    typeof value === 'string' && /^E[A-Z]/.test(value) ? [value] : [],
  ),
]);
/** Prefixes of Node's error codes for sockets, TLS, HTTP and `fetch`, and of its HTTP parser's for what is no HTTP. */
const OF_NODE = /^(?:ERR_(?:TLS|SSL|SOCKET|HTTP|STREAM|INVALID_URL|PROXY)|HPE_|UND_ERR_)/;
/**
 * OpenSSL's verdicts on a certificate, which Node gives without a prefix, and Node's own about the host's name (Node's
 * documentation of `tls`, "X509 certificate error codes"). A verdict that Node has no name for is UNSPECIFIED.
 */
const OF_CERTIFICATE =
  /^ERR_TLS_CERT_|^UNSPECIFIED$|^(?!ERR_|HPE_|UND_ERR_)[A-Z_]*(?:CERT|CRL|ISSUER|SIGNED|SIGNATURE|CHAIN|INVALID_CA|PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH)[A-Z_]*$/;
/** Names of the SDK's own timeouts and of fetch's. */
const BY_NAME = ['TimeoutError', 'NetworkingError'];

const property = (error: object, key: string): string => {
  const value: unknown = (error as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : '';
};

/** A file's error has the system's codes as well. */
const isOfFile = (error: object): boolean => property(error, 'path') !== '' && property(error, 'syscall') !== 'connect';

/** Why there was no connection, however deep it is in an error; undefined where something else is wrong. */
export function networkFailureOf(error: unknown): NetworkFailure | undefined {
  if (!(error instanceof Error) || isOfFile(error)) return undefined;
  const cause = property(error, 'code') || property(error, 'errno');
  if (OF_CERTIFICATE.test(cause)) return { code: 'certificate', cause };
  if (SYSTEM.has(cause) || OF_NODE.test(cause)) return { code: 'unreachable', cause };
  if (BY_NAME.includes(error.name)) return { code: 'unreachable', cause: error.name };
  if (error instanceof AggregateError) return networkFailureOf(error.errors[0]);
  return networkFailureOf(error.cause);
}

/** An answer's status, and whether it has AWS's form. */
export interface ResponseHead {
  readonly status: number;
  readonly isAws: boolean;
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Whether headers are AWS's: every service gives its requests ids. */
const hasAwsHeaders = (headers: unknown): boolean =>
  Object.keys(record(headers)).some((name) => /^x-amzn?-/i.test(name));

/** The status of an HTTP response, and whether its headers are AWS's. */
export function headOf(response: unknown): ResponseHead {
  const { statusCode, headers } = record(response);
  return { status: Number(statusCode), isAws: hasAwsHeaders(headers) };
}

/** Of an error that the SDK made without a name from the answer. */
const NAMELESS = /^(?:Unknown|UnknownError|NotFound|Error|SyntaxError|TypeError)$/;

/** The answer that an error of the SDK came of; undefined where there was none. */
export function responseHeadOf(error: Error): ResponseHead | undefined {
  const { $metadata, $response, $fault } = record(error);
  const { httpStatusCode, requestId } = record($metadata);
  const status = typeof httpStatusCode === 'number' ? httpStatusCode : Number(record($response).statusCode);
  if (Number.isNaN(status) || status === 0) return undefined;
  const isNamed = $fault !== undefined && !NAMELESS.test(error.name);
  return { status, isAws: typeof requestId === 'string' || hasAwsHeaders(record($response).headers) || isNamed };
}
