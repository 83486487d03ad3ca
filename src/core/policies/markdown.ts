/** A policy as Markdown, to be read, sent or kept beside the code. */

import type { ExplainedDocument, Note } from './document';

/** The texts around a policy, in the reader's language. */
export interface PolicyTexts {
  readonly title: string;
  /** Where it is attached, and how long it is. */
  readonly introduction: string;
  /** The heading over what has to be known first. */
  readonly notes: string;
  /** What keeps it from working here; first of all. */
  readonly warnings: readonly string[];
  /** The heading over the sentences. */
  readonly statements: string;
  /** The heading over the JSON. */
  readonly document: string;
  readonly sentence: (note: Note) => string;
  /** Said where the policy is longer than AWS takes. */
  readonly tooLong: (bytes: number, limit: number) => string;
}

/** Tag keys and names are anybody's text: nothing of them may become a heading, a link, a formula (which two `$` make) or HTML. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/\$/g, /\$.*\$/s.test(text) ? '\\$&' : '$&');

/** A fence that nothing within the text can close. */
function fence(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(3, longest + 1));
}

/** Title, a sentence for each statement, and the JSON, indented for reading. */
export function policyMarkdown(policy: ExplainedDocument, texts: PolicyTexts): string {
  const json = JSON.stringify(policy.document, undefined, 2);
  const mark = fence(json);
  const { bytes, limit, exceeded } = policy.size;
  const notes = policy.notes.map(texts.sentence);
  return [
    `# ${plain(texts.title)}`,
    ...(exceeded ? [`> ${plain(texts.tooLong(bytes, limit))}`] : []),
    ...texts.warnings.map((warning) => `> ⚠ ${plain(warning)}`),
    plain(texts.introduction),
    ...(notes.length === 0 ? [] : [`## ${plain(texts.notes)}`, notes.map((note) => `- ${plain(note)}`).join('\n')]),
    `## ${plain(texts.statements)}`,
    policy.explanations
      .map((explanation) => `- **${plain(explanation.sid)}**: ${plain(texts.sentence(explanation))}`)
      .join('\n'),
    `## ${plain(texts.document)}`,
    `${mark}json\n${json}\n${mark}\n`,
  ].join('\n\n');
}
