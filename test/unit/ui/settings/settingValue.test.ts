/** What counts of a setting's values: the user's, and only as far as the rules let it, the folder's. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SETTINGS, type Settings } from '../../../../src/manifest';
import { SETTING_RULES } from '../../../../src/ui/settings/settingRules';
import { settingValue, type SetValues } from '../../../../src/ui/settings/settingValue';

type Key = keyof Settings;
const KEYS = Object.keys(SETTINGS) as Key[];
type Values = Partial<Record<Key, unknown>>;

/** The value in a window where these are set. */
function valueOf<Name extends Key>(key: Name, user: Values, folder: Values, trusted = true): Settings[Name] {
  const read = (of: Key): SetValues => ({ user: user[of], folder: folder[of] });
  return settingValue(key, read, trusted);
}

/** Anything that can stand in a settings file, and what a person or an attacker would write there. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>('block', 'warn', 'month', 'day', 0, -1, 0.00001, 1e300, [], {}, ['eu-west-1'], true, null),
);
const settings: fc.Arbitrary<Values> = fc.dictionary(fc.constantFrom(...KEYS), anything);

describe('a setting', () => {
  for (const key of KEYS) {
    const { folder: right, why } = SETTING_RULES[key];

    it(`${key} is not taken from a folder that nobody trusts${right === 'always' ? ', but for its looks' : ''}`, () => {
      fc.assert(
        fc.property(settings, settings, (user, folder) => {
          if (right !== 'always')
            assert.deepEqual(valueOf(key, user, folder, false), valueOf(key, user, {}, false), why);
          if (right === 'never') assert.deepEqual(valueOf(key, user, folder), valueOf(key, user, {}), why);
        }),
      );
    });

    it(`${key} has a value of its kind, within its bounds, whatever stands in the files`, () => {
      const { minimum = -Infinity, maximum = Infinity, values } = SETTING_RULES[key];
      fc.assert(
        fc.property(settings, settings, fc.boolean(), (user, folder, trusted) => {
          const value: unknown = valueOf(key, user, folder, trusted);
          assert.equal(typeof value, typeof SETTINGS[key]);
          assert.equal(Array.isArray(value), Array.isArray(SETTINGS[key]));
          assert.notEqual(value, null);
          for (const number of [value].flat().filter((item) => typeof item === 'number'))
            assert.ok(Number.isFinite(number) && number >= minimum && number <= maximum);
          if (values !== undefined) assert.ok(values.some((one) => one === value));
        }),
      );
    });
  }

  it('that only changes looks is taken from any folder', () => {
    for (const trusted of [true, false]) {
      const folder = { 'statusBar.show': 'money' };
      assert.equal(valueOf('statusBar.show', { 'statusBar.show': 'tokens' }, folder, trusted), 'money');
    }
  });

  it('is taken from a trusted folder where that may set it; of objects both count', () => {
    assert.equal(valueOf('me.team', { 'me.team': 'platform' }, { 'me.team': 'mobile' }), 'mobile');
    const [user, folder] = [{ A: 'user', B: 'user' }, { B: 'folder' }];
    const both = valueOf('create.extraTags', { 'create.extraTags': user }, { 'create.extraTags': folder });
    assert.deepEqual(both, { A: 'user', B: 'folder' });
  });

  it('of another kind counts as not set, in the folder as well', () => {
    assert.equal(valueOf('me.team', { 'me.team': 'platform' }, { 'me.team': 7 }), 'platform');
    assert.equal(valueOf('profiles.grouping', {}, { 'profiles.grouping': 'by mood' }), 'owner');
  });
});

describe('bounds', () => {
  const user = <Name extends Key>(key: Name, value: unknown): Settings[Name] => valueOf(key, { [key]: value }, {});

  it('hold for what stands in a file', () => {
    assert.equal(user('usage.pollMinutes', 0.01), 1);
    assert.equal(user('usage.teamPollMinutes', 1), 5);
    assert.equal(user('usage.pollMinutes', 1e9), 1440);
    assert.equal(user('prices.refreshDays', 0.00001), 1);
    assert.equal(user('prices.refreshDays', 0), 0);
    assert.equal(user('budget.mine.amount', -5), 0);
    assert.deepEqual(user('budget.warnAt', [0.001, 80, 1e9]), [1, 80, 1000]);
  });

  it('that are no numbers leave the default', () => {
    for (const value of [NaN, Infinity, -Infinity, '1', null, {}]) assert.equal(user('usage.pollMinutes', value), 5);
    assert.deepEqual(user('budget.warnAt', [80, '100']), [80, 100]);
  });
});

describe('a rule that cannot be read', () => {
  it('about residency allows nothing, the user’s and a trusted folder’s', () => {
    const mistyped = { 'residency.allowedRegions': 'eu-west-1', 'residency.outside': 'forbid' };
    const rules = { 'residency.allowedRegions': ['eu-west-1'] };
    for (const [mine, theirs] of [
      [mistyped, {}],
      [rules, mistyped],
    ] as const) {
      assert.deepEqual(valueOf('residency.allowedRegions', mine, theirs), ['none']);
      assert.equal(valueOf('residency.outside', mine, theirs), 'block');
    }
  });

  it('about tags still requires its key', () => {
    const required = { Project: 'apollo', CostCenter: [4711], Environment: { allowed: 'dev' }, Empty: [] };
    assert.deepEqual(valueOf('create.requiredTags', { 'create.requiredTags': required }, {}), {
      Project: ['apollo'],
      CostCenter: ['4711'],
      Environment: [],
      Empty: [],
    });
  });

  it('of one tag leaves the others', () => {
    const tags = { CostCenter: 4711, Billable: true, Project: ['apollo'] };
    assert.deepEqual(valueOf('create.extraTags', { 'create.extraTags': tags }, {}), {
      CostCenter: '4711',
      Billable: 'true',
    });
  });
});

describe('a trusted folder', () => {
  it('makes a budget lower and no higher, its amount and period together', () => {
    const user = { 'budget.mine.amount': 100, 'budget.mine.period': 'month' };
    const budget = (folder: Values): readonly [number, string] => [
      valueOf('budget.mine.amount', user, folder),
      valueOf('budget.mine.period', user, folder),
    ];
    assert.deepEqual(budget({ 'budget.mine.amount': 10 }), [10, 'month']);
    assert.deepEqual(budget({ 'budget.mine.amount': 1e6 }), [100, 'month']);
    assert.deepEqual(budget({ 'budget.mine.period': 'day' }), [100, 'month']);
    assert.deepEqual(budget({ 'budget.mine.amount': 10, 'budget.mine.period': 'day' }), [100, 'month']);
    assert.deepEqual(budget({ 'budget.mine.amount': 2, 'budget.mine.period': 'day' }), [2, 'day']);
  });

  it('leaves every rule of the user’s as strict as it is', () => {
    const texts = fc.subarray(['us-east-1', 'eu-west-1', 'eu-central-1']);
    const rules = fc.record(
      {
        'residency.allowedRegions': texts,
        'residency.outside': fc.constantFrom('warn', 'block'),
        'budget.warnAt': fc.array(fc.integer({ min: 1, max: 200 })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(rules, rules, fc.boolean(), (user, folder, trusted) => {
        const allowed = valueOf('residency.allowedRegions', user, folder, trusted);
        const own = valueOf('residency.allowedRegions', user, {});
        if (own.length > 0) {
          assert.ok(allowed.length > 0);
          assert.ok(allowed.every((region) => own.includes(region) || region === 'none'));
        }
        if (user['residency.outside'] === 'block')
          assert.equal(valueOf('residency.outside', user, folder, trusted), 'block');
        const thresholds = valueOf('budget.warnAt', user, folder, trusted);
        assert.ok(valueOf('budget.warnAt', user, {}).every((one) => thresholds.includes(one)));
      }),
    );
  });
});
