/** Cost Anomaly Detection: monitors and their subscribers. */

import {
  CostExplorerClient,
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  DeleteAnomalyMonitorCommand,
  DeleteAnomalySubscriptionCommand,
  GetAnomaliesCommand,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
  ListTagsForResourceCommand,
  type AnomalyMonitor,
  type AnomalySubscription,
  type Expression,
} from '@aws-sdk/client-cost-explorer';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { config, FRIDAY, refusedAs } from './helpers';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:spend';

const monitorOf = (MonitorName: string, Values = ['platform']): AnomalyMonitor => ({
  MonitorName,
  MonitorType: 'CUSTOM',
  MonitorSpecification: { Tags: { Key: 'Team', Values } },
});
const above = (usd: string): Expression => ({
  Dimensions: { Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: [usd] },
});

describe('Cost Anomaly Detection', () => {
  let simulator: Simulator;
  let aws: CostExplorerClient;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    aws = new CostExplorerClient(config(simulator));
  });
  afterEach(() => simulator.close());

  const watch = async (monitor: AnomalyMonitor) =>
    (await aws.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor: monitor }))).MonitorArn ?? '';
  const monitors = async (...MonitorArnList: string[]) =>
    (await aws.send(new GetAnomalyMonitorsCommand({ MonitorArnList }))).AnomalyMonitors ?? [];
  const subscriptionOf = (arn: string, more: Partial<AnomalySubscription> = {}): AnomalySubscription => ({
    SubscriptionName: 'tell the lead',
    MonitorArnList: [arn],
    Frequency: 'DAILY',
    Subscribers: [{ Type: 'EMAIL', Address: 'lead@acme.example' }],
    ThresholdExpression: above('10'),
    ...more,
  });
  const subscribe = async (AnomalySubscription: AnomalySubscription) =>
    (await aws.send(new CreateAnomalySubscriptionCommand({ AnomalySubscription }))).SubscriptionArn ?? '';

  it('monitors a team’s tag, and notifies its lead', async () => {
    const ResourceTags = [{ Key: 'CreatedBy', Value: 'BedrockTally' }];
    const { MonitorArn = '' } = await aws.send(
      new CreateAnomalyMonitorCommand({ AnomalyMonitor: monitorOf('platform'), ResourceTags }),
    );
    assert.match(MonitorArn, /^arn:aws:ce::111122223333:anomalymonitor\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const [monitor] = await monitors(MonitorArn);
    assert.equal(monitor?.MonitorName, 'platform');
    assert.deepEqual(monitor.MonitorSpecification, { Tags: { Key: 'Team', Values: ['platform'] } });
    assert.equal(monitor.CreationDate, '2026-11-20');
    assert.equal(monitor.LastEvaluatedDate, undefined);
    const arn = await subscribe(subscriptionOf(MonitorArn));
    const { AnomalySubscriptions = [] } = await aws.send(new GetAnomalySubscriptionsCommand({ MonitorArn }));
    assert.deepEqual(AnomalySubscriptions, [
      {
        ...subscriptionOf(MonitorArn),
        SubscriptionArn: arn,
        AccountId: '111122223333',
        Subscribers: [{ Type: 'EMAIL', Address: 'lead@acme.example', Status: 'CONFIRMED' }],
      },
    ]);
    const listed = await aws.send(new ListTagsForResourceCommand({ ResourceArn: MonitorArn }));
    assert.deepEqual(listed.ResourceTags, ResourceTags);
    // A monitor goes after its subscriptions.
    const remove = new DeleteAnomalyMonitorCommand({ MonitorArn });
    await refusedAs(aws.send(remove), 'ValidationException');
    await aws.send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn: arn }));
    await aws.send(remove);
    await refusedAs(monitors(MonitorArn), 'UnknownMonitorException');
    const gone = new DeleteAnomalySubscriptionCommand({ SubscriptionArn: arn });
    await refusedAs(aws.send(gone), 'UnknownSubscriptionException');
  });

  it('has one monitor of services from the start, and allows no second', async () => {
    const [own, ...more] = await monitors();
    assert.deepEqual(
      [own?.MonitorName, own?.MonitorType, own?.MonitorDimension, more.length],
      ['Default-Services-Monitor', 'DIMENSIONAL', 'SERVICE', 0],
    );
    const another: AnomalyMonitor = { MonitorName: 'mine', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' };
    const error = await refusedAs(watch(another), 'ValidationException', 400);
    assert.equal(error.message, 'Limit exceeded on dimensional spend monitor creation');
    await simulator.close();
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY });
    aws = new CostExplorerClient(config(simulator));
    assert.deepEqual(await monitors(), []);
    await watch(another);
    assert.equal((await monitors()).length, 1);
  });

  it('notifies immediately only through SNS, and else only by e-mail', async () => {
    const arn = await watch(monitorOf('platform'));
    const sns = [{ Type: 'SNS' as const, Address: TOPIC }];
    await subscribe(subscriptionOf(arn, { Frequency: 'IMMEDIATE', Subscribers: sns }));
    await subscribe(subscriptionOf(arn, { Frequency: 'WEEKLY' }));
    const wrong: readonly (readonly [RegExp, Partial<AnomalySubscription>])[] = [
      [/only supports SNS/, { Frequency: 'IMMEDIATE' }],
      [/only support Email/, { Subscribers: sns }],
      [/only support Email/, { Frequency: 'WEEKLY', Subscribers: sns }],
      [/Invalid subscriber address/, { Subscribers: [{ Type: 'EMAIL', Address: 'somebody' }] }],
      [/At least one subscriber/, { Subscribers: [] }],
      [/cannot both be null/, { ThresholdExpression: undefined }],
      [/cannot both be specified/, Object.fromEntries([['Threshold', 5]])],
      [/one number/, { ThresholdExpression: above('much') }],
      [
        /GREATER_THAN_OR_EQUAL/,
        { ThresholdExpression: { Dimensions: { Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', Values: ['1'] } } },
      ],
      [/supports ANOMALY_TOTAL_IMPACT/, { ThresholdExpression: { Dimensions: { Key: 'SERVICE', Values: ['1'] } } }],
      [/does not support Tags/, { ThresholdExpression: { Tags: { Key: 'Team', Values: ['1'] } } }],
    ];
    for (const [message, more] of wrong) {
      assert.match((await refusedAs(subscribe(subscriptionOf(arn, more)), 'ValidationException')).message, message);
    }
    await subscribe(subscriptionOf(arn, { ThresholdExpression: { And: [above('10'), above('20')] } }));
    await refusedAs(subscribe(subscriptionOf(`${arn}0`)), 'UnknownMonitorException');
    const { AnomalySubscriptions = [] } = await aws.send(new GetAnomalySubscriptionsCommand({}));
    assert.equal(AnomalySubscriptions.length, 3);
  });

  it('refuses monitors of nothing, and of too much', async () => {
    const many = Array.from({ length: 11 }, (_, index) => `team-${index}`);
    const bare: AnomalyMonitor = { MonitorName: 'bare', MonitorType: 'CUSTOM' };
    for (const monitor of [
      bare,
      monitorOf('none', []),
      monitorOf('many', many),
      { ...monitorOf('both'), MonitorDimension: 'SERVICE' as const },
      { ...bare, MonitorSpecification: { Dimensions: { Key: 'SERVICE' as const, Values: ['Amazon Bedrock'] } } },
    ]) {
      await refusedAs(watch(monitor), 'ValidationException', 400);
    }
    assert.equal((await monitors()).length, 1);
  });

  it('pages its lists', async () => {
    for (const name of ['a', 'b', 'c']) await watch(monitorOf(name));
    const first = await aws.send(new GetAnomalyMonitorsCommand({ MaxResults: 3 }));
    const rest = await aws.send(new GetAnomalyMonitorsCommand({ MaxResults: 3, NextPageToken: first.NextPageToken }));
    const names = [...(first.AnomalyMonitors ?? []), ...(rest.AnomalyMonitors ?? [])].map((one) => one.MonitorName);
    assert.deepEqual(names, ['Default-Services-Monitor', 'a', 'b', 'c']);
    assert.equal(rest.NextPageToken, undefined);
  });

  it('has found one anomaly, the day before yesterday', async () => {
    const ask = async (StartDate: string, EndDate: string, MonitorArn?: string) =>
      (
        await aws.send(
          new GetAnomaliesCommand({ DateInterval: { StartDate, EndDate }, ...(MonitorArn ? { MonitorArn } : {}) }),
        )
      ).Anomalies ?? [];
    const [anomaly, ...more] = await ask('2026-11-01', '2026-11-20');
    assert.equal(more.length, 0);
    assert.equal(anomaly?.AnomalyStartDate, '2026-11-18');
    assert.match(anomaly.RootCauses?.[0]?.Service ?? '', /^Claude .* \(Amazon Bedrock Edition\)$/);
    assert.deepEqual(await ask('2026-10-01', '2026-10-31'), []);
    assert.deepEqual(await ask('2026-11-01', '2026-11-20', await watch(monitorOf('mine'))), []);
    simulator.faults.add({ kind: 'deny', operation: 'GetAnomalies', times: 1 });
    await refusedAs(ask('2026-11-01', '2026-11-20'), 'AccessDeniedException');
  });
});
