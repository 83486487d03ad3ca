/** Sentences of *Diagnose* and its report; those of single checks are with the checks. */

import { l10n } from 'vscode';
import { actionsFor, type CheckId, type Section } from '../../core/diagnose/checks';
import type { Problem } from '../../core/problem';
import { problemSentence } from '../../ui/messages/problems';
import { commandText } from '../../ui/commandTitles';
import type { Finding } from './finding';
import type { ReportTexts } from './reportMarkdown';

const sectionText = (section: Section): string =>
  ({
    machine: l10n.t('This machine'),
    connection: l10n.t('Connection'),
    permissions: l10n.t('Permissions and services'),
    profiles: l10n.t('My profiles'),
    agents: l10n.t('Coding agents'),
  })[section];

/** The names of checks that are not about a single permission. */
const NAMES: Readonly<Partial<Record<CheckId, () => string>>> = {
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

/** The name of a check. */
export const checkText = (id: CheckId): string => NAMES[id]?.() ?? l10n.t('Permission {0}', actionsFor(id).join(', '));

/** A problem as a finding, with the message of AWS or the SDK. */
function problemFinding(problem: Problem): Finding {
  const { message } = problem.detail;
  const sentence = problemSentence(problem);
  const details = message === undefined || sentence.includes(message) ? [] : [message];
  return { outcome: 'failed', lines: [sentence, ...details], action: sentence };
}

export const reportTexts = (now: number, sample: boolean): ReportTexts => ({
  title: sample ? l10n.t('Bedrock Tally: diagnosis of sample data') : l10n.t('Bedrock Tally: diagnosis'),
  asOf: l10n.t('{0} UTC.', new Date(now).toISOString().slice(0, 16).replace('T', ' ')),
  summary: ({ passed, failed, untested }) =>
    l10n.t('{0} failed, {1} passed, {2} not tested.', failed, passed, untested),
  actionsHeading: l10n.t('Recommended actions'),
  section: sectionText,
  check: checkText,
  permissions: (actions) => l10n.t('Permissions: {0}', actions.join(', ')),
  outcome: { passed: l10n.t('✓ Passed'), failed: l10n.t('✗ Failed'), untested: l10n.t('– Not tested') },
  problem: problemFinding,
  blocked: (by) => l10n.t('Requires “{0}”.', checkText(by)),
  notAgreed: l10n.t(
    'Not tested because it is charged. Run {0} again with the bill to include it.',
    commandText('diagnose'),
  ),
});
