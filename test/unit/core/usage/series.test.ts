import assert from 'node:assert/strict';
import fc from 'fast-check';
import { profileId } from '../../../../src/core/ids';
import {
  measuresFor,
  METRIC_NAMES,
  planQueries,
  reportOf,
  type MeasuredProfile,
  type SeriesAnswer,
  type SeriesKey,
  type SeriesQuery,
} from '../../../../src/core/usage/series';
import {
  addTokens,
  MEASURES,
  NO_TOKENS,
  periodCount,
  TOKEN_KINDS,
  tokensOf,
  totalTokens,
  type Measure,
  type Span,
} from '../../../../src/core/usage/usage';
import { profileArn } from '../builders';

const measured = (short: string): MeasuredProfile => {
  const id = short.padEnd(12, '0');
  return { id: profileId(id), arn: profileArn(id) };
};
const JANE = measured('jane');
const JOHN = measured('john');
const series = (metric: string, modelId: string): SeriesKey => ({ metric, modelId });
const written = (queries: readonly SeriesQuery[]): readonly string[] =>
  queries.map(({ profile, measure, statistic, metric, modelId }) =>
    [profile.slice(0, 4), measure, statistic, metric, modelId === profile ? 'id' : 'arn'].join(' '),
  );

describe('planning what to ask of CloudWatch', () => {
  it('asks for the series that exist, of these profiles and measures, under the id and under the ARN', () => {
    const listed = [
      series('InputTokenCount', JANE.id),
      series('InputTokenCount', JANE.arn),
      series('OutputTokenCount', JOHN.arn),
      series('InvocationLatency', JANE.id),
      series('InputTokenCount', 'anthropic.claude-sonnet-5'),
      series('OutputImageCount', JANE.id),
    ];
    assert.deepEqual(written(planQueries([JANE, JOHN], listed, MEASURES, 'skip')), [
      'jane input Sum InputTokenCount id',
      'jane input Sum InputTokenCount arn',
      'jane latency Average InvocationLatency id',
      'john output Sum OutputTokenCount arn',
    ]);
    assert.deepEqual(written(planQueries([JOHN], listed, ['input'], 'skip')), []);
  });

  it('asks for both spellings of the cache kinds where both exist', () => {
    const listed = METRIC_NAMES.cacheRead.map((name) => series(name, JANE.id));
    assert.deepEqual(written(planQueries([JANE], listed, TOKEN_KINDS, 'skip')), [
      'jane cacheRead Sum CacheReadInputTokenCount id',
      'jane cacheRead Sum CacheReadInputTokens id',
    ]);
  });

  it('asks by id for a profile that is not listed yet, in the spelling that the account is seen to use', () => {
    const listed = [series('CacheReadInputTokenCount', JOHN.id)];
    assert.deepEqual(written(planQueries([JANE, JOHN], listed, TOKEN_KINDS, 'ask')), [
      'jane input Sum InputTokenCount id',
      'jane output Sum OutputTokenCount id',
      'jane cacheRead Sum CacheReadInputTokenCount id',
      'jane cacheWrite Sum CacheWriteInputTokenCount id',
      'jane cacheWrite Sum CacheWriteInputTokens id',
      'john cacheRead Sum CacheReadInputTokenCount id',
    ]);
  });

  it('does not ask blindly for a profile that has a series, under whichever name', () => {
    for (const modelId of [JANE.id, JANE.arn]) {
      const queries = planQueries([JANE], [series('Invocations', modelId)], TOKEN_KINDS, 'ask');
      assert.deepEqual(queries, []);
    }
  });

  const metrics = MEASURES.flatMap((measure) => METRIC_NAMES[measure]);
  const people = fc
    .uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { maxLength: 6 })
    .map((names) => names.map((name) => measured(name)));
  const listings = people.chain((profiles) =>
    fc.tuple(
      fc.constant(profiles),
      fc.array(
        fc.record({
          metric: fc.constantFrom(...metrics, 'TimeToFirstToken'),
          modelId: fc.constantFrom('anthropic.claude-sonnet-5', ...profiles.flatMap(({ id, arn }) => [id, arn])),
        }),
      ),
    ),
  );

  it('never asks for a series twice, nor for one that does not exist', () => {
    fc.assert(
      fc.property(listings, fc.constantFrom('tokens', 'all'), ([profiles, listed], level) => {
        const queries = planQueries(profiles, listed, measuresFor(level), 'skip');
        const keys = queries.map(({ metric, modelId }) => `${metric} ${modelId}`);
        assert.equal(new Set(keys).size, keys.length);
        const existing = new Set(listed.map(({ metric, modelId }) => `${metric} ${modelId}`));
        for (const key of keys) assert.ok(existing.has(key), key);
        // And misses none: each listed series of these profiles and measures is asked for.
        const wanted = [...existing].filter((key) =>
          measuresFor(level).some((measure) =>
            METRIC_NAMES[measure].some((name) =>
              profiles.some(({ id, arn }) => key === `${name} ${id}` || key === `${name} ${arn}`),
            ),
          ),
        );
        assert.equal(keys.length, wanted.length);
      }),
    );
  });

  it('asks blindly only for what is not listed at all, and never twice either', () => {
    fc.assert(
      fc.property(listings, ([profiles, listed]) => {
        const known = new Set(listed.map(({ modelId }) => modelId));
        const queries = planQueries(profiles, listed, MEASURES, 'ask');
        const keys = queries.map(({ metric, modelId }) => `${metric} ${modelId}`);
        assert.equal(new Set(keys).size, keys.length);
        for (const { id, arn } of profiles) {
          const own = queries.filter((query) => query.profile === id);
          if (!known.has(id) && !known.has(arn))
            assert.deepEqual([...new Set(own.map(({ measure }) => measure))], [...MEASURES]);
        }
      }),
    );
  });

  describe('over a span that reaches back further than what is listed', () => {
    const complete = (
      profiles: readonly MeasuredProfile[],
      listed: readonly SeriesKey[],
      measures: readonly Measure[],
    ) => planQueries(profiles, listed, measures, 'skip', true);

    it('asks for every kind of a listed profile, in the spelling that is seen, and of its ARN what is listed', () => {
      const listed = [
        series('InputTokenCount', JANE.id),
        series('InputTokenCount', JANE.arn),
        series('CacheReadInputTokens', JOHN.id),
      ];
      assert.deepEqual(written(complete([JANE], listed, TOKEN_KINDS)), [
        'jane input Sum InputTokenCount id',
        'jane input Sum InputTokenCount arn',
        'jane output Sum OutputTokenCount id',
        'jane cacheRead Sum CacheReadInputTokens id',
        'jane cacheWrite Sum CacheWriteInputTokenCount id',
        'jane cacheWrite Sum CacheWriteInputTokens id',
      ]);
    });

    it('asks for errors that were weeks ago as well', () => {
      const queries = complete([JANE], [series('Invocations', JANE.id)], ['invocations', 'clientErrors', 'throttles']);
      assert.deepEqual(written(queries), [
        'jane invocations Sum Invocations id',
        'jane clientErrors Sum InvocationClientErrors id',
        'jane throttles Sum InvocationThrottles id',
      ]);
    });

    it('leaves what is not listed at all to be asked for blindly', () => {
      assert.deepEqual(complete([JANE], [series('InputTokenCount', JOHN.id)], TOKEN_KINDS), []);
    });

    it('asks for all that it asks for otherwise, never twice, and misses no measure of a listed profile', () => {
      fc.assert(
        fc.property(listings, fc.constantFrom('tokens', 'all'), ([profiles, listed], level) => {
          const measures = measuresFor(level);
          const queries = complete(profiles, listed, measures);
          const keys = new Set(queries.map(({ metric, modelId }) => `${metric} ${modelId}`));
          assert.equal(keys.size, queries.length);
          for (const { metric, modelId } of planQueries(profiles, listed, measures, 'skip'))
            assert.ok(keys.has(`${metric} ${modelId}`));
          const known = new Set(listed.map(({ modelId }) => modelId));
          const spelled = new Set(listed.map(({ metric }) => metric));
          for (const { id, arn } of profiles) {
            const own = queries.filter((query) => query.profile === id);
            const isListed = known.has(id) || known.has(arn);
            const asked = new Set(own.filter((query) => query.modelId === id).map(({ measure }) => measure));
            assert.deepEqual([...asked], isListed ? [...measures] : []);
            // Nor more than needed: a second spelling only where it is listed, or where none is seen.
            for (const { measure, metric } of own)
              assert.ok(spelled.has(metric) || METRIC_NAMES[measure].every((name) => !spelled.has(name)));
          }
        }),
      );
    });
  });
});

