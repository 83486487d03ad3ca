/** A table as tab-separated text, for spreadsheets: whole numbers without separators, and nothing that a cell would run. */

import type { Cell, Row, Table } from './tables';
import type { Strings } from './strings';

/** What the host accepts is 200,000 characters; the rest is left for the lines about what was left out and the source. */
const LONGEST = 190_000;

/** One line of text that a spreadsheet does not take for a formula. */
function harmless(text: string): string {
  // Names are other people's text: a tab or line break would move cells, and a leading sign would make a formula.
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

function cellText(cell: Cell): string {
  switch (cell.type) {
    case 'text':
      return harmless(cell.text);
    case 'count':
      return amountText(cell.amount.value, cell.amount.whole);
    case 'latency':
      return amountText(cell.latency.value, true);
    case 'share':
      return cell.share.value === undefined ? '' : `${(cell.share.value * 100).toFixed(1)}%`;
  }
}

const amountText = (value: number | undefined, whole: boolean): string =>
  value === undefined ? '' : `${whole ? '' : '≥'}${Math.round(value)}`;

/** Heading, rows, totals, then the lines that say where the numbers are from. An unknown number is an empty cell. */
export function toTsv(table: Table, rows: readonly Row[], about: readonly string[], t: Strings): string {
  const line = (cells: readonly Cell[]): string => cells.map(cellText).join('\t');
  const head = table.columns.map(({ label, copyLabel }) => harmless(copyLabel ?? label)).join('\t');
  const foot = line(table.totals);
  const notes = about.map((note) => harmless(note).slice(0, 1000));
  const body: string[] = [];
  let room = LONGEST - head.length - foot.length - notes.join('\n').length;
  for (const row of rows) {
    const next = line(row.cells);
    room -= next.length + 1;
    if (room < 0) break;
    body.push(next);
  }
  const left = rows.length - body.length;
  return [head, ...body, ...(left > 0 ? [t.moreRows(left)] : []), foot, '', ...notes].join('\n');
}
