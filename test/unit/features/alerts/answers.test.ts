import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_OWNER_KEYS } from '../../../../src/core/profiles/profile';
import type { SeriesKey } from '../../../../src/core/usage/series';
import {
  alarmPlan,
  alertName,
  parseAmount,
  anomalyPlan,
  budgetPlan,
  requestFields,
  isAlertName,
  isEmail,
  isTagValue,
  canWatch,
  metricsIn,
  parseThresholds,
  parseTokens,
  topicProblem,
  tagValueCounts,
  type AlarmAnswers,
} from '../../../../src/features/alerts/answers';
import { owned, profile } from '../../core/builders';

const OWNERSHIP = { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], myTeam: '' };

describe('what is answered about alerts', () => {
  it('is an amount of dollars when it is more than nothing and no finer than cents', () => {
    for (const [text, amount] of [
      ['50', '50'],
      [' 12.50 ', '12.50'],
      ['$ 7', '7'],
    ] as const)
      assert.equal(parseAmount(text), amount);
    for (const text of ['', '0', '0.00', '-5', '1.234', '1,000', '1e3', 'NaN', '50 EUR', '9999999999'])
      assert.equal(parseAmount(text), undefined, text);
  });

  it('is one to five percents, each once and in order', () => {
    assert.deepEqual(parseThresholds('100, 80 % , 80;50'.replace(' %', '%')), [50, 80, 100]);
    assert.deepEqual(parseThresholds('99.5'), [99.5]);
    for (const text of ['', ',', '0', '80, x', '1 2 3 4 5 6', '-1'])
      assert.equal(parseThresholds(text), undefined, text);
  });

  it('is an e-mail address by its shape', () => {
    for (const text of ['lead@example.com', 'a.b+c@sub.example.org']) assert.ok(isEmail(text), text);
    for (const text of [
      '',
      'lead',
      'lead@',
      '@example.com',
      'a b@example.com',
      'a@b',
      'a@example.c',
      'a@b@c.de',
      `${'x'.repeat(45)}@ab.de`,
    ])
      assert.ok(!isEmail(text), text);
  });

  it('is a number of tokens, also with separators and in thousands or millions', () => {
    for (const [text, tokens] of [
      ['2000000', 2_000_000],
      ['2,000,000', 2_000_000],
      ['500k', 500_000],
      ['2.5 M', 2_500_000],
      ['1g', 1_000_000_000],
    ] as const)
      assert.equal(parseTokens(text), tokens);
    for (const text of ['', '0', '-1', '1.2.3', 'k', '99999999999999999999'])
      assert.equal(parseTokens(text), undefined, text);
  });

  it('is a topic of the alarm’s own Region, or it is told what is wrong', () => {
    assert.equal(topicProblem('arn:aws:sns:us-east-1:111122223333:alerts', 'us-east-1'), undefined);
    assert.equal(topicProblem('arn:aws-us-gov:sns:us-gov-west-1:111122223333:a.fifo', 'us-gov-west-1'), undefined);
    assert.equal(topicProblem('arn:aws:sns:eu-west-1:111122223333:alerts', 'us-east-1'), 'region');
    for (const text of ['alerts', 'arn:aws:sqs:us-east-1:111122223333:alerts', 'arn:aws:sns:us-east-1:1:alerts', ''])
      assert.equal(topicProblem(text, 'us-east-1'), 'form', text);
  });

  it('may be a tag’s value in letters of any language', () => {
    for (const text of ['platform', 'Köln', 'a & b', '🚀']) assert.ok(isTagValue(text), text);
    for (const text of ['', ' ', ' x', 'a\nb', 'x'.repeat(257)]) assert.ok(!isTagValue(text), JSON.stringify(text));
  });
});

describe('values offered for a tag', () => {
  const profiles = [
    owned('one', 'web', 'adam'),
    owned('two', 'core', 'Jane.Doe'),
    owned('three', 'core', 'bob'),
    profile('lost'),
  ];

  it('are those of the profiles, mine first', () => {
    assert.deepEqual(tagValueCounts(profiles, OWNERSHIP, 'team'), [
      { value: 'core', profiles: 2, mine: true },
      { value: 'web', profiles: 1, mine: false },
    ]);
    assert.deepEqual(
      tagValueCounts(profiles, OWNERSHIP, 'member').map(({ value, mine }) => [value, mine]),
      [
        ['Jane.Doe', true],
        ['adam', false],
        ['bob', false],
      ],
    );
  });

  it('have my team although no profile has it yet', () => {
    assert.deepEqual(tagValueCounts([], { ...OWNERSHIP, myTeam: 'new' }, 'team'), [
      { value: 'new', profiles: 0, mine: true },
    ]);
    assert.deepEqual(tagValueCounts([], OWNERSHIP, 'team'), []);
  });
});

