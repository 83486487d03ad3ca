/** Tooltips. The only place that makes Markdown: text is added as text, and markup by a method of its own. */

import { MarkdownString } from 'vscode';
import type { CommandId } from '../manifest';
import { inertMarkdown, type Icon } from './inert';

/** Percent-encodes JSON for a link in Markdown, whose end is a parenthesis. */
const encodeArguments = (values: readonly unknown[]): string =>
  encodeURIComponent(JSON.stringify(values)).replaceAll(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** A tooltip that is put together of texts, icons, links and tables. */
export class Tooltip {
  readonly #text = new MarkdownString(undefined, true);
  readonly #commands = new Set<CommandId>();

  /** What VS Code takes. Only the commands that were added can be run from it. */
  get markdown(): MarkdownString {
    return this.#text;
  }

  #append(markdown: string): this {
    this.#text.appendMarkdown(markdown);
    return this;
  }

  /** Adds words as they are. */
  text(words: string): this {
    return this.#append(inertMarkdown(words));
  }

  /** Adds words in bold. */
  strong(words: string): this {
    return this.#append(strong(words));
  }

  /** Adds an icon and a space. */
  icon(icon: Icon): this {
    return this.#append(`$(${icon}) `);
  }

  /** Ends a line. */
  line(): this {
    return this.#append('  \n');
  }

  /** Ends a paragraph. */
  paragraph(): this {
    return this.#append('\n\n');
  }

  /** Adds a label and a value on a line of their own; a dash for an empty value. */
  field(label: string, value: string): this {
    return this.strong(label)
      .text(` ${value === '' ? '–' : value}`)
      .line();
  }

  /** Adds a link that runs one of our commands. */
  command(label: string, id: CommandId, ...values: readonly unknown[]): this {
    this.#commands.add(id);
    this.#text.isTrusted = { enabledCommands: [...this.#commands] };
    const query = values.length === 0 ? '' : `?${encodeArguments(values)}`;
    return this.#append(`[${inertMarkdown(label)}](command:${id}${query})`);
  }

  /** Adds a table: the first column to the left, the others to the right; the last row in bold. */
  table(rows: readonly (readonly string[])[]): this {
    const cells = (row: readonly string[], write: (cell: string) => string): string =>
      `| ${row.map(write).join(' | ')} |`;
    const [head = [], ...rest] = rows;
    const lines = rest.map((row, index) => cells(row, index === rest.length - 1 ? strong : inertMarkdown));
    const marks = head.map((_, index) => (index === 0 ? ':--' : '--:'));
    return this.#append([cells(head, inertMarkdown), `|${marks.join('|')}|`, ...lines].join('\n')).paragraph();
  }
}

const strong = (words: string): string => (words.trim() === '' ? '' : `**${inertMarkdown(words.trim())}**`);
