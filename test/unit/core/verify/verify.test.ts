import assert from 'node:assert/strict';
import { Problem, type ProblemCode } from '../../../../src/core/problem';
import type { SeriesQuery } from '../../../../src/core/usage/series';
import { arn, profileId } from '../../../../src/core/ids';
import {
  callQueries,
  invokeFailure,
  callsSince,
  countedFrom,
  minutesSince,
  waitUntilCounted,
  QUERY_DELAYS_MS,
} from '../../../../src/core/verify/verify';
import { INVOKE_FAILURES, type InvokeFailureCode } from '../../../../src/core/verify/invokeErrors';

const HOME = 'eu-west-1';
const USER =
  'User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_BedrockDeveloper_0123456789abcdef/jane.doe@acme.example';
const refused = (resource: string, why: string): string =>
  `${USER} is not authorized to perform: bedrock:InvokeModel on resource: ${resource} ${why}`;
const model = (region: string): string => `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-sonnet-4-6`;
const SCP = 'with an explicit deny in a service control policy';
const NOBODY = 'because no identity-based policy allows the bedrock:InvokeModel action';

/** As `call` makes them: the first 300 letters for the log, the whole error as the cause. */
function problem(code: ProblemCode, name: string, message: string): Problem {
  const cause = new Error(message);
  cause.name = name;
  return new Problem(code, { action: 'bedrock:InvokeModel', message: `${name}: ${message}`.slice(0, 300) }, cause);
}

const MEANINGS: readonly (readonly [
  code: ProblemCode,
  name: string,
  message: string,
  means: InvokeFailureCode,
  region?: string,
])[] = [
  [
    'denied',
    'AccessDeniedException',
    "You don't have access to the model with the specified model ID.",
    'model-access',
  ],
  [
    'denied',
    'AccessDeniedException',
    'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
    'marketplace',
  ],
  [
    'denied',
    'AccessDeniedException',
    'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS Marketplace subscription for this model cannot be completed at this time.',
    'payment',
  ],
  [
    'not-found',
    'ResourceNotFoundException',
    'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.',
    'use-case',
  ],
  [
    'invalid',
    'ValidationException',
    'Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
    'country',
  ],
  ['denied', 'AccessDeniedException', refused(model('eu-north-1'), SCP), 'organization', 'eu-north-1'],
  ['denied', 'AccessDeniedException', refused(model(''), SCP), 'organization', ''],
  ['denied', 'AccessDeniedException', refused(model('eu-north-1'), NOBODY), 'destination', 'eu-north-1'],
  ['denied', 'AccessDeniedException', refused(model(HOME), NOBODY), 'permission', HOME],
  [
    'denied',
    'AccessDeniedException',
    refused('arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abcdefghijkl', NOBODY),
    'permission',
  ],
  ['denied', 'AccessDeniedException', 'Forbidden', 'permission'],
  ['not-found', 'ResourceNotFoundException', 'The specified inference profile was not found.', 'profile-gone'],
  ['invalid', 'ValidationException', 'The provided model identifier is invalid.', 'profile-gone'],
  [
    'not-found',
    'ResourceNotFoundException',
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    'model-retired',
  ],
  [
    'not-found',
    'ResourceNotFoundException',
    'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days.',
    'model-retired',
  ],
  [
    'invalid',
    'ValidationException',
    'Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported.',
    'no-on-demand',
  ],
  ['throttled', 'ThrottlingException', 'Too many tokens per day, please wait before trying again.', 'daily-quota'],
  ['throttled', 'ThrottlingException', 'Too many requests, please wait before trying again.', 'busy'],
  ['throttled', 'ModelNotReadyException', 'The model is not ready for inference.', 'busy'],
  ['invalid', 'ModelTimeoutException', 'The model took too long.', 'busy'],
  ['server', 'ServiceUnavailableException', 'Try again later.', 'busy'],
  ['expired', 'ExpiredTokenException', 'The security token included in the request is expired', 'other'],
  ['unreachable', 'TimeoutError', 'No answer in time', 'other'],
  ['invalid', 'ValidationException', 'Malformed input request', 'other'],
  ['invalid', 'ValidationException', '`temperature` is deprecated for this model.', 'parameter-refused'],
  [
    'invalid',
    'ValidationException',
    'The model returned the following errors: `top_p` is deprecated for this model.',
    'parameter-refused',
  ],
  ['invalid', 'ValidationException', 'invalid beta flag', 'unknown-beta'],
  ['invalid', 'ValidationException', 'The model returned the following errors: invalid beta flag', 'unknown-beta'],
  [
    'invalid',
    'ValidationException',
    'Application inference profiles are not supported by this API.',
    'no-profiles-here',
  ],
  // The same words from somewhere else than AWS's validation are no word of AWS.
  ['server', 'SyntaxError', '<html>invalid beta flag</html>', 'busy'],
  ['unexpected', 'Error', 'Application inference profiles are not supported by this API.', 'other'],
];

