import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { modelId } from '../../../../src/core/ids';
import { NO_MONEY, add, cost, toDecimal } from '../../../../src/core/money';
import { readOverrides } from '../../../../src/core/prices/priceOverrides';
import {
  cachingSaved,
  estimate,
  formula,
  priceOf,
  whatIf,
  type PriceTable,
  type Rates,
} from '../../../../src/core/prices/prices';
import type { Tier } from '../../../../src/core/profiles/source';
import { TOKEN_KINDS, addTokens, NO_TOKENS, type TokenCounts } from '../../../../src/core/usage/usage';
import { BOOK, NOVA, SONNET, found, rates, source, unpriced, usd } from './priceBuilders';

const listOf = (date: string, model: string, region: string, regional: Rates, global?: Rates): PriceTable => ({
  origin: 'price-list',
  date,
  entries: {
    [model]: {
      regional: { [region]: { rates: regional } },
      ...(global === undefined ? {} : { global: { [region]: { rates: global } } }),
    },
  },
});

describe('a price of an unknown tier', () => {
  it('is known only where global and regional are the same', () => {
    unpriced(source(SONNET, 'unknown'), 'us-east-1');
    const same = found(source('anthropic.claude-sonnet-4-20250514-v1:0', 'unknown'), 'us-east-1');
    assert.deepEqual(same.rates, rates('3', '15', '0.3', '3.75'));
    assert.equal(same.tier, undefined);
    unpriced(source('anthropic.claude-opus-4-1-20250805-v1:0', 'unknown'), 'us-east-1');
  });

  it('is that of an override of the model, unless another names a geography', () => {
    const plain = readOverrides({ [SONNET]: { input: 1 } }).overrides;
    assert.deepEqual(found(source(SONNET, 'unknown'), 'eu-west-1', { ...BOOK, overrides: plain }).rates, {
      input: '1',
    });
    const two = readOverrides({ [SONNET]: { input: 1 }, [`eu.${SONNET}`]: { input: 2 } }).overrides;
    unpriced(source(SONNET, 'unknown'), 'eu-west-1', { ...BOOK, overrides: two });
    unpriced(source(SONNET, 'geographic', ''), 'eu-west-1', { ...BOOK, overrides: two });
    assert.equal(found(source(SONNET), 'eu-west-1', { ...BOOK, overrides: two }).rates.input, '1');
  });
});

