import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  NO_AMOUNT,
  NO_MONEY,
  UNKNOWN_AMOUNT,
  add,
  addAmounts,
  cost,
  formatMoney,
  formatPrice,
  fromDecimal,
  parsePrice,
  pricePerMillion,
  subtract,
  sumAmounts,
  toCents,
  toDecimal,
  type Amount,
  type Money,
  type Price,
} from '../../../src/core/money';

const price = (text: string | number): Price => {
  const parsed = parsePrice(text);
  assert.ok(parsed !== undefined, String(text));
  return parsed;
};
const usd = (text: string): Money => {
  const parsed = fromDecimal(text);
  assert.ok(parsed !== undefined, text);
  return parsed;
};

const anyPrice = fc
  .tuple(fc.nat(1_000_000), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([whole, billionths]) => `${whole}.${String(billionths).padStart(9, '0')}`);
const anyTokens = fc.nat(2 ** 40);
const anyMoney = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map((femtos) => {
  const digits = (femtos < 0n ? -femtos : femtos).toString().padStart(16, '0');
  return usd(`${femtos < 0n ? '-' : ''}${digits.slice(0, -15)}.${digits.slice(-15)}`);
});

describe('a price', () => {
  const prices: readonly (readonly [string | number, string])[] = [
    ['3.3', '3.3'],
    ['3.0000000000', '3'],
    ['0.00875', '0.00875'],
    ['007.50', '7.5'],
    ['0', '0'],
    [0.1, '0.1'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [-0, '0'],
    ['0.000000001', '0.000000001'],
  ];
  for (const [written, read] of prices) {
    it(`written as ${typeof written} ${String(written)} is ${read}`, () => {
      assert.equal(parsePrice(written), read);
    });
  }

  const noPrices = [
    '',
    ' 3',
    '-1',
    '+1',
    '1,5',
    '.5',
    '5.',
    '1e3',
    '0x10',
    'NaN',
    '$3',
    '0.0000000001',
    -1,
    NaN,
    Infinity,
    1e-10,
  ];
  for (const text of noPrices) {
    it(`is not read from ${typeof text} “${String(text)}”`, () => {
      assert.equal(parsePrice(text), undefined);
    });
  }

  it('reads back what it wrote, and keeps its value to the last decimal', () => {
    fc.assert(
      fc.property(anyPrice, (text) => {
        const read = price(text);
        assert.equal(parsePrice(read), read);
        assert.equal(toDecimal(cost(1_000_000, read) ?? NO_MONEY), read);
        assert.equal(cost(1_000_000, read), usd(text));
      }),
    );
  });

  it('of a thousand tokens is a thousand times as much of a million, exactly', () => {
    assert.equal(pricePerMillion('0.0000087500', 1000), '0.00875');
    assert.equal(pricePerMillion('0.0000000000001', 1000), undefined);
    assert.equal(pricePerMillion('4.1E-6', 1000), '0.0041');
    assert.equal(pricePerMillion('-1', 1), undefined);
    assert.equal(pricePerMillion('1', 0), undefined);
    assert.equal(pricePerMillion('', 1), undefined);
  });
});

describe('the cost of tokens', () => {
  it('is exact to the femto-dollar', () => {
    assert.equal(toDecimal(cost(1, price('0.000000001')) ?? NO_MONEY), '0.000000000000001');
    assert.equal(toDecimal(cost(123_456_789, price('3.3')) ?? NO_MONEY), '407.4074037');
    assert.equal(toDecimal(cost(0.1 + 0.2, price('3')) ?? NO_MONEY), '0');
    assert.equal(toDecimal(cost(2.5, price('1')) ?? NO_MONEY), '0.000003');
  });

  it('is not known for what is no count', () => {
    for (const tokens of [-1, NaN, Infinity, -Infinity]) assert.equal(cost(tokens, price('3')), undefined);
  });

  it('is the same in parts as in one sum, however the tokens are grouped', () => {
    fc.assert(
      fc.property(anyPrice, fc.array(fc.array(anyTokens, { maxLength: 6 }), { maxLength: 6 }), (text, groups) => {
        const rate = price(text);
        const of = (tokens: number): Money => cost(tokens, rate) ?? assert.fail();
        const grouped = groups.map((group) => group.map(of).reduce(add, NO_MONEY)).reduce(add, NO_MONEY);
        const total = groups.flat().reduce((sum, tokens) => sum + tokens, 0);
        assert.equal(grouped, of(total));
        assert.equal(subtract(grouped, of(total)), 0n);
      }),
    );
  });
});

describe('money as a decimal', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(anyMoney, (money) => {
        assert.equal(fromDecimal(toDecimal(money)), money);
      }),
    );
  });

  const read: readonly (readonly [string, string])[] = [
    ['12.3456789012', '12.3456789012'],
    ['-0.0000003', '-0.0000003'],
    ['-0', '0'],
    ['0E-10', '0'],
    ['1.5E-8', '0.000000015'],
    ['1.5e2', '150'],
    ['+7', '7'],
    ['0.0000000000000005', '0'],
    ['0.0000000000000015', '0.000000000000002'],
    ['0.0000000000000025', '0.000000000000002'],
    ['0.00000000000000250001', '0.000000000000003'],
    ['-0.0000000000000015', '-0.000000000000002'],
  ];
  for (const [text, decimal] of read) {
    it(`is ${decimal} from ${text}`, () => {
      assert.equal(toDecimal(usd(text)), decimal);
    });
  }

  it('is not read from anything else', () => {
    for (const text of ['', ' ', 'NaN', '1,0', '1.', '.1', '--1', '1e', '1e999', '12 USD', 'Infinity'])
      assert.equal(fromDecimal(text), undefined, text);
  });
});

