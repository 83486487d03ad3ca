/** Cost Anomaly Detection, which is a part of Cost Explorer's API. */

import { RequestValidator } from '../requestValidator';
import { AwsError, validation } from '../errors';
import { DAY } from '../usagePattern';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import {
  readAnomalyTags,
  readMonitor,
  readSubscription,
  type AnomalyMonitor,
  type AnomalySubscription,
} from './anomalyInput';
import { anomaliesOf, type Stored } from './anomalyStore';

const PAGE = 100;
const MAX_CUSTOM = 500;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const unknownMonitor = (arn: string): AwsError =>
  new AwsError('UnknownMonitorException', `Can not find monitor for arn: ${arn}`);
const unknownSubscription = (arn: string): AwsError =>
  new AwsError('UnknownSubscriptionException', `Can not find subscription for arn: ${arn}`);

/** One page of a list; Cost Explorer calls its token `NextPageToken`. */
function pageOf<T>(
  input: Input,
  all: readonly T[],
): { readonly rows: readonly T[]; readonly next: Readonly<Record<string, string>> } {
  const token = input.text('NextPageToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') throw new AwsError('InvalidNextTokenException', 'Invalid token');
  const until = from + (input.number('MaxResults') ?? PAGE);
  return {
    rows: all.slice(from, until),
    next: until < all.length ? { NextPageToken: writeToken({ from: until }) } : {},
  };
}

const createMonitor: Operation = (input, context) => {
  const requested = input.object('AnomalyMonitor');
  if (!requested) throw validation('AnomalyMonitor must not be null');
  const monitor = readMonitor(requested);
  const tags = readAnomalyTags(input);
  const { monitors, add } = anomaliesOf(context.account);
  const others = [...monitors.values()].filter(({ input }) => input.type === monitor.type);
  if (monitor.type === 'DIMENSIONAL' && others.some(({ input }) => input.dimension === monitor.dimension))
    throw validation('Limit exceeded on dimensional spend monitor creation');
  if (monitor.type === 'CUSTOM' && others.length >= MAX_CUSTOM)
    throw new AwsError('LimitExceededException', 'Limit exceeded on custom spend monitor creation');
  return { body: { MonitorArn: add.monitor(monitor, context.now, tags) } };
};

function shownMonitor({ arn, input, created, updated }: Stored<AnomalyMonitor>, { now }: Context): unknown {
  return {
    MonitorArn: arn,
    MonitorName: input.name,
    CreationDate: dayOf(created),
    LastUpdatedDate: dayOf(updated),
    // It runs once a day, so that a monitor from today has no result yet.
    ...(dayOf(created) < dayOf(now) ? { LastEvaluatedDate: dayOf(now) } : {}),
    MonitorType: input.type,
    MonitorDimension: input.dimension,
    MonitorSpecification: input.specification,
    DimensionalValueCount: input.type === 'DIMENSIONAL' ? 1 : undefined,
  };
}

const getMonitors: Operation = (input, context) => {
  const requested = input.texts('MonitorArnList') ?? [];
  const { monitors } = anomaliesOf(context.account);
  for (const arn of requested) if (!monitors.has(arn)) throw unknownMonitor(arn);
  const all = [...monitors.values()].filter(({ arn }) => requested.length === 0 || requested.includes(arn));
  const { rows, next } = pageOf(input, all);
  return { body: { AnomalyMonitors: rows.map((one) => shownMonitor(one, context)), ...next } };
};

const deleteMonitor: Operation = (input, context) => {
  const arn = input.text('MonitorArn') ?? '';
  const { monitors, subscriptions } = anomaliesOf(context.account);
  if (!monitors.has(arn)) throw unknownMonitor(arn);
  if ([...subscriptions.values()].some(({ input }) => input.monitors.includes(arn)))
    throw validation('The monitor still has subscriptions. Delete them first.');
  monitors.delete(arn);
  return { body: {} };
};

const createSubscription: Operation = (input, context) => {
  const requested = input.object('AnomalySubscription');
  if (!requested) throw validation('AnomalySubscription must not be null');
  const subscription = readSubscription(requested);
  const tags = readAnomalyTags(input);
  const { monitors, add } = anomaliesOf(context.account);
  const unknown = subscription.monitors.find((arn) => !monitors.has(arn));
  if (unknown !== undefined) throw unknownMonitor(unknown);
  return { body: { SubscriptionArn: add.subscription(subscription, context.now, tags) } };
};

