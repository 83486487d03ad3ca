/** The meter: what AWS charges for, counted where it leaves, against what the simulator saw arrive. */

import assert from 'node:assert/strict';
import type { BillQuery } from '../../../src/core/billing/bill';
import type { AwsApi } from '../../../src/core/awsApi';
import type { Charge } from '../../../src/core/billing/charges';
import { arn, profileId, region } from '../../../src/core/ids';
import { planQueries } from '../../../src/core/usage/series';
import { last24Hours, TOKEN_KINDS } from '../../../src/core/usage/usage';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { ALARM, ANOMALY, BUDGET } from './alertPlans';
import { connect, FRIDAY, IMPATIENT, PATIENT, problemIn, until, wanted } from './connect';
import { withCloud } from './trouble';

const BILL: BillQuery = {
  from: '2026-11-01',
  to: '2026-11-18',
  granularity: 'month',
  grouping: { by: 'tag', key: 'Team' },
};

class Meter {
  /** Without the times, and what only tells of them. */
  readonly charges: Charge[] = [];
  readonly onCharge = ({ service, units }: Charge): void => {
    if (units !== 0) this.charges.push({ service, units });
  };
  units(service: Charge['service']): number {
    return this.charges.filter((one) => one.service === service).reduce((sum, { units }) => sum + units, 0);
  }
}

async function metered(
  options: Parameters<typeof withCloud>[0],
  use: (aws: AwsApi, simulator: Simulator, meter: Meter) => Promise<void>,
): Promise<void> {
  const meter = new Meter();
  await withCloud({ ...options, onCharge: meter.onCharge }, (aws, simulator) => use(aws, simulator, meter));
}

/** Asks for the usage of some profiles; answers how many metrics that is. */
async function fetchSome(aws: AwsApi, simulator: Simulator, signal = wanted()): Promise<number> {
  const profiles = await aws.listProfiles(wanted());
  const listed = await aws.listSeries(TOKEN_KINDS, 'all', wanted());
  const queries = planQueries(profiles, listed, TOKEN_KINDS, 'skip');
  await aws.fetchSeries(queries, last24Hours(simulator.now()), signal);
  return queries.length;
}

/** Without looking first. */
const fetchBlindly = async (aws: AwsApi): Promise<unknown> => {
  const id = profileId('k3x9q2m7w1ab');
  const profile = { id, arn: arn(`arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`) };
  const queries = planQueries([profile], [], TOKEN_KINDS, 'ask');
  return aws.fetchSeries(queries, last24Hours(FRIDAY), wanted());
};

