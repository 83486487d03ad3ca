/** The SDK's clients for one connection, and the one way in which we call them. */

import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { PricingClient } from '@aws-sdk/client-pricing';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import { AsyncLocalStorage } from 'node:async_hooks';
import pLimit from 'p-limit';
import type { ConnectionChoice } from '../core/awsApi';
import { credentialSource } from '../core/connection/credentialSource';
import { Problem } from '../core/problem';
import { isRenewedBySigningIn } from '../core/connection/signIn';
import { SpendingLimit } from '../core/billing/spendingLimit';
import { AwsClock } from './awsClock';
import { meterMetrics, meterRequests, type Meter, type OnCharge } from './metering';
import { credentialsOf } from './credentials';
import { cancelled, isRegional, problemOf, type CallContext } from './errors';
import { billingRegion, pricingRegion } from './partitions';
import { retryOnlyUnbilled } from './paidRetries';
import { currentSignIn, listAwsProfiles } from './sharedConfig';

/** AWS publishes no rate for the control plane; four at a time has been safe. */
const BEDROCK_IN_FLIGHT = 4;

/**
 * How long is waited, in milliseconds: for a connection, for the answer of one attempt, and for all attempts of a call
 * together.
 */
export interface Timeouts {
  readonly connectMs: number;
  readonly answerMs: number;
  /**
   * For the answer of an attempt that costs money, waited for or not; `answerMs` when absent. All attempts of such a
   * call have so much longer.
   */
  readonly paidAnswerMs?: number;
  /** A stalled answer has to end at some time even where the SDK is between two attempts. */
  readonly deadlineMs: number;
}

const PATIENCE: Timeouts = { connectMs: 5_000, answerMs: 15_000, paidAnswerMs: 60_000, deadlineMs: 60_000 };

/** Whether a call costs money by itself: its answer is waited for longer. */
const isPaid = (action: string): boolean => action.startsWith('ce:') || action === 'cloudwatch:GetMetricData';

/** One line for the log: which call, how it ended, how long it took. Never a header, a key or a body. */
export type CallLog = (line: { readonly call: string; readonly outcome: string; readonly ms: number }) => void;

export interface Clients {
  readonly choice: ConnectionChoice;
  readonly patience: Timeouts;
  readonly bedrock: BedrockClient;
  readonly cloudWatch: CloudWatchClient;
  readonly tagging: ResourceGroupsTaggingAPIClient;
  readonly sts: STSClient;
  readonly costExplorer: CostExplorerClient;
  /**
   * Sends again only what AWS has not charged for: for questions, which cost the same whether or not their answer
   * comes.
   */
  readonly costExplorerQueries: CostExplorerClient;
  /** Sends once and never again: for what would be made twice if only the answer was lost. */
  readonly costExplorerOnce: CostExplorerClient;
  readonly budgets: BudgetsClient;
  readonly budgetsOnce: BudgetsClient;
  readonly pricing: PricingClient;
  /** Runs a call under the service's limit, logs it, and turns its failure into a `Problem`. */
  call<T>(action: string, signal: AbortSignal, send: (options: SendOptions) => Promise<T>): Promise<T>;
  /** What everything that is asked under one signal may spend together. */
  limitOf(signal: AbortSignal): SpendingLimit;
  /** Has what is asked under a signal share a limit with others. */
  share(signal: AbortSignal, limit: SpendingLimit | undefined): void;
  dispose(): void;
}

/** For the SDK's `send`. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
  readonly requestTimeout: number;
}

/**
 * Throws what is known of a named AWS profile before anybody is asked: that it is in no file, or that the SDK cannot
 * read its name.
 */
async function checkName(choice: ConnectionChoice): Promise<void> {
  const profiles = await listAwsProfiles();
  const source = credentialSource(choice.awsProfile, process.env, profiles);
  // The SDK's own message for this is about providers; the name is what helps.
  if (source.kind === 'unknown-profile') throw new Problem('unknown-profile', { awsProfile: source.name });
  const profile = source.kind === 'profile' ? profiles.find(({ name }) => name === source.name) : undefined;
  if (profile?.kind === 'unreadable') throw new Problem('unreadable-name', { awsProfile: profile.name });
}

/** Keys that are given and not looked for: the simulator's. */
export interface FixedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Makes something when it is first wanted. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/**
 * Clients of all services: each is made when it is first used, and all share one set of connections and one set of
 * credentials.
 */
type SdkClients = Omit<Clients, 'choice' | 'patience' | 'call' | 'limitOf' | 'share' | 'dispose'>;

