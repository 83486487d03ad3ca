import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ageOf,
  formatCompact,
  formatCount,
  formatPercent,
  shortAccount,
  formatWholePercent,
} from '../../../src/core/format';

const FACTOR: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

function read(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMBT]?)$/.exec(text);
  assert.ok(match, text);
  return Number(match[1]) * (FACTOR[match[2] ?? ''] ?? NaN);
}

describe('a compact count', () => {
  const counts: readonly (readonly [number, string])[] = [
    [0, '0'],
    [7, '7'],
    [999, '999'],
    [999.4, '999'],
    [999.6, '1.00K'],
    [1000, '1.00K'],
    [1234, '1.23K'],
    [9994, '9.99K'],
    [9995, '10.0K'],
    [12_449, '12.4K'],
    [99_949, '99.9K'],
    [99_950, '100K'],
    [999_499, '999K'],
    [999_500, '1.00M'],
    [999_949, '1.00M'],
    [1_240_000, '1.24M'],
    [999_499_999, '999M'],
    [999_500_000, '1.00B'],
    [999_949_999, '1.00B'],
    [1e12, '1.00T'],
    [1e15, '1000T'],
    [-1, '–'],
    [NaN, '–'],
    [Infinity, '–'],
  ];
  for (const [count, text] of counts) {
    it(`of ${count} is ${text}`, () => {
      assert.equal(formatCompact(count), text);
    });
  }

  const anyCount = fc.oneof(
    fc.nat(100_000),
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    fc
      .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: -600, max: 600 }))
      .map(([power, off]) => Math.max(0, 10 ** power + off)),
  );

  it('is within half a per cent of the count, and never “1000K”', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const text = formatCompact(count);
        assert.ok(Math.abs(read(text) - count) <= count * 0.005 + 1e-9, `${count} as ${text}`);
        if (count < 999.5e12) assert.ok(Number.parseFloat(text) < 1000, text);
        if (count >= 1000 && count < 999.5e12) assert.equal(text.replace(/[^\d]/g, '').length, 3, text);
      }),
      { numRuns: 2000 },
    );
  });

  it('never falls while the count rises', () => {
    fc.assert(
      fc.property(anyCount, anyCount, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        assert.ok(read(formatCompact(less)) <= read(formatCompact(more)), `${less} ${more}`);
      }),
      { numRuns: 2000 },
    );
    for (let count = 1; count < 20_000; count += 1)
      assert.ok(read(formatCompact(count - 1)) <= read(formatCompact(count)));
  });
});

describe('other forms', () => {
  it('write a count in full, in the reader’s locale', () => {
    assert.equal(formatCount(1_234_567.4, 'en-US'), '1,234,567');
    assert.equal(formatCount(1_234_567, 'de-DE'), '1.234.567');
  });

  it('show an age in the largest unit that fits', () => {
    const ages: readonly (readonly [number, number, string])[] = [
      [-5000, 0, 'second'],
      [0, 0, 'second'],
      [59_999, 59, 'second'],
      [60_000, 1, 'minute'],
      [3_599_999, 59, 'minute'],
      [3_600_000, 1, 'hour'],
      [86_399_999, 23, 'hour'],
      [86_400_000, 1, 'day'],
      [10 * 86_400_000, 10, 'day'],
    ];
    for (const [ms, value, unit] of ages) assert.deepEqual(ageOf(ms), { value, unit }, String(ms));
  });

  it('show no more of an account than its end', () => {
    assert.equal(shortAccount('111122223333'), '…3333');
  });
});

describe('a share', () => {
  it('has one decimal, and one that somebody has set none that it does not need', () => {
    assert.deepEqual(
      [0, 0.0004, 0.8646, 0.865, 1.27].map((share) => formatPercent(share, 'en-US')),
      ['0.0%', '0.0%', '86.5%', '86.5%', '127.0%'],
    );
    assert.deepEqual(
      [0.05, 0.8, 0.125, 1].map((share) => formatWholePercent(share, 'en-US')),
      ['5%', '80%', '12.5%', '100%'],
    );
    assert.equal(formatPercent(0.8646, 'de').replace(/\s/, ' '), '86,5 %');
  });
});
