import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arn, profileId } from '../../../../src/core/ids';
import type { Profile } from '../../../../src/core/profiles/profile';
import { addUsages, condenseReport, sliceUsage, type RangeReport } from '../../../../src/core/usage/rangeReport';
import { RANGES, spansOf, type RangeSpans } from '../../../../src/core/usage/ranges';
import {
  addTokens,
  healthOf,
  MEASURES,
  NO_TOKENS,
  periodCount,
  TOKEN_KINDS,
  tokensOf,
  totalTokens,
  type Measure,
  type ProfileUsage,
  type Span,
  type TokenCounts,
  type UsageReport,
} from '../../../../src/core/usage/usage';
import { HAIKU, modelArns, profile, SONNET } from '../builders';

const FRIDAY = Date.parse('2026-11-20T20:00:00Z');
const HOUR = 3_600_000;

/** Four hours and the four before them, in periods of an hour: enough to see everything. */
const SPANS: RangeSpans = {
  before: { start: 0, end: 4 * HOUR, periodSeconds: 3600 },
  span: { start: 4 * HOUR, end: 8 * HOUR - 1, periodSeconds: 3600 },
};
const wholeOf = ({ span, before }: RangeSpans): Span => ({ ...span, start: before.start });

/** Two models in two Regions and two ways, and a profile over two models at once. */
const abroad = (short: string): Profile => {
  const own = profile(short, {});
  return { ...own, arn: arn(own.arn.replace('eu-west-1', 'eu-central-1')) };
};
const PEOPLE: readonly Profile[] = [
  profile('anna'),
  profile('ben'),
  profile('carl', {}, { models: modelArns(['eu-central-1', 'eu-west-1'], HAIKU) }),
  profile('dora', {}, { models: modelArns([''], SONNET) }),
  abroad('emil'),
  profile('fay', {}, { models: [...modelArns(['eu-west-1'], SONNET), ...modelArns(['eu-west-1'], HAIKU)] }),
];

const usagesOf = (measures: readonly Measure[], periods: number): fc.Arbitrary<ProfileUsage> =>
  fc.record(
    Object.fromEntries(
      measures.map((measure) => [measure, fc.array(fc.nat(5000), { minLength: periods, maxLength: periods })]),
    ),
  );

/** Reports over both spans; some profiles were idle, and some are not in it at all. */
const reports = (level: UsageReport['level'], spans = SPANS): fc.Arbitrary<UsageReport> => {
  const measures = level === 'all' ? MEASURES : TOKEN_KINDS;
  const span = wholeOf(spans);
  const periods = periodCount(span);
  const idle = Object.fromEntries(measures.map((measure) => [measure, new Array<number>(periods).fill(0)]));
  const usage = fc.oneof(usagesOf(measures, periods), fc.constant(idle), fc.constant(undefined));
  return fc.tuple(...PEOPLE.map(() => usage)).map((all) => ({
    span,
    level,
    byProfile: Object.fromEntries(
      all.flatMap((own, index) => (own === undefined ? [] : [[PEOPLE[index]?.id ?? '', own]])),
    ),
    partial: [],
  }));
};

