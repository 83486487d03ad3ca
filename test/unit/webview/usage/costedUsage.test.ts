import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromDecimal, NO_MONEY, toDecimal, type Amount, type Money } from '../../../../src/core/money';
import type { TokenCounts } from '../../../../src/core/usage/usage';
import { formatFor } from '../../../../src/webview/format';
import { offsetIn } from '../../../../src/webview/usage/chart/timeBuckets';
import {
  addCostedUsage,
  cachingOf,
  changeBetween,
  changeOf,
  isUnpriced,
  moneyShare,
  ratesOf,
  costedUsage,
  type CostedUsage,
  type RateCard,
} from '../../../../src/webview/usage/costedUsage';
import { summaryOf } from '../../../../src/webview/usage/sums';

const usd = (text: string): Money => {
  const money = fromDecimal(text);
  assert.ok(money !== undefined);
  return money;
};
const whole = (text: string): Amount => ({ money: usd(text), whole: true });
const count = (value: number) => ({ value, whole: true });

const rateCard = (rates: Record<string, string>): RateCard => ({
  model: 'Claude Sonnet 4.5',
  tier: 'global',
  region: 'eu-central-1',
  rates: ratesOf(rates),
  price: 'a price',
});
const SONNET = rateCard({ input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' });
const UNKNOWN = rateCard({});

const NONE: TokenCounts = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const used = (of: RateCard, tokens: Partial<TokenCounts>): CostedUsage => {
  const all = { ...NONE, ...tokens };
  return costedUsage(summaryOf({ tokens: all }), [{ rateCard: of, tokens: all }]);
};

describe('an estimate', () => {
  it('is tokens times price for each kind, to the last decimal', () => {
    const { cost } = used(SONNET, { input: 7, output: 3, cacheRead: 1, cacheWrite: 2 });
    assert.equal(toDecimal(cost.amount.money), '0.0000738');
    assert.ok(cost.amount.whole);
  });

  it('is at least what is priced when a part is not, and returns how many tokens that is', () => {
    const both = addCostedUsage([used(SONNET, { input: 1_000_000 }), used(UNKNOWN, { output: 42, cacheRead: 8 })]);
    assert.deepEqual(both.cost.amount, { money: usd('3'), whole: false });
    assert.equal(both.cost.unpriced, 50);
    assert.ok(both.cost.byKind.input.whole);
    assert.ok(isUnpriced(both.cost.byKind.output));
  });

  it('is unpriced, and not nothing, when no part has a price', () => {
    assert.ok(isUnpriced(used(UNKNOWN, { input: 5 }).cost.amount));
    assert.ok(!isUnpriced(used(UNKNOWN, {}).cost.amount));
    assert.ok(!isUnpriced(used(rateCard({ input: '0' }), { input: 5 }).cost.amount), 'a price of nothing is a price');
  });

  it('reads a text that is not a price as no price', () => {
    for (const bad of ['-3', '1e3', 'free', '', '0.1234567891'])
      assert.ok(isUnpriced(used(rateCard({ input: bad }), { input: 5 }).cost.amount), bad);
  });

  it('is at least, too, when its tokens are known only in part', () => {
    const summary = summaryOf({ tokens: { ...NONE, input: 1_000_000 } });
    const part = { ...summary, output: { value: undefined, whole: false } };
    const { cost } = costedUsage(part, [{ rateCard: SONNET, tokens: { ...NONE, input: 1_000_000 } }]);
    assert.deepEqual(cost.amount, { money: usd('3'), whole: false });
  });
});

describe('a comparison with the span before', () => {
  it('returns by how much, and by which part', () => {
    assert.deepEqual(changeOf(whole('15'), count(5), whole('12'), count(4)), {
      type: 'known',
      difference: usd('3'),
      ratio: 0.25,
    });
  });

  it('distinguishes no traffic before from traffic without a price and from no traffic at all', () => {
    const priced = used(SONNET, { input: 10 });
    const none = used(SONNET, {});
    assert.equal(changeBetween(priced, none).type, 'new');
    assert.equal(changeBetween(none, none).type, 'idle');
    assert.equal(changeBetween(priced, used(UNKNOWN, { input: 3 })).type, 'unknown');
    assert.equal(changeBetween(used(UNKNOWN, { input: 3 }), priced).type, 'unknown');
    const free = used(rateCard({ input: '0' }), { input: 3 });
    assert.deepEqual(changeBetween(priced, free), { type: 'known', difference: usd('0.00003'), ratio: undefined });
  });

  it('is never a number that is none, whatever is compared', () => {
    const tokens = fc.record({ input: fc.nat(), output: fc.nat(), cacheRead: fc.nat(), cacheWrite: fc.nat() });
    const rateCards = fc.constantFrom(
      SONNET,
      UNKNOWN,
      rateCard({ input: '0', output: '15' }),
      rateCard({ input: '3' }),
    );
    const usages = fc.tuple(rateCards, fc.oneof(tokens, fc.constant(NONE))).map(([of, all]) => used(of, all));
    const f = formatFor('en-GB', 'UTC', offsetIn('UTC'), false);
    fc.assert(
      fc.property(usages, usages, (now, before) => {
        const change = changeBetween(now, before);
        const shares = [moneyShare(now.cost.amount, before.cost.amount), cachingOf(now).hits];
        const numbers = [
          ...shares.map(({ value }) => value),
          change.type === 'known' ? change.ratio : undefined,
          now.cost.unpriced,
        ];
        for (const number of numbers)
          assert.ok(number === undefined || (Number.isFinite(number) && !Object.is(number, -0)));
        const texts = [
          f.money(now.cost.amount.money),
          ...(change.type === 'known'
            ? [f.moneyDifference(change.difference), f.percentChange(change.ratio ?? 0)]
            : []),
        ];
        for (const text of texts) assert.doesNotMatch(text, /NaN|Infinity|∞|-\$?0\.0+(?!\d)|undefined/);
        if (now.cost.amount.money === NO_MONEY && now.cost.unpriced > 0) assert.ok(isUnpriced(now.cost.amount));
      }),
    );
  });
});

describe('caching', () => {
  it('is read out of all that is read', () => {
    const { hits } = cachingOf(used(SONNET, { input: 10, cacheRead: 80, cacheWrite: 10, output: 500 }));
    assert.deepEqual(hits, { value: 0.8, whole: true });
    assert.deepEqual(cachingOf(used(SONNET, {})).hits, { value: undefined, whole: true });
  });

  it('saves the difference to plain input, or costs it', () => {
    const million = 1_000_000;
    assert.equal(cachingOf(used(SONNET, { cacheRead: million })).saved, usd('2.7'));
    assert.equal(cachingOf(used(SONNET, { cacheWrite: million })).saved, usd('-0.75'));
    assert.deepEqual(cachingOf(used(SONNET, { input: million })), {
      hits: { value: 0, whole: true },
      saved: NO_MONEY,
      whole: true,
    });
  });

  it('is told for the priced part only, and as not known where nothing is priced', () => {
    const unknown = used(UNKNOWN, { cacheRead: 1000 });
    assert.deepEqual([cachingOf(unknown).saved, cachingOf(unknown).whole], [undefined, false]);
    const both = cachingOf(addCostedUsage([unknown, used(SONNET, { cacheRead: 1_000_000 })]));
    assert.deepEqual([both.saved, both.whole], [usd('2.7'), false]);
  });
});
