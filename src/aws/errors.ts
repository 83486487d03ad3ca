/** The one place where what AWS or the SDK threw becomes a `Problem`. Error names are those of the services' models. */

import { isProblem, Problem, type ProblemCode, type ProblemDetail } from '../core/problem';
import { hasBedrock } from '../core/regions';
import { COMMAND_FAILED, hideSecrets } from '../core/secrets';

/** What was being done when it failed. */
export interface CallContext {
  /** The IAM action the call needs, such as `bedrock:ListInferenceProfiles`. */
  readonly action: string;
  readonly awsProfile: string;
  /** Whether signing in again with SSO renews the credentials. */
  readonly sso: boolean;
  readonly region: string;
  readonly endpoint: string;
}

const BY_NAME: Readonly<Record<string, ProblemCode>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  NotAuthorized: 'denied',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  RequestExpired: 'expired',
  InvalidClientTokenId: 'refused-credentials',
  UnrecognizedClientException: 'refused-credentials',
  InvalidSignatureException: 'refused-credentials',
  SignatureDoesNotMatch: 'refused-credentials',
  InvalidAccessKeyId: 'refused-credentials',
  OptInRequired: 'wrong-region',
  SubscriptionRequiredException: 'wrong-region',
  MissingAuthenticationToken: 'no-credentials',
  RequestTimeTooSkewed: 'clock-skew',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  LimitExceededException: 'throttled',
  ValidationException: 'invalid',
  ValidationError: 'invalid',
  InvalidParameterException: 'invalid',
  InvalidParameterValue: 'invalid',
  InvalidParameterValueException: 'invalid',
  TooManyTagsException: 'invalid',
  ResourceNotFoundException: 'not-found',
  ResourceNotFound: 'not-found',
  NotFoundException: 'not-found',
  UnknownMonitorException: 'not-found',
  UnknownSubscriptionException: 'not-found',
  ConflictException: 'conflict',
  DuplicateRecordException: 'conflict',
  ServiceQuotaExceededException: 'quota',
  CreationLimitExceededException: 'quota',
  BackfillLimitExceededException: 'quota',
  LimitExceeded: 'quota',
  LimitExceededFault: 'quota',
  DataUnavailableException: 'not-enabled',
  // What passes if it is asked again, or from the first page on.
  InternalErrorException: 'server',
  InternalServiceFault: 'server',
  BillingViewHealthStatusException: 'server',
  RequestChangedException: 'server',
  InvalidNextTokenException: 'server',
  ExpiredNextTokenException: 'server',
  ResourceLockedException: 'throttled',
};

/** What AWS answers to a signature; a wrong clock is one of the reasons. */
const SIGNATURE = new Set(['SignatureDoesNotMatch', 'InvalidSignatureException']);

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_INVALID_URL',
]);

const text = (error: object, key: string): string => {
  const value: unknown = (error as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : '';
};

function statusOf(error: object): number {
  const metadata: unknown = (error as Record<string, unknown>).$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 0;
}

/** The system's code for a failed connection, however deep it is; empty when there is none. */
export function networkCode(error: Error): string {
  const own = text(error, 'code') || text(error, 'errno');
  if (own !== '') return own;
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return networkCode(error.errors[0]);
  return error.cause instanceof Error ? networkCode(error.cause) : '';
}

function credentialsCode(error: Error, sso: boolean): ProblemCode {
  if (NETWORK.has(networkCode(error))) return 'unreachable';
  // Whatever is wrong with a session, signing in again is what helps.
  if (sso) return 'sso-expired';
  if (/sso login|SSO session|token is expired|expired.*(sso|login)|aws login/i.test(error.message))
    return 'sso-expired';
  if (/expired/i.test(error.message)) return 'expired';
  return 'no-credentials';
}

/** Names that say nothing of their own: the status and the network's code decide. */
function codeByTransport(error: Error): ProblemCode {
  const code = networkCode(error);
  if (NETWORK.has(code) || ['TimeoutError', 'NetworkingError'].includes(error.name)) return 'unreachable';
  const status = statusOf(error);
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status >= 500) return 'server';
  if (error instanceof SyntaxError || /deserializ|Unexpected token|Unclosed|in JSON/i.test(error.message))
    return 'broken-answer';
  if (status >= 400) return 'invalid';
  return 'unexpected';
}