const sum = (tokens: readonly TokenCounts[]): TokenCounts => tokens.reduce(addTokens, NO_TOKENS);
const numbersIn = (value: unknown): readonly number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('A condensed report', () => {
  for (const level of ['tokens', 'all'] as const) {
    it(`has the same sum by group, by profile and as CloudWatch returned it, over both spans (${level})`, () => {
      fc.assert(
        fc.property(reports(level), (report) => {
          const { groups, profiles } = condenseReport(PEOPLE, report, SPANS);
          const own = Object.values(profiles);
          const told = (part: Span): TokenCounts =>
            sum(Object.values(report.byProfile).map((usage) => tokensOf(sliceUsage(usage, report.span, part))));
          const now = sum(own.map((totals) => totals.now.tokens));
          assert.deepEqual(now, told(SPANS.span));
          assert.deepEqual(sum(own.map((totals) => totals.before.tokens)), told(SPANS.before));
          assert.deepEqual(sum(groups.map(({ usage }) => tokensOf(usage))), now);
          // And each group is the sum of its own.
          for (const [index, { usage }] of groups.entries()) {
            const members = own.filter(({ group }) => group === index);
            assert.ok(members.length > 0);
            assert.deepEqual(sum(members.map((totals) => totals.now.tokens)), tokensOf(usage));
          }
        }),
      );
    });

    it(`holds no number that is none, and a value for every period (${level})`, () => {
      fc.assert(
        fc.property(reports(level), (report) => {
          const condensed = condenseReport(PEOPLE, report, SPANS);
          assert.ok(numbersIn(condensed).every((value) => Number.isFinite(value)));
          for (const { usage } of condensed.groups)
            for (const values of Object.values(usage)) assert.equal(values.length, periodCount(SPANS.span));
        }),
      );
    });
  }

  const busy = (values: Partial<Record<Measure, number>>): ProfileUsage =>
    Object.fromEntries(MEASURES.map((measure) => [measure, new Array<number>(8).fill(values[measure] ?? 0)]));
  const of = (level: UsageReport['level'], byProfile: Readonly<Record<string, ProfileUsage>>): RangeReport =>
    condenseReport(
      PEOPLE,
      {
        span: wholeOf(SPANS),
        level,
        partial: ['AWS said so'],
        byProfile: Object.fromEntries(
          Object.entries(byProfile).map(([short, usage]) => [profileId(short.padEnd(12, '0')), usage]),
        ),
      },
      SPANS,
    );

  it('puts together what is priced alike, and nothing else', () => {
    const all = Object.fromEntries(
      ['anna', 'ben', 'carl', 'dora', 'emil', 'fay'].map((who) => [who, busy({ input: 1 })]),
    );
    const { groups, profiles } = of('tokens', all);
    const groupOf = (who: string) => profiles[profileId(who.padEnd(12, '0'))]?.group;
    assert.equal(groupOf('anna'), groupOf('ben'));
    assert.equal(groups.length, 5, 'another model, another tier, another Region, and one over two models');
    assert.deepEqual(groups[0]?.usage.input, [2, 2, 2, 2]);
    assert.deepEqual(
      groups.map(({ source, region }) => [source.model, source.tier, region]),
      [
        [SONNET, 'geographic', 'eu-west-1'],
        [HAIKU, 'geographic', 'eu-west-1'],
        [SONNET, 'global', 'eu-west-1'],
        [SONNET, 'geographic', 'eu-central-1'],
        [undefined, 'in-region', 'eu-west-1'],
      ],
    );
  });

  it('leaves out who used nothing in either span where only tokens were asked for, and says what is missing', () => {
    const before = { ...busy({}), output: [7, 0, 0, 0, 0, 0, 0, 0] };
    const { profiles, partial } = of('tokens', { anna: busy({}), ben: before });
    assert.deepEqual(
      Object.values(profiles).map((totals) => [totalTokens(totals.now.tokens), totalTokens(totals.before.tokens)]),
      [[0, 7]],
    );
    assert.deepEqual(partial, ['AWS said so']);
    assert.equal(Object.keys(of('all', { anna: busy({}), ben: before }).profiles).length, 2);
  });

  it('leaves out profiles that are not listed any more', () => {
    const { groups, profiles } = of('tokens', { gone: busy({ input: 5 }) });
    assert.deepEqual([groups, profiles], [[], {}]);
  });
});

describe('Usages added up', () => {
  it('average a latency over the calls behind it, in each period', () => {
    const busy = { invocations: [90, 0, 1], latency: [1000, 0, 500] };
    const idle = { invocations: [10, 4, 0], latency: [2000, 300, 0] };
    const { latency, invocations } = addUsages([busy, idle]);
    assert.deepEqual(invocations, [100, 4, 1]);
    assert.deepEqual(latency, [1100, 300, 500]);
  });

  it('have the same health as all of them together, whatever the traffic', () => {
    fc.assert(
      fc.property(fc.array(usagesOf(MEASURES, 5), { maxLength: 5 }), (usages) => {
        const [sum, each] = [healthOf([addUsages(usages)]), healthOf(usages)];
        assert.deepEqual({ ...sum, latencyMs: 0 }, { ...each, latencyMs: 0 });
        if (each.latencyMs === undefined) assert.equal(sum.latencyMs, undefined);
        else assert.ok(Math.abs((sum.latencyMs ?? NaN) - each.latencyMs) < 1e-6 * Math.max(1, each.latencyMs));
      }),
    );
  });

  it('are no number that is none where calls are not known, or there were none', () => {
    for (const usages of [
      [{ latency: [5] }, { latency: [7] }],
      [
        { latency: [5], invocations: [0] },
        { latency: [7], invocations: [0] },
      ],
    ])
      assert.deepEqual(addUsages(usages).latency, [0]);
    assert.deepEqual(addUsages([]), {});
  });
});

describe('A part of a span', () => {
  it('has just the periods that lie in it: both parts and what is between are the whole, for every range', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RANGES),
        fc.constantFrom(0, 330, 345),
        fc.integer({ min: -40 * 24, max: 0 }),
        fc.nat(HOUR),
        (range, offset, hours, ms) => {
          const spans = spansOf(range, FRIDAY + hours * HOUR + ms, offset);
          const whole = wholeOf(spans);
          const usage = { input: Array.from({ length: periodCount(whole) }, (_, index) => index) };
          const [own = [], earlier = []] = [spans.span, spans.before].map(
            (part) => sliceUsage(usage, whole, part).input,
          );
          assert.equal(own.length, periodCount(spans.span));
          assert.equal(earlier.length, periodCount(spans.before));
          const between = { ...whole, start: spans.before.end, end: spans.span.start };
          assert.deepEqual([...earlier, ...(sliceUsage(usage, whole, between).input ?? []), ...own], usage.input);
        },
      ),
    );
  });
});
