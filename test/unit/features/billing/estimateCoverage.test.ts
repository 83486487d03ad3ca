import assert from 'node:assert/strict';
import { fromDecimal, NO_MONEY } from '../../../../src/core/money';
import type { Reason, ReasonCode } from '../../../../src/core/reconciliation/reasons';
import { coveredEstimate, labelsWithProfile } from '../../../../src/features/billing/estimateCoverage';

const because = (code: ReasonCode): Reason => ({ code, days: [], services: [], models: [], variants: [] });
const some = fromDecimal('78.12') ?? assert.fail();
const here = [because('discount'), because('unexplained')];
const elsewhere = [because('other-region'), ...here];

describe('an estimate beside the bill', () => {
  it('is as it is where all Regions of the bill were loaded', () => {
    assert.deepEqual(coveredEstimate({ estimate: { money: some, whole: true }, reasons: here }), {
      usd: '78.12',
      whole: true,
    });
    assert.deepEqual(coveredEstimate({ estimate: { money: NO_MONEY, whole: true }, reasons: here }), {
      usd: '0',
      whole: true,
    });
  });

  it('is at least so much where a part of the bill is of another Region', () => {
    const amount = coveredEstimate({ estimate: { money: some, whole: true }, reasons: elsewhere });
    assert.deepEqual(amount, { usd: '78.12', whole: false });
  });

  it('is none, and not zero, where all of it is of another Region', () => {
    assert.equal(coveredEstimate({ estimate: { money: NO_MONEY, whole: true }, reasons: elsewhere }), undefined);
  });

  it('stays unpriced where there were tokens without a price', () => {
    const amount = coveredEstimate({ estimate: { money: NO_MONEY, whole: false }, reasons: elsewhere });
    assert.deepEqual(amount, { usd: '0', whole: false });
  });

  it('is none, and not zero, for who has no profile here: another linked account’s, or one that was deleted', () => {
    const bought = [because('usage-not-in-cloudwatch'), because('discount'), because('unexplained')];
    const nothing = { estimate: { money: NO_MONEY, whole: true }, reasons: bought };
    assert.equal(coveredEstimate(nothing, false), undefined);
    assert.deepEqual(coveredEstimate(nothing, true), { usd: '0', whole: true });
  });

  it('is at least so much in a sum with somebody who has no profile here', () => {
    assert.deepEqual(coveredEstimate({ estimate: { money: some, whole: true }, reasons: here }, false), {
      usd: '78.12',
      whole: false,
    });
  });

  it('is of profiles whose tag has exactly the name on the bill', () => {
    const tagged = (MemberName: string) => ({ tags: { MemberName } });
    const has = labelsWithProfile([tagged('jane.doe'), tagged(''), { tags: undefined }, { tags: {} }], 'MemberName');
    assert.deepEqual(['jane.doe', 'Jane.Doe', 'constructor', undefined].map(has), [true, false, false, true]);
  });
});
