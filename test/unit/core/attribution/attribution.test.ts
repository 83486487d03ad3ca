import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ATTRIBUTED,
  attributeUsage,
  classifier,
  ATTRIBUTION_CLASSES,
  planAttributionQueries,
  subjectOf,
  type ByClass,
  type AttributionContext,
  type Portion,
} from '../../../../src/core/attribution/attribution';
import type { Profile } from '../../../../src/core/profiles/profile';
import { METRIC_NAMES, reportOf, type SeriesKey } from '../../../../src/core/usage/series';
import { TOKEN_KINDS, totalTokens, type ProfileUsage, type Span } from '../../../../src/core/usage/usage';
import { HAIKU, owned, profile, SONNET, unreadable } from '../builders';

const MINE = owned('jane', 'platform', 'jane@example.com');
const TEAM = owned('john', 'platform', 'john');
const OTHER = owned('ann', 'data', 'ann');
const PARTLY = profile('partly', { Team: 'platform' });
const UNTAGGED = profile('untagged');
const UNREADABLE = unreadable('secret');
const PROFILES: readonly Profile[] = [MINE, TEAM, OTHER, PARTLY, UNTAGGED, UNREADABLE];
const DELETED = 'gone00000000';
const SYSTEM = `eu.${SONNET}`;
const PROVISIONED = 'arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/abcdefghijkl';

const CONTEXT: AttributionContext = {
  profiles: PROFILES,
  keys: { team: 'Team', member: 'MemberName' },
  myNames: ['Jane@Example.com'],
  myTeam: 'platform',
};

const DAY = 86_400_000;
/** Two days of quarters of a day. */
const SPAN: Span = { start: 20_000 * DAY, end: 20_002 * DAY, periodSeconds: 21_600 };
const PERIODS = 8;

const steady = (input: number, more: ProfileUsage = {}): ProfileUsage => ({
  input: Array.from({ length: PERIODS }, () => input),
  ...more,
});

describe('whose tokens a ModelId counts', () => {
  const classOf = classifier(CONTEXT);

  it('distinguishes owners, incomplete tags, deleted profiles, system profiles and models apart', () => {
    const expected: readonly (readonly [string, string])[] = [
      [MINE.id, 'mine'],
      [MINE.arn, 'mine'],
      [TEAM.id, 'my-team'],
      [OTHER.arn, 'others'],
      [PARTLY.id, 'incomplete'],
      [UNTAGGED.arn, 'incomplete'],
      [UNREADABLE.id, 'unreadable'],
      [DELETED, 'deleted'],
      [MINE.arn.replace(MINE.id, DELETED), 'deleted'],
      [SYSTEM, 'system-profile'],
      [`arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.${HAIKU}`, 'system-profile'],
      [SONNET, 'model'],
      [`arn:aws:bedrock:eu-west-1::foundation-model/${SONNET}`, 'model'],
      [PROVISIONED, 'other'],
      ['something', 'other'],
    ];
    for (const [modelId, name] of expected) assert.equal(classOf(subjectOf(modelId)), name, modelId);
  });

  it('knows a listed system profile also by a prefix that is new', () => {
    const listed = classifier({ ...CONTEXT, systemProfileIds: [`kr.${SONNET}`] });
    assert.equal(listed(`kr.${SONNET}`), 'system-profile');
    assert.equal(classOf(`kr.${SONNET}`), 'model');
  });

  it('without my team counts a colleague among the others, and a profile that lacks what is required as incomplete', () => {
    assert.equal(classifier({ ...CONTEXT, myTeam: undefined })(TEAM.id), 'others');
    const strict = classifier({ ...CONTEXT, isComplete: ({ tags }) => tags?.Project !== undefined });
    assert.deepEqual([MINE.id, UNREADABLE.id, SYSTEM].map(strict), ['incomplete', 'unreadable', 'system-profile']);
  });
});

