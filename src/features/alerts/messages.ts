/** Sentences about AWS's own alerts: their kinds, what they do, and what they cost at AWS's list prices. */

import { sampleNote } from '../../ui/sampleNote';
import { l10n } from 'vscode';
import { COST_EXPLORER_REQUEST_USD } from '../../core/billing/charges';
import type { Alert, AlertPlan } from '../../core/alerts/alerts';
import { formatCount, formatWholePercent } from '../../core/format';
import { formatMoney, fromDecimal } from '../../core/money';
import type { Icon } from '../../ui/inert';
import { metricsIn } from './answers';

export type AlertKind = AlertPlan['kind'];
export const ALERT_KINDS: readonly AlertKind[] = ['budget', 'anomaly', 'alarm'];

/** US cents a month for each metric of an alarm, at AWS's list price. */
const ALARM_METRIC_CENTS = 10;

export function alertKindText(kind: AlertKind): string {
  switch (kind) {
    case 'budget':
      return l10n.t('Budget');
    case 'anomaly':
      return l10n.t('Anomaly monitor');
    case 'alarm':
      return l10n.t('Token alarm');
  }
}

/** The button that creates one. */
export function createButtonText(kind: AlertKind): string {
  switch (kind) {
    case 'budget':
      return l10n.t('Create budget');
    case 'anomaly':
      return l10n.t('Create anomaly monitor');
    case 'alarm':
      return l10n.t('Create token alarm');
  }
}

export function createdText(kind: AlertKind, name: string): string {
  switch (kind) {
    case 'budget':
      return l10n.t('Budget {0} was created.', name);
    case 'anomaly':
      return l10n.t('Anomaly monitor {0} was created.', name);
    case 'alarm':
      return l10n.t('Token alarm {0} was created.', name);
  }
}

/** A kind of alerts that may not be listed. */
export function notListedText(kind: AlertKind): string {
  switch (kind) {
    case 'budget':
      return l10n.t('Budget: not listed');
    case 'anomaly':
      return l10n.t('Anomaly monitor: not listed');
    case 'alarm':
      return l10n.t('Token alarm: not listed');
  }
}

function deleteText(kind: AlertKind): string {
  switch (kind) {
    case 'budget':
      return l10n.t('AWS no longer sends alerts for this budget. This can’t be undone.');
    case 'anomaly':
      return l10n.t('AWS no longer sends alerts for this anomaly monitor. This can’t be undone.');
    case 'alarm':
      return l10n.t('AWS no longer sends alerts for this token alarm. This can’t be undone.');
  }
}

/** What deleting does and costs, in paragraphs. */
export const deleteWarnings = (kind: AlertKind, sample: boolean): readonly string[] => [
  ...(sample ? [sampleNote()] : []),
  deleteText(kind),
  ...(kind === 'anomaly' && !sample
    ? [l10n.t('Deleting takes about five requests to Cost Explorer’s API, at most $0.01 each.')]
    : []),
];

export const ALERT_ICONS: Readonly<Record<AlertKind, Icon>> = {
  budget: 'credit-card',
  anomaly: 'pulse',
  alarm: 'bell',
};

/** What loading the list costs: anomaly monitors are a part of Cost Explorer's API. */
export const listCostText = (): string =>
  l10n.t('At most $0.04: anomaly monitors take 1 to 4 requests to Cost Explorer’s API.');

/** The list's rows for creating one. */
export function newAlertText(kind: AlertKind): { readonly label: string; readonly detail: string } {
  switch (kind) {
    case 'budget':
      return {
        label: l10n.t('New budget…'),
        detail: l10n.t('AWS Budgets emails when a team or member has spent a given amount. Free at AWS list prices.'),
      };
    case 'anomaly':
      return {
        label: l10n.t('New anomaly monitor…'),
        detail: l10n.t('Cost Anomaly Detection emails about unusual spend. Free at AWS list prices.'),
      };
    case 'alarm':
      return {
        label: l10n.t('New token alarm…'),
        detail: l10n.t('CloudWatch alerts within minutes. About $0.10 a month for each metric at AWS list prices.'),
      };
  }
}

