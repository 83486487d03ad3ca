/** A table as JSON and as Markdown, and the name of its file. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { fileNameOf, tableName } from '../../../../src/core/export/fileName';
import { toJson } from '../../../../src/core/export/json';
import { toMarkdown } from '../../../../src/core/export/markdown';
import { markdownText } from '../../../../src/core/export/markdownText';
import type { ExportedTable } from '../../../../src/core/export/exportedTable';
import { anyTable, anyText } from './tables';

const TABLE: ExportedTable = {
  title: 'By profile',
  columns: [
    { id: 'name', label: 'Profile' },
    { id: 'estimate', label: 'Estimate', unit: 'USD' },
    { id: 'input', label: 'Input', unit: 'tokens' },
  ],
  rows: [
    ['platform|jane', '12.000000000000001', 1234567],
    ['<b>john</b>', null, 0],
  ],
  about: ['24 h: 19 Nov – 20 Nov (UTC)'],
};

describe('A table as JSON', () => {
  it('has rows by column id, units in the columns, and money as an exact text', () => {
    assert.deepEqual(JSON.parse(toJson(TABLE)), {
      title: 'By profile',
      about: ['24 h: 19 Nov – 20 Nov (UTC)'],
      columns: TABLE.columns,
      rows: [
        { name: 'platform|jane', estimate: '12.000000000000001', input: 1234567 },
        { name: '<b>john</b>', estimate: null, input: 0 },
      ],
    });
  });

  it('holds every value of any table', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const read = JSON.parse(toJson(table)) as { rows: Record<string, unknown>[]; title: string };
        const plain = JSON.parse(JSON.stringify(table.rows)) as unknown[][];
        assert.deepEqual(
          read.rows.map((row) => table.columns.map(({ id }) => row[id])),
          plain,
        );
        assert.equal(read.title, table.title);
      }),
    );
  });

  it('loses no column that is called like another, nor one called like something of JavaScript’s', () => {
    const columns = ['__proto__', 'tag', 'tag'].map((id) => ({ id, label: id }));
    const { rows } = JSON.parse(toJson({ ...TABLE, columns, rows: [['a', 'b', 'c']] })) as { rows: object[] };
    assert.deepEqual(Object.entries(rows[0] ?? {}), [
      ['__proto__', 'a'],
      ['tag', 'b'],
      ['tag-2', 'c'],
    ]);
  });
});

/** As VS Code's preview reads Markdown. */
const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const NAMED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const unescaped = (html: string): string => html.replace(/&(amp|lt|gt|quot);/g, (entity) => NAMED[entity] ?? '');

/** The texts of the cells of a page's only table; fails where there is anything in it but text. */
function cellsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => {
      assert.ok(!cell.includes('<'), `${cell} is more than a text`);
      return unescaped(cell);
    }),
  );
}

/** What of a text is to be seen: one line, without marks that turn the direction of writing. */
const seen = (text: string): string =>
  text
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** A reader of Markdown may not show what is no character. */
const isReadable = (text: string): boolean => !/[\p{Cs}\uFFFD]/u.test(text) && !text.includes('\0');
const readableText = anyText.filter(isReadable);

describe('A table as Markdown', () => {
  it('aligns numbers to the right, rounds money to the cent, and lists what it is about', () => {
    assert.equal(
      toMarkdown(TABLE),
      [
        '## By profile',
        '',
        '| Profile | Estimate (USD) | Input (tokens) |',
        '| :--- | ---: | ---: |',
        '| platform\\|jane | \\$12.00 | 1,234,567 |',
        '| &lt;b&gt;john&lt;/b&gt; | – | 0 |',
        '',
        '- 24 h: 19 Nov – 20 Nov (UTC)',
        '',
      ].join('\n'),
    );
  });

  it('reads as it is written: no text becomes a link, a heading, a formula, HTML or another cell', () => {
    fc.assert(
      fc.property(fc.array(readableText, { minLength: 1, maxLength: 4 }), readableText, (texts, note) => {
        const columns = texts.map((label, index) => ({ id: `c${index}`, label }));
        const html = reader.render(toMarkdown({ title: note, columns, rows: [texts], about: [note] }));
        assert.deepEqual(cellsOf(html), [texts.map(seen), texts.map(seen)]);
        const [, heading = ''] = /<h2>(.*?)<\/h2>/s.exec(html) ?? [];
        assert.equal(unescaped(heading), seen(note));
        if (note.trim() !== '')
          assert.deepEqual(
            [...html.matchAll(/<li>(.*?)<\/li>/gs)].map(([, li = '']) => unescaped(li)),
            [seen(note)],
          );
      }),
      {
        numRuns: 1000,
        examples: [
          [['a'], 'Team #'],
          [['a'], '# ##'],
        ],
      },
    );
  });

  it('is one line for each text, so that nothing leaves its place', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(markdownText(text), /[\r\n\u0085\u2028\u2029]/u);
        assert.doesNotMatch(markdownText(text), /<|(?<!\\)(\\\\)*`|\$\$/u);
      }),
    );
  });
});

describe('The name of an exported file', () => {
  it('says what it is and of when', () => {
    assert.equal(tableName({ title: 'By profile', about: TABLE.about }), 'By profile, 24 h 19 Nov – 20 Nov');
    assert.equal(tableName({ title: 'By profile', about: [] }), 'By profile');
  });

  it('is one that Windows takes, whatever the title', () => {
    for (const device of ['CON', 'nul', 'com1.csv', 'LPT9'])
      assert.doesNotMatch(fileNameOf(device), /^(con|nul|com\d|lpt\d)(\.|$)/i);
    assert.equal(fileNameOf('../../etc/passwd'), '-..-etc-passwd');
    fc.assert(
      fc.property(anyText, (text) => {
        const name = fileNameOf(text);
        assert.ok(name.length > 0 && Array.from(name).length <= 101);
        assert.doesNotMatch(name, /[<>:"/\\|?*\p{Cc}]|^[. ]|[. ]$/u);
      }),
    );
  });
});