describe('what to ask for attribution', () => {
  const key = (metric: string, modelId: string): SeriesKey => ({ metric, modelId });

  it('asks once for each series of tokens that exists, and not for profiles that are measured', () => {
    const listed = [
      key('InputTokenCount', MINE.id),
      key('InputTokenCount', MINE.arn),
      key('InputTokenCount', DELETED),
      key('OutputTokenCount', SYSTEM),
      key('OutputTokenCount', SYSTEM),
      key('CacheReadInputTokens', SONNET),
      key('CacheReadInputTokenCount', SONNET),
      key('Invocations', SONNET),
      key('OutputImageCount', SONNET),
    ];
    const queries = planAttributionQueries(listed, new Set([MINE.id]));
    assert.deepEqual(
      queries.map(({ profile: subject, measure, metric, statistic }) => [subject, measure, metric, statistic]),
      [
        [DELETED, 'input', 'InputTokenCount', 'Sum'],
        [SYSTEM, 'output', 'OutputTokenCount', 'Sum'],
        [SONNET, 'cacheRead', 'CacheReadInputTokens', 'Sum'],
        [SONNET, 'cacheRead', 'CacheReadInputTokenCount', 'Sum'],
      ],
    );
    assert.equal(planAttributionQueries(listed, new Set()).length, 6);
  });

  it('adds the answers up with what is measured: two spellings of one metric once, an id and an ARN both', () => {
    const arn = MINE.arn.replace(MINE.id, DELETED);
    const listed = [
      key('InputTokenCount', DELETED),
      key('InputTokenCount', arn),
      ...METRIC_NAMES.cacheRead.map((name) => key(name, SONNET)),
    ];
    const queries = planAttributionQueries(listed, new Set([MINE.id]));
    const answers = queries.map((query) => ({ query, values: Array.from({ length: PERIODS }, () => 10) }));
    const subjects = [...new Set(queries.map((query) => query.profile))].map((id) => ({ id, arn: MINE.arn }));
    const { byProfile } = reportOf(subjects, answers, SPAN, 'tokens', []);
    const attribution = attributeUsage({ ...byProfile, [MINE.id]: steady(5) }, SPAN, CONTEXT);
    assert.equal(totalTokens(attribution.classes.deleted.tokens), 2 * 10 * PERIODS);
    assert.equal(attribution.classes.model.tokens.cacheRead, 10 * PERIODS);
    assert.equal(totalTokens(attribution.classes.mine.tokens), 5 * PERIODS);
  });
});

