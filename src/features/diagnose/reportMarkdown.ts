/** The report of a diagnosis as Markdown. */

import {
  actionsFor,
  CHECKS,
  SECTIONS,
  type CheckId,
  type CheckResult,
  type CheckResults,
  type Section,
} from '../../core/diagnose/checks';
import { markdownText } from '../../core/export/markdownText';
import type { Problem } from '../../core/problem';
import { withoutSecrets, type RedactionOptions } from '../../core/secrets/reportRedaction';
import { untested, type Finding } from './finding';

/** The texts of a report in the reader's language. Plain text all of it. */
export interface ReportTexts {
  readonly title: string;
  readonly asOf: string;
  readonly summary: (counts: Readonly<Record<Finding['outcome'], number>>) => string;
  readonly actionsHeading: string;
  readonly section: (section: Section) => string;
  readonly check: (id: CheckId) => string;
  /** Where a check is about several permissions. */
  readonly permissions: (actions: readonly string[]) => string;
  readonly outcome: Readonly<Record<Finding['outcome'], string>>;
  readonly problem: (problem: Problem) => Finding;
  readonly blocked: (by: CheckId) => string;
  readonly notAgreed: string;
}

/** What is reported of a result. */
function findingOf(
  result: CheckResult<Finding>,
  texts: Pick<ReportTexts, 'problem' | 'blocked' | 'notAgreed'>,
): Finding {
  switch (result.outcome) {
    case 'problem':
      return texts.problem(result.problem);
    case 'blocked':
      return untested(texts.blocked(result.by));
    case 'not-agreed':
      return untested(texts.notAgreed);
    case 'passed':
    case 'failed':
    case 'untested':
      return result;
  }
}

/** The report as Markdown, without secrets, whatever the findings contain. */
export function reportMarkdown(results: CheckResults<Finding>, texts: ReportTexts, known: RedactionOptions): string {
  const plain = (text: string): string => markdownText(withoutSecrets(text, known));
  const findings = CHECKS.map(({ id, section }) => ({ id, section, finding: findingOf(results[id], texts) }));
  const counts = { passed: 0, failed: 0, untested: 0 };
  for (const { finding } of findings) counts[finding.outcome] += 1;
  const actionItems = findings.flatMap(({ id, finding: { action } }) =>
    action === undefined ? [] : [`- **${plain(texts.check(id))}**: ${plain(action)}`],
  );
  const check = ({ id, finding: { outcome, lines } }: (typeof findings)[number]): readonly string[] => {
    const [first = '', ...more] = lines;
    const head = `- ${texts.outcome[outcome]} **${plain(texts.check(id))}**: ${plain(first)}`;
    const actions = actionsFor(id);
    const about = actions.length > 1 ? [texts.permissions(actions)] : [];
    return [head, ...[...more, ...about].map((line) => `  - ${plain(line)}`)];
  };
  return [
    `# ${plain(texts.title)}`,
    `${plain(texts.asOf)} ${plain(texts.summary(counts))}`,
    ...(actionItems.length === 0 ? [] : [`## ${plain(texts.actionsHeading)}`, actionItems.join('\n')]),
    ...SECTIONS.flatMap((section) => [
      `## ${plain(texts.section(section))}`,
      findings
        .filter((one) => one.section === section)
        .flatMap(check)
        .join('\n'),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}
