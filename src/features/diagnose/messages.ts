/** The words of a diagnosis. */

import { l10n } from 'vscode';
import { actionsFor, type CheckId, type Finding, type ReportTexts, type Section } from '../../core/diagnose/checks';
import type { Problem } from '../../core/problem';
import { sentenceFor } from '../../ui/messages/problems';
import { commandText } from '../../ui/commandTitles';

const sectionText = (section: Section): string =>
  ({
    machine: l10n.t('This machine'),
    connection: l10n.t('Connection'),
    permissions: l10n.t('Permissions and services'),
    profiles: l10n.t('My profiles'),
    agents: l10n.t('Coding agents'),
  })[section];

/** What a check is called that is about more, or less, than one permission. */
const WORDS: Readonly<Partial<Record<CheckId, () => string>>> = {
  versions: () => l10n.t('Versions'),
  environment: () => l10n.t('Environment'),
  proxy: () => l10n.t('Proxy'),
  endpoint: () => l10n.t('Endpoint'),
  awsProfile: () => l10n.t('AWS profile'),
  region: () => l10n.t('Region'),
  credentials: () => l10n.t('Credentials'),
  clock: () => l10n.t('Clock'),
  account: () => l10n.t('Account'),
  create: () => l10n.t('Permission to create profiles'),
  invoke: () => l10n.t('Permission to invoke profiles'),
  prices: () => l10n.t('Price List'),
  costTags: () => l10n.t('Cost allocation tags'),
  activateTags: () => l10n.t('Permission to activate cost allocation tags'),
  alerts: () => l10n.t('AWS Budgets, alarms and anomaly alerts'),
  changeAlerts: () => l10n.t('Permission to create and delete alerts'),
  mine: () => l10n.t('My profiles'),
  tags: () => l10n.t('Tags'),
  metrics: () => l10n.t('Metrics arriving'),
  agents: () => l10n.t('Agents'),
};

/** What a check is called. */
export const checkText = (id: CheckId): string => WORDS[id]?.() ?? l10n.t('Permission {0}', actionsFor(id).join(', '));

/** A problem as a finding: what to do, and what AWS or the SDK said. */
function problemFinding(problem: Problem): Finding {
  const { message } = problem.detail;
  const sentence = sentenceFor(problem);
  const said = message === undefined || sentence.includes(message) ? [] : [message];
  return { outcome: 'failed', lines: [sentence, ...said], todo: sentence };
}

export const reportTexts = (now: number, sample: boolean): ReportTexts => ({
  title: sample ? l10n.t('Bedrock Tally: diagnosis of sample data') : l10n.t('Bedrock Tally: diagnosis'),
  asOf: l10n.t('{0} UTC.', new Date(now).toISOString().slice(0, 16).replace('T', ' ')),
  summary: ({ fine, failed, untested }) => {
    const others = l10n.t('{0} are fine, {1} could not be tested.', fine, untested);
    if (failed === 0) return l10n.t('No check failed: {0}', others);
    return failed === 1 ? l10n.t('1 check failed, {0}', others) : l10n.t('{0} checks failed, {1}', failed, others);
  },
  toDo: l10n.t('What to do'),
  section: sectionText,
  check: checkText,
  permissions: (actions) => l10n.t('Permissions: {0}', actions.join(', ')),
  outcome: { fine: `✓ ${l10n.t('fine')}`, failed: `✗ ${l10n.t('failed')}`, untested: `– ${l10n.t('not tested')}` },
  problem: problemFinding,
  blocked: (by) => l10n.t('It needs “{0}” first.', checkText(by)),
  notAgreed: l10n.t(
    'It is paid for and was not asked. Choose {0} again, with the bill, to include it.',
    commandText('diagnose'),
  ),
});
