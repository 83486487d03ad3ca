/** CloudWatch alarms in its three protocols: what they take, refuse, and say of the metered traffic. */

import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  type MetricDataQuery,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, HOUR, query, refusedAs, type Clients } from './helpers';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:spend';

const metricOf = (modelId: string, MetricName: string) => ({
  Namespace: 'AWS/Bedrock',
  MetricName,
  Dimensions: [{ Name: 'ModelId', Value: modelId }],
});

const stat = (Id: string, modelId: string, MetricName: string, Period = 3600): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: metricOf(modelId, MetricName), Period, Stat: 'Sum' },
  ReturnData: false,
});

const math = (Expression: string): MetricDataQuery => ({ Id: 'cost', Expression, ReturnData: true });

/** An alarm on the money that a profile's tokens cost in an hour. */
const costAlarm = (name: string, modelId: string, Threshold: number): PutMetricAlarmCommandInput => ({
  AlarmName: name,
  AlarmDescription: 'More than Jane wants to spend in an hour',
  Metrics: [
    stat('input', modelId, 'InputTokenCount'),
    stat('output', modelId, 'OutputTokenCount'),
    stat('read', modelId, 'CacheReadInputTokenCount'),
    stat('write', modelId, 'CacheWriteInputTokenCount'),
    math('(FILL(input,0)*2.2 + FILL(output,0)*11 + FILL(read,0)*0.22 + FILL(write,0)*2.75) / 1000000'),
  ],
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold,
  EvaluationPeriods: 1,
  TreatMissingData: 'notBreaching',
  AlarmActions: [TOPIC],
  Tags: [{ Key: 'Team', Value: 'platform' }],
});

