/**
 * Warnings that AWS itself keeps: budgets, anomaly monitors and alarms. They are made only after their exact content
 * was shown.
 */

import { formatCount } from '../format';
import type { Arn } from '../ids';

/** The tag on everything we create, so that only that is ever deleted by us. */
export const CREATED_BY_TAG = { key: 'CreatedBy', value: 'BedrockTally' } as const;
/** How the names of everything we create begin. */
export const ALERT_PREFIX = 'BedrockTally';

/** A budget in AWS Budgets over one value of a cost allocation tag. Sends e-mail from AWS. */
export interface BudgetPlan {
  readonly kind: 'budget';
  readonly name: string;
  /** USD, decimal. */
  readonly amount: string;
  readonly period: 'daily' | 'monthly';
  readonly tagKey: string;
  readonly tagValue: string;
  /** Percent of the amount, actual spend. */
  readonly thresholds: readonly number[];
  readonly email: string;
}

/** A Cost Anomaly Detection monitor over one value of a cost allocation tag, and its daily e-mail. */
export interface AnomalyPlan {
  readonly kind: 'anomaly';
  readonly name: string;
  readonly tagKey: string;
  readonly tagValue: string;
  /** Tell only of anomalies of at least so many USD. */
  readonly minimumUsd: string;
  readonly email: string;
}

/** A CloudWatch alarm on the tokens that profiles use in a span. */
export interface AlarmPlan {
  readonly kind: 'alarm';
  readonly name: string;
  /**
   * Values of the dimension ModelId. An alarm takes at most ten metrics, so at most two profiles with four kinds each.
   */
  readonly modelIds: readonly string[];
  readonly metricNames: readonly string[];
  readonly tokens: number;
  readonly periodSeconds: number;
  /** Optional: an SNS topic that is notified. */
  readonly topic: string | undefined;
}

export type AlertPlan = BudgetPlan | AnomalyPlan | AlarmPlan;

/** Something of ours that exists at AWS. */
export interface Alert {
  readonly kind: AlertPlan['kind'];
  readonly name: string;
  /** What deletes it: an ARN for anomaly monitors and alarms, the name for budgets. */
  readonly id: string;
  /** Anomaly monitors: the subscriptions that go with it. */
  readonly also: readonly Arn[];
  /** Its state at AWS, as data: spent and limit in USD, or the alarm's state. */
  readonly spent?: string;
  readonly limit?: string;
  readonly state?: string;
}

/** A request as it would be sent: the operation, and its input word for word. */
export interface AlertRequest {
  /** Such as `budgets:CreateBudget`. */
  readonly action: string;
  readonly input: unknown;
}

/** What we ask of AWS Budgets, Cost Anomaly Detection and CloudWatch alarms. Every call throws a Problem. */
export interface AlertsApi {
  /**
   * What would be sent, exactly, for the user to read; nothing is made. Only the ARN of a monitor that is yet to be
   * made is written `<…>`. Asks AWS for the account's number, which a budget names.
   */
  preview(plan: AlertPlan, signal: AbortSignal): Promise<readonly AlertRequest[]>;
  /** Throws `conflict` when there is one of that name, `not-offered` where AWS does not have the kind. */
  create(plan: AlertPlan, signal: AbortSignal): Promise<void>;
  /** Ours only. A kind that may not be listed is missing and named in `denied` with its permission. */
  list(signal: AbortSignal): Promise<{ readonly alerts: readonly Alert[]; readonly denied: readonly string[] }>;
  /**
   * Throws `not-ours` for what somebody else made or uses, `denied` where its tags may not be read. What is gone
   * already is removed.
   */
  remove(alert: Alert, signal: AbortSignal): Promise<void>;
}

const SPANS = [
  { seconds: 86_400, one: 'a day', many: 'days' },
  { seconds: 3600, one: 'an hour', many: 'hours' },
  { seconds: 60, one: 'a minute', many: 'minutes' },
] as const;

/** Seconds in the largest unit that divides them: `an hour`, `15 minutes`. */
function spanWords(seconds: number): string {
  const span = SPANS.find((one) => seconds % one.seconds === 0);
  if (span === undefined) return `${seconds} seconds`;
  const count = seconds / span.seconds;
  return count === 1 ? span.one : `${count} ${span.many}`;
}

/** The description of an alarm in AWS's console and e-mails, always in English. AWS accepts 1,024 characters. */
export const alarmDescription = ({ tokens, periodSeconds }: Pick<AlarmPlan, 'tokens' | 'periodSeconds'>): string =>
  `At least ${formatCount(tokens, 'en-US')} tokens in ${spanWords(periodSeconds)}`;
