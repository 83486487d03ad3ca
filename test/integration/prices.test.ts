/** What is said of prices. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { priceCalculatorOf } from '../../src/store/pricing';
import { pricesOf } from '../../src/features/prices/pageModel';
import { SONNET } from '../unit/core/builders';
import { CONNECTED } from '../unit/features/snapshots';

describe('prices of the settings that are ignored', () => {
  const reported = (setting: unknown): string => {
    const { sentence } = pricesOf({ ...CONNECTED, pricing: priceCalculatorOf(setting, undefined) });
    return sentence.split('Cache writes are priced at the 5-minute rate.')[1]?.trim() ?? 'no such sentence';
  };

  it('are reported with the reason, each with its own', () => {
    const opus = 'anthropic.claude-opus-4-7';
    const wrong: readonly (readonly [unknown, string])[] = [
      [
        { nonsense: { input: 1 }, [`${opus}@global`]: { input: 1 } },
        `The price for nonsense in your settings is ignored: it isn’t a valid model ID. The price for ${opus}@global in your settings is ignored: there is no Region after @.`,
      ],
      [{ '': { input: 1 } }, 'The price for "" in your settings is ignored: it isn’t a valid model ID.'],
      [
        { [SONNET]: { input: 'free' } },
        `A price for ${SONNET} in your settings is ignored: input: free isn’t a price in US dollars.`,
      ],
      [
        { [SONNET]: { Input: 3 } },
        `A price for ${SONNET} in your settings is ignored: Input isn’t one of input, output, cacheRead, cacheWrite.`,
      ],
      [{ [SONNET]: {} }, `The entry for ${SONNET} in your settings is ignored: it has no prices.`],
      [{ [SONNET]: 3 }, `The entry for ${SONNET} in your settings is ignored: 3 isn’t a list of prices by token kind.`],
      ['3', 'The prices in your settings are ignored: 3 isn’t a list of models.'],
    ];
    for (const [setting, sentence] of wrong) assert.equal(reported(setting), sentence);
  });

  it('are not spoken of where there are none', () => {
    assert.equal(reported({ [SONNET]: { input: 3 } }), '');
  });
});