const simple = (more: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommandInput => ({
  AlarmName: 'simple',
  Namespace: 'AWS/Bedrock',
  MetricName: 'Invocations',
  Dimensions: [{ Name: 'ModelId', Value: 'nobody' }],
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 2,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  ...more,
});

describe('CloudWatch alarms', () => {
  let simulator: Simulator;
  let aws: Clients;
  let jane: string;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    aws = clients(simulator);
    const { inferenceProfileSummaries: [first] = [] } = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }),
    );
    jane = first?.inferenceProfileId ?? '';
  });
  afterEach(() => simulator.close());

  const put = (input: PutMetricAlarmCommandInput) => aws.cloudwatch.send(new PutMetricAlarmCommand(input));
  const describeAll = async () => (await aws.cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];
  const tagsOf = async (arn = '', client = aws.cloudwatch) => {
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
    return Tags;
  };
  const stateOf = async (input: PutMetricAlarmCommandInput) => {
    await put(input);
    const { MetricAlarms: [alarm] = [] } = await aws.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [input.AlarmName ?? ''] }),
    );
    return alarm?.StateValue;
  };
  /** What the expression of `costAlarm` must come to in the last hour, USD. */
  const costOf = (modelId: string) => {
    const used = simulator.served(modelId, FRIDAY - HOUR, FRIDAY);
    return (used.input * 2.2 + used.output * 11 + used.cacheRead * 0.22 + used.cacheWrite * 2.75) / 1e6;
  };

  it('alarms at the cost of the metered tokens', async () => {
    const cost = costOf(jane);
    assert.ok(cost > 0);
    assert.equal(await stateOf(costAlarm('below', jane, cost * 0.999)), 'ALARM');
    assert.equal(await stateOf(costAlarm('above', jane, cost * 1.001)), 'OK');
    simulator.setTime(Date.parse('2026-11-21T09:00:00Z'));
    const asleep = await describeAll();
    assert.deepEqual(
      asleep.map(({ StateValue }) => StateValue),
      ['OK', 'OK'],
    );
  });

  it('describes an alarm as it was put, in each protocol', async () => {
    const input = costAlarm('Jane’s limit', jane, 5);
    await put(input);
    await aws.cborCloudwatch.send(new PutMetricAlarmCommand({ ...input, AlarmName: 'second', Tags: [] }));
    const json = await aws.cloudwatch.send(new DescribeAlarmsCommand({}));
    const cbor = await aws.cborCloudwatch.send(new DescribeAlarmsCommand({}));
    assert.deepEqual(json.MetricAlarms, cbor.MetricAlarms);
    const [alarm] = json.MetricAlarms ?? [];
    assert.equal(alarm?.AlarmArn, 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Jane’s limit');
    assert.deepEqual(alarm.AlarmActions, [TOPIC]);
    assert.deepEqual(
      alarm.Metrics?.map(({ Id, ReturnData }) => [Id, ReturnData]),
      [...['input', 'output', 'read', 'write'].map((id) => [id, false]), ['cost', true]],
    );
    assert.deepEqual(alarm.Metrics[0]?.MetricStat?.Metric, metricOf(jane, 'InputTokenCount'));
    assert.equal(alarm.AlarmConfigurationUpdatedTimestamp?.getTime(), FRIDAY);
    for (const client of [aws.cloudwatch, aws.cborCloudwatch]) {
      assert.deepEqual(await tagsOf(alarm.AlarmArn, client), [{ Key: 'Team', Value: 'platform' }]);
    }
    const form = { Version: '2010-08-01' };
    const put3 = await query(simulator, 'monitoring', {
      ...form,
      Action: 'PutMetricAlarm',
      AlarmName: 'third',
      Namespace: 'AWS/Bedrock',
      MetricName: 'Invocations',
      'Dimensions.member.1.Name': 'ModelId',
      'Dimensions.member.1.Value': jane,
      Statistic: 'Sum',
      Period: '3600',
      EvaluationPeriods: '1',
      Threshold: '0.5',
      ComparisonOperator: 'GreaterThanThreshold',
      'AlarmActions.member.1': TOPIC,
    });
    assert.equal(put3.status, 200);
    const listed = await query(simulator, 'monitoring', { ...form, Action: 'DescribeAlarms', AlarmNamePrefix: 'thi' });
    assert.match(listed.xml, /<AlarmName>third<\/AlarmName>/);
    assert.match(listed.xml, /<StateValue>ALARM<\/StateValue>/);
    assert.match(listed.xml, new RegExp(`<AlarmActions><member>${TOPIC}</member></AlarmActions>`));
    const third = (await describeAll()).find(({ AlarmName }) => AlarmName === 'third');
    assert.deepEqual(third?.Dimensions, [{ Name: 'ModelId', Value: jane }]);
    assert.deepEqual([third.Period, third.Threshold, third.ActionsEnabled], [3600, 0.5, true]);
  });

  it('treats missing data as the alarm specifies', async () => {
    const state = (TreatMissingData: string) => stateOf(simple({ AlarmName: TreatMissingData, TreatMissingData }));
    assert.equal(await state('missing'), 'INSUFFICIENT_DATA');
    assert.equal(await state('ignore'), 'INSUFFICIENT_DATA');
    assert.equal(await state('breaching'), 'ALARM');
    assert.equal(await state('notBreaching'), 'OK');
    // Without FILL, what has no value makes the whole expression have none.
    const Metrics = [stat('a', jane, 'InputTokenCount'), stat('b', 'nobody', 'InputTokenCount')];
    const sum = (name: string, expression: string) => ({
      ...costAlarm(name, jane, 0),
      TreatMissingData: 'missing',
      Metrics: [...Metrics, math(expression)],
    });
    assert.equal(await stateOf(sum('plus', 'a + b')), 'INSUFFICIENT_DATA');
    assert.equal(await stateOf(sum('filled', 'FILL(a, 0) + FILL(b, 0)')), 'ALARM');
    assert.equal(await stateOf(sum('summed', 'SUM(METRICS())')), 'ALARM');
    assert.equal(await stateOf(sum('listed', 'SUM([a, b]) / 2 > 0')), 'ALARM');
    assert.equal(await stateOf(sum('chosen', 'IF(a > 0, 0, 5)')), 'OK');
  });

  it('counts the datapoints that are needed to alarm', async () => {
    const busy = { Dimensions: [{ Name: 'ModelId', Value: jane }], Period: 7200, EvaluationPeriods: 3, Threshold: 0 };
    assert.equal(await stateOf(simple({ ...busy, AlarmName: 'all', DatapointsToAlarm: 1 })), 'ALARM');
    const spans = [1, 2, 3].map(
      (ago) => simulator.served(jane, FRIDAY - 2 * ago * HOUR, FRIDAY - 2 * (ago - 1) * HOUR).invocations,
    );
    const [least = 0] = [...spans].sort((a, b) => a - b);
    assert.ok(least > 0);
    assert.equal(
      await stateOf(simple({ ...busy, AlarmName: 'some', Threshold: least, DatapointsToAlarm: 2 })),
      'ALARM',
    );
    assert.equal(await stateOf(simple({ ...busy, AlarmName: 'every', Threshold: least, DatapointsToAlarm: 3 })), 'OK');
  });

  it('lists by name, prefix, state and action, page by page', async () => {
    for (const name of ['tally-b', 'tally-a', 'other']) await put(simple({ AlarmName: name }));
    await put(simple({ AlarmName: 'loud', TreatMissingData: 'breaching', AlarmActions: [TOPIC] }));
    const names = async (input: DescribeAlarmsCommandInput) => {
      const { MetricAlarms = [], NextToken } = await aws.cloudwatch.send(new DescribeAlarmsCommand(input));
      return { names: MetricAlarms.map(({ AlarmName }) => AlarmName), NextToken };
    };
    assert.deepEqual((await names({ AlarmNamePrefix: 'tally-' })).names, ['tally-a', 'tally-b']);
    assert.deepEqual((await names({ AlarmNames: ['other', 'nobody'] })).names, ['other']);
    assert.deepEqual((await names({ StateValue: 'ALARM' })).names, ['loud']);
    assert.deepEqual((await names({ ActionPrefix: 'arn:aws:sns:' })).names, ['loud']);
    assert.deepEqual((await names({ AlarmTypes: ['CompositeAlarm'] })).names, []);
    const first = await names({ MaxRecords: 3 });
    assert.deepEqual(first.names, ['loud', 'other', 'tally-a']);
    assert.deepEqual(await names({ MaxRecords: 3, NextToken: first.NextToken }), {
      names: ['tally-b'],
      NextToken: undefined,
    });
    await aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['tally-a', 'tally-b', 'never was'] }));
    assert.deepEqual((await names({})).names, ['loud', 'other']);
    const abroad = clients(simulator, 'eu-west-1').cloudwatch;
    assert.deepEqual((await abroad.send(new DescribeAlarmsCommand({}))).MetricAlarms, []);
  });

  it('overwrites an alarm of the same name, but not its tags', async () => {
    await put(simple({ Tags: [{ Key: 'Team', Value: 'mobile' }] }));
    await put(simple({ Threshold: 7, Tags: [{ Key: 'Team', Value: 'data' }] }));
    const alarms = await describeAll();
    assert.deepEqual(
      alarms.map(({ Threshold }) => Threshold),
      [7],
    );
    assert.deepEqual(await tagsOf(alarms[0]?.AlarmArn), [{ Key: 'Team', Value: 'mobile' }]);
  });

  it('refuses what CloudWatch refuses', async () => {
    const cost = costAlarm('wrong', jane, 1);
    const [input] = cost.Metrics ?? [];
    assert.ok(input);
    const wrong: readonly (readonly [RegExp, PutMetricAlarmCommandInput])[] = [
      [/EvaluationPeriods \* Period must be <= 86400/, simple({ Period: 300, EvaluationPeriods: 289 })],
      [/must be <= 604800/, simple({ Period: 86_400, EvaluationPeriods: 8 })],
      [/multiple of 60/, simple({ Period: 90 })],
      [/DatapointsToAlarm must be less than or equal to EvaluationPeriods/, simple({ DatapointsToAlarm: 3 })],
      [/TreatMissingData/, simple({ TreatMissingData: 'zero' })],
      [/Threshold parameter/, simple({ Threshold: undefined })],
      [/Statistic parameter/, simple({ Statistic: undefined })],
      [/Invalid arn syntax/, simple({ AlarmActions: ['jane.doe@acme.example'] })],
      [/AlarmActions/, simple({ AlarmActions: Array.from({ length: 6 }, (_, index) => `${TOPIC}${index}`) })],
      [/reserved/, simple({ Tags: [{ Key: 'aws:mine', Value: 'x' }] })],
      [/length less than or equal to 255/, simple({ AlarmName: 'x'.repeat(256) })],
      [/must not be set if list of Metrics is set/, { ...cost, Period: 60 }],
      [
        /Exactly one element .* should return data/,
        { ...cost, Metrics: [input, math('input'), { ...math('input'), Id: 'two' }] },
      ],
      [/Exactly one element/, { ...cost, Metrics: [input] }],
      [/at least one metric/, { ...cost, Metrics: [math('1+1')] }],
      [/Unknown identifier 'outptu'/, { ...cost, Metrics: [input, math('input+outptu')] }],
      [/Invalid syntax/, { ...cost, Metrics: [input, math('input*(2')] }],
      [/SEARCH is not supported on Metric Alarms/, { ...cost, Metrics: [input, math('SUM(SEARCH(input))')] }],
      [/not unique/, { ...cost, Metrics: [input, input, math('input')] }],
      [/same Period/, { ...cost, Metrics: [input, stat('b', jane, 'Invocations', 60), math('input+b')] }],
      [/expected pattern/, { ...cost, Metrics: [{ ...input, Id: 'Input' }, math('1')] }],
    ];
    for (const [message, alarm] of wrong) {
      assert.match((await refusedAs(put(alarm), 'ValidationException', 400)).message, message);
    }
    assert.deepEqual(await describeAll(), []);
    const both = new DescribeAlarmsCommand({ AlarmNames: ['a'], AlarmNamePrefix: 'a' });
    await refusedAs(aws.cloudwatch.send(both), 'ValidationException');
    const unknown = new ListTagsForResourceCommand({
      ResourceARN: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:none',
    });
    await refusedAs(aws.cloudwatch.send(unknown), 'ResourceNotFoundException');
    simulator.faults.add({ kind: 'deny', operation: 'PutMetricAlarm', times: 1 });
    await refusedAs(put(simple()), 'AccessDenied', 400);
  });
});
