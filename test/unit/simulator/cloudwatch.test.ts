/** CloudWatch's metrics, in its three protocols, compared with the traffic that was served. */

import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  paginateGetMetricData,
  paginateListMetrics,
  type CloudWatchClient,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, HOUR, query, refusedAs, type Clients } from './helpers';

const METRICS = {
  invocations: 'Invocations',
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite: 'CacheWriteInputTokenCount',
  clientErrors: 'InvocationClientErrors',
  serverErrors: 'InvocationServerErrors',
  throttles: 'InvocationThrottles',
};

const ask = (modelId: string, MetricName: string, Period: number, Id: string, Stat = 'Sum'): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'AWS/Bedrock', MetricName, Dimensions: [{ Name: 'ModelId', Value: modelId }] },
    Period,
    Stat,
  },
});
const askAll = (modelId: string, period: number) =>
  Object.entries(METRICS).map(([kind, metric]) => ask(modelId, metric, period, kind));

async function sums(client: CloudWatchClient, input: GetMetricDataCommandInput): Promise<Record<string, number>> {
  const totals: Record<string, number> = {};
  for await (const page of paginateGetMetricData({ client }, input)) {
    for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) {
      totals[Id] = (totals[Id] ?? 0) + Values.reduce((sum, value) => sum + value, 0);
    }
  }
  return totals;
}