function commonConfig(
  choice: ConnectionChoice,
  credentials: FixedKeys | ReturnType<typeof credentialsOf>,
  patience: Timeouts,
) {
  return {
    region: choice.region as string,
    credentials,
    maxAttempts: 3,
    // An API key of Bedrock in the environment would be somebody else than the caller that we show.
    authSchemePreference: ['sigv4'],
    userAgentAppId: 'bedrock-tally',
    requestHandler: {
      connectionTimeout: patience.connectMs,
      requestTimeout: patience.answerMs,
      throwOnRequestTimeout: true,
    },
    ...(choice.endpoint === '' ? {} : { endpoint: choice.endpoint }),
  };
}

function sdkClients(sts: STSClient, common: ReturnType<typeof commonConfig>, meter: Meter): SdkClients {
  const { requestHandler, credentials } = sts.config;
  const config = { ...common, requestHandler, credentials };
  const { region } = common;
  const elsewhere = { ...config, region: billingRegion(region) ?? region };
  const costExplorer = (maxAttempts: number): CostExplorerClient => {
    const client = new CostExplorerClient({ ...elsewhere, maxAttempts });
    meterRequests(client, meter);
    return client;
  };
  const make = {
    bedrock: lazily(() => new BedrockClient(config)),
    cloudWatch: lazily(() => {
      const client = new CloudWatchClient(config);
      meterMetrics(client, meter);
      return client;
    }),
    tagging: lazily(() => new ResourceGroupsTaggingAPIClient(config)),
    costExplorer: lazily(() => costExplorer(config.maxAttempts)),
    costExplorerPaid: lazily(() => retryOnlyUnbilled(costExplorer(config.maxAttempts))),
    costExplorerOnce: lazily(() => costExplorer(1)),
    budgets: lazily(() => new BudgetsClient(elsewhere)),
    budgetsOnce: lazily(() => new BudgetsClient({ ...elsewhere, maxAttempts: 1 })),
    pricing: lazily(() => new PricingClient({ ...config, region: pricingRegion(region) ?? region })),
  };
  return {
    sts,
    get bedrock() {
      return make.bedrock();
    },
    get cloudWatch() {
      return make.cloudWatch();
    },
    get tagging() {
      return make.tagging();
    },
    get costExplorer() {
      return make.costExplorer();
    },
    get costExplorerQueries() {
      return make.costExplorerPaid();
    },
    get costExplorerOnce() {
      return make.costExplorerOnce();
    },
    get budgets() {
      return make.budgets();
    },
    get budgetsOnce() {
      return make.budgetsOnce();
    },
    get pricing() {
      return make.pricing();
    },
  };
}

/** The first client, whose connections and credentials are everybody's. */
function signedIn(choice: ConnectionChoice, fixed: FixedKeys | undefined, patience: Timeouts) {
  // Before a call's own deadline, so that it is known what was waited for.
  const deadlineMs = patience.deadlineMs * 0.9;
  const handler = (): STSClient['config']['requestHandler'] => sts.config.requestHandler;
  const common = commonConfig(choice, fixed ?? credentialsOf({ choice, handler, deadlineMs }), patience);
  const sts = new STSClient(common);
  return { sts, common };
}

/**
 * Makes the clients. Credentials are resolved by the SDK's default chain with the files read afresh, so that signing in
 * again is enough to recover. Throws `unknown-profile` when the named profile is in neither file.
 */
