/**
 * A table as CSV (RFC 4180, CRLF): one heading row, the data, then an empty row and after it what the table is about, a
 * line for each row. Every row has as many fields as the heading, so that strict parsers read all of it; the data ends
 * at the last empty row.
 */

import { stringify } from 'csv-stringify/sync';
import type { ExportedTable } from './exportedTable';
import { headingOf, isMoney, valuesOf, type ExportedColumn, type ExportedValue } from './cells';
import { escapeFormulas } from './spreadsheetFormulas';

function cellText(value: ExportedValue, column: ExportedColumn): string {
  if (value === null) return '';
  // Negative zero is written without its sign.
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  return isMoney(value, column) ? value : escapeFormulas(value);
}

/** `bom` marks the text as UTF-8, which Excel needs; what goes to the clipboard has none. */
export function toCsv(table: ExportedTable, { bom }: { readonly bom: boolean }): string {
  const { columns, title, about } = table;
  const rest = columns.slice(1).map(() => '');
  const line = (text: string): readonly string[] => [escapeFormulas(text), ...rest];
  const notes = [title, ...about].filter((text) => text.trim() !== '');
  const rows = [
    columns.map((column) => escapeFormulas(headingOf(column))),
    ...valuesOf(table).map((row) => columns.map((column, index) => cellText(row[index] ?? null, column))),
    ...(notes.length === 0 ? [] : [line(''), ...notes.map(line)]),
  ];
  // The library's protection covers fewer cases, and would treat negative amounts as formulas.
  return stringify(rows, {
    bom,
    record_delimiter: 'windows',
    escape_formulas: false,
    // The library quotes only CRLF; spreadsheets also end a row at CR or LF alone.
    quoted_match: /[\r\n]/,
    // An empty row of a single column would be an empty line, which parsers pass over.
    quoted_empty: columns.length === 1,
  });
}
