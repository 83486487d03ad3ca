import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findLittleCaching, type CachingCandidate } from '../../../../src/core/usage/promptCaching';

const MILLION = 1_000_000;

const reader = (
  name: string,
  member: string | undefined,
  [input, cacheRead, cacheWrite]: readonly [number, number, number],
  more: Partial<CachingCandidate> = {},
): CachingCandidate => ({
  name,
  owner: { team: 'data', member },
  tokens: { input, output: 500_000, cacheRead, cacheWrite },
  canCache: true,
  ...more,
});
const wei = reader('wei-sonnet', 'wei.zhang', [MILLION, 20 * MILLION, MILLION]);
const sam = reader('sam-sonnet', 'sam.green', [3.6 * MILLION, 0, 0]);
const bot = reader('review-bot', undefined, [2 * MILLION, 0, 0]);

describe('who hardly reads from the cache', () => {
  it('is found although the others read most of theirs from it, most tokens read anew first', () => {
    assert.deepEqual(findLittleCaching([bot, wei, sam]), { names: ['sam.green', 'review-bot'], all: false });
    assert.deepEqual(findLittleCaching([wei]), { names: [], all: false });
    assert.deepEqual(findLittleCaching([sam, bot]).all, true);
    assert.deepEqual(findLittleCaching([]), { names: [], all: false });
  });

  it('is a member where all of their profiles are meant, else the profile', () => {
    const second = reader('sam-haiku', 'sam.green', [MILLION, 0, 0]);
    assert.deepEqual(findLittleCaching([sam, second, wei]).names, ['sam.green']);
    const good = reader('sam-haiku', 'sam.green', [MILLION, 20 * MILLION, 0]);
    assert.deepEqual(findLittleCaching([sam, good]).names, ['sam-sonnet']);
    const little = reader('sam-haiku', 'sam.green', [10, 2000, 0]);
    assert.deepEqual(findLittleCaching([sam, little]).names, ['sam.green'], 'a profile that tells nothing');
  });

  it('is named with the team where two have the same name', () => {
    const other = reader('sam-web', 'sam.green', [MILLION, 0, 0], { owner: { team: 'web', member: 'sam.green' } });
    assert.deepEqual(findLittleCaching([sam, other]).names, ['sam.green (data)', 'sam.green (web)']);
  });

  it('is nobody whose model is known to have no cache; writing to the cache alone is not reading', () => {
    assert.deepEqual(findLittleCaching([{ ...sam, canCache: false }]), { names: [], all: false });
    assert.deepEqual(findLittleCaching([{ ...sam, canCache: undefined }]).names, ['sam.green']);
    assert.deepEqual(findLittleCaching([reader('x', 'ivan.novak', [0, 0, MILLION])]).names, ['ivan.novak']);
  });

  it('is nobody below a floor, nor whoever reads a twentieth from it', () => {
    assert.deepEqual(findLittleCaching([reader('x', 'ivan.novak', [99_999, 0, 0])]).names, []);
    assert.deepEqual(findLittleCaching([reader('x', 'ivan.novak', [100_000, 0, 0])]).names, ['ivan.novak']);
    assert.deepEqual(findLittleCaching([reader('x', 'ivan.novak', [95_000, 5000, 0])]).names, []);
  });

  it('is named by each profile that would be named alone, and by no other', () => {
    const one = fc
      .tuple(fc.constantFrom('a', 'b', undefined), fc.nat(3 * MILLION), fc.nat(MILLION), fc.nat(MILLION))
      .map(([member, ...tokens]) => ({ member, tokens }));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (all) => {
        const readers = all.map(({ member, tokens }, index) => reader(`p${index}`, member, tokens));
        const names = new Set(findLittleCaching(readers).names);
        for (const each of readers) {
          const alone = findLittleCaching([each]).names.length > 0;
          const named = names.has(each.name) || (each.owner.member !== undefined && names.has(each.owner.member));
          if (alone) assert.ok(named, each.name);
          if (names.has(each.name)) assert.ok(alone, each.name);
        }
      }),
      { numRuns: 500 },
    );
  });
});
