/** CloudWatch alarms on the tokens that profiles use. */

import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  type MetricAlarm,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { alarmDescription, ALERT_PREFIX, type AlarmPlan, type Alert } from '../../core/alerts/alerts';
import { Problem } from '../../core/problem';
import type { Clients } from '../clients';
import { NAMESPACE } from './cloudWatch';
import { recognizedBy, requireOurTag, ignoreNotFound, CREATED_BY_TAGS, requireFreeName } from '../createdResources';
import { readAllPages } from '../pagination';

const PUT = 'cloudwatch:PutMetricAlarm';
const DESCRIBE = 'cloudwatch:DescribeAlarms';
/** Metrics in the expression of one alarm. */
const MOST_METRICS = 10;

/**
 * Exactly what PutMetricAlarm is sent: the sum over every metric of every ModelId. `METRICS()` adds what is there, so a
 * kind of token that was not used does not make the sum missing. Throws `invalid` for more metrics than an alarm takes.
 */
export function alarmInput(plan: AlarmPlan): PutMetricAlarmCommandInput {
  const metrics = plan.modelIds.flatMap((modelId) => plan.metricNames.map((metric) => ({ modelId, metric })));
  if (metrics.length === 0 || metrics.length > MOST_METRICS)
    throw new Problem('invalid', {
      action: PUT,
      message: `An alarm takes 1 to ${MOST_METRICS} metrics, not ${metrics.length}`,
    });
  return {
    AlarmName: plan.name,
    AlarmDescription: alarmDescription(plan),
    ActionsEnabled: plan.topic !== undefined,
    ...(plan.topic === undefined ? {} : { AlarmActions: [plan.topic] }),
    Metrics: [
      { Id: 'tokens', Expression: 'SUM(METRICS())', Label: 'Tokens', ReturnData: true },
      ...metrics.map(({ modelId, metric }, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: { Namespace: NAMESPACE, MetricName: metric, Dimensions: [{ Name: 'ModelId', Value: modelId }] },
          Period: plan.periodSeconds,
          Stat: 'Sum',
        },
        ReturnData: false,
      })),
    ],
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: plan.tokens,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    TreatMissingData: 'notBreaching',
    Tags: CREATED_BY_TAGS,
  };
}

/** Metric and composite alarms share their names. */
async function exists(clients: Clients, name: string, signal: AbortSignal): Promise<boolean> {
  const command = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
  const answer = await clients.call(DESCRIBE, signal, (options) => clients.get('cloudWatch').send(command, options));
  return (answer.MetricAlarms?.length ?? 0) + (answer.CompositeAlarms?.length ?? 0) > 0;
}

/** Creates an alarm. PutMetricAlarm would silently replace another one, so the name must be free. */
export async function createAlarm(clients: Clients, plan: AlarmPlan, signal: AbortSignal): Promise<void> {
  const command = new PutMetricAlarmCommand(alarmInput(plan));
  requireFreeName(await exists(clients, plan.name, signal), PUT, plan.name);
  await clients.call(PUT, signal, (options) => clients.get('cloudWatch').send(command, options));
}

const tagsOf = (clients: Clients, arn: string, signal: AbortSignal) => async () => {
  const answer = await clients.call('cloudwatch:ListTagsForResource', signal, (options) =>
    clients.get('cloudWatch').send(new ListTagsForResourceCommand({ ResourceARN: arn }), options),
  );
  return answer.Tags;
};

async function describe(
  clients: Clients,
  which: { readonly AlarmNames: string[] } | { readonly AlarmNamePrefix: string },
  signal: AbortSignal,
): Promise<readonly MetricAlarm[]> {
  return readAllPages(async (token) => {
    const command = new DescribeAlarmsCommand({
      ...which,
      AlarmTypes: ['MetricAlarm'],
      MaxRecords: 100,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await clients.call(DESCRIBE, signal, (options) => clients.get('cloudWatch').send(command, options));
    return { items: answer.MetricAlarms ?? [], next: answer.NextToken };
  });
}

/** Our alarms of the connection's Region, with their state. */
export async function listAlarms(clients: Clients, signal: AbortSignal): Promise<readonly Alert[]> {
  const alarms = await describe(clients, { AlarmNamePrefix: ALERT_PREFIX }, signal);
  const found = await Promise.all(
    alarms.map(async ({ AlarmName, AlarmArn, StateValue }): Promise<readonly Alert[]> => {
      if (AlarmName === undefined || AlarmArn === undefined) return [];
      if ((await recognizedBy(AlarmName, tagsOf(clients, AlarmArn, signal))) === undefined) return [];
      const state = StateValue === undefined ? {} : { state: StateValue };
      return [{ kind: 'alarm', name: AlarmName, id: AlarmArn, also: [], ...state }];
    }),
  );
  return found.flat();
}

/** Removes an alarm of ours. */
export async function removeAlarm(clients: Clients, { name }: Alert, signal: AbortSignal): Promise<void> {
  const [alarm] = await describe(clients, { AlarmNames: [name] }, signal);
  if (alarm?.AlarmArn === undefined) return;
  const tags = tagsOf(clients, alarm.AlarmArn, signal);
  const command = new DeleteAlarmsCommand({ AlarmNames: [name] });
  await ignoreNotFound(async () => {
    await requireOurTag(name, tags);
    await clients.call('cloudwatch:DeleteAlarms', signal, (options) =>
      clients.get('cloudWatch').send(command, options),
    );
  });
}
