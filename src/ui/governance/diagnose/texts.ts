/** The words of a diagnosis. */

import { l10n } from 'vscode';
import type { CheckId, Finding, ReportTexts, Section } from '../../../core/diagnose';
import type { Problem } from '../../../core/problem';
import { sentenceFor } from '../../sentences';

const sectionText = (section: Section): string =>
  ({
    machine: l10n.t('This machine'),
    connection: l10n.t('Connection'),
    permissions: l10n.t('Permissions and services'),
    profiles: l10n.t('My profiles'),
    agents: l10n.t('Coding agents'),
  })[section];

const may = (action: string): string => l10n.t('Permission {0}', action);

/** What a check is called. */
export const checkText = (id: CheckId): string =>
  ({
    versions: l10n.t('Versions'),
    environment: l10n.t('Environment'),
    proxy: l10n.t('Proxy'),
    endpoint: l10n.t('Endpoint'),
    awsProfile: l10n.t('AWS profile'),
    region: l10n.t('Region'),
    credentials: l10n.t('Credentials'),
    clock: l10n.t('Clock'),
    account: l10n.t('Account'),
    listProfiles: may('bedrock:ListInferenceProfiles'),
    listSources: may('bedrock:ListFoundationModels'),
    getProfile: may('bedrock:GetInferenceProfile'),
    tagsInBulk: may('tag:GetResources'),
    tagsOf: may('bedrock:ListTagsForResource'),
    listMetrics: may('cloudwatch:ListMetrics'),
    metricData: may('cloudwatch:GetMetricData'),
    create: may('bedrock:CreateInferenceProfile'),
    tag: may('bedrock:TagResource'),
    delete: may('bedrock:DeleteInferenceProfile'),
    invoke: may('bedrock:InvokeModel'),
    prices: l10n.t('Price List'),
    bill: may('ce:GetCostAndUsage'),
    costTags: l10n.t('Cost allocation tags'),
    alerts: l10n.t('AWS Budgets, alarms and anomaly alerts'),
    mine: l10n.t('My profiles'),
    tags: l10n.t('Tags'),
    metrics: l10n.t('Metrics arriving'),
    agents: l10n.t('Agents'),
  })[id];

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
  outcome: { fine: `✓ ${l10n.t('fine')}`, failed: `✗ ${l10n.t('failed')}`, untested: `– ${l10n.t('not tested')}` },
  problem: problemFinding,
  blocked: (by) => l10n.t('It needs “{0}” first.', checkText(by)),
  notAgreed: l10n.t('It is paid for and was not asked. Run Diagnose again with the bill to include it.'),
});
