/** A table as tab-separated text, for spreadsheets: numbers without separators, and nothing that a cell would run. */

import { escapeFormulas } from '../../../core/export/spreadsheetFormulas';
import { toDecimal } from '../../../core/money';
import { isUnpriced } from '../costedUsage';
import type { Strings } from '../../../protocol/usagePage/strings';
import type { Cell, Row, Table } from './tables';
import { fill } from '../messages';

/**
 * What the host accepts is 200,000 characters; the rest is left for the lines about what was left out and the source.
 */
const MAX_LENGTH = 190_000;

/**
 * One line of text that a spreadsheet does not take for a formula. Names are other people's: a tab or line break would
 * move cells.
 */
export const cellOf = (text: string): string => escapeFormulas(text.replace(/[\s\p{Cc}]+/gu, ' ').trim());

const countText = (value: number | undefined, whole: boolean): string =>
  value === undefined ? '' : `${whole ? '' : '≥'}${Math.round(value)}`;

const percentText = (ratio: number | undefined): string =>
  ratio === undefined ? '' : `${(ratio * 100).toFixed(1).replace(/^-0\.0$/, '0.0')}%`;

function cellText(cell: Cell, t: Strings): string {
  switch (cell.type) {
    case 'text':
      return cellOf(cell.text);
    case 'count':
      return countText(cell.count.value, cell.count.whole);
    case 'latency':
      return countText(cell.latency.value, true);
    case 'share':
      return percentText(cell.share.value);
    case 'money':
      return isUnpriced(cell.amount) ? t.unpriced : `${cell.amount.whole ? '' : '≥'}${toDecimal(cell.amount.money)}`;
    case 'change':
      return cell.change.type === 'known' ? percentText(cell.change.ratio) : '';
  }
}

interface Lines {
  readonly head: string;
  readonly lines: readonly string[];
  readonly foot: readonly string[];
  /** Where the numbers are from, as sentences. */
  readonly about: readonly string[];
}

/** Heading, rows, totals, then the lines with the source of the numbers. An unknown number is an empty cell. */
export function toTsv(table: Table, rows: readonly Row[], about: readonly string[], t: Strings): string {
  const line = (cells: readonly Cell[]): string => cells.map((cell) => cellText(cell, t)).join('\t');
  const head = table.columns.map(({ label, copyLabel }) => cellOf(copyLabel ?? label)).join('\t');
  const lines = rows.map(({ cells }) => line(cells));
  return limitLines({ head, lines, foot: [line(table.totals(rows).cells)], about }, t);
}

/** As many lines as can be copied. */
export function limitLines({ head, lines, foot, about }: Lines, t: Strings): string {
  const notes = about.map((note) => cellOf(note).slice(0, 1000));
  let room = MAX_LENGTH - [head, ...foot, ...notes].join('\n').length;
  const body = lines.filter(({ length }) => (room -= length + 1) >= 0);
  const left = lines.length - body.length;
  return [head, ...body, ...(left > 0 ? [fill(t.rowsNotCopied, left)] : []), ...foot, '', ...notes].join('\n');
}