describe('attribution', () => {
  it('shares tokens out by class, by subject and by day', () => {
    const usage = {
      [MINE.id]: steady(1, { output: [0, 0, 0, 0, 8, 0, 0, 0] }),
      [SYSTEM]: steady(3),
      [SONNET]: { cacheRead: [100, 0, 0, 0, 0, 0, 0, 0] },
      [UNTAGGED.id]: steady(0),
    };
    const attribution = attributeUsage(usage, SPAN, CONTEXT);
    assert.deepEqual(attribution.tokens, { input: 32, output: 8, cacheRead: 100, cacheWrite: 0 });
    assert.equal(attribution.classes.mine.share, 16 / 140);
    assert.deepEqual(attribution.classes.mine.shares, { input: 0.25, output: 1, cacheRead: 0, cacheWrite: undefined });
    assert.equal(attribution.attributed.share, 16 / 140);
    assert.equal(attribution.unattributed.share, 124 / 140);
    assert.deepEqual(
      attribution.subjects.map(({ subject, class: name, share }) => [subject, name, share]),
      [
        [SONNET, 'model', 100 / 140],
        [SYSTEM, 'system-profile', 24 / 140],
        [MINE.id, 'mine', 16 / 140],
      ],
    );
    assert.deepEqual(
      attribution.days.map(({ day, tokens, classes }) => [day, totalTokens(tokens), classes.mine.share]),
      [
        ['2024-10-04', 116, 4 / 116],
        ['2024-10-05', 24, 12 / 24],
      ],
    );
  });

  it('puts periods into the days of whoever looks', () => {
    const noon = (time: number): string => String(Math.floor((time + DAY / 2) / DAY));
    const attribution = attributeUsage({ [SONNET]: steady(1) }, SPAN, CONTEXT, noon);
    assert.deepEqual(
      attribution.days.map(({ day, tokens }) => [day, tokens.input]),
      [
        ['20000', 2],
        ['20001', 4],
        ['20002', 2],
      ],
    );
  });

  it('without any tokens has no shares, which is not a share of zero', () => {
    const attribution = attributeUsage({ [MINE.id]: {} }, SPAN, CONTEXT);
    assert.deepEqual(attribution.subjects, []);
    assert.deepEqual(
      ATTRIBUTION_CLASSES.map((name) => attribution.classes[name].share),
      ATTRIBUTION_CLASSES.map(() => undefined),
    );
    assert.equal(attribution.unattributed.share, undefined);
    assert.equal(attribution.days.length, 2);
  });

  const ids = fc.constantFrom(
    ...PROFILES.flatMap(({ id, arn }) => [id, arn]),
    DELETED,
    SYSTEM,
    `global.${HAIKU}`,
    SONNET,
    `arn:aws:bedrock:eu-west-1::foundation-model/${SONNET}`,
    PROVISIONED,
    '__proto__',
  );
  const counts = fc.array(fc.oneof(fc.nat(1e9), fc.constantFrom(0, -5, Number.NaN, Number.POSITIVE_INFINITY)), {
    maxLength: PERIODS,
  });
  const usages = fc
    .array(
      fc.tuple(
        ids,
        fc.record({ input: counts, output: counts, cacheRead: counts, cacheWrite: counts }, { requiredKeys: [] }),
      ),
      {
        maxLength: 12,
      },
    )
    .map((entries): Readonly<Record<string, ProfileUsage>> => Object.fromEntries(entries));

  const sound = (value: number): number => (Number.isFinite(value) && value > 0 ? value : 0);
  const near = (actual: number, expected: number, what: string): void => {
    assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual} is not ${expected}`);
  };
  function sumsToOne(portions: readonly Portion[], whole: number): void {
    for (const { share, shares } of portions)
      for (const value of [share, ...Object.values(shares)])
        assert.ok(value === undefined || (value >= 0 && value <= 1));
    if (whole === 0) assert.ok(portions.every(({ share }) => share === undefined));
    else
      near(
        portions.reduce((total, { share }) => total + (share ?? 0), 0),
        1,
        'shares',
      );
  }
  const all = (classes: ByClass): readonly Portion[] => ATTRIBUTION_CLASSES.map((name) => classes[name]);

  it('counts every token once, in every way of looking at them, and its shares sum to one', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const attribution = attributeUsage(usage, SPAN, CONTEXT);
        for (const kind of TOKEN_KINDS) {
          const given = Object.values(usage)
            .flatMap((each) => each[kind] ?? [])
            .reduce((total, value) => total + sound(value), 0);
          assert.equal(attribution.tokens[kind], given);
          assert.equal(
            all(attribution.classes).reduce((total, { tokens }) => total + tokens[kind], 0),
            given,
          );
          assert.equal(
            attribution.subjects.reduce((total, { tokens }) => total + tokens[kind], 0),
            given,
          );
          assert.equal(
            attribution.days.reduce((total, { tokens }) => total + tokens[kind], 0),
            given,
          );
          assert.equal(attribution.attributed.tokens[kind] + attribution.unattributed.tokens[kind], given);
          const shares = all(attribution.classes).map((portion) => portion.shares[kind]);
          if (given > 0)
            near(
              shares.reduce<number>((total, share) => total + (share ?? 0), 0),
              1,
              kind,
            );
        }
        const total = totalTokens(attribution.tokens);
        sumsToOne(all(attribution.classes), total);
        sumsToOne([attribution.attributed, attribution.unattributed], total);
        if (total > 0) sumsToOne(attribution.subjects, total);
        for (const { tokens, classes } of attribution.days) sumsToOne(all(classes), totalTokens(tokens));
        const names = attribution.subjects.map(({ subject }) => subject);
        assert.equal(new Set(names).size, names.length);
        const own = ATTRIBUTED.reduce((sum, name) => sum + totalTokens(attribution.classes[name].tokens), 0);
        assert.equal(totalTokens(attribution.attributed.tokens), own);
      }),
    );
  });
});
