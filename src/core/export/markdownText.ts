/**
 * Anybody's text within Markdown: it reads as it is written and is never a heading, a list, a link, a formula or HTML.
 */

/** Marks that change the direction of writing could make one name look like another. */
const TURNS = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** One line of plain text; also for the cell of a table. */
export function markdownText(text: string): string {
  return (
    text
      .replace(TURNS, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .replace(/[\\`*_[\]|~$!]/g, '\\$&')
      // A backslash keeps addresses from becoming links.
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
      // At the start of a line: a heading, a list, a rule.
      .replace(/^(?:[#=]|[-+](?=[-+\s]|$))/, '\\$&')
      // At the end of a line: what closes a heading.
      .replace(/(?<=\s)#+$/, '\\$&')
      .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
      .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign)
  );
}

export interface MarkdownColumn {
  /** Plain text. */
  readonly heading: string;
  readonly numeric: boolean;
}

/**
 * A table of Markdown cells, which must be escaped already. Numbers are aligned to the right.
 */
export function markdownTable(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ heading }) => markdownText(heading))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : ':---'))),
    ...rows.map(line),
  ].join('\n');
}
