/** What is said of AWS's own alerts: their kinds, what they do, and what they cost as AWS lists it. */

import { l10n } from 'vscode';
import { COST_EXPLORER_REQUEST_USD } from '../../core/billing/bill';
import type { Alert, AlertPlan } from '../../core/alerts/alerts';
import { exact, wholePercent } from '../../core/format';
import { formatMoney, fromDecimal } from '../../core/money';
import type { Icon } from '../../ui/inert';
import { metricsIn } from './answers';

export type AlertKind = AlertPlan['kind'];
export const KINDS: readonly AlertKind[] = ['budget', 'anomaly', 'alarm'];

/** USD a month for each metric of an alarm, as AWS lists it. */
const ALARM_METRIC_CENTS = 10;

export function kindText(kind: AlertKind): string {
  switch (kind) {
    case 'budget':
      return l10n.t('Budget');
    case 'anomaly':
      return l10n.t('Anomaly monitor');
    case 'alarm':
      return l10n.t('Token alarm');
  }
}

/** The button that makes one. */
export function createText(kind: AlertKind): string {
  switch (kind) {
    case 'budget':
      return l10n.t('Create budget');
    case 'anomaly':
      return l10n.t('Create anomaly monitor');
    case 'alarm':
      return l10n.t('Create token alarm');
  }
}

export const ICONS: Readonly<Record<AlertKind, Icon>> = { budget: 'credit-card', anomaly: 'pulse', alarm: 'bell' };

/** The list's rows for making a new one. */
export function newText(kind: AlertKind): { readonly label: string; readonly detail: string } {
  switch (kind) {
    case 'budget':
      return {
        label: l10n.t('New budget…'),
        detail: l10n.t('AWS Budgets sends e-mail when a team or member has spent so much. Free, as AWS lists it.'),
      };
    case 'anomaly':
      return {
        label: l10n.t('New anomaly monitor…'),
        detail: l10n.t('Cost Anomaly Detection sends e-mail about what is not usual. Free, as AWS lists it.'),
      };
    case 'alarm':
      return {
        label: l10n.t('New token alarm…'),
        detail: l10n.t('CloudWatch tells within minutes. About $0.10 a month for each metric, as AWS lists it.'),
      };
  }
}

/** The titles of the steps. */
export function titleOf(kind: AlertKind): (about: string) => string {
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

export function periodText(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 1) return l10n.t('{0} minutes', seconds / 60);
  if (hours === 1) return l10n.t('hour');
  return hours === 24 ? l10n.t('day') : l10n.t('{0} hours', hours);
}

/** What a plan does, in a sentence. */
export function summaryOf(plan: AlertPlan): string {
  switch (plan.kind) {
    case 'budget': {
      const at = plan.thresholds.map((percents) => wholePercent(percents / 100)).join(', ');
      const limit = usd(plan.amount);
      return plan.period === 'daily'
        ? l10n.t('{0}: e-mail to {1} at {2} of {3} a day.', plan.tagValue, plan.email, at, limit)
        : l10n.t('{0}: e-mail to {1} at {2} of {3} a month.', plan.tagValue, plan.email, at, limit);
    }
    case 'anomaly':
      return l10n.t(
        '{0}: e-mail to {1}, once a day, about {2} or more above what is usual.',
        plan.tagValue,
        plan.email,
        usd(plan.minimumUsd),
      );
    case 'alarm':
      return l10n.t('In alarm from {0} tokens in one {1} on.', exact(plan.tokens), periodText(plan.periodSeconds));
  }
}

/** What it costs, and what it does not see. */
export function notesOf(plan: AlertPlan): readonly string[] {
  const scope = (key: string): readonly string[] => [
    l10n.t('It counts all that has this tag on the bill, not Amazon Bedrock alone.'),
    l10n.t('It sees nothing unless {0} is active as a cost allocation tag.', key),
  ];
  switch (plan.kind) {
    case 'budget':
      return [
        l10n.t('Free, as AWS lists it: only budgets with actions cost something, from the third one on.'),
        ...scope(plan.tagKey),
        l10n.t('The bill is about a day late: it warns a day after the money was spent.'),
      ];
    case 'anomaly':
      return [
        l10n.t(
          'Free, as AWS lists it; its three requests to Cost Explorer’s API: at most ${0} each.',
          COST_EXPLORER_REQUEST_USD,
        ),
        ...scope(plan.tagKey),
      ];
    case 'alarm': {
      const metrics = metricsIn(plan);
      const month = usd(((metrics * ALARM_METRIC_CENTS) / 100).toFixed(2));
      return [
        l10n.t('It watches {0} metrics: about {1} a month, as AWS lists it.', metrics, month),
        plan.topic === undefined
          ? l10n.t('Nobody is told: it is seen here and in the CloudWatch console.')
          : l10n.t('AWS tells the topic, if its policy lets CloudWatch publish to it.'),
      ];
    }
  }
}

function stateText(state: string): string {
  switch (state) {
    case 'OK':
      return l10n.t('OK');
    case 'ALARM':
      return l10n.t('in alarm');
    case 'INSUFFICIENT_DATA':
      return l10n.t('not enough data yet');
    default:
      return state;
  }
}

/** What AWS says of one that exists. */
export function saysOf({ kind, spent, limit, state }: Alert): string {
  if (state !== undefined) return stateText(state);
  if (kind === 'anomaly') return l10n.t('watching');
  if (limit === undefined) return '';
  return spent === undefined
    ? l10n.t('of {0}, spent not known yet', usd(limit))
    : l10n.t('{0} of {1} spent', usd(spent), usd(limit));
}
