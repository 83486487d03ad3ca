/** Refusals as AWS gives them, independent of the protocol that carries them. */

export type Protocol = 'rest-json' | 'json' | 'cbor' | 'query';

/**
 * An error that AWS answers with. `name` is the shape's name, `queryCode` what the query protocol (and its successors'
 * header) calls it.
 */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    /** The HTTP status where the protocol is rest-json. */
    readonly status = 400,
    readonly queryCode: string = name.replace(/Exception$/, ''),
  ) {
    super(message);
  }

  /** The JSON and CBOR protocols know 400 and 5xx only; query has no 429. */
  statusIn(protocol: Protocol): number {
    if (this.status >= 500 || protocol === 'rest-json') return this.status;
    if (protocol === 'query') return this.status === 429 ? 400 : this.status;
    return 400;
  }
}

export const validation = (message: string): AwsError =>
  new AwsError('ValidationException', message, 400, 'ValidationError');
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, 404);
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);
export const serialization = (message: string): AwsError =>
  new AwsError('SerializationException', message, 400, 'MalformedInput');

/** For what no service of the simulator answers. Unlike AWS's answer, this one names the operation. */
export function unknownOperation(protocol: Protocol, operation: string): AwsError {
  if (protocol === 'query')
    return new AwsError('InvalidAction', `Could not find operation ${operation} for this version.`);
  return new AwsError('UnknownOperationException', `The simulator does not have the operation ${operation}.`, 404);
}

export function missingAuthentication(protocol: Protocol): AwsError {
  const message = protocol === 'query' ? 'Request is missing Authentication Token' : 'Missing Authentication Token';
  return new AwsError('MissingAuthenticationTokenException', message, 403);
}

export const incompleteSignature = (message: string): AwsError =>
  new AwsError('IncompleteSignatureException', message, 403);
export const wrongScope = (message: string): AwsError =>
  new AwsError('InvalidSignatureException', message, 403, 'SignatureDoesNotMatch');
export const expiredToken = (): AwsError =>
  new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);
export const unrecognizedClient = (): AwsError =>
  new AwsError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    403,
    'InvalidClientTokenId',
  );

export function accessDenied(caller: string, action: string, resource: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    403,
  );
}

export function throttled(service: string): AwsError {
  const message = service.startsWith('bedrock')
    ? 'Too many requests, please wait before trying again.'
    : 'Rate exceeded';
  return new AwsError('ThrottlingException', message, 429);
}

export function serverError(service: string, status: number): AwsError {
  if (status === 503)
    return new AwsError('ServiceUnavailableException', 'Service is unavailable. Try again later.', 503);
  if (service === 'cloudwatch') {
    return new AwsError(
      'InternalServiceFault',
      'Request processing has failed due to some unknown error.',
      status,
      'InternalServiceError',
    );
  }
  const name = service.startsWith('bedrock') ? 'InternalServerException' : 'InternalServiceException';
  return new AwsError(
    name,
    'The system encountered an unexpected error during processing. Try your request again.',
    status,
    'InternalFailure',
  );
}
