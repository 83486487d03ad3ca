/** Answers whose pages do not end: what is asked stops, at little cost, and says so. */

import assert from 'node:assert/strict';
import type { BillQuery } from '../../../src/core/billing/bill';
import { metricsBeforeStop, REPEATED_PAGE, type AwsApi } from '../../../src/core/awsApi';
import { region } from '../../../src/core/ids';
import { planQueries } from '../../../src/core/usage/series';
import { MAX_REQUESTS, SpendingLimit } from '../../../src/core/billing/spendingLimit';
import { last24Hours, TOKEN_KINDS } from '../../../src/core/usage/usage';
import type { Simulator } from '../../../src/simulator/index';
import { ANOMALY, BUDGET } from './alertPlans';
import { FRIDAY, PATIENT, problemIn, wanted } from './connect';
import { withCloud } from './trouble';

const BILL: BillQuery = {
  from: '2026-11-01',
  to: '2026-11-18',
  granularity: 'month',
  grouping: { by: 'tag', key: 'Team' },
};

/** Everything that is read page by page. */
const PAGED: readonly (readonly [operation: string, read: (aws: AwsApi) => Promise<unknown>])[] = [
  ['ListInferenceProfiles', (aws) => aws.listProfiles(wanted())],
  ['ListInferenceProfiles', (aws) => aws.listSources(wanted())],
  ['GetResources', (aws) => aws.tagsInBulk(wanted())],
  ['ListMetrics', (aws) => aws.listSeries(['input'], 'all', wanted())],
  ['GetCostAndUsage', ({ billing }) => billing.bill(BILL, wanted())],
  ['ListCostAllocationTags', ({ billing }) => billing.costTags(['Team'], wanted())],
  ['ListCostAllocationTagBackfillHistory', ({ billing }) => billing.backfills(wanted())],
  ['DescribeBudgets', ({ alerts }) => alerts.list(wanted())],
  ['DescribeAlarms', ({ alerts }) => alerts.list(wanted())],
  ['GetAnomalyMonitors', ({ alerts }) => alerts.list(wanted())],
  ['GetAnomalySubscriptions', ({ alerts }) => alerts.list(wanted())],
  ['GetAnomalyMonitors', ({ alerts }) => alerts.create({ ...ANOMALY, name: 'BedrockTally another' }, wanted())],
];

/** Answers how many metrics are needed. */
async function fetchSome(aws: AwsApi): Promise<{ needed: number; partial: readonly string[]; tokens: number }> {
  const profiles = await aws.listProfiles(wanted());
  const listed = await aws.listSeries(TOKEN_KINDS, 'all', wanted());
  const queries = planQueries(profiles, listed, TOKEN_KINDS, 'skip');
  const { answers, partial } = await aws.fetchSeries(queries, last24Hours(FRIDAY), wanted());
  const tokens = answers.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
  return { needed: queries.length, partial, tokens };
}

const requestsSeen = ({ calls }: Simulator): number => calls.count({ service: 'ce' });

