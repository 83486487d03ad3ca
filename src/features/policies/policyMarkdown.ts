/** A policy as Markdown, to be read, sent or kept beside the code. */

import type { PolicyDocument } from '../../core/policies/document';

/** The texts of a policy in the reader's language. Plain text all of it. */
export interface PolicyTexts {
  readonly title: string;
  /** What keeps it from working here; shown first. */
  readonly warnings: readonly string[];
  /** Where it is attached, and its size. */
  readonly introduction: string;
  readonly notesHeading: string;
  readonly notes: readonly string[];
  readonly statementsHeading: string;
  /** One for each statement, with its `Sid`. */
  readonly statements: readonly { readonly sid: string; readonly sentence: string }[];
  readonly documentHeading: string;
}

/** Escapes names and tag keys, so that none becomes a heading, a link, a formula (which two `$` make) or HTML. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/\$/g, /\$.*\$/s.test(text) ? '\\$&' : '$&');

/** A fence longer than any that the text contains. */
function fence(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(3, longest + 1));
}

/** Title, a sentence for each statement, and the JSON, indented for reading. */
export function policyMarkdown(policy: PolicyDocument, texts: PolicyTexts): string {
  const json = JSON.stringify(policy, undefined, 2);
  const mark = fence(json);
  const notes = texts.notes.map((note) => `- ${plain(note)}`).join('\n');
  return [
    `# ${plain(texts.title)}`,
    ...texts.warnings.map((warning) => `> ⚠ ${plain(warning)}`),
    plain(texts.introduction),
    ...(notes === '' ? [] : [`## ${plain(texts.notesHeading)}`, notes]),
    `## ${plain(texts.statementsHeading)}`,
    texts.statements.map(({ sid, sentence }) => `- **${plain(sid)}**: ${plain(sentence)}`).join('\n'),
    `## ${plain(texts.documentHeading)}`,
    `${mark}json\n${json}\n${mark}\n`,
  ].join('\n\n');
}
