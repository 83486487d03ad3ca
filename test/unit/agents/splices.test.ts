import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { createBackup } from '../../../src/agents/changes/backup';
import { textAfter } from '../../../src/agents/changes/filePlan';
import type { Edit, Format, Json } from '../../../src/agents/documents/document';
import { splicesOf, withSplices } from '../../../src/agents/documents/splices';
import { isAgentProblem } from '../../../src/agents/problem';

describe('The pieces that an undo keeps of a file', () => {
  const words = fc.array(fc.constantFrom('{', '}', '"a"', ': ', 'sk-1', '\n', ' ', 'é', '😀', '\u{feff}', '\r\n'), {
    maxLength: 60,
  });

  it('turn the later text into the earlier one, whatever the two are', () => {
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

  it('hold nothing of what stays where something was added, however the file is laid out', () => {
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

  const object = (names: readonly string[], leaf: fc.Arbitrary<Json>): fc.Arbitrary<Json> => {
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 }),
      ),
    }));
    return fc.dictionary(fc.constantFrom(...names), value, { minKeys: 1, maxKeys: 4 });
  };
  const LAYOUTS: readonly (readonly [string, Format, (value: Json) => string])[] = [
    ['JSON on one line', 'json', (value) => JSON.stringify(value)],
    ['JSON', 'json', (value) => JSON.stringify(value, null, 2)],
    ['JSON with comments', 'jsonc', (value) => JSON.stringify(value, null, 2).replace('{\n', '{ // hush\n')],
    ['YAML', 'yaml', (value) => stringify(value)],
    ['YAML on one line', 'yaml', (value) => `# hush\n${stringify(value, { collectionStyle: 'flow', lineWidth: 0 })}`],
  ];
  const EDITS: readonly Edit[] = [
    { path: ['model'], value: 'anthropic.model' },
    { path: ['provider', 'bedrock', 'options', 'region'], value: 'eu-west-1' },
    { path: ['provider', 'bedrock', 'models', 'model'], value: { old: [false, { model: {} }], limit: { a: 1 } } },
  ];

  for (const [layout, format, write] of LAYOUTS) {
    it(`hold no value, key or comment that stays, however much the rest changes: ${layout}`, () => {
      const replaced = object(['old', 'model'], fc.boolean());
      const others = object(['hush', 'hush-2'], fc.constantFrom<Json>('hush', false, { 'hush-key': [{}] }));
      let compared = 0;
      const story = (model: Json, other: Json): void => {
        const value = { model, ...(other as object) };
        const before = write(value);
        const after = changed(before, format);
        if (after === undefined) return;
        compared += 1;
        const { splices } = createBackup({ format, before, after, value }, EDITS);
        assert.equal(withSplices(after, splices), before);
        assert.doesNotMatch(splices.map(({ text }) => text).join('\n'), /hush/);
      };
      fc.assert(fc.property(replaced, others, story), { numRuns: 300 });
      assert.ok(compared > 200, `${compared} of 300 could be changed`);
    });
  }

  /** The text with the edits made; undefined where its form does not allow them. */
  function changed(before: string, format: Format): string | undefined {
    try {
      return textAfter('', format, before, EDITS);
    } catch (error) {
      assert.ok(isAgentProblem(error));
      return undefined;
    }
  }

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