describe('A call through a profile that failed', () => {
  for (const [code, name, message, means, region] of MEANINGS) {
    it(`means ${means}: ${message.slice(-70)}`, () => {
      const failure = invokeFailure(problem(code, name, message), HOME);
      assert.equal(failure.code, means);
      assert.equal(failure.region, region);
    });
  }

  it('names the parameter that the model refused', () => {
    const of = (message: string) => invokeFailure(problem('invalid', 'ValidationException', message), HOME).parameter;
    assert.equal(of('`temperature` is deprecated for this model.'), 'temperature');
    assert.equal(of('The model returned the following errors: `top_p` is deprecated for this model.'), 'top_p');
    assert.equal(of('Malformed input request'), undefined);
  });

  it('has an example here for everything that AWS says by its own words', () => {
    const named = new Set(MEANINGS.map(([, , , means]) => means));
    assert.deepEqual(
      INVOKE_FAILURES.filter((code) => !named.has(code)),
      [],
    );
  });

  it('names the action that was refused, also where the message was cut for the log', () => {
    const failure = invokeFailure(problem('denied', 'AccessDeniedException', refused(model(''), SCP)), HOME);
    assert.equal(failure.action, 'bedrock:InvokeModel');
  });

  it('is read from what the log keeps where there is no cause', () => {
    const bare = new Problem('denied', { message: "AccessDeniedException: You don't have access to the model" });
    assert.equal(invokeFailure(bare, HOME).code, 'model-access');
  });
});

const PROFILE = {
  id: profileId('abcdefghijkl'),
  arn: arn('arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abcdefghijkl'),
};
const START = Date.parse('2026-11-20T20:00:59.500Z');

/**
 * Calls that CloudWatch counts from some time after ours on, with their tokens in; of one profile by its id, in the
 * first minute.
 */
interface Shown {
  readonly after: number;
  readonly calls: number;
  readonly input: number;
}

function cloudWatch(...shown: readonly Shown[]) {
  let time = START;
  const asked: SeriesQuery[] = [];
  const waited: number[] = [];
  return {
    asked,
    waited,
    now: () => time,
    wait: (ms: number) => {
      waited.push(ms);
      time += ms;
      return Promise.resolve();
    },
    fetch: (queries: readonly SeriesQuery[]) => {
      asked.push(...queries);
      const there = shown.filter(({ after }) => time >= START + after);
      return Promise.resolve(
        queries.map((query) => {
          const of = (one: Shown): number => (query.measure === 'invocations' ? one.calls : one.input);
          const total = there.reduce((sum, one) => sum + of(one), 0);
          return { query, values: query.modelId === PROFILE.id ? [total, 0] : [0, 0] };
        }),
      );
    },
  };
}

const ONE = { calls: 1, input: 14 };
const TWO = { calls: 2, input: 28 };
/** What an agent sends. */
const AGENTS = { calls: 1, input: 23_000 };

