/** What every form of an exported table needs to know of its cells. */

import type { ExportedTable } from './exportedTable';

export type ExportedValue = ExportedTable['rows'][number][number];
export type ExportedColumn = ExportedTable['columns'][number];

/** `Estimate (USD)`, on one line: parsers infer from the first line how lines end. */
export const headingOf = ({ label, unit }: ExportedColumn): string =>
  (unit === undefined || unit === '' ? label : `${label} (${unit})`).replace(/[\s\p{Cc}]+/gu, ' ');

/** An exact decimal, as the protocol writes money. */
const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;

/** Whether a value is an amount of money: an exact decimal in a column of US dollars. */
export const isMoney = (value: ExportedValue, column: ExportedColumn): value is string =>
  column.unit === 'USD' && typeof value === 'string' && DECIMAL.test(value);

/** Every row with exactly one value for each column. A number that is none is not known. */
export function valuesOf({ columns, rows }: ExportedTable): readonly (readonly ExportedValue[])[] {
  const known = (value: ExportedValue): ExportedValue =>
    typeof value === 'number' && !Number.isFinite(value) ? null : value;
  return rows.map((row) => columns.map((_, index) => known(row[index] ?? null)));
}
