import type { MarkdownString } from 'vscode';

/** A label and a value on a line of their own. The value is appended as text: it is never markup. */
export function tooltipLine(text: MarkdownString, label: string, value: string): void {
  text
    .appendMarkdown(`**${label}** `)
    .appendText(value === '' ? '–' : value)
    .appendMarkdown('  \n');
}