describe('Waiting until CloudWatch has counted a call', () => {
  it('ends with the query that finds it, and returns how long it took', async () => {
    const metrics = cloudWatch({ after: 60_000, ...ONE });
    const counted = await waitUntilCounted(PROFILE, ONE, START, metrics);
    assert.deepEqual(counted, { calls: 1, afterMs: 70_000, certainty: 'ours' });
    assert.equal(metrics.asked.length, 4 * metrics.waited.length);
  });

  it('waits for all of the calls', async () => {
    assert.equal(await waitUntilCounted(PROFILE, TWO, START, cloudWatch({ after: 0, ...ONE })), undefined);
    const both = cloudWatch({ after: 0, ...ONE }, { after: 50_000, ...ONE });
    assert.deepEqual(await waitUntilCounted(PROFILE, TWO, START, both), {
      calls: 2,
      afterMs: 55_000,
      certainty: 'ours',
    });
  });

  it('takes no call of an agent in the same minute for ours, which is counted later', async () => {
    const agentsFirst = cloudWatch({ after: 0, ...AGENTS });
    // Never counted: what is seen is told as what it is, when ours should long be there.
    assert.deepEqual(await waitUntilCounted(PROFILE, ONE, START, agentsFirst), {
      calls: 1,
      afterMs: 150_000,
      certainty: 'other-tokens',
    });
    const both = cloudWatch({ after: 0, ...AGENTS }, { after: 60_000, ...ONE });
    assert.deepEqual(await waitUntilCounted(PROFILE, ONE, START, both), {
      calls: 2,
      afterMs: 150_000,
      certainty: 'others-too',
    });
    const late = cloudWatch({ after: 200_000, ...AGENTS });
    assert.deepEqual(await waitUntilCounted(PROFILE, ONE, START, late), {
      calls: 1,
      afterMs: 255_000,
      certainty: 'other-tokens',
    });
  });

  it('knows our own calls of an earlier time in the same minute', async () => {
    const minute = Date.parse('2026-11-20T20:00:00Z');
    const own = [minute - 2, minute, START].map((at) => ({ at, answeredAt: at + 1, input: 14 }));
    assert.equal(countedFrom(own, START), minute);
    assert.deepEqual(callsSince(own, START), TWO);
    const both = cloudWatch({ after: 0, ...ONE }, { after: 50_000, ...ONE });
    assert.equal((await waitUntilCounted(PROFILE, callsSince(own, START), START, both))?.afterMs, 55_000);
  });

  it('counts from where an earlier call of ours began that reaches into the minute', () => {
    const minute = Date.parse('2026-11-20T20:00:00Z');
    const call = (at: number, answeredAt: number) => ({ at, answeredAt, input: 14 });
    const own = [call(minute - 90_000, minute - 60_001), call(minute - 2, minute), call(START, START + 1)];
    assert.equal(countedFrom(own, START), minute - 60_000);
    assert.deepEqual(callsSince(own, countedFrom(own, START)), TWO);
    const chain = [call(minute - 60_002, minute - 60_000), ...own.slice(1)];
    assert.equal(countedFrom(chain, START), minute - 120_000);
    assert.equal(countedFrom([], START), minute);
  });

  it('waits for the tokens, which may come later than the calls', async () => {
    const metrics = cloudWatch({ after: 0, calls: 1, input: 0 }, { after: 30_000, calls: 0, input: ONE.input });
    assert.deepEqual(await waitUntilCounted(PROFILE, ONE, START, metrics), {
      calls: 1,
      afterMs: 40_000,
      certainty: 'ours',
    });
  });

  it('ends after minutes, having asked for a few cents’ hundredths', async () => {
    const metrics = cloudWatch();
    assert.equal(await waitUntilCounted(PROFILE, ONE, START, metrics), undefined);
    assert.deepEqual(metrics.waited, QUERY_DELAYS_MS);
    assert.equal(metrics.asked.length, 44);
    const total = QUERY_DELAYS_MS.reduce((sum, ms) => sum + ms, 0);
    assert.ok(total > 4 * 60_000 && total < 6 * 60_000, String(total));
  });

  it('looks under the id and under the ARN, from the minute of the call on', () => {
    assert.deepEqual(
      callQueries(PROFILE).map(({ modelId }) => modelId),
      [PROFILE.id, PROFILE.arn, PROFILE.id, PROFILE.arn],
    );
    assert.deepEqual(minutesSince(START, START + 600), {
      start: Date.parse('2026-11-20T20:00:00Z'),
      end: Date.parse('2026-11-20T20:02:00Z'),
      periodSeconds: 60,
    });
  });
});
