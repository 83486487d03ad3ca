import type { MarkdownString } from 'vscode';

/** A label and a value on a line of their own. The value is appended as text: it is never markup. */
export function tooltipLine(text: MarkdownString, label: string, value: string): void {
  text
    .appendMarkdown(`**${label}** `)
    .appendText(value === '' ? '–' : value)
    .appendMarkdown('  \n');
}

/** Adds a sentence as text that may be broken between words: `appendText` alone makes its spaces unbreakable, and then words are broken. */
export function appendWords(text: MarkdownString, sentence: string): MarkdownString {
  for (const [index, word] of sentence.split(' ').entries()) {
    if (index > 0) text.appendMarkdown(' ');
    text.appendText(word);
  }
  return text;
}
