/**
 * The proof that the estimate, made from CloudWatch's tokens and list prices, and AWS's bill tell the same story to the
 * cent.
 */

import assert from 'node:assert/strict';
import { sumBill } from '../../../src/core/billing/billSum';
import { add, fromDecimal, NO_MONEY, subtract, toDecimal, type Money } from '../../../src/core/money';
import { homeRegion } from '../../../src/core/profiles/profile';
import { reconcile } from '../../../src/core/reconciliation/reconcile';
import type { ComparedAmounts, ComparedRow, Reconciliation } from '../../../src/core/reconciliation/types';
import type { Reason, ReasonCode } from '../../../src/core/reconciliation/reasons';
import type { Simulator } from '../../../src/simulator/index';
import { connect, FRIDAY, wanted } from '../aws/connect';
import { accountOf } from '../simulator/billingHelpers';
import { billedAs, billNow, COMPLETE, LAST, lookAt, MONTH, TAG, type Month } from './simulatedMonth';

const CENT = fromDecimal('0.01') ?? NO_MONEY;
const sizeOf = (amount: Money): Money => (amount < 0n ? subtract(NO_MONEY, amount) : amount);
const reasonOf = ({ reasons }: ComparedAmounts, code: ReasonCode): Reason | undefined =>
  reasons.find((reason) => reason.code === code);
const usdOf = (compared: ComparedAmounts, code: ReasonCode): Money => reasonOf(compared, code)?.usd ?? NO_MONEY;
const codesOf = ({ reasons }: ComparedAmounts): readonly ReasonCode[] => reasons.map(({ code }) => code).sort();
const members = ({ rows }: Reconciliation): readonly ComparedRow[] => rows.filter(({ label }) => label !== undefined);
const untagged = ({ rows }: Reconciliation): ComparedRow => {
  const row = rows.find(({ label }) => label === undefined);
  assert.ok(row);
  return row;
};

function sameCents(actual: Money, expected: Money, what: string): void {
  assert.ok(sizeOf(subtract(actual, expected)) < CENT, `${what}: ${toDecimal(actual)} is not ${toDecimal(expected)}`);
}

/** Every difference is the sum of its reasons, and none of them says that it has no reason. */
function fullyExplained(answer: Reconciliation): void {
  const all = [...answer.rows, ...answer.rows.flatMap(({ days }) => days), ...answer.days, answer.total];
  for (const compared of all) {
    assert.equal(subtract(compared.bill, compared.estimate.money), compared.difference);
    assert.equal(
      compared.reasons.reduce((sum, { usd }) => add(sum, usd ?? NO_MONEY), NO_MONEY),
      compared.difference,
    );
    assert.equal(compared.reasons.at(-1)?.code, 'unexplained');
    assert.equal(usdOf(compared, 'unexplained'), NO_MONEY);
  }
}

const isDirect = (source: string): boolean => !source.startsWith('arn:');
/**
 * The one thing on the bill that neither the bundled prices nor the Price List that is read for them has a price of.
 */
const UNPRICED = 'amazon.titan-embed-text-v2:0';

/** USD of the books over the complete days for the sources that are wanted. */
const booksOf = (simulator: Simulator, isWanted: (source: string) => boolean): Money =>
  simulator
    .billed({ ...COMPLETE, by: ['source'], only: { recordType: 'Usage' } })
    .filter(({ keys: [source = ''] }) => source !== '' && isWanted(source))
    .reduce((sum, { usd }) => add(sum, fromDecimal(usd) ?? NO_MONEY), NO_MONEY);

/** What of Bedrock's is not of the home Region. */
const abroad = (simulator: Simulator): Money =>
  simulator
    .billed({ ...COMPLETE, by: ['service', 'region'], only: { recordType: 'Usage' } })
    .filter(({ keys: [service = '', region] }) => service.includes('Bedrock') && region !== 'us-east-1')
    .reduce((sum, { usd }) => add(sum, fromDecimal(usd) ?? NO_MONEY), NO_MONEY);

const ACTIVE = { activation: { [TAG]: { daysAgo: 60 } } };
const LATE = { activation: { [TAG]: { daysAgo: 8 } } };

/** What an amount was before the discount of 8 %. */
const listOf = (amount: Money): Money => ((amount * 100n) / 92n) as Money;