describe('where prices are from', () => {
  const older = listOf('2026-10-01', SONNET, 'eu-west-1', rates('7', '8'));
  const newer = listOf('2026-11-01', SONNET, 'eu-west-1', rates('9', '10'), rates('5', '6'));

  it('the Price List beats the bundled table, in its own Region only', () => {
    const book = { ...BOOK, priceLists: [older] };
    const priced = found(source(SONNET), 'eu-west-1', book);
    assert.deepEqual([priced.rates.input, priced.origin], ['7', { from: 'price-list', date: '2026-10-01' }]);
    assert.deepEqual([priced.tier, priced.region], ['regional', 'eu-west-1']);
    assert.equal(found(source(SONNET), 'eu-west-2', book).origin.from, 'bundled');
    assert.equal(found(source(SONNET, 'global'), 'eu-west-1', book).origin.from, 'bundled');
  });

  it('the newer list beats the older, in whatever order they are given', () => {
    for (const priceLists of [
      [older, newer],
      [newer, older],
    ])
      assert.equal(found(source(SONNET), 'eu-west-1', { ...BOOK, priceLists }).rates.input, '9');
  });

  it('a list of GovCloud prices GovCloud', () => {
    const gov = listOf('2026-10-01', SONNET, 'us-gov-west-1', rates('4', '20'));
    assert.equal(found(source(SONNET), 'us-gov-west-1', { ...BOOK, priceLists: [gov] }).rates.input, '4');
    unpriced(source(SONNET), 'us-gov-east-1', { ...BOOK, priceLists: [gov] });
  });

  it('an override beats both, the most specific one first', () => {
    const setting = {
      [SONNET]: { input: 1 },
      [`eu.${SONNET}`]: { input: 2 },
      [`${SONNET}@eu-west-1`]: { input: 3 },
      [`eu.${SONNET}@eu-west-1`]: { input: 4 },
      [`global.${SONNET}`]: { input: 5 },
    };
    const { overrides, problems } = readOverrides(setting);
    assert.deepEqual(problems, []);
    const book = { ...BOOK, priceLists: [newer], overrides };
    const of = (tier: Tier, geo: string, region: string): readonly string[] => {
      const priced = found(source(SONNET, tier, geo), region, book);
      assert.equal(priced.origin.from, 'override');
      assert.equal(priced.origin.date, '');
      return [priced.rates.input ?? '', priced.overrideKey ?? ''];
    };
    assert.deepEqual(of('geographic', 'eu', 'eu-west-1'), ['4', `eu.${SONNET}@eu-west-1`]);
    assert.deepEqual(of('in-region', '', 'eu-west-1'), ['3', `${SONNET}@eu-west-1`]);
    assert.deepEqual(of('geographic', 'eu', 'eu-west-3'), ['2', `eu.${SONNET}`]);
    assert.deepEqual(of('geographic', 'us', 'us-east-1'), ['1', SONNET]);
    assert.deepEqual(of('global', 'global', 'us-east-1'), ['5', `global.${SONNET}`]);
    // A Region is more specific than a geography.
    assert.deepEqual(of('global', 'global', 'eu-west-1'), ['3', `${SONNET}@eu-west-1`]);
  });

  it('an override counts whether or not its key has the number of the first version', () => {
    const { overrides } = readOverrides({ 'amazon.nova-pro': { input: 1 }, 'us.amazon.nova-pro-v1': { input: 2 } });
    const of = (tier: Tier, geo: string) => found(source(NOVA, tier, geo), 'us-east-1', { ...BOOK, overrides });
    assert.deepEqual([of('in-region', '').rates.input, of('geographic', 'us').rates.input], ['1', '2']);
    assert.equal(of('in-region', '').overrideKey, 'amazon.nova-pro');
  });

  it('a kind that an override leaves out stays unpriced', () => {
    const { overrides } = readOverrides({ [SONNET]: { input: '1.25', output: 5 } });
    const { rates: own } = found(source(SONNET), 'us-gov-west-1', { ...BOOK, overrides });
    assert.deepEqual(own, { input: '1.25', output: '5' });
    const { amount, unpriced: kinds } = estimate({ ...NO_TOKENS, input: 4_000_000, cacheRead: 1 }, own);
    assert.deepEqual([toDecimal(amount.money), amount.whole, kinds], ['5', false, ['cacheRead']]);
  });
});

const tokens = (count: fc.Arbitrary<number>): fc.Arbitrary<TokenCounts> =>
  fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count });
const counts = tokens(fc.oneof(fc.constant(0), fc.nat(2 ** 45)));
const anyRates: fc.Arbitrary<Rates> = fc
  .dictionary(fc.constantFrom(...TOKEN_KINDS), fc.nat(10 ** 9))
  .map((byKind) =>
    Object.fromEntries(Object.entries(byKind).map(([kind, nano]) => [kind, usd((nano / 1e6).toFixed(6))])),
  );

