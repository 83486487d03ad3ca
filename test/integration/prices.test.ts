/** What is said of prices. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pricingOf } from '../../src/store/pricing';
import { pricesOf } from '../../src/features/prices/pageModel';
import { SONNET } from '../unit/core/builders';
import { CONNECTED } from '../unit/features/snapshots';

describe('prices of the settings that do not count', () => {
  const told = (setting: unknown): string =>
    /do not count: (.*)\.$/.exec(pricesOf({ ...CONNECTED, pricing: pricingOf(setting, undefined) }).sentence)?.[1] ??
    '';

  it('are told with the reason, each with its own', () => {
    const opus = 'anthropic.claude-opus-4-7';
    const wrong: readonly (readonly [unknown, string])[] = [
      [
        { nonsense: { input: 1 }, [`${opus}@global`]: { input: 1 } },
        `nonsense (no such form of a model ID); ${opus}@global (no Region after @)`,
      ],
      [{ '': { input: 1 } }, '"" (no such form of a model ID)'],
      [{ [SONNET]: { input: 'free' } }, `${SONNET} (input: free is not a price in dollars)`],
      [{ [SONNET]: { Input: 3 } }, `${SONNET} (Input is none of input, output, cacheRead, cacheWrite)`],
      [{ [SONNET]: {} }, `${SONNET} (no price in it)`],
      [{ [SONNET]: 3 }, `${SONNET} (3 is not a list of prices by kind of token)`],
      ['3', '3 (not a list of models)'],
    ];
    for (const [setting, sentence] of wrong) assert.equal(told(setting), sentence);
  });

  it('are not spoken of where there are none', () => {
    assert.equal(told({ [SONNET]: { input: 3 } }), '');
  });
});
