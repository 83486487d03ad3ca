/**
 * A table as Markdown, for reading: money to the cent, counts with separators. What it is about follows below it as a
 * list.
 */

import { formatMoney, fromDecimal } from '../money';
import type { ExportedTable } from './exportedTable';
import { headingOf, isMoney, valuesOf, type ExportedColumn, type ExportedValue } from './cells';
import { markdownTable, markdownText } from './markdownText';

/** What is not known. */
const UNKNOWN = '–';

function cellText(value: ExportedValue, column: ExportedColumn, locale: string): string {
  if (value === null) return UNKNOWN;
  if (typeof value === 'number') return value.toLocaleString(locale, { maximumFractionDigits: 2 });
  const money = isMoney(value, column) ? fromDecimal(value) : undefined;
  return money === undefined ? value : formatMoney(money, locale);
}

/** The locale is that of numbers. */
export function toMarkdown(table: ExportedTable, locale = 'en-US'): string {
  const { title, columns, about } = table;
  const values = valuesOf(table);
  const isNumeric = (column: ExportedColumn, index: number): boolean =>
    values.some((row) => {
      const value = row[index] ?? null;
      return typeof value === 'number' || isMoney(value, column);
    });
  const lines = markdownTable(
    columns.map((column, index) => ({ heading: headingOf(column), numeric: isNumeric(column, index) })),
    values.map((row) => columns.map((column, index) => markdownText(cellText(row[index] ?? null, column, locale)))),
  );
  const notes = about.filter((text) => text.trim() !== '').map((text) => `- ${markdownText(text)}`);
  return [`## ${markdownText(title)}`, lines, ...(notes.length === 0 ? [] : [notes.join('\n')])].join('\n\n') + '\n';
}
