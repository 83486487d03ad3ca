/** Five hundred profiles over two months of hours: what CloudWatch takes in one call, and what comes of it. */

import assert from 'node:assert/strict';
import type { AwsApi, SeriesResult } from '../../../src/core/awsApi';
import { arn, profileId } from '../../../src/core/ids';
import { spansOf, type Range } from '../../../src/core/usage/ranges';
import { METRIC_NAMES, planQueries, type SeriesQuery } from '../../../src/core/usage/series';
import { periodCount, TOKEN_KINDS, type Span } from '../../../src/core/usage/usage';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { connect, FRIDAY, wanted } from './connect';
import { withAnswers } from './trouble';

const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;
const PROFILES = 500;

/** The whole of a range and of what it is compared with. */
function wholeOf(range: Range, now: number): Span {
  const { span, before } = spansOf(range, now, 0);
  return { ...span, start: before.start };
}

describe('Five hundred profiles', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let aws: AwsApi;
  let queries: readonly SeriesQuery[];

  /**
   * Series without traffic: how many calls are made does not depend on what they answer, and months of traffic are much
   * to imagine.
   */
  async function begin(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY, metricDelayMs: 0, ...options });
    aws = await connect(simulator);
    const profiles = Array.from({ length: PROFILES }, (_, index) => {
      const id = profileId(`idle${String(index).padStart(8, '0')}`);
      return { id, arn: arn(`arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`) };
    });
    const metrics = TOKEN_KINDS.map((kind) => METRIC_NAMES[kind][0] ?? '');
    const listed = profiles.flatMap(({ id }) => metrics.map((metric) => ({ metric, modelId: id })));
    queries = planQueries(profiles, listed, TOKEN_KINDS, 'skip');
  }

  /** Some of the company's profiles, with their traffic. */
  async function beginBusy(): Promise<void> {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    aws = await connect(simulator);
    const profiles = (await aws.listProfiles(wanted())).slice(0, 20);
    queries = planQueries(profiles, await aws.listSeries(TOKEN_KINDS, 'all', wanted()), TOKEN_KINDS, 'skip');
    simulator.calls.clear();
  }
  const fetch = (span: Span): Promise<SeriesResult> => aws.fetchSeries(queries, span, wanted());
  const calls = () => simulator.calls.select({ operation: 'GetMetricData' });
  const sizes = () => calls().map(({ parameters }) => Number(parameters.MetricDataQueries));

  /** Sums of the answers, by profile and metric, held against what was really served. */
  function holdToServed({ answers }: SeriesResult, span: Span): void {
    for (const { query, values } of answers.filter((_, index) => index % 7 === 0)) {
      assert.equal(values.length, periodCount(span));
      const served = simulator.served(query.profile, span.start, span.end);
      const kind = TOKEN_KINDS.find((one) => one === query.measure);
      assert.ok(kind !== undefined);
      assert.equal(
        values.reduce((sum, value) => sum + value, 0),
        served[kind],
      );
    }
  }

  afterEach(async () => {
    aws.dispose();
    await simulator.close();
  });

  for (const [range, limit] of [
    ['24h', MOST_QUERIES],
    ['30d', Math.floor(MOST_POINTS / 1440)],
    ['month', undefined],
  ] as const)
    it(`over ${range} and the one before are asked for in as few calls as both limits allow`, async () => {
      await begin();
      const span = wholeOf(range, simulator.now());
      const answer = await fetch(span);
      const most = limit ?? Math.min(MOST_QUERIES, Math.floor(MOST_POINTS / periodCount(span)));
      assert.equal(queries.length, 4 * PROFILES);
      assert.equal(calls().length, Math.ceil(queries.length / most));
      assert.ok(sizes().every((size) => size <= MOST_QUERIES && size * periodCount(span) <= MOST_POINTS));
      // No page is asked for a second time, so each metric is paid for once.
      assert.equal(simulator.calls.billedMetrics, queries.length);
      assert.equal(answer.answers.length, queries.length);
      assert.deepEqual(answer.partial, []);
    });

  for (const range of ['24h', '30d', 'month'] as const)
    it(`over ${range} and the one before are what was served`, async () => {
      await beginBusy();
      const span = wholeOf(range, simulator.now());
      assert.ok(queries.length > 40);
      holdToServed(await fetch(span), span);
    });

  it('over the longest time that is ever asked for, 62 days of hours, stay within the limits', async () => {
    await begin();
    const span = { start: FRIDAY - 62 * 86_400_000, end: FRIDAY, periodSeconds: 3600 };
    assert.equal(periodCount(span), 1488);
    await fetch(span);
    assert.deepEqual(new Set(sizes()), new Set([67, queries.length % 67]));
  });

  it('are asked for several calls at a time, and no more than eight', async () => {
    await begin({ latencyMs: 50 });
    await fetch(wholeOf('30d', simulator.now()));
    assert.ok(calls().length > 8);
    assert.equal(simulator.calls.maxInFlight('cloudwatch'), 8);
  });

  it('whose answer is incomplete have the rest, and it is said what is missing', async () => {
    await begin();
    simulator.faults.add({ kind: 'partial', operation: 'GetMetricData', times: 1 });
    const span = wholeOf('30d', simulator.now());
    const answer = await fetch(span);
    assert.equal(answer.answers.length, queries.length);
    assert.ok(answer.partial.length > 0);
    assert.ok(answer.answers.every(({ values }) => values.length === periodCount(span)));
  });

  it('are given up at once: what waits for its turn is never sent', async () => {
    await begin({ latencyMs: 100 });
    const stop = new AbortController();
    const asking = aws.fetchSeries(queries, wholeOf('30d', simulator.now()), stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 20);
    await assert.rejects(asking, { name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(calls().length <= 8);
  });
});

describe('An answer that comes in pages', () => {
  const START = FRIDAY - 2 * 3_600_000;
  const SPAN: Span = { start: START, end: FRIDAY, periodSeconds: 3600 };
  const [QUERY] = planQueries(
    [
      {
        id: profileId('k3x9q2m7w1ab'),
        arn: arn('arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/k3x9q2m7w1ab'),
      },
    ],
    [],
    ['input'],
    'ask',
  );
  const page = (hour: number, value: number, StatusCode: string, NextToken?: string) => ({
    MetricDataResults: [{ Id: 'q0', StatusCode, Timestamps: [START / 1000 + hour * 3600], Values: [value] }],
    ...(NextToken === undefined ? {} : { NextToken }),
  });

  async function read(pages: readonly object[]): Promise<SeriesResult> {
    const left = [...pages];
    const found: SeriesResult[] = [];
    await withAnswers(
      (request, response) => {
        request.resume();
        response
          .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
          .end(JSON.stringify(left.shift() ?? {}));
      },
      async (aws) => {
        assert.ok(QUERY !== undefined);
        found.push(await aws.fetchSeries([QUERY], SPAN, wanted()));
      },
    );
    assert.deepEqual(left, []);
    const [answer] = found;
    assert.ok(answer !== undefined);
    return answer;
  }

  it('is whole when its last page is, although the pages before were partial', async () => {
    const { answers, partial } = await read([page(0, 5, 'PartialData', 'next'), page(1, 7, 'Complete')]);
    assert.deepEqual(answers[0]?.values, [5, 7]);
    assert.deepEqual(partial, []);
  });

  it('is partial when its last page is', async () => {
    const { answers, partial } = await read([page(0, 5, 'PartialData', 'next'), page(1, 7, 'PartialData')]);
    assert.deepEqual(answers[0]?.values, [5, 7]);
    assert.deepEqual(partial, ['PartialData']);
  });
});
