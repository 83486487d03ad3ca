/** Names for files that every system takes, Windows too. */

import type { ExportedTable } from './exportedTable';

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const MAX_LENGTH = 100;

/** A name without an extension, never empty, out of any text. */
export function fileNameOf(text: string): string {
  const cleaned = text
    .normalize('NFC')
    .replace(/[\s\p{Z}\p{C}]+/gu, ' ')
    .replace(/: /g, ' ')
    .replace(/[<>:"/\\|?*]+/g, '-');
  const short = Array.from(cleaned) // by characters, so that none is cut in two
    .slice(0, MAX_LENGTH)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return short === '' ? 'table' : short.replace(RESERVED, '$1_');
}

/** The title and, where one is found, the range: the first line about the table that contains digits. */
export function tableName({ title, about }: Pick<ExportedTable, 'title' | 'about'>): string {
  // A time zone in brackets is not needed in a file name.
  const range = (about.find((line) => /\d/.test(line)) ?? '').replace(/\s*\([^()]*\)$/, '');
  return fileNameOf(range === '' || range.length > 80 ? title : `${title}, ${range}`);
}
