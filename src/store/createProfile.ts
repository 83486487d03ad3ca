/**
 * Carries a plan out so that it makes one profile, however often it is tried and in however many windows: a lease
 * between windows, a token that follows from the plan, and a look at what exists before the first try and after every
 * answer that was lost.
 */

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller, AwsApi } from '../core/awsApi';
import { profileId, type Arn } from '../core/ids';
import { isResultOf, planFingerprint, type CreatePlan } from '../core/profiles/createPlan';
import { asProblem, isProblem, mayHaveHappened } from '../core/problem';
import { profileIdOf, type Profile } from '../core/profiles/profile';
import type { SharedFolder } from './shared/sharedFolder';

export interface Created {
  readonly profile: Profile;
  /** True when an earlier try, or another window, had made it already. */
  readonly found: boolean;
}

/**
 * A token is remembered by AWS for longer than a profile may live; a deleted one's token would answer with an ARN that
 * is gone. So this is how often the same profile can be made and deleted.
 */
const MOST_ATTEMPTS = 20;

/**
 * A profile that was made this moment may not be readable yet, and must not be taken for a deleted one: it would be
 * made twice.
 */
const LOOK_AGAIN_MS: readonly number[] = [500, 1500, 3000, 5000];

/** Reading the new profile back is a courtesy; it must not hold up who waits for it. */
const READ_MS = 5000;

/** In whose name, and what is known of earlier actions. */
export interface CreateContext {
  readonly caller: Caller;
  readonly sharedFolder: SharedFolder;
  /** ARNs that we have deleted: AWS may answer a repeated token with one of them. */
  readonly deleted: ReadonlySet<Arn>;
  /** Pauses between attempts to read a profile that is not readable yet, in milliseconds. */
  readonly pauses?: readonly number[];
}

/**
 * Creates the planned profile or finds the one that an earlier try has made. Throws a Problem; then nothing was made,
 * or trying again finds it.
 */
export async function createOnce(
  aws: AwsApi,
  plan: CreatePlan,
  context: CreateContext,
  signal: AbortSignal,
): Promise<Created> {
  const { caller, sharedFolder } = context;
  const created = await sharedFolder.withLease(`create-${caller.account}`, signal, () =>
    make(aws, plan, context, signal),
  );
  if (created === undefined) throw new DOMException('Cancelled', 'AbortError');
  return created;
}

async function make(aws: AwsApi, plan: CreatePlan, context: CreateContext, signal: AbortSignal): Promise<Created> {
  const { caller, deleted, pauses = LOOK_AGAIN_MS } = context;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    // Before every try: lists may show late what an earlier one has made.
    const there = await find(aws, plan, signal);
    if (there !== undefined) return { profile: there, found: true };
    const token = createHash('sha256')
      .update(planFingerprint(plan, caller.account, plan.source.arn, attempt))
      .digest('hex');
    try {
      const arn = await aws.createProfile(plan, token, signal);
      if (deleted.has(arn)) continue;
      const profile = await readPatiently(aws, arn, plan, signal, pauses);
      if (profile !== undefined) return { profile, found: false };
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code !== 'conflict' && !mayHaveHappened(problem)) throw error;
      // No answer, or "already exists": it may be ours. If that cannot be found out, the first error is reported.
      const profile = await find(aws, plan, signal).catch(() => undefined);
      if (profile !== undefined) return { profile, found: true };
      throw error;
    }
  }
  throw asProblem(new Error('AWS answers with a profile that no longer exists'));
}

async function readPatiently(
  aws: AwsApi,
  arn: Arn,
  plan: CreatePlan,
  signal: AbortSignal,
  pauses: readonly number[],
): Promise<Profile | undefined> {
  let profile = await read(aws, arn, plan, signal);
  for (const pause of pauses) {
    if (profile !== undefined) break;
    await sleep(pause, undefined, { signal });
    profile = await read(aws, arn, plan, signal);
  }
  return profile;
}

/** Reads the new profile back; undefined when the token led to one that has been deleted since. */
async function read(aws: AwsApi, arn: Arn, plan: CreatePlan, signal: AbortSignal): Promise<Profile | undefined> {
  // Not AbortSignal.timeout: in Node 20 AbortSignal.any holds its sources weakly, and one that nobody else holds may
  // never end it.
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
  }, READ_MS);
  try {
    return { ...(await aws.getProfile(arn, AbortSignal.any([signal, late.signal]))), tags: plan.tags };
  } catch (error) {
    if (isProblem(error) && error.code === 'not-found') return undefined;
    // It was made; not being allowed to read it back, or a slow network, must not make it look as if not.
    return {
      arn,
      id: profileIdOf(arn) ?? profileId(arn),
      name: plan.name,
      description: plan.description,
      status: 'ACTIVE',
      models: plan.source.models,
      createdAt: undefined,
      updatedAt: undefined,
      tags: plan.tags,
    };
  } finally {
    clearTimeout(timer);
  }
}

async function find(aws: AwsApi, plan: CreatePlan, signal: AbortSignal): Promise<Profile | undefined> {
  try {
    const sameName = (await aws.listProfiles(signal)).filter((profile) => profile.name === plan.name);
    for (const summary of sameName) {
      const profile: Profile = { ...summary, tags: await aws.tagsOf(summary.arn, signal) };
      if (isResultOf(profile, plan)) return profile;
    }
  } catch (error) {
    // Who may create but not look still has the token to keep it at one.
    if (!(isProblem(error) && error.code === 'denied')) throw error;
  }
  return undefined;
}
