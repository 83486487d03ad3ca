import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  BUDGET_PERIODS,
  evaluateBudget,
  periodAt,
  type BudgetInput,
  type OffsetAt,
} from '../../../../src/core/budgets/budget';
import { fromDecimal, NO_MONEY, toDecimal, type Amount, type Money } from '../../../../src/core/money';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const usd = (text: string): Money => fromDecimal(text) ?? NO_MONEY;
const spent = (text: string, whole = true): Amount => ({ money: usd(text), whole });

/** Germany's clocks in 2026: summer time from 29 March to 25 October, at one o'clock UTC. */
const berlin: OffsetAt = (time) => (time >= Date.UTC(2026, 2, 29, 1) && time < Date.UTC(2026, 9, 25, 1) ? 120 : 60);
/** Clocks that skip an hour at midnight, as Beirut's do: 29 March 2026 begins at one. */
const beirut: OffsetAt = (time) => (time >= Date.UTC(2026, 2, 28, 22) && time < Date.UTC(2026, 9, 24, 21) ? 180 : 120);
const zones: readonly OffsetAt[] = [berlin, beirut, () => 0, () => 345, () => -720, () => 840];

const at = (text: string): number => Date.parse(text);

describe('a budget’s period', () => {
  it('is a local day, also one of 23 and of 25 hours', () => {
    const spring = periodAt('day', at('2026-03-29T12:00:00Z'), berlin);
    assert.deepEqual(spring, {
      id: 'day 2026-03-29',
      start: at('2026-03-28T23:00:00Z'),
      end: at('2026-03-29T22:00:00Z'),
    });
    const autumn = periodAt('day', at('2026-10-25T12:00:00Z'), berlin);
    assert.deepEqual([autumn.start, autumn.end], [at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z')]);
    assert.deepEqual([spring.end - spring.start, autumn.end - autumn.start], [23 * HOUR, 25 * HOUR]);
  });

  it('begins at the first moment of a day whose midnight is skipped, and ends at the second midnight of one that has two', () => {
    const spring = periodAt('day', at('2026-03-29T12:00:00Z'), beirut);
    assert.deepEqual([spring.start, spring.end - spring.start], [at('2026-03-28T22:00:00Z'), 23 * HOUR]);
    const autumn = periodAt('day', at('2026-10-24T12:00:00Z'), beirut);
    assert.deepEqual([autumn.id, autumn.end - autumn.start], ['day 2026-10-24', 25 * HOUR]);
  });

  it('is a week from Monday, or AWS’s month in UTC', () => {
    const week = periodAt('week', at('2026-11-22T23:30:00Z'), berlin);
    assert.deepEqual(week, {
      id: 'week 2026-11-23',
      start: at('2026-11-22T23:00:00Z'),
      end: at('2026-11-29T23:00:00Z'),
    });
    const month = periodAt('month', at('2026-11-30T23:30:00Z'), berlin);
    assert.deepEqual(month, {
      id: 'month 2026-11',
      start: at('2026-11-01T00:00:00Z'),
      end: at('2026-12-01T00:00:00Z'),
    });
  });

  it('holds its time, and the next begins where it ends', () => {
    const times = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(times, fc.constantFrom(...BUDGET_PERIODS), fc.constantFrom(...zones), (now, period, offsetAt) => {
        const { id, start, end } = periodAt(period, now, offsetAt);
        assert.ok(start <= now && now < end, id);
        const next = periodAt(period, end, offsetAt);
        assert.equal(next.start, end);
        assert.notEqual(next.id, id);
        assert.equal(periodAt(period, start, offsetAt).id, id);
        assert.equal(periodAt(period, end - 1, offsetAt).id, id);
      }),
      { numRuns: 1000 },
    );
  });
});

const start = at('2026-11-01T00:00:00Z');
const month: Omit<BudgetInput, 'spent' | 'asOf'> = {
  limit: usd('100'),
  start,
  end: start + 30 * DAY,
  warnAt: [0.5, 0.8],
};

describe('a budget', () => {
  it('knows what is used, what has elapsed, and what it comes to at this pace', () => {
    const status = evaluateBudget({ ...month, spent: spent('30'), asOf: start + 10 * DAY });
    assert.equal(status.used, 0.3);
    assert.equal(status.elapsed, 1 / 3);
    assert.deepEqual([status.forecast, status.method, status.state], [spent('90'), 'pace', 'fine']);
  });

  it('makes no forecast in the first twentieth, nor when nothing was spent', () => {
    assert.equal(evaluateBudget({ ...month, spent: spent('5'), asOf: start + DAY }).method, 'too-early');
    assert.equal(evaluateBudget({ ...month, spent: spent('5'), asOf: start + 1.5 * DAY }).method, 'pace');
    const idle = evaluateBudget({ ...month, spent: spent('0'), asOf: start + 10 * DAY });
    assert.deepEqual([idle.method, idle.forecast, idle.state], ['nothing-spent', undefined, 'fine']);
    const over = evaluateBudget({ ...month, spent: spent('40'), asOf: start + 31 * DAY });
    assert.deepEqual([over.method, over.forecast, over.elapsed], ['ended', spent('40'), 1]);
  });

  it('warns at its thresholds, exactly', () => {
    const states = ['49.999999', '50', '79.9999', '80', '99.99', '100', '250'].map((text) => {
      const { state, reached } = evaluateBudget({ ...month, spent: spent(text), asOf: start + DAY });
      return [state, ...reached];
    });
    assert.deepEqual(states, [
      ['fine'],
      ['warning', 0.5],
      ['warning', 0.5],
      ['warning', 0.5, 0.8],
      ['warning', 0.5, 0.8],
      ['over', 0.5, 0.8, 1],
      ['over', 0.5, 0.8, 1],
    ]);
  });

  it('is not fine while something in it is unpriced, but over when what is known is', () => {
    const asOf = start + 10 * DAY;
    assert.equal(evaluateBudget({ ...month, spent: spent('10', false), asOf }).state, 'unknown');
    assert.equal(evaluateBudget({ ...month, spent: spent('60', false), asOf }).state, 'warning');
    assert.deepEqual(evaluateBudget({ ...month, spent: spent('60', false), asOf }).forecast, spent('180', false));
    assert.equal(evaluateBudget({ ...month, spent: spent('100', false), asOf }).state, 'over');
    const unknown = evaluateBudget({ ...month, spent: undefined, asOf });
    assert.deepEqual([unknown.state, unknown.used, unknown.method], ['unknown', undefined, 'unknown']);
    assert.equal(evaluateBudget({ ...month, limit: NO_MONEY, spent: spent('1'), asOf }).state, 'unknown');
  });

  const cents = fc.bigInt({ min: -(10n ** 6n), max: 10n ** 9n }).map((size) => (size * 10n ** 13n) as Money);
  const inputs = fc.record({
    limit: cents,
    spent: fc.option(fc.record({ money: cents, whole: fc.boolean() }), { nil: undefined }),
    start: fc.integer({ min: 0, max: 10 ** 12 }),
    end: fc.integer({ min: 0, max: 10 ** 12 }),
    asOf: fc.integer({ min: 0, max: 10 ** 12 }),
    warnAt: fc.array(fc.double(), { maxLength: 4 }),
  });

  it('never returns what is no number', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { used, elapsed, reached, forecast } = evaluateBudget(input);
        assert.ok(used === undefined || (Number.isFinite(used) && used >= 0));
        assert.ok(elapsed >= 0 && elapsed <= 1);
        for (const share of reached) assert.ok(Number.isFinite(share) && share > 0);
        if (forecast !== undefined) assert.match(toDecimal(forecast.money), /^-?\d+(\.\d+)?$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('only gets worse when more is spent', () => {
    const ranks = ['unknown', 'fine', 'warning', 'over'];
    fc.assert(
      fc.property(inputs, cents, (input, more) => {
        if (input.spent?.whole !== true || more < 0n) return;
        const one = evaluateBudget(input);
        const two = evaluateBudget({ ...input, spent: { money: (input.spent.money + more) as Money, whole: true } });
        assert.ok((two.used ?? 0) >= (one.used ?? 0));
        assert.ok(ranks.indexOf(two.state) >= ranks.indexOf(one.state));
        assert.deepEqual(two.reached.slice(0, one.reached.length), one.reached);
        if (one.forecast !== undefined && two.forecast !== undefined)
          assert.ok(two.forecast.money >= one.forecast.money);
      }),
      { numRuns: 1000 },
    );
  });
});
