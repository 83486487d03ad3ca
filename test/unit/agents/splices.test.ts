import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splicesOf, withSplices } from '../../../src/agents/documents/splices';

describe('The pieces that an undo keeps of a file', () => {
  const words = fc.array(fc.constantFrom('{', '}', '"a"', ': ', 'sk-1', '\n', ' ', 'é', '😀', '\u{feff}', '\r\n'), {
    maxLength: 60,
  });

  it('make the earlier text of the later one, whatever the two are', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(''), b.join('')];
        assert.equal(withSplices(after, splicesOf(before, after)), before);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        assert.equal(withSplices(after, splicesOf(before, after)), before);
      }),
    );
  });

  it('hold nothing of what was only added to, wherever it was and however the file is laid out', () => {
    const before = JSON.stringify({ a: { key: 'sk-hush-1' }, model: 'old', b: { key: 'sk-hush-2' } });
    const after = JSON.stringify({
      n: 1,
      a: { key: 'sk-hush-1', more: true },
      model: 'new',
      b: { key: 'sk-hush-2' },
      z: 2,
    });
    const splices = splicesOf(before, after);
    assert.equal(splices.map(({ text }) => text).join(''), 'old');
    assert.equal(withSplices(after, splices), before);
  });

  it('are found quickly in a large file, and in two files that have nothing in common', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `  "key${index}": "value${index}",`);
    const before = lines.join('\n');
    const after = [...lines.slice(0, 10), '"x": 1', ...lines.slice(11, 19_000), '"y": 2', ...lines.slice(19_000)].join(
      '\n',
    );
    assert.equal(withSplices(after, splicesOf(before, after)), before);
    const other = before.replaceAll('key', 'no').replaceAll('value', 'none');
    assert.equal(withSplices(other, splicesOf(before, other)), before);
  });
});
