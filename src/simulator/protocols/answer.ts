/** Writing answers and refusals. */

import { cbor } from '@smithy/core/cbor';
import type { AwsError, Protocol } from '../errors';
import type { Answer, Service } from '../operation';
import { epochDates, isoDates, taggedDates, xml } from './write';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
}

const text = (value: string): readonly Uint8Array[] => [Buffer.from(value)];

const NAMESPACES: Readonly<Record<string, string>> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  cloudwatch: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
};

const TYPES: Readonly<Record<Exclude<Protocol, 'json'>, string>> = {
  'rest-json': 'application/json',
  cbor: 'application/cbor',
  query: 'text/xml',
};

function headersFor(protocol: Protocol, service: Service | undefined, requestId: string): Record<string, string> {
  const json = service === 'cloudwatch' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
  return {
    'content-type': protocol === 'json' ? json : TYPES[protocol],
    'x-amzn-requestid': requestId,
    ...(protocol === 'cbor' ? { 'smithy-protocol': 'rpc-v2-cbor' } : {}),
  };
}

/** An answer to an operation. */
export function writeAnswer(
  answer: Answer,
  protocol: Protocol,
  service: Service,
  name: string,
  requestId: string,
): HttpAnswer {
  const headers = { ...headersFor(protocol, service, requestId), ...answer.headers };
  const status = answer.status ?? 200;
  if (answer.stream) return { status, headers, body: answer.stream };
  const body = answer.body ?? {};
  switch (protocol) {
    case 'rest-json':
      return { status, headers, body: text(JSON.stringify(isoDates(body))) };
    case 'json':
      return { status, headers, body: text(JSON.stringify(epochDates(body))) };
    case 'cbor':
      return { status, headers, body: [cbor.serialize(taggedDates(body))] };
    case 'query': {
      const result = `<${name}Result>${xml(body)}</${name}Result>`;
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      const whole = `<${name}Response xmlns="${NAMESPACES[service] ?? ''}">${result}${metadata}</${name}Response>`;
      return { status, headers, body: text(whole) };
    }
  }
}

/** What a client reads as the error's full shape name. */
function typeOf(error: AwsError, service: Service | undefined): string {
  const common = /^(Validation|Serialization|AccessDenied|Throttling|UnknownOperation)Exception$/.test(error.name);
  if (common) return `com.amazon.coral.service#${error.name}`;
  if (service === 'cloudwatch') return `com.amazonaws.cloudwatch#${error.name}`;
  return error.name;
}

/** A refusal in the shape of its protocol. `service` is undefined where not even that is known. */
export function writeError(
  error: AwsError,
  protocol: Protocol,
  service: Service | undefined,
  requestId: string,
): HttpAnswer {
  const status = error.statusIn(protocol);
  const sender = status < 500 ? 'Sender' : 'Receiver';
  const headers = headersFor(protocol, service, requestId);
  if (protocol === 'rest-json') {
    headers['x-amzn-errortype'] = `${error.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
    return { status, headers, body: text(JSON.stringify({ message: error.message })) };
  }
  if (protocol === 'query') {
    const inner = `<Error>${xml({ Type: sender, Code: error.queryCode, Message: error.message })}</Error>`;
    const xmlns = NAMESPACES[service ?? ''] ?? 'http://webservices.amazon.com/AWSFault/2005-15-09';
    return {
      status,
      headers,
      body: text(`<ErrorResponse xmlns="${xmlns}">${inner}<RequestId>${requestId}</RequestId></ErrorResponse>`),
    };
  }
  // CloudWatch came from the query protocol, and sends its old codes in a header.
  if (service === 'cloudwatch') headers['x-amzn-query-error'] = `${error.queryCode};${sender}`;
  const capital = service === 'tagging' || error.name === 'InternalServiceFault' ? 'Message' : 'message';
  const body = { __type: typeOf(error, service), [capital]: error.message };
  return { status, headers, body: protocol === 'cbor' ? [cbor.serialize(body)] : text(JSON.stringify(body)) };
}
