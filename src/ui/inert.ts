/**
 * Makes text inert: whatever it holds, VS Code renders it as text. Names, tags, errors and settings come from AWS, from
 * other tools' files and from folders of strangers. Notifications, input prompts and validation messages are read for
 * links, `[label](command:…)` (VS Code's linkedText.ts); labels for icons, `$(name)` (iconLabels.ts); tooltips for
 * Markdown.
 */

/**
 * Invisible, without width, and not a place to break a line; put between two characters that would be syntax side by
 * side.
 */
const JOINER = '\u2060';

/**
 * What no text needs to be read, and what can make it look like another: control characters, separators of lines, and
 * overrides of direction.
 */
const DISGUISES = /(?![\t\n\r])[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/**
 * A text for notifications, dialogs, prompts and labels: without links, icons and characters that disguise. Ordinary
 * text stays as it is.
 */
export const inert = (text: string): string =>
  text.replaceAll(DISGUISES, '\ufffd').replaceAll(/(?<=[\]$])(?=\()/g, JOINER);

/**
 * A text for a place in Markdown: without any markup, HTML, links that are found in plain text, and icons. Line breaks
 * become spaces.
 */
export const inertMarkdown = (text: string): string =>
  inert(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');

/** The product icons that our own labels use. */
export type Icon =
  | 'account'
  | 'add'
  | 'arrow-right'
  | 'beaker'
  | 'bell'
  | 'blank'
  | 'book'
  | 'check'
  | 'circle-large-outline'
  | 'clock'
  | 'close'
  | 'credit-card'
  | 'diff'
  | 'discard'
  | 'edit'
  | 'error'
  | 'file'
  | 'folder'
  | 'history'
  | 'info'
  | 'json'
  | 'broadcast'
  | 'layers'
  | 'lock'
  | 'mail'
  | 'organization'
  | 'pass'
  | 'person'
  | 'pulse'
  | 'question'
  | 'refresh'
  | 'search'
  | 'tag'
  | 'trash'
  | 'warning';

/** A label in which only the icons that were named as such are icons. */
export type IconText = string & { readonly IconText: never };

/** Icons and inert texts, with spaces between them. Empty texts are left out. */
export const withIcons = (...parts: readonly (string | { readonly icon: Icon })[]): IconText =>
  parts
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? inert(part) : `$(${part.icon})`))
    .join(' ') as IconText;