export async function makeClients(
  choice: ConnectionChoice,
  log: CallLog,
  fixed?: FixedKeys,
  patience: Timeouts = PATIENCE,
  onCharge: OnCharge = () => undefined,
): Promise<Clients> {
  if (fixed === undefined) await checkName(choice);
  const running = new AsyncLocalStorage<{ readonly signal: AbortSignal; readonly limit: SpendingLimit }>();
  const { limitOf, share } = spendingLimits();
  const { sts, common } = signedIn(choice, fixed, patience);
  const clients = sdkClients(sts, common, { onCharge, clock: new AwsClock(), call: () => running.getStore() });
  const limitBedrock = pLimit(BEDROCK_IN_FLIGHT);
  const limitOthers = pLimit(8);
  const underWay = new Set<AbortSignal>();
  let isDisposed = false;
  // The connections are everybody's.
  const closeWhenIdle = (): void => {
    if (isDisposed && underWay.size === 0) sts.destroy();
  };
  const call: Clients['call'] = (action, signal, send) =>
    (action.startsWith('bedrock:') ? limitBedrock : limitOthers)(async () => {
      signal.throwIfAborted();
      const started = Date.now();
      const end = (outcome: string): void => {
        log({ call: action, outcome, ms: Date.now() - started });
      };
      const { deadlineMs, requestTimeout } = timesOf(action, patience);
      const ends = endsWith(signal, deadlineMs);
      underWay.add(ends.signal);
      try {
        const answer = await running.run({ signal: ends.signal, limit: limitOf(signal) }, () =>
          within(ends.signal, (abortSignal) => send({ abortSignal, requestTimeout })),
        );
        end('ok');
        return answer;
      } catch (error) {
        if (signal.aborted) throw cancelled();
        const problem = problemOf(timedOut(error), await contextOf(action, choice, fixed !== undefined));
        end(problem.code);
        throw problem;
      } finally {
        ends.forget();
        underWay.delete(ends.signal);
        closeWhenIdle();
      }
    });
  return Object.assign(clients, {
    choice,
    patience,
    call,
    limitOf,
    share,
    dispose: () => {
      // What is under way was not broken off, so somebody waits for it: cut off, it would be sent, and paid for, again.
      isDisposed = true;
      closeWhenIdle();
    },
  });
}

/** Under which circumstances a call failed. The files are read now, when it has: they may have changed since. */
async function contextOf(action: string, { awsProfile, region, endpoint }: ConnectionChoice, isFixed: boolean) {
  const signIn = isFixed ? undefined : await currentSignIn(awsProfile);
  const sso = signIn !== undefined && isRenewedBySigningIn(signIn);
  // A role's credentials may hang on another profile's session: that is the one to sign in with.
  const named = sso ? signIn.awsProfile : awsProfile || (process.env.AWS_PROFILE ?? '');
  return inItsRegion({ action, sso, awsProfile: named, region, endpoint });
}

/** How long a call's attempts are waited for, each and together, ms. */
function timesOf(
  action: string,
  { answerMs, paidAnswerMs, deadlineMs }: Timeouts,
): { readonly deadlineMs: number; readonly requestTimeout: number } {
  if (!isPaid(action) || paidAnswerMs === undefined) return { deadlineMs, requestTimeout: answerMs };
  return { deadlineMs: deadlineMs + paidAnswerMs, requestTimeout: paidAnswerMs };
}

/** One limit for each signal: an action, or a poll, has one signal for all that it asks. */
function spendingLimits(): Pick<Clients, 'limitOf' | 'share'> {
  const limits = new WeakMap<AbortSignal, SpendingLimit>();
  const share: Clients['share'] = (signal, limit) => {
    if (limit !== undefined) limits.set(signal, limit);
  };
  const limitOf: Clients['limitOf'] = (signal) => {
    const limit = limits.get(signal) ?? new SpendingLimit();
    limits.set(signal, limit);
    return limit;
  };
  return { limitOf, share };
}

/** Where a call really went: a service of the whole partition has a Region of its own. */
function inItsRegion(context: CallContext): CallContext {
  const home = /^(ce|budgets):/.test(context.action) ? billingRegion : pricingRegion;
  return isRegional(context.action) ? context : { ...context, region: home(context.region) ?? context.region };
}

/**
 * A signal that ends with another one or at a deadline, until it is forgotten. By hand: in Node 20, AbortSignal.any
 * holds its sources weakly, and a timeout that nothing else holds never comes after the next garbage collection.
 */
function endsWith(signal: AbortSignal, ms: number): { readonly signal: AbortSignal; forget(): void } {
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort();
  };
  const timer = setTimeout(stop, ms);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return {
    signal: ending.signal,
    forget: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

/**
 * The SDK does not look at the signal while it fetches credentials (a `credential_process` may never end), so we look
 * ourselves.
 */
async function within<T>(ends: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    stop = () => {
      reject(cancelled());
    };
    ends.addEventListener('abort', stop, { once: true });
    if (ends.aborted) stop();
  });
  const sent = send(ends);
  try {
    return await Promise.race([sent, ended]);
  } finally {
    // Whichever came second has nobody left to tell.
    sent.catch(() => undefined);
    ended.catch(() => undefined);
    if (stop !== undefined) ends.removeEventListener('abort', stop);
  }
}

/** Our own deadline ends a call as an abort; to the user it is a network that does not answer. */
function timedOut(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'AbortError') return error;
  const timeout = new Error('No answer in time', { cause: error });
  timeout.name = 'TimeoutError';
  return timeout;
}
