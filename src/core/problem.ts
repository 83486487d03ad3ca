/**
 * What can go wrong, in words that a view can act on. Core and AWS code throw a `Problem`;
 * `src/ui/messages/problems.ts` alone turns its code into a sentence and a button.
 */

import { hideSecrets, messageOf } from './secrets/hideSecrets';
import type { ProfileFlaw } from './connection/signIn';

export const PROBLEM_CODES = [
  'no-credentials',
  'sso-expired',
  'expired',
  'process-failed',
  'mfa-needed',
  'incomplete-profile',
  'unreadable-name',
  'refused-credentials',
  'unknown-profile',
  'no-region',
  'wrong-region',
  'unreachable',
  'certificate',
  'proxy-sign-in',
  'denied',
  'throttled',
  'server',
  'invalid',
  'not-found',
  'conflict',
  'quota',
  'not-enabled',
  'not-offered',
  'not-ours',
  'clock-skew',
  'changed',
  'broken-answer',
  'spending-limit',
  'unexpected',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** What a sentence about a problem may name. Never holds a secret. */
export interface ProblemDetail {
  /** The IAM action that was refused, such as `bedrock:ListInferenceProfiles`. */
  readonly action?: string;
  /** The AWS profile (of the shared config) that was in use. */
  readonly awsProfile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** The message of AWS or the SDK, for the log and the tooltip. */
  readonly message?: string;
  /** `denied` because only the account that pays the organization's bill may do it: no policy of this account helps. */
  readonly payerOnly?: true;
  /** `spending-limit`: how many requests or metrics were paid for before it was stopped. */
  readonly units?: number;
  /** `sso-expired` because nobody has signed in on this machine yet. */
  readonly neverSignedIn?: true;
  /** What an `incomplete-profile` lacks. */
  readonly flaw?: ProfileFlaw;
  /** The HTTP status with which something else than AWS answered. */
  readonly status?: number;
  /** What TLS calls the fault of a certificate, such as `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly fault?: string;
}

/** An error with a code, a cause and what a sentence may name. */
export class Problem extends Error {
  /** Without secrets, because it is shown, logged and stored. */
  readonly detail: ProblemDetail;

  constructor(
    readonly code: ProblemCode,
    detail: ProblemDetail = {},
    cause?: unknown,
  ) {
    const { message, endpoint } = detail;
    const safe = {
      ...detail,
      ...(message === undefined ? {} : { message: hideSecrets(message) }),
      ...(endpoint === undefined ? {} : { endpoint: hideSecrets(endpoint) }),
    };
    super(safe.message ?? code, cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.detail = safe;
  }
}

/** Whether what was thrown is a Problem. */
export const isProblem = (error: unknown): error is Problem => error instanceof Problem;

/** Any error as a problem; what is not ours is `unexpected` and keeps its message. */
export function asProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  return new Problem('unexpected', { message: messageOf(error) }, error);
}

/** Whether an error means that the operation was cancelled. Such errors are not shown. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

const ABOUT_CREDENTIALS: readonly ProblemCode[] = [
  'no-credentials',
  'sso-expired',
  'expired',
  'process-failed',
  'mfa-needed',
  'incomplete-profile',
  'unreadable-name',
  'refused-credentials',
  'unknown-profile',
  'no-region',
  // Services other than STS report deleted keys as if they were keys of another Region.
  'wrong-region',
];

/** Whether signing in again, or another line in AWS's files, may solve a problem. */
export const isAboutCredentials = (problem: Pick<Problem, 'code'> | undefined): boolean =>
  problem !== undefined && ABOUT_CREDENTIALS.includes(problem.code);

const SPECIFIC: readonly ProblemCode[] = [
  'process-failed',
  'mfa-needed',
  'incomplete-profile',
  'unreadable-name',
  'certificate',
  'proxy-sign-in',
];

/** Whether a problem's sentence names what a text written beforehand cannot, such as the line that is missing. */
export const hasSpecificText = (problem: Pick<Problem, 'code'> | undefined): boolean =>
  problem !== undefined && SPECIFIC.includes(problem.code);

/** Whether the request may have done its work although no good answer came back. */
export function mayHaveHappened(problem: Problem): boolean {
  return ['unreachable', 'server', 'broken-answer', 'spending-limit', 'throttled', 'unexpected'].includes(problem.code);
}