describe('An answer whose pages do not end', function () {
  this.timeout(120_000);

  for (const [operation, read] of PAGED)
    it(`is broken at the first token that comes again: ${operation}`, () =>
      withCloud({}, async (aws, simulator) => {
        for (const plan of [BUDGET, ANOMALY]) await aws.alerts.create(plan, wanted());
        simulator.calls.clear();
        simulator.faults.add({ kind: 'repeatToken', operation });
        await problemIn(read(aws), 'broken-answer');
        assert.equal(simulator.calls.count(operation), 2);
      }));

  it('is broken where the Price List’s API repeats a token', () =>
    withCloud({ timeouts: { ...PATIENT, answerMs: 3_000 } }, async (aws, simulator) => {
      simulator.faults.add({ kind: 'serverError', service: 'price-list', status: 500 });
      simulator.faults.add({ kind: 'repeatToken', operation: 'GetProducts' });
      await problemIn(aws.prices.fetch([region('us-east-1')], wanted()), 'broken-answer');
      // Both service codes are asked at once.
      assert.ok(simulator.calls.count('GetProducts') <= 4);
    }));

  it('is a part, and marked as one, where CloudWatch repeats a token: all that came counts', () =>
    withCloud({ metricDelayMs: 0 }, async (aws, simulator) => {
      const whole = await fetchSome(aws);
      simulator.calls.clear();
      simulator.faults.add({ kind: 'repeatToken', operation: 'GetMetricData' });
      const part = await fetchSome(aws);
      assert.deepEqual([whole.partial, part.partial], [[], [REPEATED_PAGE]]);
      assert.equal(part.tokens, whole.tokens);
      assert.equal(simulator.calls.billedMetrics, 2 * part.needed);
    }));

  it('costs at most four times what was needed where CloudWatch’s tokens are ever new ones', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'endlessTokens', operation: 'GetMetricData' });
      const { needed, partial } = await fetchSome(aws);
      assert.equal(simulator.calls.billedMetrics, 4 * needed);
      assert.deepEqual(partial.map(metricsBeforeStop), [4 * needed]);
    }));

  it('costs at most a dollar where Cost Explorer’s tokens are ever new ones', () =>
    withCloud({ billing: { requestsPerMinute: 10_000 } }, async (aws, simulator) => {
      simulator.faults.add({ kind: 'endlessTokens', service: 'ce' });
      const { detail } = await problemIn(aws.billing.bill(BILL, wanted()), 'spending-limit');
      assert.deepEqual([detail.units, detail.action], [MAX_REQUESTS, 'ce:GetCostAndUsage']);
      assert.equal(requestsSeen(simulator), MAX_REQUESTS);
    }));

  it('costs an action of several questions, one after the other or at once, no more than one limit', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'endlessTokens', service: 'ce' });
      const limit = new SpendingLimit(10);
      const ask = (): Promise<unknown> => aws.billing.bill(BILL, wanted(), limit);
      await Promise.all(
        [ask(), ask(), aws.billing.costTags(['Team'], wanted(), limit)].map((one) => problemIn(one, 'spending-limit')),
      );
      await problemIn(ask(), 'spending-limit');
      assert.equal(requestsSeen(simulator), 10);
    }));

  it('does not stop one that ends, however many pages it has', () =>
    withCloud({ billing: { pageSize: 3 } }, async (aws) => {
      const { requests } = await aws.billing.bill(BILL, wanted());
      assert.ok(requests > 5);
    }));
});

describe('An answer that is paid for', function () {
  this.timeout(120_000);
  const timeouts = { ...PATIENT, answerMs: 300, paidAnswerMs: 20_000 };

  it('is waited for longer than others, and asked for once', () =>
    withCloud({ timeouts }, async (aws, simulator) => {
      const profiles = await aws.listProfiles(wanted());
      const queries = planQueries(profiles.slice(0, 2), [], ['input'], 'ask');
      simulator.faults.add({ kind: 'latency', ms: 1_000 });
      await aws.billing.bill(BILL, wanted());
      await aws.billing.costTags(['Team'], wanted());
      await aws.fetchSeries(queries, last24Hours(FRIDAY), wanted());
      await problemIn(aws.listProfiles(wanted()), 'unreachable');
      assert.deepEqual([requestsSeen(simulator), simulator.calls.count('GetMetricData')], [2, 1]);
    }));

  it('is not asked for again where it failed, although the machine’s clock is wrong and the SDK sets it right', () =>
    withCloud({ dateHeader: 'simulated', time: FRIDAY - 3_600_000 * 24 * 400 }, async (aws, simulator) => {
      const lastYear = { ...BILL, from: '2025-10-01', to: '2025-10-10' };
      for (const kind of ['serverError', 'deny'] as const) {
        simulator.faults.clear();
        simulator.calls.clear();
        simulator.faults.add({ kind, service: 'ce' });
        await problemIn(aws.billing.bill(lastYear, wanted()), kind === 'deny' ? 'denied' : 'server');
        assert.equal(requestsSeen(simulator), 1, kind);
      }
    }));
});