/** The titles of the steps. */
export function alertTitle(kind: AlertKind): (about: string) => string {
  switch (kind) {
    case 'budget':
      return (about) => l10n.t('New Budget: {0}', about);
    case 'anomaly':
      return (about) => l10n.t('New Anomaly Monitor: {0}', about);
    case 'alarm':
      return (about) => l10n.t('New Token Alarm: {0}', about);
  }
}

const usd = (amount: string, locale?: string): string => {
  const money = fromDecimal(amount);
  return money === undefined ? amount : formatMoney(money, locale);
};

/** `15 minutes`, `1 hour`, `1 day`. */
export function periodText(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 1) return l10n.t('{0} minutes', seconds / 60);
  if (hours === 1) return l10n.t('1 hour');
  return hours === 24 ? l10n.t('1 day') : l10n.t('{0} hours', hours);
}

/** What a plan does, in a sentence. */
export function summaryText(plan: AlertPlan): string {
  switch (plan.kind) {
    case 'budget': {
      const at = plan.thresholds.map((percents) => formatWholePercent(percents / 100)).join(', ');
      const limit = usd(plan.amount);
      return plan.period === 'daily'
        ? l10n.t('{0}: email to {1} at {2} of {3} a day.', plan.tagValue, plan.email, at, limit)
        : l10n.t('{0}: email to {1} at {2} of {3} a month.', plan.tagValue, plan.email, at, limit);
    }
    case 'anomaly':
      return l10n.t(
        '{0}: daily email to {1} about spend at least {2} above the usual.',
        plan.tagValue,
        plan.email,
        usd(plan.minimumUsd),
      );
    case 'alarm':
      return l10n.t('In alarm at {0} tokens or more in {1}.', formatCount(plan.tokens), periodText(plan.periodSeconds));
  }
}

/** What it costs, and what it does not cover. */
export function notesOf(plan: AlertPlan): readonly string[] {
  const scope = (key: string): readonly string[] => [
    l10n.t('Counts everything with this tag on the bill, not only Amazon Bedrock.'),
    l10n.t('Requires {0} to be active as a cost allocation tag.', key),
  ];
  switch (plan.kind) {
    case 'budget':
      return [
        l10n.t('Free at AWS list prices; only budgets with actions are charged, from the third one.'),
        ...scope(plan.tagKey),
        l10n.t('Cost data is about a day late, so alerts are sent a day after the money was spent.'),
      ];
    case 'anomaly':
      return [
        l10n.t(
          'Free at AWS list prices; the three requests to Cost Explorer’s API cost at most ${0} each.',
          COST_EXPLORER_REQUEST_USD,
        ),
        ...scope(plan.tagKey),
      ];
    case 'alarm': {
      const metrics = metricsIn(plan);
      const month = usd(((metrics * ALARM_METRIC_CENTS) / 100).toFixed(2));
      return [
        l10n.t('Watches {0} metrics: about {1} a month at AWS list prices.', metrics, month),
        plan.topic === undefined
          ? l10n.t('Sends no notification: its state is shown here and in the CloudWatch console.')
          : l10n.t('Notifies the SNS topic if its access policy lets CloudWatch publish to it.'),
      ];
    }
  }
}

function alarmStateText(state: string): string {
  switch (state) {
    case 'OK':
      return l10n.t('OK');
    case 'ALARM':
      return l10n.t('In alarm');
    case 'INSUFFICIENT_DATA':
      return l10n.t('Insufficient data');
    default:
      return state;
  }
}

/** The state of an alert that exists, as AWS reports it. */
export function statusText({ kind, spent, limit, state }: Alert): string {
  if (state !== undefined) return alarmStateText(state);
  if (kind === 'anomaly') return l10n.t('Active');
  if (limit === undefined) return '';
  return spent === undefined
    ? l10n.t('Limit {0}, spend not known yet', usd(limit))
    : l10n.t('{0} of {1} spent', usd(spent), usd(limit));
}

/**
 * The question about how many tokens put an alarm into its state. `usedToday`: in the last 24 hours, where it is known.
 */
export function tokensPrompt(periodSeconds: number, usedToday: number | undefined): string {
  const period = periodText(periodSeconds);
  return usedToday === undefined
    ? l10n.t('Number of tokens in {0} that triggers the alarm, all kinds together.', period)
    : l10n.t(
        'Number of tokens in {0} that triggers the alarm, all kinds together. Last 24 hours: {1}.',
        period,
        formatCount(usedToday),
      );
}
