/**
 * A table as JSON: what it is about, its columns with their units, and each row as an object by column id. Money stays
 * an exact decimal text.
 */

import type { ExportedTable } from './exportedTable';
import { valuesOf, type ExportedColumn } from './cells';

/** Ids as the keys of objects: of two that are the same, the later one gets a number. */
function keysOf(columns: readonly ExportedColumn[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map(({ id }) => {
    let key = id;
    for (let count = 2; taken.has(key); count += 1) key = `${id}-${count}`;
    taken.add(key);
    return key;
  });
}

export function toJson(table: ExportedTable): string {
  const keys = keysOf(table.columns);
  const columns = table.columns.map((column, index) => ({ ...column, id: keys[index] ?? column.id }));
  const rows = valuesOf(table).map((row) => Object.fromEntries(keys.map((key, index) => [key, row[index] ?? null])));
  return `${JSON.stringify({ title: table.title, about: table.about, columns, rows }, undefined, 2)}\n`;
}