describe('CloudWatch', () => {
  let simulator: Simulator;
  let aws: Clients;
  let ids: string[];
  before(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    aws = clients(simulator);
    const listed = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 }),
    );
    ids = (listed.inferenceProfileSummaries ?? []).map(({ inferenceProfileId }) => inferenceProfileId ?? '');
  });
  after(() => simulator.close());

  it('adds up to what was served, for each profile, window and period', async () => {
    const minutes = fc.integer({ min: 3, max: 3 * 24 * 60 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        minutes,
        minutes,
        fc.constantFrom(60, 300, 900, 3600),
        async (pick, ago, length, period) => {
          const id = ids[pick % ids.length] ?? '';
          const start = FRIDAY - (ago + length) * 60_000;
          const end = FRIDAY - ago * 60_000;
          const span = { StartTime: new Date(start), EndTime: new Date(end) };
          const reported = await sums(aws.cloudwatch, { MetricDataQueries: askAll(id, period), ...span });
          const arn = `arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`;
          const underArn = await sums(aws.cborCloudwatch, { MetricDataQueries: askAll(arn, period), ...span });
          const total = Object.fromEntries(
            Object.entries(reported).map(([kind, value]) => [kind, value + (underArn[kind] ?? 0)]),
          );
          assert.deepEqual(total, simulator.served(id, start, end));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('shows cache-heavy usage of a working day for Jane, the same in all protocols', async () => {
    const [id = ''] = ids;
    const span = { StartTime: new Date(FRIDAY - 24 * HOUR), EndTime: new Date(FRIDAY) };
    const input = { MetricDataQueries: askAll(id, 3600), ...span };
    const json = await aws.cloudwatch.send(new GetMetricDataCommand(input));
    const cbor = await aws.cborCloudwatch.send(new GetMetricDataCommand(input));
    assert.deepEqual(json.MetricDataResults, cbor.MetricDataResults);
    const form: Record<string, string> = {
      Action: 'GetMetricData',
      Version: '2010-08-01',
      StartTime: span.StartTime.toISOString(),
      EndTime: span.EndTime.toISOString(),
      'MetricDataQueries.member.1.Id': 'input',
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'AWS/Bedrock',
      'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'InputTokenCount',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'ModelId',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': id,
      'MetricDataQueries.member.1.MetricStat.Period': '3600',
      'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
    };
    const { xml, requestId } = await query(simulator, 'monitoring', form);
    const values = /<Values>(.*)<\/Values>/.exec(xml)?.[1]?.match(/\d+/g)?.map(Number);
    assert.deepEqual(values, json.MetricDataResults?.find(({ Id }) => Id === 'input')?.Values);
    assert.match(requestId ?? '', /^[0-9a-f-]{36}$/);

    const use = simulator.served(id, FRIDAY - 24 * HOUR, FRIDAY);
    assert.ok(use.cacheRead > 8 * use.input && use.cacheRead < 22 * use.input);
    assert.ok(use.cacheWrite > use.cacheRead / 20 && use.cacheWrite < use.cacheRead / 7);
    assert.ok(use.output < use.input && use.invocations > 50);
    const night = simulator.served(id, Date.parse('2026-11-20T06:00:00Z'), Date.parse('2026-11-20T10:00:00Z'));
    assert.equal(night.invocations, 0);
  });

  it('lists every series once, five hundred a page, also with service tiers', async () => {
    await simulator.close();
    simulator = await startSimulator({ scenario: 'thousand', time: FRIDAY });
    aws = clients(simulator);
    const seen = new Set<string>();
    let pages = 0;
    let rows = 0;
    for await (const { Metrics = [] } of paginateListMetrics(
      { client: aws.cloudwatch },
      { Namespace: 'AWS/Bedrock' },
    )) {
      pages += 1;
      rows += Metrics.length;
      for (const metric of Metrics) seen.add(JSON.stringify(metric));
    }
    assert.equal(seen.size, rows);
    assert.ok(rows >= 12_000, String(rows));
    assert.equal(pages, Math.ceil(rows / 500));
    const plain = await aws.cborCloudwatch.send(
      new ListMetricsCommand({ MetricName: 'InputTokenCount', Dimensions: [{ Name: 'ServiceTier' }] }),
    );
    assert.equal(plain.Metrics?.[0]?.Dimensions?.length, 3);
    await refusedAs(
      aws.cloudwatch.send(new ListMetricsCommand({ NextToken: 'x' })),
      'InvalidParameterValueException',
      400,
    );
    const nobody = await aws.cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/EC2' }));
    assert.deepEqual(nobody.Metrics, []);
    await simulator.close();
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    aws = clients(simulator);
  });

  it('pages a month of minutes without losing a token', async () => {
    const [id = ''] = ids;
    const end = FRIDAY - HOUR;
    const start = end - 10 * 24 * HOUR;
    const queries = Array.from({ length: 40 }, (_, index) =>
      ask(ids[index % ids.length] ?? '', 'InputTokenCount', 60, `q${index}`),
    );
    const span = { StartTime: new Date(start), EndTime: new Date(end) };
    let pages = 0;
    let partial = 0;
    let total = 0;
    const input = { MetricDataQueries: queries, ...span, MaxDatapoints: 5000 };
    for await (const page of paginateGetMetricData({ client: aws.cloudwatch }, input)) {
      pages += 1;
      for (const { Id, Values = [], StatusCode } of page.MetricDataResults ?? []) {
        if (StatusCode === 'PartialData') partial += 1;
        if (Id === 'q0') total += Values.reduce((sum, value) => sum + value, 0);
      }
    }
    assert.ok(pages > 2 && partial > 0);
    assert.equal(total, simulator.served(id, start, end).input);
  });

  it('refuses what AWS refuses', async () => {
    const span = { StartTime: new Date(FRIDAY - HOUR), EndTime: new Date(FRIDAY) };
    const send = (MetricDataQueries: MetricDataQuery[], more = {}) =>
      aws.cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, ...span, ...more }));
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ask('x', 'Invocations', 60, `q${index}`));
    await send(many(500));
    for (const wrong of [
      send(many(501)),
      send([ask('x', 'Invocations', 60, 'Upper')]),
      send([ask('x', 'Invocations', 60, 'a'), ask('x', 'Invocations', 60, 'a')]),
      send([ask('x', 'Invocations', 90, 'a')]),
      send([ask('x', 'Invocations', 60, 'a', 'Median')]),
      send([{ Id: 'a' }]),
      send(many(1), { EndTime: span.StartTime }),
      send(many(1), { MaxDatapoints: 100_801 }),
    ]) {
      const error = await refusedAs(wrong, 'ValidationException', 400).catch(async (other: unknown) => {
        // The SDK may use the query protocol's name of it.
        await refusedAs(wrong, 'ValidationError', 400);
        return other;
      });
      assert.ok(error instanceof Error);
    }
    const statistics = new GetMetricStatisticsCommand({
      Namespace: 'AWS/Bedrock',
      MetricName: 'Invocations',
      StartTime: new Date(FRIDAY - 48 * HOUR),
      EndTime: new Date(FRIDAY),
      Period: 60,
      Statistics: ['Sum'],
    });
    const tooMany = await refusedAs(aws.cloudwatch.send(statistics), 'InvalidParameterCombinationException', 400);
    assert.match(tooMany.message, /2,880 datapoints/);
    await refusedAs(aws.cborCloudwatch.send(statistics), 'InvalidParameterCombinationException', 400);
  });

  it('has statistics that are consistent', async () => {
    const input = {
      Namespace: 'AWS/Bedrock',
      MetricName: 'InvocationLatency',
      Dimensions: [{ Name: 'ModelId', Value: ids[0] ?? '' }],
      StartTime: new Date(FRIDAY - 24 * HOUR),
      EndTime: new Date(FRIDAY),
      Period: 3600,
    };
    const plain = new GetMetricStatisticsCommand({
      ...input,
      Statistics: ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'],
    });
    const { Datapoints: points = [] } = await aws.cloudwatch.send(plain);
    assert.ok(points.length > 4);
    for (const { Sum = 0, SampleCount = 0, Average = 0, Minimum = 0, Maximum = 0, Unit } of points) {
      assert.ok(Minimum <= Average && Average <= Maximum);
      assert.ok(Math.abs(Average * SampleCount - Sum) < 1);
      assert.equal(Unit, 'Milliseconds');
    }
    const extended = await aws.cborCloudwatch.send(
      new GetMetricStatisticsCommand({ ...input, ExtendedStatistics: ['p50', 'p99'] }),
    );
    for (const { ExtendedStatistics: { p50 = 0, p99 = 0 } = {} } of extended.Datapoints ?? [])
      assert.ok(p50 > 0 && p50 <= p99);
  });

  it('keeps minutes for 15 days only', async () => {
    const old = FRIDAY - 20 * 24 * HOUR;
    const span = { StartTime: new Date(old - 24 * HOUR), EndTime: new Date(old) };
    const [id = ''] = ids;
    const minutes = await sums(aws.cloudwatch, { MetricDataQueries: [ask(id, 'Invocations', 60, 'a')], ...span });
    const fives = await sums(aws.cloudwatch, { MetricDataQueries: [ask(id, 'Invocations', 300, 'a')], ...span });
    assert.equal(minutes.a, 0);
    assert.ok((fives.a ?? 0) > 0);
  });

  it('shows a call after a minute or two, its series after a quarter of an hour, and forgets it after two weeks', async () => {
    const modelId = 'amazon.nova-pro-v1:0';
    await aws.runtime.send(
      new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Hello?' }] }] }),
    );
    const reported = async () => {
      const span = { StartTime: new Date(FRIDAY), EndTime: new Date(FRIDAY + 60_000) };
      return (await sums(aws.cloudwatch, { MetricDataQueries: [ask(modelId, 'Invocations', 60, 'a')], ...span })).a;
    };
    const listed = async () => {
      const filter = { Dimensions: [{ Name: 'ModelId', Value: modelId }], MetricName: 'Invocations' };
      return (await aws.cloudwatch.send(new ListMetricsCommand(filter))).Metrics?.length;
    };
    assert.equal(simulator.served(modelId, FRIDAY, FRIDAY + 1).invocations, 1);
    simulator.advance(59_000);
    assert.equal(await reported(), 0);
    simulator.advance(61_000);
    assert.equal(await reported(), 1);
    assert.equal(await listed(), 0);
    simulator.advance(14 * 60_000);
    assert.equal(await listed(), 2);
    simulator.advance(14 * 24 * HOUR);
    assert.equal(await listed(), 0);
    simulator.setTime(FRIDAY);
  });

  it('has the old spelling of cached tokens where it is chosen', async () => {
    const other = await startSimulator({ scenario: 'company', time: FRIDAY, cacheMetricNames: 'tokens' });
    const { Metrics = [] } = await clients(other).cloudwatch.send(
      new ListMetricsCommand({ MetricName: 'CacheReadInputTokens' }),
    );
    const none = await clients(other).cloudwatch.send(
      new ListMetricsCommand({ MetricName: 'CacheReadInputTokenCount' }),
    );
    assert.ok(Metrics.length > 20);
    assert.deepEqual(none.Metrics, []);
    await other.close();
  });
});