/** Whether a call goes to the connection's own Region; what is about money has one home in each partition. */
export const isRegional = (action: string): boolean => !/^(ce|budgets|pricing):/.test(action);

/** Cost Explorer's ways to say that the account never switched it on: not a matter of anybody's policy. */
const NOT_ENABLED = /not enabled for cost explorer|cost explorer (is|has) not (been )?enabled|not (been )?opted[ -]in/i;

/** What Cost Explorer says to a member of an organization: such things belong to the account that pays the bill. */
const PAYER_ONLY = /(linked|member) account|payer account|management account/i;

function codeOf(error: Error, context: CallContext): ProblemCode {
  const code = generalCode(error, context);
  const aboutBill = context.action.startsWith('ce:');
  if (aboutBill && code === 'denied' && NOT_ENABLED.test(error.message)) return 'not-enabled';
  return aboutBill && (error.name === 'OptInRequired' || error.name === 'SubscriptionRequiredException')
    ? 'not-enabled'
    : code;
}

function generalCode(error: Error, context: CallContext): ProblemCode {
  if (/CredentialsProviderError|TokenProviderError/.test(error.name)) return credentialsCode(error, context.sso);
  if (SIGNATURE.has(error.name) && /expired|not yet current|earlier than|later than/i.test(error.message))
    return 'clock-skew';
  const code = BY_NAME[error.name] ?? codeByTransport(error);
  if (code === 'expired' && context.sso) return 'sso-expired';
  if (
    code === 'unreachable' &&
    networkCode(error) === 'ENOTFOUND' &&
    context.endpoint === '' &&
    !hasBedrock(context.region)
  )
    return 'wrong-region';
  // The caller is known by now, so another service's "unrecognised" can only be about the Region.
  if (code === 'refused-credentials' && isRegional(context.action) && !context.action.startsWith('sts:'))
    return 'wrong-region';
  return code;
}

/** The error of a call that its signal ended; silent everywhere. */
export function cancelled(): Error {
  return new DOMException('The answer is no longer wanted', 'AbortError');
}

const LONGEST_MESSAGE = 300;

/**
 * The first line of a message, shortened. AWS's complaint about a signature goes on to repeat the request, session token included: only what comes
 * before that is kept. Of a child process that failed its own words are kept, which follow its command line.
 */
function firstLine(message: string): string {
  const [before = ''] = message.split(/The Canonical String|x-amz-security-token/i);
  // Before it is shortened: half a key would not be known as one.
  const [line = '', ...more] = hideSecrets(before)
    .split(/[\r\n]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const words = line === COMMAND_FAILED && more.length > 0 ? more.join(' ') : line;
  return words.slice(0, LONGEST_MESSAGE);
}

/** Maps what a call threw. Of AWS's message the first line is kept; it holds no secret. */
export function problemOf(error: unknown, context: CallContext): Problem {
  const { action, awsProfile, region, endpoint } = context;
  // One of ours says what it is, and need not know where it was.
  if (isProblem(error))
    return new Problem(error.code, { action, awsProfile, region, endpoint, ...error.detail }, error);
  const thrown = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(thrown, context);
  const named = /not authorized to perform: ([\w-]+:\w+)/.exec(thrown.message)?.[1];
  const detail: ProblemDetail = {
    action: named ?? action,
    // A role's credentials may hang on another profile's session: that is the one to sign in with.
    awsProfile:
      code === 'sso-expired' ? (/\bprofile=(\S+)/.exec(thrown.message)?.[1] ?? context.awsProfile) : context.awsProfile,
    region,
    endpoint,
    message: `${thrown.name}: ${firstLine(thrown.message)}`,
    ...(code === 'denied' && context.action.startsWith('ce:') && PAYER_ONLY.test(thrown.message)
      ? { payerOnly: true }
      : {}),
  };
  return new Problem(code, detail, thrown);
}