describe('an estimate', () => {
  it('is tokens times price, for each kind by itself', () => {
    const {
      amount,
      byKind,
      unpriced: kinds,
    } = estimate(
      { input: 1_000_000, output: 100_000, cacheRead: 10_000_000, cacheWrite: 2_000_000 },
      rates('3', '15', '0.3', '3.75'),
    );
    assert.deepEqual(
      TOKEN_KINDS.map((kind) => toDecimal(byKind[kind].money)),
      ['3', '1.5', '3', '7.5'],
    );
    assert.deepEqual([toDecimal(amount.money), amount.whole, kinds], ['15', true, []]);
  });

  it('of several profiles together is the sum of theirs, to the femto-dollar', () => {
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 8 }), anyRates, (all, prices) => {
        const parts = all.map((one) => estimate(one, prices).amount);
        const whole = estimate(all.reduce(addTokens, NO_TOKENS), prices).amount;
        assert.equal(
          parts.reduce((sum, part) => add(sum, part.money), NO_MONEY),
          whole.money,
        );
        assert.equal(
          parts.every((part) => part.whole),
          whole.whole,
        );
      }),
    );
  });

  it('is never NaN, negative or silently zero, whatever is missing', () => {
    const models = fc.constantFrom(...Object.keys(bundledPrices().entries), 'anthropic.claude-sonnet-9', 'x.y', '');
    const tiers = fc.constantFrom<Tier>('global', 'geographic', 'in-region', 'unknown');
    const geos = fc.constantFrom('', 'global', 'eu', 'us-gov');
    const regions = fc.constantFrom('us-east-1', 'eu-west-1', 'us-gov-west-1', 'cn-north-1', '', 'nowhere');
    const odd = fc.oneof(fc.constantFrom(0, 1, -1, NaN, Infinity, -Infinity, 1e300), fc.double(), fc.nat());
    fc.assert(
      fc.property(models, tiers, geos, regions, tokens(odd), (model, tier, geo, region, usage) => {
        const priced = priceOf(source(model, tier, geo), region, BOOK);
        const { amount, byKind, unpriced: kinds } = estimate(usage, priced?.rates);
        assert.ok(amount.money >= 0n);
        for (const kind of TOKEN_KINDS) {
          const price = priced?.rates[kind];
          const known = usage[kind] === 0 || (price !== undefined && Number.isFinite(usage[kind]) && usage[kind] >= 0);
          assert.equal(byKind[kind].whole, known, kind);
          assert.equal(kinds.includes(kind), !known);
          if (!known) assert.equal(byKind[kind].money, 0n);
          else if (price !== undefined) assert.equal(byKind[kind].money, cost(usage[kind], price));
        }
        assert.equal(amount.whole, kinds.length === 0);
        assert.doesNotMatch(toDecimal(amount.money), /NaN|-/);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows how it comes about', () => {
    assert.deepEqual(formula({ ...NO_TOKENS, output: 2_000_000, cacheWrite: 5 }, { output: usd('15') }), [
      { kind: 'output', tokens: 2_000_000, price: '15', product: { money: cost(2_000_000, usd('15')), whole: true } },
      { kind: 'cacheWrite', tokens: 5, price: undefined, product: { money: 0n, whole: false } },
    ]);
    fc.assert(
      fc.property(counts, anyRates, (usage, prices) => {
        const sum = formula(usage, prices).reduce((total, { product }) => add(total, product.money), NO_MONEY);
        assert.equal(sum, estimate(usage, prices).amount.money);
      }),
    );
  });
});

describe('the same traffic elsewhere', () => {
  const usage: TokenCounts = { input: 1_000_000, output: 1_000_000, cacheRead: 0, cacheWrite: 0 };

  it('costs what each candidate costs, and an unpriced one is marked', () => {
    const answers = whatIf(usage, BOOK, [
      { model: modelId(SONNET), tier: 'global', region: 'eu-west-1' },
      { model: modelId(SONNET), tier: 'in-region', region: 'eu-west-1' },
      { model: modelId(NOVA), tier: 'in-region', region: 'us-east-1' },
      { model: modelId(NOVA), tier: 'in-region', region: 'eu-west-1' },
    ]);
    assert.deepEqual(
      answers.map(({ amount }) => [toDecimal(amount.money), amount.whole]),
      [
        ['18', true],
        ['19.8', true],
        ['4', true],
        ['0', false],
      ],
    );
    assert.equal(answers[3]?.priced, undefined);
  });

  it('without caching would have cost more, or less where writes outweigh reads', () => {
    const claude = rates('3', '15', '0.3', '3.75');
    const saved = (cacheRead: number, cacheWrite: number): string =>
      toDecimal(cachingSaved({ input: 7, output: 7, cacheRead, cacheWrite }, claude) ?? assert.fail());
    assert.equal(saved(10_000_000, 1_000_000), '26.25');
    assert.equal(saved(0, 1_000_000), '-0.75');
    assert.equal(saved(0, 0), '0');
    assert.equal(cachingSaved(usage, rates('3', '15', '0.3')), undefined);
    assert.equal(cachingSaved(usage, undefined), undefined);
    assert.equal(cachingSaved({ ...usage, cacheRead: NaN }, claude), undefined);
  });

  it('differs from the cost without caching by exactly what caching saved', () => {
    fc.assert(
      fc.property(counts, (usage) => {
        const claude = rates('3.3', '16.5', '0.33', '4.125');
        const plain = {
          ...usage,
          input: usage.input + usage.cacheRead + usage.cacheWrite,
          cacheRead: 0,
          cacheWrite: 0,
        };
        const saved = cachingSaved(usage, claude) ?? assert.fail();
        assert.equal(add(estimate(usage, claude).amount.money, saved), estimate(plain, claude).amount.money);
      }),
    );
  });
});
