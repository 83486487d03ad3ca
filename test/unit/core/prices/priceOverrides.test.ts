import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readOverrides } from '../../../../src/core/prices/priceOverrides';
import { NOVA, SONNET } from './priceBuilders';

describe('overrides from the settings', () => {
  const wrong: readonly (readonly [unknown, string, string])[] = [
    ['3', '', 'not-an-object'],
    [[], '', 'not-an-object'],
    [{ [SONNET]: 3 }, SONNET, 'not-an-object'],
    [{ [SONNET]: null }, SONNET, 'not-an-object'],
    [{ [SONNET]: [1] }, SONNET, 'not-an-object'],
    [{ [SONNET]: {} }, SONNET, 'empty'],
    [{ [SONNET]: { input: -1 } }, SONNET, 'price'],
    [{ [SONNET]: { input: '3,0' } }, SONNET, 'price'],
    [{ [SONNET]: { input: null } }, SONNET, 'price'],
    [{ [SONNET]: { input: '1e3' } }, SONNET, 'price'],
    [{ [SONNET]: { input: 3, Output: 3 } }, SONNET, 'kind'],
    [{ sonnet: { input: 3 } }, 'sonnet', 'model'],
    [{ '': { input: 3 } }, '', 'model'],
    [{ [`${SONNET}@`]: { input: 3 } }, `${SONNET}@`, 'region'],
    [{ [`${SONNET}@Ireland`]: { input: 3 } }, `${SONNET}@Ireland`, 'region'],
    [{ [`${SONNET}@eu-west-1@eu-west-2`]: { input: 3 } }, `${SONNET}@eu-west-1@eu-west-2`, 'region'],
    [{ 'sonnet@Ireland': { input: 3 } }, 'sonnet@Ireland', 'model'],
    [{ 'Claude Sonnet 4.5': { input: 3 } }, 'Claude Sonnet 4.5', 'model'],
  ];
  for (const [setting, key, reason] of wrong) {
    it(`reports ${JSON.stringify(setting)} and does not guess`, () => {
      const { overrides, problems } = readOverrides(setting);
      assert.deepEqual(overrides, {});
      assert.deepEqual(
        problems.map((problem) => [problem.key, problem.reason]),
        [[key, reason]],
      );
    });
  }

  it('keeps the good ones beside the bad', () => {
    const { overrides, problems } = readOverrides({
      [SONNET]: { input: 'free' },
      [`us.${NOVA}@us-east-1`]: { input: 0 },
    });
    assert.deepEqual(overrides, { [`us.${NOVA}@us-east-1`]: { input: '0' } });
    assert.deepEqual(problems, [{ key: SONNET, reason: 'price', value: 'input: free' }]);
    assert.deepEqual(readOverrides(undefined), { overrides: {}, problems: [] });
  });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (any, dictionary) => {
        for (const setting of [any, dictionary, { [SONNET]: any }]) readOverrides(setting);
      }),
    );
  });
});
