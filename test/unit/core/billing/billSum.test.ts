import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BillAnswer, BillGrouping, BillLine, BillQuery } from '../../../../src/core/billing/bill';
import { daysOf, sumBill, sumMoney } from '../../../../src/core/billing/billSum';
import { fromDecimal, NO_MONEY, toDecimal } from '../../../../src/core/money';

const SONNET = 'Claude Sonnet 5 (Amazon Bedrock Edition)';
const NOVA = 'Amazon Bedrock';
const query: BillQuery = {
  from: '2026-11-01',
  to: '2026-11-04',
  granularity: 'day',
  grouping: { by: 'tag', key: 'Team' },
};
const answer = (lines: readonly BillLine[], more: Partial<BillQuery> = {}): BillAnswer => ({
  query: { ...query, ...more },
  lines,
  requests: 1,
});
const line = (day: string, tag: string | undefined, service: string, cost: string, estimated = false): BillLine => ({
  day,
  tag,
  service,
  cost,
  estimated,
});
const NOW = Date.parse('2026-11-04T12:00:00Z');

describe('the sum of a bill', () => {
  const sum = sumBill(
    answer([
      line('2026-11-01', 'platform', SONNET, '10.10'),
      line('2026-11-01', 'platform', NOVA, '0.05'),
      line('2026-11-03', 'platform', SONNET, '1', true),
      line('2026-11-01', undefined, SONNET, '99'),
      line('2026-11-02', 'data', NOVA, '20'),
    ]),
    NOW,
  );

  it('has a row for each label, dearest first and the untagged last, with its days and services', () => {
    assert.deepEqual(
      sum.rows.map(({ label, total, days }) => [label, toDecimal(total), days.map(toDecimal)]),
      [
        ['data', '20', ['0', '20', '0']],
        ['platform', '11.15', ['10.15', '0', '1']],
        [undefined, '99', ['99', '0', '0']],
      ],
    );
    assert.deepEqual(
      sum.rows[1]?.parts.map(({ label, total }) => [label, toDecimal(total)]),
      [
        [SONNET, '11.1'],
        [NOVA, '0.05'],
      ],
    );
  });

  it('names which days are complete, and which AWS may still change', () => {
    assert.deepEqual(
      sum.days.map(({ day, total, complete, estimated }) => [day, toDecimal(total), complete, estimated]),
      [
        ['2026-11-01', '109.15', true, false],
        ['2026-11-02', '20', true, false],
        ['2026-11-03', '1', false, true],
      ],
    );
    assert.equal(sum.lastCompleteDay, '2026-11-02');
    assert.equal(toDecimal(sum.total), '130.15');
  });

  it('of months goes by their last days', () => {
    const months = sumBill(
      answer([{ ...line('2026-10-05', 'data', NOVA, '5') }], {
        from: '2026-10-05',
        to: '2026-11-04',
        granularity: 'month',
      }),
      NOW,
    );
    assert.deepEqual(
      months.days.map(({ day, complete }) => [day, complete]),
      [
        ['2026-10-05', true],
        ['2026-11-01', false],
      ],
    );
  });

  it('of nothing is nothing', () => {
    const none = sumBill(answer([]), Date.parse('2026-11-01T08:00:00Z'));
    assert.deepEqual([none.rows, none.total, none.lastCompleteDay, none.days.length], [[], NO_MONEY, undefined, 3]);
    assert.deepEqual(daysOf({ from: '2026-11-04', to: '2026-11-01' }), []);
    assert.deepEqual(daysOf({ from: 'no day', to: '2026-11-01' }), []);
  });

  it('is the same total over any grouping, exactly', () => {
    const groupings: readonly BillGrouping[] = [
      { by: 'tag', key: 'Team' },
      { by: 'account' },
      { by: 'account-tag', key: 'Team', services: [SONNET, NOVA] },
      { by: 'usage-types', key: 'Team', service: NOVA },
    ];
    const lines = fc.array(
      fc.record({
        day: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-03'),
        tag: fc.constantFrom('a', 'b', 'constructor', '', undefined),
        account: fc.constantFrom('111122223333', '444455556666'),
        service: fc.constantFrom(SONNET, NOVA),
        usageType: fc.constantFrom('USE1-NovaPro-input-tokens', 'x'),
        cost: fc
          .bigInt({ min: -(10n ** 12n), max: 10n ** 14n })
          .map(
            (tenths) =>
              `${tenths < 0n ? '-' : ''}${(tenths < 0n ? -tenths : tenths) / 10n ** 10n}.${String((tenths < 0n ? -tenths : tenths) % 10n ** 10n).padStart(10, '0')}`,
          ),
        estimated: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(lines, fc.constantFrom(...groupings), (some, grouping) => {
        const summed = sumBill(answer(some, { grouping }), NOW);
        const total = sumMoney(some.map(({ cost }) => fromDecimal(cost) ?? NO_MONEY));
        assert.equal(summed.total, total);
        assert.equal(sumMoney(summed.days.map((day) => day.total)), total);
        assert.equal(sumMoney(summed.rows.map((row) => row.total)), total);
        for (const row of summed.rows) {
          assert.equal(sumMoney(row.days), row.total);
          if (grouping.by !== 'account-tag') assert.equal(sumMoney(row.parts.map((part) => part.total)), row.total);
        }
        for (const [at, { total: ofDay }] of summed.days.entries())
          assert.equal(sumMoney(summed.rows.map((row) => row.days[at] ?? NO_MONEY)), ofDay);
      }),
    );
  });
});
