import assert from 'node:assert/strict';
import fc from 'fast-check';
import { english } from '../../../english';
import { counted, fill } from '../../../../src/webview/usage/messages';

describe('a sentence of the page', () => {
  it('takes its values as they are, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.constantFrom('{0}', '{1}', '$&', '$1')), (one, two) => {
        assert.equal(fill('«{1}» of «{0}», not {x}', one, two), `«${two}» of «${one}», not {x}`);
      }),
    );
  });

  it('speaks of one and of more', () => {
    assert.deepEqual(
      [0, 1, 2].map((count) => counted(count, english.filteredOne, english.filtered, 0)),
      ['0 of 0 rows', '0 of 1 row', '0 of 2 rows'],
    );
  });

  it('numbers its places from zero, with none left out', () => {
    for (const [name, sentence] of Object.entries(english)) {
      const places = new Set([...sentence.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)));
      if (!name.endsWith('One')) assert.deepEqual([...places].sort(), [...Array(places.size).keys()], name);
    }
  });
});
