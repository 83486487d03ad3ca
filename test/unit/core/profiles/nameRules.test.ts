import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  normalizeDescription,
  normalizeName,
  normalizeTagKey,
  normalizeTagValue,
  areTagsValid,
  type NormalizedText,
} from '../../../../src/core/profiles/nameRules';
import { acceptsDescription, acceptsName, acceptsTagKey, acceptsTagValue } from '../awsRules';

interface Rule {
  readonly what: string;
  readonly legal: (text: string) => NormalizedText;
  readonly accepts: (text: string) => boolean;
  /** Letters that AWS takes here, for texts that are legal or nearly so. */
  readonly letters: string;
}

const RULES: readonly Rule[] = [
  { what: 'name', legal: normalizeName, accepts: acceptsName, letters: 'aZ9 _-' },
  { what: 'description', legal: normalizeDescription, accepts: acceptsDescription, letters: 'aZ9:. _-' },
  { what: 'tag key', legal: normalizeTagKey, accepts: acceptsTagKey, letters: 'aZ9 ._:/=+@-ws' },
  { what: 'tag value', legal: normalizeTagValue, accepts: acceptsTagValue, letters: 'aZ9 ._:/=+@-' },
];

/** Texts that people have for names, and texts that break programs. */
const TEXTS = {
  'a Japanese name': '山田 太郎',
  'a dotted name': 'jane.doe',
  'an apostrophe': "O'Brien",
  'a typographic apostrophe': 'O’Brien',
  'a doubled hyphen': 'a--b',
  '70 characters': 'x'.repeat(70),
  nothing: '',
  'an emoji': '😀',
  'an emoji of several parts': 'dev 👩‍💻 team',
  'separators at both ends': '-_ jane _-',
  'spaces at both ends': '  jane  ',
  'doubled spaces': 'jane  doe',
  'mixed separators': 'jane -_- doe',
  '300 characters': 'The quick brown fox. '.repeat(15).slice(0, 300),
  'a combining accent': 'Rene\u0301',
  'a composed accent': 'René',
  'a stack of accents': `e${'\u0301'.repeat(80)}`,
  'Arabic, from right to left': 'محمد علي',
  'Hebrew with marks of direction': '\u202bדוד\u202c',
  'control characters': 'jane\u0000\u0007doe\u001b[31m',
  newlines: 'jane\r\ndoe\n',
  'a tab': 'jane\tdoe',
  'a no-break space': 'jane\u00a0doe',
  'a byte order mark': '\ufeffjane',
  'a line separator': 'jane\u2028doe',
  'zero-width letters': 'ja\u200bne',
  'full-width letters': 'Ｊａｎｅ　１',
  'half a surrogate pair': 'a\ud800b',
  'only separators': ' - _ ',
  'an e-mail address': 'jane.doe+bedrock@acme.example',
  'an ARN': 'arn:aws:iam::111122223333:user/jane',
  Cyrillic: 'Иван Петров',
  'a German name': 'Jörg Weiß',
  'a Danish name': 'Søren Ærø',
  'a comma, brackets and an ampersand': 'R&D (core), {team}',
  "AWS's own prefix": 'aws:createdBy',
  "AWS's own prefix, twice and spaced": 'AWS: aws:createdBy',
  'a script': '<img src=x onerror=alert(1)>',
  'a placeholder of replace()': "$& $1 $` $'",
} as const;

