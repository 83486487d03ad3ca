/** The meter: what AWS charges for, counted where it leaves, against what the simulator saw arrive. */

import assert from 'node:assert/strict';
import type { BillQuery } from '../../../src/core/bill';
import type { Charge, Cloud } from '../../../src/core/cloud';
import { arn, profileId, region } from '../../../src/core/ids';
import { planQueries } from '../../../src/core/series';
import { last24Hours, TOKEN_KINDS } from '../../../src/core/usage';
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
  use: (cloud: Cloud, simulator: Simulator, meter: Meter) => Promise<void>,
): Promise<void> {
  const meter = new Meter();
  await withCloud({ ...options, onCharge: meter.onCharge }, (cloud, simulator) => use(cloud, simulator, meter));
}

/** Asks for the usage of some profiles; answers how many metrics that is. */
async function fetchSome(cloud: Cloud, simulator: Simulator, signal = wanted()): Promise<number> {
  const profiles = await cloud.listProfiles(wanted());
  const listed = await cloud.listSeries(TOKEN_KINDS, 'all', wanted());
  const queries = planQueries(profiles, listed, TOKEN_KINDS, 'skip');
  await cloud.fetchSeries(queries, last24Hours(simulator.now()), signal);
  return queries.length;
}

/** Without looking first. */
const fetchBlindly = async (cloud: Cloud): Promise<unknown> => {
  const id = profileId('k3x9q2m7w1ab');
  const profile = { id, arn: arn(`arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`) };
  const queries = planQueries([profile], [], TOKEN_KINDS, 'ask');
  return cloud.fetchSeries(queries, last24Hours(FRIDAY), wanted());
};

describe('What AWS charges for', function () {
  this.timeout(40_000);

  it('is nothing for lists, tags, prices, budgets and alarms', () =>
    metered({}, async (cloud, _simulator, meter) => {
      await cloud.whoAmI(wanted());
      await cloud.listProfiles(wanted());
      await cloud.tagsInBulk(wanted());
      await cloud.listSeries(TOKEN_KINDS, 'all', wanted());
      await cloud.prices.fetch([region('us-east-1')], wanted());
      for (const plan of [BUDGET, ALARM]) await cloud.alerts.create(plan, wanted());
      assert.deepEqual(meter.charges, []);
    }));

  it('is each metric that is asked for, whatever the number of points', () =>
    metered({}, async (cloud, simulator, meter) => {
      const asked = await fetchSome(cloud, simulator);
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
      metered({ patience: { ...PATIENT, answerMs: 3_000 } }, async (cloud, simulator, meter) => {
        simulator.faults.add({ kind, operation: 'GetMetricData', times });
        const asked = await fetchSome(cloud, simulator);
        assert.equal(meter.units('cloudwatch'), asked * (times + 1));
        assert.equal(simulator.calls.count('GetMetricData'), times + 1);
      }));

  it('is each request to Cost Explorer, each page and each operation included', () =>
    metered({ billing: { pageSize: 7 } }, async (cloud, simulator, meter) => {
      const { requests } = await cloud.billing.bill(BILL, wanted());
      assert.ok(requests > 2);
      assert.equal(meter.units('cost-explorer'), requests);
      await cloud.billing.costTags(['Team'], wanted());
      await cloud.billing.backfills(wanted());
      await cloud.billing.startBackfill('2026-05-01', wanted());
      await cloud.alerts.create(ANOMALY, wanted());
      await cloud.alerts.list(wanted());
      assert.ok(meter.units('cost-explorer') > requests + 6);
      assert.equal(meter.units('cost-explorer'), simulator.calls.billedCostExplorer);
      assert.ok(meter.charges.every(({ service, units }) => service === 'cost-explorer' && units === 1));
    }));

  for (const kind of ['drop', 'serverError', 'reset'] as const)
    it(`is one request to Cost Explorer whose answer was lost: it is not sent again by itself (${kind})`, () =>
      metered({}, async (cloud, simulator, meter) => {
        simulator.faults.add({ kind, operation: 'GetCostAndUsage', times: 2 });
        await problemIn(cloud.billing.bill(BILL, wanted()), kind === 'serverError' ? 'server' : 'unreachable');
        assert.equal(meter.units('cost-explorer'), 1);
        assert.equal(simulator.calls.count('GetCostAndUsage'), 1);
      }));

  it('is what AWS has put off and then answered, because it may take the first for a request', () =>
    metered({}, async (cloud, simulator, meter) => {
      simulator.faults.add({ kind: 'throttle', operation: 'GetCostAndUsage', times: 1 });
      assert.equal((await cloud.billing.bill(BILL, wanted())).requests, 2);
      assert.equal(meter.units('cost-explorer'), 2);
      assert.equal(simulator.calls.billedCostExplorer, 1);
    }));

  it('is every attempt, even where AWS refused it: rather a cent too much than one too little', () =>
    metered({}, async (cloud, simulator, meter) => {
      simulator.faults.add({ kind: 'throttle' });
      await problemIn(cloud.billing.bill(BILL, wanted()), 'throttled');
      assert.equal(meter.units('cost-explorer'), simulator.calls.count('GetCostAndUsage'));
      assert.equal(meter.units('cost-explorer'), 3);
    }));

  it('is nothing for what never left: nobody listens there', async () => {
    const meter = new Meter();
    const simulator = await startSimulator({ time: FRIDAY });
    await simulator.close();
    const cloud = await connect(simulator, { patience: IMPATIENT, onCharge: meter.onCharge });
    await problemIn(cloud.billing.bill(BILL, wanted()), 'unreachable');
    await problemIn(fetchBlindly(cloud), 'unreachable');
    cloud.dispose();
    for (const service of ['cost-explorer', 'cloudwatch'] as const) assert.equal(meter.units(service), 0);
  });

  it('is nothing for what was given up before it was sent, also between two attempts', () =>
    metered({}, async (cloud, simulator, meter) => {
      await assert.rejects(cloud.billing.bill(BILL, AbortSignal.abort()), { name: 'AbortError' });
      assert.deepEqual(meter.charges, []);
      const stop = new AbortController();
      simulator.faults.add({ kind: 'throttle' });
      const asking = cloud.billing.bill(BILL, stop.signal);
      await until('the first attempt was answered', () => simulator.calls.count('GetCostAndUsage') === 1);
      stop.abort();
      await assert.rejects(asking, { name: 'AbortError' });
      // Long enough for the attempts that would have followed.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      assert.equal(simulator.calls.count('GetCostAndUsage'), 1);
      assert.equal(meter.units('cost-explorer'), 1);
    }));

  it('is what was given up after it was sent', () =>
    metered({}, async (cloud, simulator, meter) => {
      const stop = new AbortController();
      simulator.faults.add({ kind: 'hang' });
      const asking = cloud.billing.bill(BILL, stop.signal);
      await until('it has arrived', () => simulator.calls.inFlight('ce') === 1);
      stop.abort();
      await assert.rejects(asking, { name: 'AbortError' });
      await until('it is charged for', () => meter.units('cost-explorer') === 1);
    }));
});