const QUARTER = 900_000;
const span = (periods: number): Span => ({ start: 0, end: periods * QUARTER, periodSeconds: 900 });

function answer(
  who: MeasuredProfile,
  measure: Measure,
  values: readonly number[],
  metric?: string,
  under?: string,
): SeriesAnswer {
  const name = metric ?? METRIC_NAMES[measure][0] ?? '';
  const statistic = measure === 'latency' ? 'Average' : 'Sum';
  return { query: { profile: who.id, measure, statistic, metric: name, modelId: under ?? who.id }, values };
}

describe('adding up what CloudWatch answers', () => {
  const report = (answers: readonly SeriesAnswer[], periods = 2) =>
    reportOf([JANE, JOHN], answers, span(periods), 'all', []);

  it('adds the traffic under the id and under the ARN', () => {
    const { byProfile } = report([
      answer(JANE, 'input', [1, 2]),
      answer(JANE, 'input', [10, 20], undefined, JANE.arn),
      answer(JOHN, 'input', [100, 200]),
    ]);
    assert.deepEqual(byProfile[JANE.id]?.input, [11, 22]);
    assert.deepEqual(byProfile[JOHN.id]?.input, [100, 200]);
  });

  it('does not count two spellings of one metric twice: the larger counts, in each period', () => {
    const { byProfile } = report([
      answer(JANE, 'cacheRead', [5, 0], 'CacheReadInputTokens'),
      answer(JANE, 'cacheRead', [5, 7], 'CacheReadInputTokenCount'),
    ]);
    assert.deepEqual(byProfile[JANE.id]?.cacheRead, [5, 7]);
  });

  it('does both at once: sums within a spelling, the larger of the spellings', () => {
    const [one = '', other = ''] = METRIC_NAMES.cacheWrite;
    const { byProfile } = report([
      answer(JANE, 'cacheWrite', [1, 1], one),
      answer(JANE, 'cacheWrite', [2, 0], one, JANE.arn),
      answer(JANE, 'cacheWrite', [2, 4], other),
    ]);
    assert.deepEqual(byProfile[JANE.id]?.cacheWrite, [3, 4]);
  });

  it('does not add averages up', () => {
    const { byProfile } = report([
      answer(JANE, 'latency', [900, 100]),
      answer(JANE, 'latency', [800, 200], undefined, JANE.arn),
    ]);
    assert.deepEqual(byProfile[JANE.id]?.latency, [900, 200]);
  });

  it('gives every profile a value for every measure and period: no series counted nothing', () => {
    const { byProfile } = report([answer(JANE, 'input', [3])], 3);
    assert.deepEqual(byProfile[JANE.id]?.input, [3, 0, 0], 'also where an answer is short');
    for (const measure of MEASURES) assert.deepEqual(byProfile[JOHN.id]?.[measure], [0, 0, 0], measure);
    const tokens = reportOf([JOHN], [], span(3), 'tokens', ['AWS said so']);
    assert.deepEqual(Object.keys(tokens.byProfile[JOHN.id] ?? {}), [...TOKEN_KINDS]);
    assert.deepEqual(tokens.partial, ['AWS said so']);
  });

  it('has no part in answers about other profiles', () => {
    const { byProfile } = reportOf([JANE], [answer(JOHN, 'input', [1, 1])], span(2), 'tokens', []);
    assert.deepEqual(Object.keys(byProfile), [JANE.id]);
    assert.equal(totalTokens(tokensOf(byProfile[JANE.id])), 0);
  });

  it('loses no token and makes up none: the profiles’ sums together are what CloudWatch said', () => {
    const values = fc.array(fc.nat(10_000_000), { minLength: 4, maxLength: 4 });
    const said = fc.uniqueArray(
      fc.record({
        who: fc.constantFrom(JANE, JOHN),
        measure: fc.constantFrom(...TOKEN_KINDS),
        arn: fc.boolean(),
        values,
      }),
      { selector: ({ who, measure, arn }) => `${who.id} ${measure} ${arn}` },
    );
    fc.assert(
      fc.property(said, (parts) => {
        const answers = parts.map(({ who, measure, arn, values: own }) =>
          answer(who, measure, own, undefined, arn ? who.arn : who.id),
        );
        const all = report(answers, 4);
        const total = Object.values(all.byProfile).map(tokensOf).reduce(addTokens, NO_TOKENS);
        const sum = parts.flatMap((part) => part.values).reduce((before, value) => before + value, 0);
        assert.equal(totalTokens(total), sum);
      }),
    );
  });

  it('is the same with a second spelling of everything', () => {
    const values = fc.array(fc.nat(10_000_000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(values, values, (reads, writes) => {
        const spelled = (spelling: 0 | 1): SeriesAnswer[] => [
          answer(JANE, 'cacheRead', reads, METRIC_NAMES.cacheRead[spelling]),
          answer(JANE, 'cacheWrite', writes, METRIC_NAMES.cacheWrite[spelling]),
        ];
        assert.deepEqual(report([...spelled(0), ...spelled(1)], 4), report(spelled(0), 4));
      }),
    );
  });

  it('never makes a number that is none', () => {
    const some = fc.array(fc.nat(1000), { maxLength: 6 });
    const parts = fc.array(fc.record({ measure: fc.constantFrom(...MEASURES), arn: fc.boolean(), values: some }));
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 5 }), (answers, periods) => {
        const given = answers.map((one) =>
          answer(JANE, one.measure, one.values, undefined, one.arn ? JANE.arn : JANE.id),
        );
        for (const usage of Object.values(report(given, periods).byProfile)) {
          for (const values of Object.values(usage)) {
            assert.equal(values.length, periodCount(span(periods)));
            assert.ok(values.every((value) => Number.isFinite(value)));
          }
        }
      }),
    );
  });
});
