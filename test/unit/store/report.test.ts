/** A month's report, from CloudWatch to the file: what is asked for, what it costs, and what it says. */

import assert from 'node:assert/strict';
import { type BillQuery } from '../../../src/core/billing/bill';
import { COST_EXPLORER_REQUEST_USD } from '../../../src/core/billing/charges';
import type { ReportData } from '../../../src/core/report/data';
import { monthDays } from '../../../src/core/report/month';
import { sectionsOf } from '../../../src/core/report/sections';
import { isCancelled, isProblem } from '../../../src/core/problem';
import { addTokens, NO_TOKENS, totalTokens, type TokenCounts } from '../../../src/core/usage/usage';
import type { Store } from '../../../src/store/store';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { fetchReportData, estimatedMetrics, type ReportRequest } from '../../../src/features/export/reportData';
import { FRIDAY, wanted } from '../aws/connect';
import { ENGLISH, englishReport } from '../core/report/english';
import { connectionTo, openWindow } from './testWindow';
import { listedProfiles } from '../../../src/store/selectors';

describe('A month’s report from AWS', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;

  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    window = await openWindow(simulator);
    await window.refresh('profiles', { maxAge: 0 });
  });
  afterEach(async () => {
    await window.dispose();
    await simulator.close();
  });

  const request = (month: string): ReportRequest => ({
    month,
    now: simulator.now(),
    overrides: {},
    createdBy: 'jane.doe',
  });
  const gather = (month: string, signal = wanted()): Promise<ReportData> =>
    fetchReportData(window, request(month), signal);

  /** What the simulator says that all profiles were served in a span. */
  function served(start: number, end: number): TokenCounts {
    const profiles = listedProfiles(window.snapshot);
    return profiles.map(({ id }) => simulator.served(id, start, end)).reduce<TokenCounts>(addTokens, NO_TOKENS);
  }

  for (const month of ['2026-11', '2026-10', '2026-09']) {
    it(`counts what everybody was served in ${month} and in the month before, by UTC days`, async () => {
      const data = await gather(month);
      const days = monthDays(month, simulator.now());
      const { total } = sectionsOf(data, { ...days, compared: undefined }, ENGLISH);
      assert.deepEqual(total.spent.tokens, pick(served(days.start, days.end)));
      assert.deepEqual(total.before.tokens, pick(served(days.startBefore, days.start)));
      assert.deepEqual(data.missing, []);
      const third = data.profiles.map((profile) => profile.days[2] ?? NO_TOKENS).reduce(addTokens, NO_TOKENS);
      const day = 86_400_000;
      assert.deepEqual(third, pick(served(days.start + 2 * day, days.start + 3 * day)));
      assert.ok(totalTokens(third) > 0);
    });
  }

  it('asks for no more metrics than it said, and nothing of Cost Explorer', async () => {
    simulator.calls.clear();
    await gather('2026-10');
    assert.ok(simulator.calls.billedMetrics > 0);
    // What is said is rough: traffic under a whole ARN is a series more.
    assert.ok(simulator.calls.billedMetrics <= estimatedMetrics(window.snapshot) * 1.1);
    assert.equal(simulator.calls.count({ service: 'cost-explorer' }), 0);
    assert.equal(window.snapshot.extensionCost?.metrics, simulator.calls.billedMetrics);
    assert.equal(window.snapshot.extensionCost.requests, 0);
  });

  it('can be made of the oldest month that is offered: CloudWatch still has it', async () => {
    assert.deepEqual((await gather('2025-11')).missing, []);
  });

  it('tells the bill only where it was asked for before, with its last complete day', async () => {
    const silent = englishReport(await gather('2026-11')).markdown;
    assert.match(silent, /The bill for November 2026 is not included/);
    assert.doesNotMatch(silent, /## Bill/);
    const query: BillQuery = {
      from: '2026-11-01',
      to: '2026-12-01',
      granularity: 'day',
      grouping: { by: 'tag', key: 'MemberName' },
    };
    await window.requestBill(query);
    const asked = simulator.calls.count({ service: 'cost-explorer' });
    const data = await gather('2026-11');
    const { markdown } = englishReport(data);
    assert.equal(data.bill?.key, 'MemberName');
    assert.match(markdown, /## Bill\n\nCost Explorer reported \\\$[\d.,]+ on 20 November 2026, 20:00 UTC /);
    const [, before = ''] = /## Bill\n\n(.*)\n\n\|/.exec(markdown) ?? [];
    assert.match(before, /The bill includes all Regions, .*; the estimates above are of profiles in us-east-1 only\.$/);
    assert.match(markdown, /The last complete day was 2026-11-18\./);
    assert.equal(simulator.calls.count({ service: 'cost-explorer' }), asked, `$${COST_EXPLORER_REQUEST_USD} each`);
    assert.equal((await gather('2026-10')).bill, undefined, 'another month’s bill is not this one’s');
  });

  it('names nobody’s account in full, and whose the profiles are', async () => {
    const { markdown, charts } = englishReport(await gather('2026-11'));
    const account = window.snapshot.caller.value?.account ?? '';
    assert.equal(account.length, 12);
    for (const text of [markdown, ...charts.map(({ svg }) => svg)]) assert.ok(!text.includes(account));
    assert.match(markdown, /account …3333/);
    assert.match(markdown, /\| jane\.doe \| platform \|/);
    assert.deepEqual(
      charts.map(({ name }) => name),
      ['by-day.svg', 'by-model.svg'],
    );
  });

  it('says what CloudWatch left out', async () => {
    simulator.faults.add({ kind: 'partial', operation: 'GetMetricData' });
    const { missing } = await gather('2026-11');
    assert.deepEqual(missing, [{ code: 'reported-by-cloudwatch', message: 'Some data could not be retrieved.' }]);
  });

  it('is given up when it is cancelled', async () => {
    const abort = new AbortController();
    simulator.faults.add({ kind: 'hang', operation: 'GetMetricData' });
    const gathering = gather('2026-11', abort.signal);
    setTimeout(() => {
      abort.abort();
    }, 200);
    await assert.rejects(gathering, isCancelled);
  });

  it('fails where another connection was chosen meanwhile: figures of two accounts are not mixed', async () => {
    const gathering = gather('2026-11');
    const changing = window.connect(connectionTo(simulator));
    await assert.rejects(gathering, (error) => isProblem(error) && error.code === 'changed');
    await changing;
  });
});

/** Only the four kinds: the simulator counts more. */
const pick = ({ input, output, cacheRead, cacheWrite }: TokenCounts): TokenCounts => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});