describe('A month of a company', function () {
  this.timeout(120_000);
  /** What the books of the plain list prices say. */
  let plain: { readonly all: Money; readonly direct: Money; readonly abroad: Money };
  let agreed: Month;

  before(async () => {
    agreed = await billedAs(ACTIVE, async (simulator) => {
      plain = { all: booksOf(simulator, () => true), direct: booksOf(simulator, isDirect), abroad: abroad(simulator) };
      return lookAt(simulator);
    });
  });

  describe('with the tag active and no discount', () => {
    it('has an estimate for each of two dozen members', () => {
      assert.equal(agreed.input.lastCompleteDay, LAST);
      assert.equal(members(agreed.complete).length, 24);
      for (const { estimate } of members(agreed.complete)) assert.ok(estimate.whole && estimate.money > CENT * 100n);
    });

    it('agrees with the bill to the cent for every member', () => {
      for (const { label, bill, estimate } of members(agreed.complete)) sameCents(estimate.money, bill, label ?? '');
    });

    it('has nothing in its differences but what ran over midnight', () => {
      fullyExplained(agreed.complete);
      for (const row of members(agreed.complete))
        for (const { day, ...compared } of row.days)
          for (const code of codesOf(compared))
            assert.ok(['unexplained', 'utc-day-boundary'].includes(code), `${row.label ?? ''} ${day}: ${code}`);
    });

    it('finds what goes past all profiles in the untagged row', () => {
      sameCents(usdOf(agreed.complete.total, 'untagged-or-direct'), plain.direct, 'direct');
      assert.equal(agreed.complete.total.bill, plain.all);
    });

    it('takes what is missing from the running days for a bill that is not complete', () => {
      fullyExplained(agreed.answer);
      for (const { day, reasons } of agreed.answer.days)
        assert.equal(
          reasons.some(({ code }) => code === 'bill-not-complete'),
          day > LAST,
          day,
        );
    });

    it('knows what is of Regions that were not looked at', () => {
      const home = 'us-east-1';
      const usage = agreed.input.usage.filter(({ profile }) => homeRegion(profile) === home);
      assert.ok(usage.length > 0 && usage.length < agreed.input.usage.length);
      const answer = reconcile({ ...agreed.input, span: COMPLETE, usage, regions: [home] });
      fullyExplained(answer);
      sameCents(usdOf(answer.total, 'other-region'), plain.abroad, 'abroad');
      assert.equal(usdOf(answer.total, 'usage-not-in-cloudwatch'), NO_MONEY);
    });

    it('adds up the bill as Cost Explorer gave it', () => {
      const sum = sumBill(agreed.bill, FRIDAY);
      assert.equal(sum.total, agreed.answer.total.bill);
      assert.deepEqual([sum.days.length, sum.lastCompleteDay], [20, LAST]);
      for (const { label, bill } of agreed.answer.rows)
        assert.equal(sum.rows.find((row) => row.label === label)?.total, bill);
    });
  });

  describe('with one-hour cache writes', () => {
    it('is within half a percent of the bill where they are few, and to the cent but for them', async () => {
      const few = await billedAs({ ...ACTIVE, oneHourShare: 0.01 }, lookAt);
      fullyExplained(few.complete);
      for (const row of members(few.complete)) {
        assert.ok(sizeOf(row.difference) * 200n < row.estimate.money, row.label ?? '');
        const without = subtract(row.difference, usdOf(row, 'one-hour-cache-writes'));
        assert.ok(sizeOf(without) < CENT, row.label ?? '');
      }
    });
  });

  describe('with a discount, one-hour cache writes, late activation and direct traffic at once', () => {
    const DISCOUNT = 0.08;
    let mixed: Month;
    let list: { readonly oneHour: Money };
    let paid: Money;
    let unpriced: Money;
    before(async () => {
      list = await billedAs({ ...ACTIVE, oneHourShare: 0.3 }, (simulator) => ({
        oneHour: booksOf(simulator, () => true),
      }));
      mixed = await billedAs({ ...LATE, oneHourShare: 0.3, discount: DISCOUNT }, async (simulator) => {
        paid = booksOf(simulator, () => true);
        unpriced = booksOf(simulator, (source) => source === UNPRICED);
        return lookAt(simulator);
      });
    });

    it('explains every cent of every member, day and sum', () => {
      fullyExplained(mixed.complete);
      fullyExplained(mixed.answer);
      assert.equal(mixed.complete.total.bill, paid);
      assert.deepEqual(codesOf(mixed.complete.total), [
        'discount',
        'one-hour-cache-writes',
        'unexplained',
        'untagged-or-direct',
        'utc-day-boundary',
      ]);
    });

    it('finds the discount that the books gave', () => {
      // What has no price has no discount either: its share of the list price is not known.
      const unknown = subtract(listOf(unpriced), unpriced);
      const given = subtract(subtract(list.oneHour, paid), unknown);
      sameCents(usdOf(mixed.complete.total, 'discount'), subtract(NO_MONEY, given), 'discount');
      for (const row of members(mixed.complete)) {
        const { usd = NO_MONEY, list: atList = NO_MONEY } = reasonOf(row, 'discount') ?? {};
        if (row.bill !== NO_MONEY) assert.ok(Math.abs(Number(usd) / Number(atList) + DISCOUNT) < 1e-6, row.label ?? '');
      }
    });

    it('finds what the one-hour writes cost more than the five-minute ones', () => {
      const more = subtract(list.oneHour, plain.all);
      sameCents(usdOf(mixed.complete.total, 'one-hour-cache-writes'), more, 'one hour');
    });

    it('finds members’ usage in the untagged row before the activation, and what is nobody’s beside it', () => {
      const moved = usdOf(untagged(mixed.complete), 'tag-not-active');
      const lacking = members(mixed.complete).reduce((sum, row) => add(sum, usdOf(row, 'tag-not-active')), NO_MONEY);
      assert.equal(add(moved, lacking), NO_MONEY);
      assert.ok(moved > CENT * 100_000n);
      const direct = usdOf(untagged(mixed.complete), 'untagged-or-direct');
      sameCents(direct, subtract(plain.direct, subtract(listOf(unpriced), unpriced)), 'direct');
      for (const row of members(mixed.complete))
        for (const { day, bill } of row.days) assert.ok(day >= '2026-11-12' || bill === NO_MONEY, row.label ?? '');
    });

    it('finds the same where a member account may not ask since when the tag is active', async () => {
      const member = await billedAs(
        { ...LATE, oneHourShare: 0.3, discount: DISCOUNT },
        async (simulator) => (await lookAt(simulator, { mayAskTags: false })).complete,
      );
      fullyExplained(member);
      for (const row of mixed.complete.rows) {
        const same = member.rows.find(({ label }) => label === row.label);
        assert.deepEqual(same && codesOf(same), codesOf(row));
        assert.deepEqual(same && usdOf(same, 'tag-not-active'), usdOf(row, 'tag-not-active'));
        if (row.label !== undefined) assert.equal(same && reasonOf(same, 'tag-not-active')?.inferred, true);
      }
    });
  });

  describe('with batch jobs', () => {
    it('finds what they cost less', async () => {
      const use = { scale: 1, rhythm: 'steady', cached: false } as const;
      const alone = (batchShare: number) =>
        accountOf([
          {
            name: 'nightly',
            source: 'us.anthropic.claude-sonnet-4-6',
            tags: { MemberName: 'jane.doe' },
            ageDays: 90,
            use: { ...use, batchShare },
          },
        ]);
      const total = (simulator: Simulator): Money => booksOf(simulator, () => true);
      const standard = await billedAs(ACTIVE, total, alone(0));
      const [paid, month] = await billedAs(
        ACTIVE,
        async (simulator) => [total(simulator), await lookAt(simulator)],
        alone(0.25),
      );
      fullyExplained(month.complete);
      const [row] = members(month.complete);
      assert.equal(row?.bill, paid);
      assert.ok(row.estimate.money > CENT * 100n);
      sameCents(usdOf(row, 'batch'), subtract(paid, standard), 'batch');
      assert.ok(usdOf(row, 'batch') < NO_MONEY);
    });
  });

  describe('with a tag that came true in the middle of a day', () => {
    it('finds the part of that day that is in the untagged row', async () => {
      const NOON = Date.parse('2026-11-11T16:00:00Z');
      const split = await billedAs({ activation: { [TAG]: 'never' } }, async (simulator) => {
        simulator.setTime(NOON);
        const aws = await connect(simulator);
        const failed = await aws.billing.activateCostTags([TAG], wanted());
        aws.dispose();
        assert.deepEqual(failed, []);
        simulator.setTime(FRIDAY);
        const lost = simulator
          .billed({ ...COMPLETE, by: ['source'], only: { recordType: 'Usage', [`tag:${TAG}`]: '' } })
          .filter(({ keys: [source = ''] }) => !isDirect(source));
        const month = await lookAt(simulator);
        return { month, lost: lost.reduce((sum, { usd }) => add(sum, fromDecimal(usd) ?? NO_MONEY), NO_MONEY) };
      });
      fullyExplained(split.month.complete);
      assert.equal(split.month.complete.tagDays['2026-11-12'], 'partial');
      const row = untagged(split.month.complete);
      // What is lost of profiles: members' usage before the activation, and what untagged profiles have used all along.
      sameCents(add(usdOf(row, 'tag-not-active'), row.estimate.money), split.lost, 'lost');
      const noon = row.days.find(({ day }) => day === '2026-11-12');
      assert.ok(noon !== undefined && usdOf(noon, 'tag-not-active') > CENT * 100n);
    });
  });

  describe('whose bill was looked at hours before it is compared, or after its usage types', () => {
    const HOURS = 8 * 3_600_000;
    const HOME = 'us-east-1';
    /** The estimate is of one Region, as on the page. */
    const atHome = ({ input }: Month, span = input.span): Reconciliation =>
      reconcile({
        ...input,
        span,
        usage: input.usage.filter(({ profile }) => homeRegion(profile) === HOME),
        regions: [HOME],
      });
    let looked: readonly { readonly kept: 'bill' | 'detail'; readonly month: Month }[];
    before(async () => {
      looked = await billedAs(ACTIVE, async (simulator) => {
        simulator.setTime(FRIDAY - HOURS);
        const { bill, detail } = await billNow(simulator);
        simulator.advance(HOURS);
        return [
          { kept: 'bill', month: await lookAt(simulator, { kept: { bill } }) },
          { kept: 'detail', month: await lookAt(simulator, { kept: { detail } }) },
        ];
      });
    });

    it('is explained to the last cent all the same', () => {
      for (const { month } of looked) {
        assert.notDeepEqual([month.input.bill, month.input.detail], [agreed.input.bill, agreed.input.detail]);
        fullyExplained(month.answer);
        fullyExplained(atHome(month));
      }
    });

    it('says the same of complete days, to the cent', () => {
      for (const { month } of looked) {
        fullyExplained(month.complete);
        for (const { label, bill, estimate } of members(month.complete)) sameCents(estimate.money, bill, label ?? '');
        assert.deepEqual(atHome(month, COMPLETE).total, atHome(agreed, COMPLETE).total);
      }
    });

    it('names nothing on the running days that is more than there is on the bill', () => {
      const [first] = looked;
      assert.equal(first?.kept, 'bill');
      for (const { label, days } of atHome(first.month).rows)
        for (const { day, bill, ...compared } of days)
          for (const code of ['other-region', 'untagged-or-direct', 'usage-not-in-cloudwatch'] as const)
            assert.ok(usdOf({ bill, ...compared }, code) < bill + CENT, `${label ?? 'untagged'} ${day} ${code}`);
    });

    it('counts as not yet on the bill what was not on it when it was asked for', () => {
      const missing = (answer: Reconciliation): Money => subtract(NO_MONEY, usdOf(answer.total, 'bill-not-complete'));
      const [first] = looked;
      assert.ok(first !== undefined);
      const came = subtract(agreed.answer.total.bill, first.month.answer.total.bill);
      assert.ok(came > CENT * 10_000n, toDecimal(came));
      // Of what came since, what is nobody's was not missing in the estimate.
      const direct = (answer: Reconciliation): Money => usdOf(answer.total, 'untagged-or-direct');
      const nobodys = subtract(direct(agreed.answer), direct(first.month.answer));
      sameCents(missing(first.month.answer), add(missing(agreed.answer), subtract(came, nobodys)), 'missing');
    });
  });

  describe('without the usage types', () => {
    it('agrees all the same, because there is nothing to explain', () => {
      const { input } = agreed;
      assert.equal(input.span, MONTH);
      const plainly = agreed.without;
      for (const { label, bill, estimate } of members(plainly)) sameCents(estimate.money, bill, label ?? '');
      for (const row of members(plainly)) assert.ok(sizeOf(usdOf(row, 'unexplained')) < CENT, row.label ?? '');
      sameCents(usdOf(untagged(plainly), 'untagged-or-direct'), plain.direct, 'direct');
    });
  });
});