describe('plans of alerts', () => {
  const tagged = { key: 'Team', value: 'platform', email: 'lead@example.com', name: '' };

  it('say by their names what they are for, so that the same one is not made twice', () => {
    const budget = budgetPlan({ ...tagged, period: 'monthly', amount: '$250.50', thresholds: '100,80' });
    assert.deepEqual(budget, {
      kind: 'budget',
      name: 'BedrockTally Team platform monthly',
      amount: '250.50',
      period: 'monthly',
      tagKey: 'Team',
      tagValue: 'platform',
      thresholds: [80, 100],
      email: 'lead@example.com',
    });
    const anomaly = anomalyPlan({ ...tagged, minimum: '20', name: 'BedrockTally my own' });
    assert.deepEqual([anomaly.name, anomaly.minimumUsd], ['BedrockTally my own', '20']);
  });

  it('have names that every service takes, whatever the tag holds', () => {
    assert.equal(alertName('Team', 'a:b\\c/action/d'), 'BedrockTally Team a-b-c-action-d');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (key, value) => {
        const name = alertName(key, value);
        assert.match(name, /^BedrockTally[\w .@+=,-]*$/);
        assert.ok(name.length <= 100 && name === name.trim());
        if (name !== 'BedrockTally') assert.ok(isAlertName(name), name);
      }),
    );
    for (const name of ['', 'mine', 'BedrockTally', 'BedrockTally a/b', `BedrockTally ${'x'.repeat(100)}`])
      assert.ok(!isAlertName(name), name);
  });

  const jane = owned('jane', 'core', 'jane.doe');
  const bob = owned('bob', 'core', 'bob');
  const answers: AlarmAnswers = {
    profiles: [jane],
    series: [],
    tokens: '2M',
    periodSeconds: 3600,
    topic: '',
    name: '',
  };
  const series = (modelId: string, ...metrics: readonly string[]): readonly SeriesKey[] =>
    metrics.map((metric) => ({ metric, modelId }));

  it('watch both spellings of a metric where it is not known which one exists', () => {
    const plan = alarmPlan(answers);
    assert.deepEqual(plan.modelIds, [jane.id]);
    assert.equal(plan.metricNames.length, 6);
    assert.deepEqual([plan.name, plan.tokens, plan.topic], ['BedrockTally tokens jane', 2_000_000, undefined]);
    // Two profiles with both spellings each would be twelve.
    const two = alarmPlan({ ...answers, profiles: [jane, bob] });
    assert.deepEqual(two.metricNames, [
      'InputTokenCount',
      'OutputTokenCount',
      'CacheReadInputTokenCount',
      'CacheWriteInputTokenCount',
    ]);
    assert.equal(metricsIn(two), 8);
  });

  it('watch the spelling that the account is seen to use, once', () => {
    const seen = series('other', 'CacheReadInputTokens', 'CacheWriteInputTokens', 'CacheWriteInputTokenCount');
    assert.deepEqual(alarmPlan({ ...answers, series: seen }).metricNames, [
      'InputTokenCount',
      'OutputTokenCount',
      'CacheReadInputTokens',
      'CacheWriteInputTokenCount',
    ]);
  });

  it('watch a profile under its ARN where it is metered by that, and no more than an alarm takes', () => {
    const byArn = series(jane.arn, 'InputTokenCount');
    assert.deepEqual(alarmPlan({ ...answers, series: byArn }).modelIds, [jane.arn]);
    const byBoth = [...byArn, ...series(jane.id, 'InputTokenCount')];
    assert.ok(canWatch({ profiles: [jane], series: byBoth }));
    assert.ok(!canWatch({ profiles: [jane, bob], series: byBoth }));
    assert.ok(canWatch({ profiles: [jane, bob], series: [] }));
    assert.ok(!canWatch({ profiles: [], series: [] }));
  });
});

describe('the fields of a request', () => {
  it('are all there, with their paths, as they would be sent', () => {
    const input = { A: { B: [{ C: 'x' }, { C: 2 }], D: undefined, E: [] }, F: false };
    assert.deepEqual(requestFields(input), [
      { path: 'A.B[0].C', value: 'x' },
      { path: 'A.B[1].C', value: '2' },
      { path: 'A.E', value: '[]' },
      { path: 'F', value: 'false' },
    ]);
  });

  it('leave nothing out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const leaves: string[] = [];
        JSON.stringify(value, (_, part: unknown) => {
          const isEmpty = typeof part === 'object' && part !== null && Object.keys(part).length === 0;
          if (typeof part === 'string') leaves.push(part);
          else if (typeof part !== 'object' || part === null || isEmpty) leaves.push(JSON.stringify(part));
          return part;
        });
        assert.deepEqual(
          requestFields(value).map((field) => field.value),
          leaves,
        );
      }),
    );
  });
});
