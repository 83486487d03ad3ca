/**
 * Verifying a profile: what a minimal call through it ended in, and whether CloudWatch has counted it. Messages are those that AWS gives
 * today; one that is not known keeps its general problem.
 */

import { parseArn, type ProfileId } from '../ids';
import { recognise, type InvokeFailureCode } from './invokeErrors';
import type { Problem } from '../problem';
import type { Profile } from '../profiles/profile';
import type { SeriesAnswer, SeriesQuery } from '../usage/series';
import type { Measure, Span, TokenCounts } from '../usage/usage';

/** What the model is asked. */
export const QUESTION = 'Reply with the word OK.';
export const MOST_OUTPUT_TOKENS = 16;
/** More than any tokenizer makes of the question and what a model puts around it. */
const MOST_INPUT_TOKENS = 40;

/** The most that some calls use. */
export const mostTokens = (calls: number): TokenCounts => ({
  input: MOST_INPUT_TOKENS * calls,
  output: MOST_OUTPUT_TOKENS * calls,
  cacheRead: 0,
  cacheWrite: 0,
});

export interface InvokeFailure {
  readonly code: InvokeFailureCode;
  /** The IAM action that was refused. */
  readonly action?: string;
  /** The Region of the model that was refused; empty is global routing. Not there when AWS named none. */
  readonly region?: string;
  /** The parameter that the model refused. */
  readonly parameter?: string;
  readonly problem: Problem;
}

/** The whole message: what a problem keeps of it for the log may be cut short. */
function textOf({ cause, detail }: Problem): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : (detail.message ?? '');
}

/** What AWS's authorization refused: the action and the resource, and who said no. */
function refusal(text: string, home: string): Pick<InvokeFailure, 'code' | 'action' | 'region'> | undefined {
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
  const known = recognise(text);
  if (known !== undefined) return { ...known, problem };
  if (problem.code === 'denied') return { ...(refusal(text, home) ?? { code: 'permission' }), problem };
  if (problem.code === 'not-found' || (problem.code === 'invalid' && /model identifier is invalid/i.test(text)))
    return { code: 'profile-gone', problem };
  const busy = /^(ModelNotReady|ServiceUnavailable|ModelTimeout|ModelError|ModelStreamError)Exception/.test(text);
  return { code: problem.code === 'throttled' || problem.code === 'server' || busy ? 'busy' : 'other', problem };
}

/** How long to wait before each look at CloudWatch, ms: it is one to two minutes late, and every look is paid for. */
export const WAITS: readonly number[] = [10, 15, 15, 15, 15, 20, 30, 30, 45, 60, 60].map((seconds) => seconds * 1000);

const MINUTE = 60_000;

/**
 * A profile's calls and their tokens in, under its id and under its ARN: traffic has been seen under both (FACTS §2). The tokens tell our
 * call from an agent's in the same minute, which is never as short.
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

/** Our calls, and the tokens in that their answers told. */
export interface Made {
  readonly calls: number;
  readonly input: number;
}

/** A call of ours that was answered; `at` is when it was sent, ms since 1970. */
export interface OwnCall {
  readonly at: number;
  readonly input: number;
}

/** All of our calls that count into the minutes since `since`: those of an earlier verification in the same minute, too. */
export function madeSince(own: readonly OwnCall[], since: number): Made {
  const counted = own.filter(({ at }) => at >= minutesSince(since, since).start);
  return { calls: counted.length, input: counted.reduce((total, { input }) => total + input, 0) };
}

export interface Counted {
  /** Calls that CloudWatch counted since the minute of ours, others' through the same profile among them. */
  readonly calls: number;
  /** How long after our call it was seen, ms. */
  readonly afterMs: number;
  /**
   * `ours`: as many calls with as many tokens, so they are. `others-too`: more calls, of which nobody can tell whether ours is one yet.
   * `other-tokens`: as many calls with other tokens, so they may be another's.
   */
  readonly certainty: 'ours' | 'others-too' | 'other-tokens';
}

/** CloudWatch is one to two minutes late: what is not seen alone by then was not alone in its minute. */
const SETTLED_MS = 150_000;

/** What waiting needs of the world. */
export interface Waiting {
  readonly now: () => number;
  /** Rejects when it is cancelled. */
  readonly wait: (ms: number) => Promise<void>;
  readonly fetch: (queries: readonly SeriesQuery[], span: Span) => Promise<readonly SeriesAnswer[]>;
}

/**
 * Looks until CloudWatch has counted the calls that were made since `since`, and for certain: an agent's call earlier in the same minute
 * is counted as well, and may be counted before ours. Where others' calls are among them that cannot be told, so they are answered as
 * what they are once ours should be there. Undefined when there are too few in all the time there is. Four metrics are asked for each time.
 */
export async function untilCounted(
  profile: Pick<Profile, 'id' | 'arn'>,
  ours: Made,
  since: number,
  { now, wait, fetch }: Waiting,
): Promise<Counted | undefined> {
  const made = now();
  let last: Counted | undefined;
  for (const ms of WAITS) {
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
