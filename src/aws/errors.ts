/** The one place where what AWS or the SDK threw becomes a `Problem`. Error names are those of the services' models. */

import dns from 'node:dns';
import { stripVTControlCharacters } from 'node:util';
import { isProblem, Problem, type ProblemCode, type ProblemDetail } from '../core/problem';
import { ownValue } from '../core/collections';
import { hasBedrock } from '../core/connection/regions';
import { COMMAND_FAILED, hideSecrets } from '../core/secrets/hideSecrets';
import { responseHeadOf, networkFailureOf } from './networkErrors';

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

/** Names that say nothing of their own: what was answered, or why nothing was, decides. */
function codeByTransport(error: Error): ProblemCode {
  const trouble = networkFailureOf(error);
  if (trouble !== undefined) return trouble.code;
  const answer = responseHeadOf(error);
  if (answer !== undefined && !answer.isAws) return foreignCode(answer.status);
  const status = answer?.status ?? 0;
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status >= 500) return 'server';
  if (error instanceof SyntaxError || (status > 0 && status < 300)) return 'broken-answer';
  return status >= 400 ? 'invalid' : 'unexpected';
}

/**
 * What an answer without AWS's form means, by its status: a proxy, or whatever else is between, has answered in AWS's
 * place.
 */
function foreignCode(status: number): ProblemCode {
  if (status === 407) return 'proxy-sign-in';
  return status < 300 ? 'broken-answer' : 'unreachable';
}

/** The problem of an answer that is not AWS's. */
export const foreignResponse = (status: number, detail: ProblemDetail): Problem =>
  new Problem(foreignCode(status), { ...detail, status });

/** Whether a call goes to the connection's own Region; what is about money has one home in each partition. */
export const isRegional = (action: string): boolean => !/^(ce|budgets|pricing):/.test(action);

/** Cost Explorer's ways to say that the account never switched it on: not a matter of anybody's policy. */
const NOT_ENABLED = /not enabled for cost explorer|cost explorer (is|has) not (been )?enabled|not (been )?opted[ -]in/i;

/** Cost Explorer's errors for a member account: the operation is only for the account that pays the bill. */
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
  if (error.name === 'CredentialsProviderError') return networkFailureOf(error)?.code ?? 'no-credentials';
  if (SIGNATURE.has(error.name) && /expired|not yet current|earlier than|later than/i.test(error.message))
    return 'clock-skew';
  const code = ownValue(BY_NAME, error.name) ?? codeByTransport(error);
  if (code === 'expired' && context.sso) return 'sso-expired';
  if (
    code === 'unreachable' &&
    networkFailureOf(error)?.cause === dns.NOTFOUND &&
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
 * The first line of an error's message, shortened and without secrets. AWS's complaint about a signature goes on to
 * repeat the request, session token included: only what comes before that is kept. Of a child process that failed its
 * own words are kept, which follow its command line.
 */
export function safeMessage({ message }: Error): string {
  const [before = ''] = stripVTControlCharacters(message).split(/The Canonical String|x-amz-security-token/i);
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
  // A Problem has its code already; where it happened is added.
  if (isProblem(error))
    return new Problem(error.code, { action, awsProfile, region, endpoint, ...error.detail }, error);
  const thrown = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(thrown, context);
  const answer = responseHeadOf(thrown);
  const named = /not authorized to perform: ([\w-]+:\w+)/.exec(thrown.message)?.[1];
  const detail: ProblemDetail = {
    action: named ?? action,
    awsProfile,
    region,
    endpoint,
    message: `${thrown.name}: ${safeMessage(thrown)}`,
    ...(answer !== undefined && !answer.isAws ? { status: answer.status } : {}),
    ...(code === 'certificate' ? { fault: networkFailureOf(thrown)?.cause ?? '' } : {}),
    ...(code === 'denied' && context.action.startsWith('ce:') && PAYER_ONLY.test(thrown.message)
      ? { payerOnly: true }
      : {}),
  };
  return new Problem(code, detail, thrown);
}
