/** The SDK's clients for one connection, and the one way in which we call them. */

import type { STSClient } from '@aws-sdk/client-sts';
import { AsyncLocalStorage } from 'node:async_hooks';
import pLimit from 'p-limit';
import type { ConnectionChoice } from '../core/awsApi';
import { credentialSource } from '../core/connection/credentialSource';
import { Problem } from '../core/problem';
import { isRenewedBySigningIn } from '../core/connection/signIn';
import { SpendingLimit } from '../core/billing/spendingLimit';
import { AwsClock } from './awsClock';
import { endsWith, timedOut, within } from './deadline';
import { cancelled, isRegional, problemOf, type CallContext } from './errors';
import type { OnCharge } from './metering';
import { billingRegion, pricingRegion } from './partitions';
import { sdkClients, type ConnectionAgents, type FixedKeys, type GetClient } from './sdkClients';
import { currentSignIn, listAwsProfiles } from './sharedConfig';
import { DEFAULT_TIMEOUTS, timesOf, type Timeouts } from './timeouts';

/** AWS publishes no rate for the control plane; four at a time has been safe. */
const BEDROCK_IN_FLIGHT = 4;

/** One line for the log: which call, how it ended, how long it took. Never a header, a key or a body. */
export type CallLog = (line: { readonly call: string; readonly outcome: string; readonly ms: number }) => void;

/** How a connection is opened. */
export interface OpenOptions {
  readonly log: CallLog;
  /** Keys to use instead of those that the SDK's default chain finds. */
  readonly keys?: FixedKeys | undefined;
  readonly timeouts?: Timeouts | undefined;
  /** How connections are made outside of an extension host, where VS Code does not provide the proxy. */
  readonly agents?: ConnectionAgents | undefined;
  /** Called before each request that AWS bills; nothing is counted unless given. */
  readonly onCharge?: OnCharge | undefined;
}

/** The clients of one connection, and the call that everything is sent through. */
export interface Clients {
  readonly choice: ConnectionChoice;
  readonly timeouts: Timeouts;
  readonly sts: STSClient;
  readonly get: GetClient;
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

/**
 * Makes the clients. Credentials are resolved by the SDK's default chain with the files read afresh, so that signing in
 * again is enough to recover. Throws `unknown-profile` when the named profile is in neither file.
 */
export async function makeClients(choice: ConnectionChoice, options: OpenOptions): Promise<Clients> {
  const { log, keys, timeouts = DEFAULT_TIMEOUTS, agents, onCharge = () => undefined } = options;
  if (keys === undefined) await checkName(choice);
  const running = new AsyncLocalStorage<{ readonly signal: AbortSignal; readonly limit: SpendingLimit }>();
  const { limitOf, share } = spendingLimits();
  const meter = { onCharge, clock: new AwsClock(), call: () => running.getStore() };
  const { sts, get } = sdkClients({ choice, keys, timeouts, agents, meter });
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
      const { deadlineMs, requestTimeout } = timesOf(action, timeouts);
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
        const problem = problemOf(timedOut(error), await contextOf(action, choice, keys !== undefined));
        end(problem.code);
        throw problem;
      } finally {
        ends.forget();
        underWay.delete(ends.signal);
        closeWhenIdle();
      }
    });
  return {
    choice,
    timeouts,
    sts,
    get,
    call,
    limitOf,
    share,
    dispose: () => {
      // What is under way was not broken off, so somebody waits for it: cut off, it would be sent, and paid for, again.
      isDisposed = true;
      closeWhenIdle();
    },
  };
}

/** Under which circumstances a call failed. The files are read now, when it has: they may have changed since. */
async function contextOf(action: string, { awsProfile, region, endpoint }: ConnectionChoice, isFixed: boolean) {
  const signIn = isFixed ? undefined : await currentSignIn(awsProfile);
  const sso = signIn !== undefined && isRenewedBySigningIn(signIn);
  // A role's credentials may hang on another profile's session: that is the one to sign in with.
  const named = sso ? signIn.awsProfile : awsProfile || (process.env.AWS_PROFILE ?? '');
  return inItsRegion({ action, sso, awsProfile: named, region, endpoint });
}

/** One limit for each signal: an action, or a poll, sends all its requests with one signal. */
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
