/**
 * Verifying a profile: what a minimal call through it resulted in, and whether CloudWatch has counted it. A message of
 * AWS that is not recognized keeps its general problem.
 */

import { parseArn, type ProfileId } from '../ids';
import { recognizeFailure, type InvokeFailureCode } from './invokeErrors';
import type { Problem } from '../problem';
import type { Profile } from '../profiles/profile';
import type { SeriesAnswer, SeriesQuery } from '../usage/series';
import type { Measure, Span, TokenCounts } from '../usage/usage';

/** What is sent to the model. */
export const PROMPT = 'Reply with the word OK.';
export const MAX_OUTPUT_TOKENS = 16;
/** More than any tokenizer makes of the prompt and what a model adds to it. */
const MAX_INPUT_TOKENS = 40;

/** The most tokens that some calls use. */
export const maxTokens = (calls: number): TokenCounts => ({
  input: MAX_INPUT_TOKENS * calls,
  output: MAX_OUTPUT_TOKENS * calls,
  cacheRead: 0,
  cacheWrite: 0,
});

export interface InvokeFailure {
  readonly code: InvokeFailureCode;
  /** The IAM action that was denied. */
  readonly action?: string;
  /** The Region of the model that was denied; empty is global routing. Missing where AWS named none. */
  readonly region?: string;
  /** The parameter that the model rejected. */
  readonly parameter?: string;
  readonly problem: Problem;
}

/** The whole message; a problem may keep only a part of it for the log. */
function textOf({ cause, detail }: Problem): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : (detail.message ?? '');
}

/** What AWS's authorization denied: the action, the Region, and by which policy. */
function denial(text: string, home: string): Pick<InvokeFailure, 'code' | 'action' | 'region'> | undefined {
  const match = /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(text);
  if (match === null) return undefined;
  const [, action = '', resource = ''] = match;
  const arn = parseArn(resource);
  const region = arn?.resourceType === 'foundation-model' ? { region: arn.region } : {};
  if (/service control policy|resource control policy/i.test(text)) return { code: 'organization', action, ...region };
  const elsewhere = arn?.resourceType === 'foundation-model' && arn.region !== home;
  return { code: elsewhere ? 'destination' : 'permission', action, ...region };
}

/** What a failed call means. `home` is the profile's Region. */
export function invokeFailure(problem: Problem, home: string): InvokeFailure {
  const text = textOf(problem);
  const known = recognizeFailure(text);
  if (known !== undefined) return { ...known, problem };
  if (problem.code === 'denied') return { ...(denial(text, home) ?? { code: 'permission' }), problem };
  if (problem.code === 'not-found' || (problem.code === 'invalid' && /model identifier is invalid/i.test(text)))
    return { code: 'profile-gone', problem };
  const busy = /^(ModelNotReady|ServiceUnavailable|ModelTimeout|ModelError|ModelStreamError)Exception/.test(text);
  return { code: problem.code === 'throttled' || problem.code === 'server' || busy ? 'busy' : 'other', problem };
}

/** How long to wait before each query to CloudWatch, ms: it is one to two minutes late, and every query is charged. */
export const QUERY_DELAYS_MS: readonly number[] = [10, 15, 15, 15, 15, 20, 30, 30, 45, 60, 60].map(
  (seconds) => seconds * 1000,
);

const MINUTE = 60_000;

/**
 * A profile's calls and their input tokens, under its id and under its ARN: CloudWatch has metrics under either. The
 * tokens distinguish our call from an agent's in the same minute, which is never as short.
 */
export const callQueries = ({ id, arn }: Pick<Profile, 'id' | 'arn'>): readonly SeriesQuery[] =>
  (
    [
      ['invocations', 'Invocations'],
      ['input', 'InputTokenCount'],
    ] as const
  ).flatMap(([measure, metric]) =>
    [id, arn].map((modelId: ProfileId | typeof arn) => ({ profile: id, measure, statistic: 'Sum', metric, modelId })),
  );

/** From the minute in which the first call was made (`since`, ms since 1970), by whole minutes. */
export const minutesSince = (since: number, now: number): Span => ({
  start: Math.floor(since / MINUTE) * MINUTE,
  end: (Math.floor(Math.max(since, now) / MINUTE) + 1) * MINUTE,
  periodSeconds: 60,
});

const sum = (answers: readonly SeriesAnswer[], measure: Measure): number =>
  answers
    .filter(({ query }) => query.measure === measure)
    .flatMap(({ values }) => values)
    .reduce((total, value) => total + value, 0);

/** Our calls, and their input tokens as their responses had them. */
export interface CallTotals {
  readonly calls: number;
  readonly input: number;
}

/** A call of ours: when it was sent and when its response was there, ms since 1970. */
export interface OurCall {
  readonly at: number;
  readonly answeredAt: number;
  readonly input: number;
}

/**
 * From when to count the calls made since `since`, ms since 1970: from their minute, or from an earlier one where a
 * call of ours before them reaches from that into theirs. AWS may count such a call in either.
 */
export function countedFrom(own: readonly OurCall[], since: number): number {
  let { start } = minutesSince(since, since);
  for (const { at, answeredAt } of own.toReversed())
    if (answeredAt >= start) start = Math.min(start, minutesSince(at, at).start);
  return start;
}

/** All of our calls in the minutes since `since`, including those of an earlier verification in the same minute. */
export function callsSince(own: readonly OurCall[], since: number): CallTotals {
  const counted = own.filter(({ at }) => at >= minutesSince(since, since).start);
  return { calls: counted.length, input: counted.reduce((total, { input }) => total + input, 0) };
}

export interface CountedCalls {
  /** Calls that CloudWatch counted since the minute of ours, including others' through the same profile. */
  readonly calls: number;
  /** How long after our call it was found, ms. */
  readonly afterMs: number;
  /**
   * `ours`: as many calls with as many tokens. `others-too`: more calls, which may or may not include ours.
   * `other-tokens`: as many calls with other tokens, so they may be others'.
   */
  readonly certainty: 'ours' | 'others-too' | 'other-tokens';
}

/** CloudWatch is one to two minutes late: after this, our call is counted, and what is found besides are others'. */
const SETTLED_MS = 150_000;

/** How time passes, and how metrics are fetched. */
export interface CountingOptions {
  readonly now: () => number;
  /** Rejects when it is cancelled. */
  readonly wait: (ms: number) => Promise<void>;
  readonly fetch: (queries: readonly SeriesQuery[], span: Span) => Promise<readonly SeriesAnswer[]>;
}

/**
 * Queries CloudWatch until it has counted the calls that were made since `since`. An agent's call in the same minute is
 * counted as well, and may be counted before ours: then the result shows that once ours should be there. Undefined
 * where there are too few calls by the end. Each query is for four metrics.
 */
export async function waitUntilCounted(
  profile: Pick<Profile, 'id' | 'arn'>,
  ours: CallTotals,
  since: number,
  { now, wait, fetch }: CountingOptions,
): Promise<CountedCalls | undefined> {
  const made = now();
  let last: CountedCalls | undefined;
  for (const ms of QUERY_DELAYS_MS) {
    await wait(ms);
    const answers = await fetch(callQueries(profile), minutesSince(since, now()));
    const calls = sum(answers, 'invocations');
    const afterMs = now() - made;
    if (calls === ours.calls && sum(answers, 'input') === ours.input) return { calls, afterMs, certainty: 'ours' };
    if (calls >= ours.calls) last = { calls, afterMs, certainty: calls > ours.calls ? 'others-too' : 'other-tokens' };
    if (last !== undefined && afterMs >= SETTLED_MS) return last;
  }
  return last;
}