describe('What AWS charges for', function () {
  this.timeout(120_000);

  it('is nothing for lists, tags, prices, budgets and alarms', () =>
    metered({}, async (aws, _simulator, meter) => {
      await aws.whoAmI(wanted());
      await aws.listProfiles(wanted());
      await aws.tagsInBulk(wanted());
      await aws.listSeries(TOKEN_KINDS, 'all', wanted());
      await aws.prices.fetch([region('us-east-1')], wanted());
      for (const plan of [BUDGET, ALARM]) await aws.alerts.create(plan, wanted());
      assert.deepEqual(meter.charges, []);
    }));

  it('is each metric that is asked for, whatever the number of points', () =>
    metered({}, async (aws, simulator, meter) => {
      const asked = await fetchSome(aws, simulator);
      assert.ok(asked > 20);
      assert.deepEqual(meter.charges, [{ service: 'cloudwatch', units: asked }]);
      assert.equal(meter.units('cloudwatch'), simulator.calls.billedMetrics);
    }));

  for (const [kind, times] of [
    ['throttle', 1],
    ['serverError', 2],
    ['reset', 1],
    ['drop', 1],
    ['hang', 1],
  ] as const)
    it(`is each metric again at each further attempt: ${kind}, ${times} of 3`, () =>
      metered({ timeouts: { ...PATIENT, answerMs: 3_000 } }, async (aws, simulator, meter) => {
        simulator.faults.add({ kind, operation: 'GetMetricData', times });
        const asked = await fetchSome(aws, simulator);
        assert.equal(meter.units('cloudwatch'), asked * (times + 1));
        assert.equal(simulator.calls.count('GetMetricData'), times + 1);
      }));

  it('is each request to Cost Explorer, each page and each operation included', () =>
    metered({ billing: { pageSize: 7 } }, async (aws, simulator, meter) => {
      const { requests } = await aws.billing.bill(BILL, wanted());
      assert.ok(requests > 2);
      assert.equal(meter.units('cost-explorer'), requests);
      await aws.billing.costTags(['Team'], wanted());
      await aws.billing.backfills(wanted());
      await aws.billing.startBackfill('2026-05-01', wanted());
      await aws.alerts.create(ANOMALY, wanted());
      await aws.alerts.list(wanted());
      assert.ok(meter.units('cost-explorer') > requests + 6);
      assert.equal(meter.units('cost-explorer'), simulator.calls.billedCostExplorer);
      assert.ok(meter.charges.every(({ service, units }) => service === 'cost-explorer' && units === 1));
    }));

  for (const kind of ['drop', 'serverError', 'reset'] as const)
    it(`is one request to Cost Explorer whose answer was lost: it is not sent again by itself (${kind})`, () =>
      metered({}, async (aws, simulator, meter) => {
        simulator.faults.add({ kind, operation: 'GetCostAndUsage', times: 2 });
        await problemIn(aws.billing.bill(BILL, wanted()), kind === 'serverError' ? 'server' : 'unreachable');
        assert.equal(meter.units('cost-explorer'), 1);
        assert.equal(simulator.calls.count('GetCostAndUsage'), 1);
      }));

  it('is what AWS has put off and then answered, because it may take the first for a request', () =>
    metered({}, async (aws, simulator, meter) => {
      simulator.faults.add({ kind: 'throttle', operation: 'GetCostAndUsage', times: 1 });
      assert.equal((await aws.billing.bill(BILL, wanted())).requests, 2);
      assert.equal(meter.units('cost-explorer'), 2);
      assert.equal(simulator.calls.billedCostExplorer, 1);
    }));

  it('is every attempt, even where AWS refused it: rather a cent too much than one too little', () =>
    metered({}, async (aws, simulator, meter) => {
      simulator.faults.add({ kind: 'throttle' });
      await problemIn(aws.billing.bill(BILL, wanted()), 'throttled');
      assert.equal(meter.units('cost-explorer'), simulator.calls.count('GetCostAndUsage'));
      assert.equal(meter.units('cost-explorer'), 3);
    }));

  it('is nothing for what never left: nobody listens there', async () => {
    const meter = new Meter();
    const simulator = await startSimulator({ time: FRIDAY });
    await simulator.close();
    const aws = await connect(simulator, { timeouts: IMPATIENT, onCharge: meter.onCharge });
    await problemIn(aws.billing.bill(BILL, wanted()), 'unreachable');
    await problemIn(fetchBlindly(aws), 'unreachable');
    aws.dispose();
    for (const service of ['cost-explorer', 'cloudwatch'] as const) assert.equal(meter.units(service), 0);
  });

  it('is nothing for what was given up before it was sent, also between two attempts', () =>
    metered({}, async (aws, simulator, meter) => {
      await assert.rejects(aws.billing.bill(BILL, AbortSignal.abort()), { name: 'AbortError' });
      assert.deepEqual(meter.charges, []);
      const stop = new AbortController();
      simulator.faults.add({ kind: 'throttle' });
      const asking = aws.billing.bill(BILL, stop.signal);
      await until('the first attempt was answered', () => simulator.calls.count('GetCostAndUsage') === 1);
      stop.abort();
      await assert.rejects(asking, { name: 'AbortError' });
      // Long enough for the attempts that would have followed.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      assert.equal(simulator.calls.count('GetCostAndUsage'), 1);
      assert.equal(meter.units('cost-explorer'), 1);
    }));

  it('is what was given up after it was sent', () =>
    metered({}, async (aws, simulator, meter) => {
      const stop = new AbortController();
      simulator.faults.add({ kind: 'hang' });
      const asking = aws.billing.bill(BILL, stop.signal);
      await until('it has arrived', () => simulator.calls.inFlight('ce') === 1);
      stop.abort();
      await assert.rejects(asking, { name: 'AbortError' });
      await until('it is charged for', () => meter.units('cost-explorer') === 1);
    }));
});
