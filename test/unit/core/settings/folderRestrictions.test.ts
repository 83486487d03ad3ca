import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BUDGET_PERIODS, periodAt, type BudgetLimit, type OffsetAt } from '../../../../src/core/budgets/budget';
import { residencyOf } from '../../../../src/core/profiles/destinations';
import { missingTags } from '../../../../src/core/profiles/createPlan';
import {
  stricterBudget,
  stricterOutsideRegions,
  stricterRegions,
  stricterTags,
  stricterThresholds,
} from '../../../../src/core/settings/folderRestrictions';
import { source } from '../builders';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];
const isAllowed = (regions: readonly string[], allowed: readonly string[]): boolean =>
  !residencyOf(source('eu', regions), allowed).leaves;

describe('a folder’s Regions', () => {
  const lists = fc.subarray(REGIONS);

  it('allow nothing that the user’s forbid, nor does the user’s list undo the folder’s', () => {
    fc.assert(
      fc.property(lists, lists, fc.subarray(REGIONS, { minLength: 1 }), (user, folder, regions) => {
        const both = isAllowed(regions, user) && isAllowed(regions, folder);
        assert.equal(isAllowed(regions, stricterRegions(user, folder)), both);
      }),
    );
  });

  it('that have none in common with the user’s allow none, which is not the same as an empty list', () => {
    assert.deepEqual(stricterRegions(['eu-west-1'], ['us-east-1']), ['none']);
  });

  it('are blocked when either blocks', () => {
    for (const user of ['warn', 'block'] as const)
      for (const folder of ['warn', 'block'] as const)
        assert.equal(stricterOutsideRegions(user, folder) === 'block', user === 'block' || folder === 'block');
  });
});

describe('a folder’s required tags', () => {
  const values = fc.uniqueArray(fc.constantFrom('dev', 'test', 'prod'));
  const keys = fc.constantFrom('Environment', 'Project', '__proto__', 'constructor');
  const rules = fc.array(fc.tuple(keys, values)).map((rows) => Object.fromEntries(rows));
  const tags = fc
    .array(fc.tuple(keys, fc.constantFrom('dev', 'test', 'prod', 'other')))
    .map((rows) => Object.fromEntries(rows));

  it('let nothing through that the user’s refuse', () => {
    fc.assert(
      fc.property(rules, rules, tags, (user, folder, chosen) => {
        if (missingTags(stricterTags(user, folder), chosen).length === 0)
          assert.deepEqual(missingTags(user, chosen), []);
      }),
    );
  });

  it('are all asked for, and can be given', () => {
    fc.assert(
      fc.property(rules, rules, (user, folder) => {
        const both = stricterTags(user, folder);
        const all = [...new Set([...Object.keys(user), ...Object.keys(folder)])];
        assert.deepEqual(Object.keys(both).sort(), all.sort());
        const given = Object.fromEntries(Object.entries(both).map(([key, [first = 'any']]) => [key, first]));
        assert.deepEqual(missingTags(both, given), []);
      }),
    );
  });

  it('allow the values that both allow; the user’s stand where there are none', () => {
    const user = { Environment: ['dev', 'prod'], Project: [] };
    assert.deepEqual(stricterTags(user, { Environment: ['prod', 'test'], Project: ['apollo'] }), {
      Environment: ['prod'],
      Project: ['apollo'],
    });
    assert.deepEqual(stricterTags(user, { Environment: ['test'] }), user);
    assert.deepEqual(stricterTags(user, { Environment: [] }), user);
  });
});

describe('a folder’s budget', () => {
  const HOUR = 3_600_000;
  const limits: fc.Arbitrary<BudgetLimit> = fc.record({
    amount: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 })),
    period: fc.constantFrom(...BUDGET_PERIODS),
  });
  /** Germany's clocks, Nepal's, and the two ends of the day. */
  const zones: readonly OffsetAt[] = [
    (time) => (time >= Date.UTC(2026, 2, 29, 1) && time < Date.UTC(2026, 9, 25, 1) ? 120 : 60),
    () => 345,
    () => -720,
    () => 840,
  ];
  const spending = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 70 * 24 }).map((hours) => Date.UTC(2026, 1, 20) + hours * HOUR),
      dollars: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 40 },
  );
  type Spending = readonly { readonly at: number; readonly dollars: number }[];
  function isExceeded({ amount, period }: BudgetLimit, spent: Spending, offsetAt: OffsetAt): boolean {
    const sums = new Map<string, number>();
    for (const { at, dollars } of spent) {
      const { id } = periodAt(period, at, offsetAt);
      sums.set(id, (sums.get(id) ?? 0) + dollars);
    }
    return amount > 0 && [...sums.values()].some((sum) => sum > amount);
  }

  it('lets no spending pass that exceeds the user’s', () => {
    fc.assert(
      fc.property(limits, limits, spending, fc.constantFrom(...zones), (user, folder, spent, offsetAt) => {
        if (isExceeded(user, spent, offsetAt))
          assert.ok(isExceeded(stricterBudget(user, folder), spent, offsetAt), JSON.stringify({ user, folder }));
      }),
      { numRuns: 2000 },
    );
  });

  it('counts where it is lower for the same period, or where the user has none', () => {
    const user = { amount: 100, period: 'month' } as const;
    assert.deepEqual(stricterBudget(user, { amount: 40, period: 'month' }), { amount: 40, period: 'month' });
    assert.deepEqual(stricterBudget(user, { amount: 400, period: 'month' }), user);
    assert.deepEqual(stricterBudget(user, { amount: 0, period: 'month' }), user);
    const none = { amount: 0, period: 'week' } as const;
    assert.deepEqual(stricterBudget(none, { amount: 40, period: 'day' }), { amount: 40, period: 'day' });
  });

  it('counts for another period only where it is stricter whatever is spent when', () => {
    const user = { amount: 100, period: 'month' } as const;
    assert.deepEqual(stricterBudget(user, { amount: 3, period: 'day' }), { amount: 3, period: 'day' });
    assert.deepEqual(stricterBudget(user, { amount: 10, period: 'day' }), user);
    const daily = { amount: 10, period: 'day' } as const;
    assert.deepEqual(stricterBudget(daily, { amount: 10, period: 'week' }), { amount: 10, period: 'week' });
    assert.deepEqual(stricterBudget(daily, { amount: 10, period: 'month' }), daily);
    assert.deepEqual(stricterBudget(daily, { amount: 5, period: 'month' }), { amount: 5, period: 'month' });
  });

  it('adds thresholds and removes none', () => {
    assert.deepEqual(stricterThresholds([80, 100], [50, 80]), [50, 80, 100]);
    assert.deepEqual(stricterThresholds([80, 100], []), [80, 100]);
  });
});
