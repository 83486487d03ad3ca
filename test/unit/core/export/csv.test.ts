/** A table in a spreadsheet: what was exported is what is read, and nothing in it runs. */

import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { headingOf } from '../../../../src/core/export/cells';
import { toCsv } from '../../../../src/core/export/csv';
import { escapeFormulas } from '../../../../src/core/export/spreadsheetFormulas';
import type { ExportedTable } from '../../../../src/core/export/exportedTable';
import { anyTable, anyText } from './tables';

const TABLE: ExportedTable = {
  title: 'By profile',
  columns: [
    { id: 'name', label: 'Profile' },
    { id: 'estimate', label: 'Estimate', unit: 'USD' },
    { id: 'change', label: 'Change' },
  ],
  rows: [
    ['platform-jane', '12.000000000000001', -0.5],
    ['=HYPERLINK("https://evil.example")', '-0.25', null],
  ],
  about: ['24 h: 19 Nov – 20 Nov (UTC)', 'Source: Amazon CloudWatch AWS/Bedrock'],
};

const read = (text: string): string[][] => parse(text, { bom: true });

/**
 * A plain number, as spreadsheets read it; also the whole line of numbers that another separator leaves in one cell.
 */
const NUMBERS = /^-?\d+(\.\d+)?(e[+-]?\d+)?(,.*)?$/is;
const SIGN = /^[=+\-@＝＋－＠﹢﹣﹦﹫−]/u;

/** What a spreadsheet may strip before it looks for a formula. */
const bare = (cell: string): string => cell.replace(/^[\s\p{Z}\p{C}"“”„«»‚‘’`´]+/u, '');

function assertRunsNothing(cell: string): void {
  const start = bare(cell);
  assert.ok(!SIGN.test(start) || NUMBERS.test(start), `${JSON.stringify(cell)} starts a formula`);
}

describe('A table as CSV', () => {
  it('is for Excel as for parsers: marked as UTF-8, CRLF, numbers as they are, what it is about after an empty row', () => {
    assert.equal(
      toCsv(TABLE, { bom: true }),
      '\uFEFF' +
        [
          'Profile,Estimate (USD),Change',
          'platform-jane,12.000000000000001,-0.5',
          '"\'=HYPERLINK(""https://evil.example"")",-0.25,',
          ',,',
          'By profile,,',
          '24 h: 19 Nov – 20 Nov (UTC),,',
          'Source: Amazon CloudWatch AWS/Bedrock,,',
          '',
        ].join('\r\n'),
    );
    assert.ok(toCsv(TABLE, { bom: false }).startsWith('Profile'), 'without a mark where it is pasted');
  });

  it('reads back as it was: texts but for the apostrophes, numbers and money exactly, what is not known as nothing', () => {
    fc.assert(
      fc.property(anyTable, fc.boolean(), (table, bom) => {
        const { columns, rows, title, about } = table;
        const parsed = read(toCsv(table, { bom }));
        const heading = columns.map((column) => escapeFormulas(headingOf(column)));
        const notes = [title, ...about].filter((line) => line.trim() !== '');
        const end = parsed.findLastIndex((row) => row.every((cell) => cell === ''));
        const data = notes.length === 0 ? parsed.slice(1) : parsed.slice(1, end);
        assert.deepEqual(parsed[0]?.map(stripMark), heading.map(stripMark));
        assert.equal(data.length, rows.length);
        rows.forEach((row, at) => {
          row.forEach((value, index) => {
            const cell = data[at]?.[index];
            if (typeof value === 'number') assert.equal(Number(cell), value === 0 ? 0 : value);
            else if (columns[index]?.unit === 'USD') assert.equal(cell, value ?? '');
            else assert.equal(cell, value === null ? '' : escapeFormulas(value));
          });
        });
        if (notes.length > 0)
          assert.deepEqual(
            parsed.slice(end + 1).map(([first]) => first),
            notes.map(escapeFormulas),
          );
        for (const row of parsed) assert.equal(row.length, columns.length);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a text in its row, whatever ends a line in it', () => {
    for (const name of ['a\rb', 'a\nb', 'a\r\nb', '\r', 'a,b']) {
      const rows: ExportedTable['rows'] = [[name, '1', 0]];
      const line = toCsv({ ...TABLE, rows, about: [], title: '' }, { bom: false }).split(
        'Profile,Estimate (USD),Change\r\n',
      )[1];
      assert.equal(line, `"${escapeFormulas(name)}",1,0\r\n`);
    }
  });

  it('has no cell that starts a formula, wherever a spreadsheet takes a cell to begin', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const text = toCsv(table, { bom: true });
        for (const cell of read(text).flat()) assertRunsNothing(cell);
        // Where the decimal comma is at home, semicolons separate, and a quote within a cell is a quote.
        for (const line of text.slice(1).split(/[\n\r\v\f\u0085\u2028\u2029]/u))
          for (const cell of line.split(/[;\t]/)) assertRunsNothing(cell);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes a text by apostrophes alone, each text in its own way', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(escapeFormulas(text).replaceAll("'", ''), text.replaceAll("'", ''));
        if (!/[=+\-@＝＋－＠﹢﹣﹦﹫−\t\r\n]/u.test(text)) assert.equal(escapeFormulas(text), text);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        assert.ok(one === other || escapeFormulas(one) !== escapeFormulas(other));
      }),
      { numRuns: 2000 },
    );
    for (const plain of ['jane.doe', 'a-b', 'x=y', 'C++', 'jane@acme.example', 'a; b', "it's"]) {
      assert.equal(escapeFormulas(plain), plain);
    }
  });
});

/** A heading that begins with the mark of UTF-8 itself loses it to the reader. */
const stripMark = (cell: string): string => cell.replace(/^\uFEFF/, '');
