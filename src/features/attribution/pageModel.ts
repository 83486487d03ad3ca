/** The attribution view: whose tokens they are, and which carry nobody's name. */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import {
  ATTRIBUTED,
  ATTRIBUTION_CLASSES,
  type AttributionClass,
  type Portion,
} from '../../core/attribution/attribution';
import { modelName } from '../../core/profiles/models';
import { toDecimal, type Amount } from '../../core/money';
import { profileModelName } from '../../core/profiles/profile';
import type { PageAttribution, PageState } from '../../protocol/usagePage/state';
import type { Range } from '../../core/usage/ranges';
import { totalTokens } from '../../core/usage/usage';
import type { AttributionUsage, Snapshot } from '../../store/snapshot';
import { ownerText, tierText } from '../../ui/labels';
import { requiredTags } from '../../ui/settings/tagRules';
import { problemOf } from '../billing/billModel';
import { missingText } from '../usage/usageReportModel';
import { attributionSumsOf, type AttributionSubject, type AttributionSums } from './directUsage';
import { priceText } from '../../ui/priceText';

/** ListMetrics forgets what has been idle for two weeks. */
const LISTED_FOR_MS = 14 * 86_400_000;

export function attributionPageOf(snapshot: Snapshot, range: Range): PageAttribution {
  const { caller, profiles, attribution } = snapshot;
  const remote = attribution?.range === range ? attribution.usage : undefined;
  const failed = [caller, profiles, remote].find((part) => part?.problem !== undefined);
  const { value, asOf } = remote ?? {};
  const known = value !== undefined && asOf !== undefined && profiles.value !== undefined;
  return {
    phase: known ? 'ready' : failed === undefined && snapshot.choice !== undefined ? 'loading' : 'failed',
    range,
    ...(known ? { report: figuresOf(value, asOf, snapshot) } : {}),
    actions: [
      { id: COMMANDS.useInAgent, label: l10n.t('Use in an Agent…') },
      { id: COMMANDS.showPolicies, label: l10n.t('Show IAM Policies…') },
    ],
    ...(snapshot.choice === undefined ? notConnected() : problemOf(failed)),
  };
}

const notConnected = (): Pick<PageState, 'problem'> => ({
  problem: {
    sentence: l10n.t('Nothing is connected.'),
    action: { id: COMMANDS.connect, label: l10n.t('Connect to AWS') },
  },
});

function figuresOf(usage: AttributionUsage, asOf: number, snapshot: Snapshot): NonNullable<PageAttribution['report']> {
  const sums = attributionSumsOf(usage, snapshot, requiredTags());
  const { attribution } = sums;
  const used = ATTRIBUTION_CLASSES.filter((name) => totalTokens(attribution.classes[name].tokens) > 0);
  return {
    ...usage.span,
    asOf,
    total: { tokens: attribution.tokens, money: moneyOf(sums.total) },
    tagged: { tokens: attribution.attributed.tokens, money: moneyOf(sums.tagged) },
    classes: used.map((name) => classOf(name, sums, snapshot)),
    days: attribution.days.map(({ day, tokens, classes }) => ({
      day,
      tokens: totalTokens(tokens),
      classes: used.map((name) => totalTokens(classes[name].tokens)),
    })),
    missing: usage.partial.map(missingText),
    notes: notesOf(usage, snapshot),
  };
}

const moneyOf = ({ money, whole }: Amount) => ({ usd: toDecimal(money), whole });

const amountsOf = ({ tokens }: Portion, money: Amount) => ({ tokens, money: moneyOf(money) });

function classOf(name: AttributionClass, sums: AttributionSums, snapshot: Snapshot) {
  return {
    id: name,
    ...classTexts(name),
    tagged: ATTRIBUTED.includes(name),
    ...amountsOf(sums.attribution.classes[name], sums.money[name]),
    subjects: sums.subjects.filter((one) => one.class === name).map((one) => subjectOf(one, snapshot)),
  };
}

function subjectOf(one: AttributionSubject, { ownership, pricing }: Snapshot) {
  const { profile, source, priced, subject } = one;
  return {
    id: subject,
    ...(profile === undefined ? {} : { name: profile.name, owner: ownerText(profile, ownership.keys) }),
    model:
      profile === undefined
        ? source?.model === undefined
          ? l10n.t('model not known')
          : modelName(source.model)
        : profileModelName(profile),
    tier: source === undefined ? '' : tierText(source),
    price: pricing === undefined ? l10n.t('prices are being loaded') : priceText(priced),
    ...amountsOf(one, one.estimate.amount),
    unpriced: one.estimate.unpriced.reduce((all, kind) => all + one.tokens[kind], 0),
  };
}

function classTexts(name: AttributionClass): { readonly label: string; readonly about: string } {
  switch (name) {
    case 'mine':
      return { label: l10n.t('My profiles'), about: l10n.t('Their tags name me.') };
    case 'my-team':
      return { label: l10n.t('My team’s profiles'), about: l10n.t('Their tags name another member of my team.') };
    case 'others':
      return { label: l10n.t('Other owners’ profiles'), about: l10n.t('Their tags name another owner.') };
    case 'incomplete':
      return {
        label: l10n.t('Incompletely tagged profiles'),
        about: l10n.t('A team, a member or another required tag is missing, or its value is not allowed.'),
      };
    case 'unreadable':
      return {
        label: l10n.t('Profiles whose tags cannot be read'),
        about: l10n.t('They may have an owner, but the permission to read tags is missing.'),
      };
    case 'deleted':
      return {
        label: l10n.t('Profiles that are not listed'),
        about: l10n.t('Deleted or just created. Their model is not known, so they are unpriced.'),
      };
    case 'system-profile':
      return {
        label: l10n.t('System profiles, invoked directly'),
        about: l10n.t('AWS’s system-defined profiles have no owner tags.'),
      };
    case 'model':
      return {
        label: l10n.t('Models, invoked directly'),
        about: l10n.t('Direct model usage (no profile) has no owner tags.'),
      };
    case 'other':
      return {
        label: l10n.t('Other'),
        about: l10n.t('For example, provisioned throughput or a custom model.'),
      };
  }
}

function notesOf({ span }: AttributionUsage, { choice }: Snapshot): string[] {
  return [
    l10n.t('All Bedrock usage in {0}. CloudWatch reports what was invoked, not who invoked it.', choice?.region ?? ''),
    l10n.t(
      'Direct usage is priced by its own model and inference type. Amounts with unpriced tokens are minimums (≥).',
    ),
    ...(span.end - span.start > LISTED_FOR_MS
      ? [
          l10n.t(
            'CloudWatch doesn’t list metrics without data for two weeks, so models and system profiles last invoked directly before that are not included.',
          ),
        ]
      : []),
  ];
}