function shownSubscription({ arn, input }: Stored<AnomalySubscription>, { account }: Context): unknown {
  return {
    SubscriptionArn: arn,
    AccountId: account.scenario.account,
    MonitorArnList: input.monitors,
    Subscribers: input.subscribers.map(({ type, address }) => ({ Type: type, Address: address, Status: 'CONFIRMED' })),
    Threshold: input.threshold,
    ThresholdExpression: input.expression,
    Frequency: input.frequency,
    SubscriptionName: input.name,
  };
}

const getSubscriptions: Operation = (input, context) => {
  const requested = input.texts('SubscriptionArnList') ?? [];
  const monitor = input.text('MonitorArn');
  const { monitors, subscriptions } = anomaliesOf(context.account);
  if (monitor !== undefined && !monitors.has(monitor)) throw unknownMonitor(monitor);
  for (const arn of requested) if (!subscriptions.has(arn)) throw unknownSubscription(arn);
  const all = [...subscriptions.values()].filter(
    ({ arn, input }) =>
      (requested.length === 0 || requested.includes(arn)) &&
      (monitor === undefined || input.monitors.includes(monitor)),
  );
  const { rows, next } = pageOf(input, all);
  return { body: { AnomalySubscriptions: rows.map((one) => shownSubscription(one, context)), ...next } };
};

const deleteSubscription: Operation = (input, context) => {
  const arn = input.text('SubscriptionArn') ?? '';
  if (!anomaliesOf(context.account).subscriptions.delete(arn)) throw unknownSubscription(arn);
  return { body: {} };
};

/** One invented anomaly: Claude cost more than usual the day before yesterday. Only accounts with traffic have it. */
const getAnomalies: Operation = (input, { account, now, region }) => {
  const start = input.object('DateInterval')?.text('StartDate');
  const end = input.object('DateInterval')?.text('EndDate') ?? dayOf(now);
  const day = /\d{4}-\d{2}-\d{2}/;
  const validator = new RequestValidator();
  validator.text('dateInterval.startDate', start, { min: 0, max: 40, pattern: day.source, required: true });
  validator.text('dateInterval.endDate', end, { min: 0, max: 40, pattern: day.source });
  validator.done();
  if ((start ?? '') > end) throw validation('Start date should be before end date');
  const monitor = input.text('MonitorArn');
  const { monitors } = anomaliesOf(account);
  if (monitor !== undefined && !monitors.has(monitor)) throw unknownMonitor(monitor);
  const found = [...monitors.values()].find(({ input }) => input.type === 'DIMENSIONAL');
  const when = dayOf(now - 2 * DAY);
  const requested = found && when >= (start ?? '') && when <= end && (monitor ?? found.arn) === found.arn;
  if (!requested || account.scenario.profiles.length === 0) return { body: { Anomalies: [] } };
  const service = 'Claude Opus 4.7 (Amazon Bedrock Edition)';
  const accountId = account.scenario.account;
  const anomaly = {
    AnomalyId: '7d1f0c2e-4b3a-4f57-9a51-2a6c0de5b901',
    AnomalyStartDate: when,
    AnomalyEndDate: when,
    DimensionValue: service,
    RootCauses: [{ Service: service, Region: region, LinkedAccount: accountId, Impact: { Contribution: 41.2 } }],
    AnomalyScore: { MaxScore: 0.62, CurrentScore: 0.62 },
    Impact: {
      MaxImpact: 41.2,
      TotalImpact: 41.2,
      TotalActualSpend: 96.7,
      TotalExpectedSpend: 55.5,
      TotalImpactPercentage: 74.23,
    },
    MonitorArn: found.arn,
  };
  return { body: { Anomalies: [anomaly] } };
};

/** The tags of a monitor or a subscription. */
const listTags: Operation = (input, { account }) => {
  const arn = input.text('ResourceArn') ?? '';
  const { monitors, subscriptions } = anomaliesOf(account);
  const found = monitors.get(arn) ?? subscriptions.get(arn);
  if (!found) throw new AwsError('ResourceNotFoundException', `Resource not found: ${arn}`);
  return { body: { ResourceTags: [...found.tags].map(([Key, Value]) => ({ Key, Value })) } };
};

export const anomalyOperations: Readonly<Record<string, Operation>> = {
  CreateAnomalyMonitor: createMonitor,
  GetAnomalyMonitors: getMonitors,
  DeleteAnomalyMonitor: deleteMonitor,
  CreateAnomalySubscription: createSubscription,
  GetAnomalySubscriptions: getSubscriptions,
  DeleteAnomalySubscription: deleteSubscription,
  GetAnomalies: getAnomalies,
  ListTagsForResource: listTags,
};
