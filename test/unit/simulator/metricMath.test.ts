/** Metric math in GetMetricData, as dashboards and other tools ask for it. */

import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, HOUR, refusedAs, type Clients } from './helpers';

const PERIOD = 3600;
const SPAN = { StartTime: new Date(FRIDAY - 24 * HOUR), EndTime: new Date(FRIDAY) };

describe('Metric math', () => {
  let simulator: Simulator;
  let aws: Clients;
  let modelId: string;
  before(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    aws = clients(simulator);
    const { inferenceProfileSummaries = [] } = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }),
    );
    modelId = inferenceProfileSummaries[0]?.inferenceProfileId ?? '';
  });
  after(() => simulator.close());

  const metric = (id: string, name: string, more: Partial<MetricDataQuery> = {}, period = PERIOD): MetricDataQuery => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: 'AWS/Bedrock', MetricName: name, Dimensions: [{ Name: 'ModelId', Value: modelId }] },
      Period: period,
      Stat: 'Sum',
    },
    ...more,
  });
  const tokens = (): readonly MetricDataQuery[] => [
    metric('input', 'InputTokenCount'),
    metric('output', 'OutputTokenCount'),
    metric('cacheRead', 'CacheReadInputTokenCount'),
    metric('cacheWrite', 'CacheWriteInputTokenCount'),
  ];

  const ask = async (
    queries: readonly MetricDataQuery[],
    client = aws.cloudwatch,
  ): Promise<readonly MetricDataResult[]> => {
    const command = new GetMetricDataCommand({
      MetricDataQueries: [...queries],
      ScanBy: 'TimestampAscending',
      ...SPAN,
    });
    return (await client.send(command)).MetricDataResults ?? [];
  };
  /** The values of an expression of the four kinds of tokens, by time. */
  const compute = async (Expression: string): Promise<readonly (readonly [number, number])[]> => {
    const results = await ask([...tokens(), { Id: 'e1', Expression }]);
    const found = results.find(({ Id }) => Id === 'e1');
    assert.ok(found, Expression);
    return (found.Timestamps ?? []).map((time, index) => [time.getTime(), found.Values?.[index] ?? NaN] as const);
  };
  const values = async (expression: string): Promise<readonly number[]> =>
    (await compute(expression)).map(([, value]) => value);

  it('adds and divides metrics at the times that they have', async () => {
    const [input, output, read, write] = await ask(tokens());
    const sum = await compute('SUM(METRICS())');
    assert.deepEqual(
      sum.map(([time]) => time),
      input?.Timestamps?.map((time) => time.getTime()),
    );
    const each = sum.map(([, value]) => value);
    const total = (index: number): number =>
      [input, output, read, write].reduce((whole, result) => whole + (result?.Values?.[index] ?? NaN), 0);
    assert.deepEqual(
      each,
      each.map((_, index) => total(index)),
    );
    assert.deepEqual(await values('input + output + cacheRead + cacheWrite'), each);
    assert.deepEqual(await values('SUM([input, output, cacheRead, cacheWrite])'), each);
    const hits = await values('100 * cacheRead / (input + cacheRead + cacheWrite)');
    assert.ok(hits.length > 3 && hits.every((hit) => hit > 50 && hit < 100));
    const cached = await values('SUM(METRICS("cache"))');
    assert.deepEqual(
      cached,
      cached.map((_, index) => (read?.Values?.[index] ?? NaN) + (write?.Values?.[index] ?? NaN)),
    );
  });

  it('fills gaps, sums, and returns rates and periods', async () => {
    const inputs = await values('input');
    const filled = await values('FILL(input, 0)');
    assert.equal(filled.length, 24);
    assert.ok(inputs.length < 24, 'people sleep');
    const total = inputs.reduce((sum, value) => sum + value, 0);
    assert.equal((await values('RUNNING_SUM(FILL(input, 0))')).at(-1), total);
    assert.deepEqual(
      await values('input / PERIOD(input)'),
      inputs.map((value) => value / PERIOD),
    );
    const [first, second] = await compute('input');
    const [rate] = await compute('RATE(input)');
    assert.ok(first && second && rate);
    assert.deepEqual(rate, [second[0], (second[1] - first[1]) / ((second[0] - first[0]) / 1000)]);
    assert.equal((await values('DIFF(input)'))[0], second[1] - first[1]);
    assert.deepEqual(
      await values('IF(input > AVG(input), input, 0)'),
      inputs.map((value) => (value > total / inputs.length ? value : 0)),
    );
    assert.deepEqual(
      await values('CEIL(input / 1000) - FLOOR(input / 1000)'),
      inputs.map((value) => (value % 1000 === 0 ? 0 : 1)),
    );
    assert.equal((await values('FILL(input, REPEAT)')).length, 24 - filled.findIndex((value) => value > 0));
    assert.equal((await values('TIME_SERIES(MAX(input))'))[0], Math.max(...inputs));
  });

  it('computes from metrics and expressions that are not returned; AWS bills the metrics alone', async () => {
    simulator.calls.clear();
    const hidden = tokens().map((query) => ({ ...query, ReturnData: false }));
    const queries = [
      ...hidden,
      { Id: 'all', Expression: 'SUM(METRICS())', ReturnData: false },
      { Id: 'millions', Expression: 'all / 1000000', Label: 'Tokens, millions' },
    ];
    const json = await ask(queries);
    assert.deepEqual(
      json.map(({ Id, Label }) => [Id, Label]),
      [['millions', 'Tokens, millions']],
    );
    assert.deepEqual(await ask(queries, aws.cborCloudwatch), json);
    assert.equal(simulator.calls.billedMetrics, 2 * 4);
  });

  it('answers a list of time series with a result for each', async () => {
    const results = await ask([
      ...tokens().map((query) => ({ ...query, ReturnData: false })),
      { Id: 'e1', Expression: 'METRICS() / 1000' },
    ]);
    assert.deepEqual(
      results.map(({ Id, Label }) => [Id, Label]),
      [1, 2, 3, 4].map((number) => ['e1', `e1 ${number}`]),
    );
  });

  it('reports what is wrong with an expression', async () => {
    const wrong = async (expression: string, more: readonly MetricDataQuery[] = []): Promise<string> =>
      (await refusedAs(ask([...tokens(), ...more, { Id: 'e1', Expression: expression }]), 'ValidationException', 400))
        .message;
    assert.match(await wrong('input +'), /Error in expression 'e1': Invalid syntax/);
    assert.match(await wrong('nobody + 1'), /Unknown identifier 'nobody'/);
    assert.match(await wrong('e1 + 1'), /Unknown identifier 'e1'/);
    assert.match(await wrong('SEARCH("{AWS/Bedrock,ModelId}", "Sum")'), /does not have the function SEARCH/);
    assert.match(await wrong('e2 + 1', [{ Id: 'e2', Expression: 'e1 + 1' }]), /refer to each other in a circle/);
    assert.match(await wrong('input', [metric('other', 'Invocations', {}, 300)]), /only of metrics with one Period/);
  });
});
