/**
 * The credentials of a connection. The SDK resolves them; why it could not is classified by the kind of credentials
 * that the AWS profile really uses, and by what was answered on the way, never by words in a message.
 */

import { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity, type STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { ConnectionChoice } from '../core/awsApi';
import { Problem, type ProblemDetail } from '../core/problem';
import { COMMAND_FAILED } from '../core/secrets/hideSecrets';
import { isRenewedBySigningIn, type SignIn } from '../core/connection/signIn';
import { foreignResponse, problemOf, safeMessage } from './errors';
import { hasMfaCodes, cacheCredentials, cachedCredentials, credentialsKey, takeMfaCode, type Credentials } from './mfa';
import { headOf, networkFailureOf, type ResponseHead } from './networkErrors';
import { currentSignIn, hasSsoToken, readSharedConfig } from './sharedConfig';

type Handler = STSClient['config']['requestHandler'];

/** What came of the last request that was sent for credentials. */
type Exchange = ResponseHead | { readonly error: unknown } | undefined;

/** A handler that remembers what came of its last request: the SDK's errors for SSO keep neither status nor cause. */
function remembering(inner: Handler): Handler & { readonly last: Exchange } {
  let last: Exchange;
  return {
    ...(inner.metadata === undefined ? {} : { metadata: inner.metadata }),
    get last() {
      return last;
    },
    handle: async (request, options) => {
      try {
        const output = await inner.handle(request, options);
        const response: unknown = output.response;
        last = headOf(response);
        return output;
      } catch (error) {
        last = { error };
        throw error;
      }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

export interface CredentialOptions {
  readonly choice: ConnectionChoice;
  /** How requests are sent; asked for when the first one is. */
  readonly handler: () => Handler;
  /** How long the whole resolution may take; a `credential_process` may never end. */
  readonly deadlineMs: number;
}

/** How the SDK is to look for credentials. The Region is that of STS alone: an SSO session has a Region of its own. */
function resolve({ choice }: CredentialOptions, handler: Handler): () => Promise<Credentials> {
  const { region, endpoint, awsProfile } = choice;
  const own = { region: region as string, requestHandler: handler, userAgentAppId: 'bedrock-tally' };
  const sts = endpoint === '' ? own : { ...own, endpoint };
  const options = {
    ignoreCache: true,
    clientConfig: { requestHandler: handler },
    roleAssumer: getDefaultRoleAssumer(sts),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(sts),
    mfaCodeProvider: (serial: string): Promise<string> => Promise.resolve(takeMfaCode(serial) ?? ''),
  };
  // A profile that was named and gives no credentials must not end in those of the machine: the bill would name
  // somebody else.
  return awsProfile === '' ? fromNodeProviderChain(options) : fromIni({ ...options, profile: awsProfile });
}

const LATE = Symbol('late');

async function before<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((done) => {
    timer = setTimeout(() => {
      done(LATE);
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/**
 * A provider for the SDK's clients. Throws Problems. Never prompts: codes of MFA devices are
 * given to it before.
 */
export function credentialsOf(options: CredentialOptions): () => Promise<Credentials> {
  const { choice, deadlineMs } = options;
  return async () => {
    const signIn = await currentSignIn(choice.awsProfile);
    const needsCode = signIn.mfaSerials.length > 0 && signIn.flaw === undefined;
    const key = needsCode ? credentialsKey(signIn, await readSharedConfig(), choice) : '';
    const kept = needsCode ? cachedCredentials(key) : undefined;
    if (kept !== undefined) return kept;
    if (needsCode && !hasMfaCodes(signIn)) throw new Problem('mfa-needed', { awsProfile: nameOf(signIn, choice) });
    const handler = remembering(options.handler());
    try {
      const found = await before(deadlineMs, resolve(options, handler)());
      if (found === LATE) throw late(signIn, choice);
      if (needsCode) cacheCredentials(key, found);
      return found;
    } catch (error) {
      throw await whyNot(error, { signIn, choice, last: handler.last });
    }
  };
}

const nameOf = ({ chain, awsProfile }: SignIn, choice: ConnectionChoice): string =>
  chain[0] ?? (awsProfile || choice.awsProfile);

function late({ kind, awsProfile }: SignIn, { endpoint }: ConnectionChoice): Problem {
  const message = 'No answer in time';
  return kind === 'process'
    ? new Problem('process-failed', { awsProfile, message })
    : new Problem('unreachable', { awsProfile, endpoint, message });
}

interface Failure {
  readonly signIn: SignIn;
  readonly choice: ConnectionChoice;
  readonly last: Exchange;
}

/** What is asked of AWS for each kind of credentials. */
function actionOf({ kind, chain }: SignIn): string {
  if (kind === 'sso' && chain.length <= 1) return 'sso:GetRoleCredentials';
  return kind === 'web-identity' && chain.length <= 1 ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole';
}

/** Why there are no credentials. */
async function whyNot(error: unknown, failure: Failure): Promise<Problem> {
  const { signIn, choice, last } = failure;
  const { kind, flaw } = signIn;
  const thrown = error instanceof Error ? error : new Error(String(error));
  const message = safeMessage(thrown);
  const detail: ProblemDetail = { awsProfile: signIn.awsProfile || choice.awsProfile, region: choice.region, message };
  if (error instanceof Problem) return error;
  // Whatever the SDK made of it, errors of its own included.
  if (flaw !== undefined)
    return new Problem('incomplete-profile', { ...detail, awsProfile: flaw.awsProfile, flaw }, error);
  const answered = byAnswer(thrown, failure, detail);
  if (answered !== undefined) return answered;
  if (kind === 'process') {
    const { message: words, ...silent } = detail;
    return new Problem('process-failed', words === COMMAND_FAILED ? silent : detail, error);
  }
  if (isRenewedBySigningIn(signIn)) {
    const never = kind === 'sso' && last === undefined && !(await hasSsoToken(signIn.awsProfile));
    return new Problem('sso-expired', { ...detail, ...(never ? { neverSignedIn: true } : {}) }, error);
  }
  if (kind === 'web-identity' && 'path' in thrown) {
    const unread = { kind: 'file', awsProfile: signIn.awsProfile, what: String(thrown.path) } as const;
    return new Problem('incomplete-profile', { ...detail, flaw: unread }, error);
  }
  return new Problem('no-credentials', detail, error);
}

/** Where a request was sent on the way: what its failure or its answer means. */
function byAnswer(error: Error, { signIn, choice, last }: Failure, detail: ProblemDetail): Problem | undefined {
  if (last === undefined) return undefined;
  const context = {
    action: actionOf(signIn),
    awsProfile: detail.awsProfile ?? '',
    sso: isRenewedBySigningIn(signIn),
    region: choice.region,
    endpoint: choice.endpoint,
  };
  if ('error' in last) {
    return networkFailureOf(last.error) === undefined ? undefined : problemOf(last.error, { ...context, endpoint: '' });
  }
  if (last.status < 300) return undefined;
  if (!last.isAws) return foreignResponse(last.status, detail);
  // An error of STS has a code of its own; of an error of SSO, the SDK keeps only the message.
  if ('$metadata' in error) {
    const problem = problemOf(error, context);
    const wasCode = problem.code === 'denied' && signIn.mfaSerials.length > 0;
    return wasCode
      ? new Problem('mfa-needed', { ...problem.detail, awsProfile: nameOf(signIn, choice) }, error)
      : problem;
  }
  if (last.status === 403) return new Problem('denied', { ...detail, action: context.action }, error);
  if (last.status === 429) return new Problem('throttled', { ...detail, action: context.action }, error);
  return last.status >= 500 ? new Problem('server', { ...detail, action: context.action }, error) : undefined;
}