/** Any text of code points, alone or mixed with letters that nearly fit. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 320 }),
  fc.string({ unit: 'grapheme', maxLength: 320 }),
  fc.string({ unit: fc.constantFrom(...Array.from("aB3 _-.:/@+='’\u00a0\n\t\ud800é山😀")), maxLength: 320 }),
  fc.array(fc.constantFrom('aws:', 'AWS:', ' ', '-', 'é', 'key'), { maxLength: 8 }).map((parts) => parts.join('')),
);

const RUNS = { numRuns: 500 };

for (const { what, legal, accepts, letters } of RULES) {
  describe(`a legal ${what}`, () => {
    for (const [name, text] of Object.entries(TEXTS)) {
      it(`is found for ${name}, or its absence explained`, () => {
        const { value, reasons } = legal(text);
        if (value === '') assert.ok(text === '' || reasons.length > 0);
        else assert.ok(accepts(value), JSON.stringify(value));
        if (value !== text) assert.notDeepEqual(reasons, []);
      });
    }

    it('is accepted by AWS or empty, whatever the text', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { value } = legal(text);
          assert.ok(value === '' || accepts(value), JSON.stringify(value));
        }),
        RUNS,
      );
    });

    it('is not changed again', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { value } = legal(text);
          fc.pre(value !== '');
          assert.deepEqual(legal(value), { value, reasons: [] });
        }),
        RUNS,
      );
    });

    it('is left alone, but for space around it', () => {
      const nearly = fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: 1, maxLength: 90 });
      fc.assert(
        fc.property(nearly, (text) => {
          fc.pre(accepts(text) && text.trim() === text);
          assert.deepEqual(legal(text), { value: text, reasons: [] });
        }),
        RUNS,
      );
    });

    it('comes with reasons exactly when it is not the text, or nothing is left', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          fc.pre(text !== '');
          const { value, reasons } = legal(text);
          assert.equal(reasons.length > 0, value !== text);
        }),
        RUNS,
      );
    });

    it('keeps long texts apart that begin alike', () => {
      const ends = fc.tuple(fc.stringMatching(/^[a-z]{40}$/), fc.stringMatching(/^[a-z]{40}$/));
      fc.assert(
        fc.property(ends, fc.integer({ min: 256, max: 400 }), ([one, other], length) => {
          fc.pre(one !== other);
          const start = 'team'.repeat(100).slice(0, length);
          assert.notEqual(legal(start + one).value, legal(start + other).value);
        }),
      );
    });
  });
}

describe('the suggestion', () => {
  const suggestions: readonly (readonly [(text: string) => NormalizedText, string, string])[] = [
    [normalizeName, 'jane.doe', 'jane-doe'],
    [normalizeTagValue, 'jane.doe', 'jane.doe'],
    [normalizeName, "O'Brien", 'OBrien'],
    [normalizeName, 'O’Brien', 'OBrien'],
    [normalizeTagValue, 'O’Brien', 'OBrien'],
    [normalizeName, 'a--b', 'a-b'],
    [normalizeTagValue, 'a--b', 'a--b'],
    [normalizeName, '  jane   doe  ', 'jane-doe'],
    [normalizeTagValue, '  jane doe  ', 'jane doe'],
    [normalizeName, 'Rene\u0301', 'Rene'],
    [normalizeName, 'Jörg Weiß', 'Joerg Weiss'],
    [normalizeTagValue, 'Søren', 'Soren'],
    [normalizeTagValue, 'Ｊａｎｅ　１', 'Jane 1'],
    [normalizeTagValue, 'jane\u00a0doe', 'jane doe'],
    [normalizeTagValue, 'R&D', 'R-D'],
    [normalizeDescription, 'Team: core.', 'Team: core.'],
    [normalizeTagKey, 'aws:createdBy', 'createdBy'],
    [normalizeTagKey, 'aws: aws:createdBy', 'createdBy'],
  ];
  for (const [legal, text, suggestion] of suggestions) {
    it(`of ${legal.name} for “${text}” is “${suggestion}”`, () => {
      assert.equal(legal(text).value, suggestion);
    });
  }

  it('for a name in Kanji or an emoji is none: there is nothing to guess', () => {
    for (const text of ['山田 太郎', '😀']) for (const { legal } of RULES) assert.equal(legal(text).value, '');
  });

  it('fills the length that AWS allows, and no more', () => {
    assert.equal(normalizeName('x'.repeat(64)).value, 'x'.repeat(64));
    assert.equal(normalizeName('x'.repeat(65)).value.length, 64);
    assert.equal(normalizeDescription('x'.repeat(201)).value.length, 200);
    assert.equal(normalizeTagKey('x'.repeat(129)).value.length, 128);
    assert.equal(normalizeTagValue('x'.repeat(257)).value.length, 256);
  });

  it('is the same each time: a second window finds the same name', () => {
    assert.equal(normalizeName('team '.repeat(30)).value, normalizeName('team '.repeat(30)).value);
  });
});

describe('the reasons', () => {
  it('name the letters that AWS does not take, each once and only some of them', () => {
    assert.deepEqual(normalizeTagValue('éaé&').reasons, [{ kind: 'letters', examples: ['é', '&'] }]);
    const [reason] = normalizeTagValue('äöüßéèêë').reasons;
    assert.deepEqual(reason, { kind: 'letters', examples: ['ä', 'ö', 'ü', 'ß', 'é'] });
  });

  it('show an emoji whole', () => {
    assert.deepEqual(normalizeName('a😀').reasons, [{ kind: 'letters', examples: ['😀'] }]);
  });

  it('distinguish separators, length, spaces, reserved prefixes and nothing', () => {
    assert.deepEqual(normalizeName('a--b').reasons, [{ kind: 'separators' }]);
    assert.deepEqual(normalizeName('x'.repeat(70)).reasons, [{ kind: 'length', max: 64 }]);
    assert.deepEqual(normalizeTagValue(' jane ').reasons, [{ kind: 'spaces' }]);
    assert.deepEqual(normalizeTagKey('aws:x').reasons, [{ kind: 'reserved' }]);
    assert.deepEqual(normalizeName('').reasons, [{ kind: 'empty' }]);
    assert.deepEqual(normalizeTagValue('   ').reasons, [{ kind: 'empty' }]);
  });

  it('do not ask for a description: it may be left out', () => {
    assert.deepEqual(normalizeDescription(''), { value: '', reasons: [] });
  });
});

describe('a set of tags', () => {
  it('is valid exactly when AWS accepts every key and value, and not more than fifty', () => {
    const text = fc.oneof(anyText, fc.stringMatching(/^[a-z:@]{0,6}$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 4 }), (entries) => {
        const tags = Object.fromEntries(entries);
        const accepted = Object.entries(tags).every(([key, value]) => acceptsTagKey(key) && acceptsTagValue(value));
        assert.equal(areTagsValid(tags), accepted);
      }),
      RUNS,
    );
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
    assert.equal(areTagsValid(many(50)), true);
    assert.equal(areTagsValid(many(51)), false);
  });
});