describe('money for people', () => {
  const shown: readonly (readonly [string, string])[] = [
    ['0', '$0.00'],
    ['12.34', '$12.34'],
    ['12.345', '$12.35'],
    ['-12.345', '-$12.35'],
    ['12.344999999999999', '$12.34'],
    ['0.005', '$0.01'],
    ['0.004999999999999', '<$0.01'],
    ['0.000000000000001', '<$0.01'],
    ['-0.004', '>-$0.01'],
    ['-0.005', '-$0.01'],
    ['1234567.891', '$1,234,567.89'],
    ['12345678901234567.89', '$12,345,678,901,234,567.89'],
    ['999999.995', '$1,000,000.00'],
  ];
  for (const [text, words] of shown) {
    it(`of ${text} is ${words}`, () => {
      assert.equal(formatMoney(usd(text), 'en-US'), words);
    });
  }

  it('formats with other digits and in other languages', () => {
    assert.equal(formatMoney(usd('0.00123'), 'en-US', { digits: 4 }), '$0.0012');
    assert.equal(formatMoney(usd('0.00004'), 'en-US', { digits: 4 }), '<$0.0001');
    assert.equal(formatMoney(usd('2.5'), 'en-US', { digits: 0 }), '$3');
    assert.equal(formatMoney(usd('0.4'), 'en-US', { digits: 0 }), '<$1');
    assert.equal(formatMoney(usd('1'), 'en-US', { digits: 99 }), '$1.000000000000000');
    assert.equal(formatMoney(usd('1234.5'), 'de-DE').replace(/\s/g, ' '), '1.234,50 $');
    assert.equal(formatMoney(usd('1234.5'), 'not a language'), '$1,234.50');
  });

  it('is within half a cent of the amount, rounded as the cents are', () => {
    fc.assert(
      fc.property(anyMoney, (money) => {
        const text = formatMoney(money, 'en-US');
        assert.doesNotMatch(text, /NaN|-\$0\.00$/);
        if (/^[<>]/.test(text)) {
          assert.ok(money !== 0n && toCents(money) === 0n, text);
          return;
        }
        const back = usd(text.replace(/[$,]/g, ''));
        const off = subtract(back, money);
        assert.ok(off <= 5n * 10n ** 12n && off >= -5n * 10n ** 12n, text);
        assert.equal(toCents(back), toCents(money));
        assert.equal(back, toCents(money) * 10n ** 13n);
      }),
      { numRuns: 1000 },
    );
  });

  it('never falls while the amount rises', () => {
    fc.assert(
      fc.property(anyMoney, anyMoney, (a, b) => {
        assert.equal(a <= b || toCents(a) >= toCents(b), true);
      }),
    );
  });
});

describe('a price for people', () => {
  it('has two decimals at least, and all that it has', () => {
    const prices = ['2.2', '3', '0.375', '0.0625', '1000'].map((text) => formatPrice(price(text), 'en-US'));
    assert.deepEqual(prices, ['$2.20', '$3.00', '$0.375', '$0.0625', '$1,000.00']);
  });
});

describe('amounts', () => {
  const anyAmount: fc.Arbitrary<Amount> = fc.record({ money: anyMoney, whole: fc.boolean() });

  it('add up to the same however they are grouped, and are whole only if all of them are', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyAmount, { maxLength: 5 }), { maxLength: 5 }), (groups) => {
        const all = groups.flat();
        const total = sumAmounts(all);
        assert.deepEqual(sumAmounts(groups.map(sumAmounts)), total);
        assert.deepEqual(sumAmounts([...all].reverse()), total);
        assert.equal(
          total.whole,
          all.every((amount) => amount.whole),
        );
      }),
    );
  });

  it('know nothing from zero', () => {
    assert.deepEqual(sumAmounts([]), NO_AMOUNT);
    assert.deepEqual(addAmounts(NO_AMOUNT, UNKNOWN_AMOUNT), { money: NO_MONEY, whole: false });
  });
});
