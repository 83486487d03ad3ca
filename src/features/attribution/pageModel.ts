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
import type { PageAttribution, PageState } from '../../protocol/usagePage/state';
import type { Range } from '../../core/usage/ranges';
import { totalTokens } from '../../core/usage/usage';
import type { AttributionUsage, Snapshot } from '../../store/snapshot';
import { modelText, ownerText, tierText, unknownModel } from '../../ui/labels';
import { requiredTags } from '../../ui/settings/tagRules';
import { problemOf } from '../../ui/requestState';
import { missingText } from '../../ui/messages/missingUsage';
import { notConnectedText, pricesLoadingText } from '../../ui/messages/common';
import { attributionSumsOf, type AttributionSubject, type AttributionSums } from './directUsage';
import { classTexts, coverageText, directPricesText, notListedText } from './messages';
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
    sentence: notConnectedText(),
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
          ? unknownModel()
          : modelName(source.model)
        : modelText(profile),
    tier: source === undefined ? '' : tierText(source),
    price: pricing === undefined ? pricesLoadingText() : priceText(priced),
    ...amountsOf(one, one.estimate.amount),
    unpriced: one.estimate.unpriced.reduce((all, kind) => all + one.tokens[kind], 0),
  };
}

function notesOf({ span }: AttributionUsage, { choice }: Snapshot): string[] {
  return [
    coverageText(choice?.region ?? ''),
    directPricesText(),
    ...(span.end - span.start > LISTED_FOR_MS ? [notListedText()] : []),
  ];
}
