/** What my figures cost: a profile that was just made, an idle one, and three busy ones. */

import assert from 'node:assert/strict';
import type { AwsApi } from '../../../src/core/awsApi';
import { totalTokens } from '../../../src/core/usage/usage';
import { LISTING_DENIED } from '../../../src/store/snapshot';
import type { Store } from '../../../src/store/store';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { connect, FRIDAY, MINUTE, wanted } from '../aws/connect';
import { janesPlan } from './createPlans';
import { mineIn, myTokens, openWindow, POLL } from './testWindow';

describe('My figures', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;
  let aws: AwsApi;

  async function begin(options: SimulatorOptions): Promise<void> {
    simulator = await startSimulator({ time: FRIDAY, metricDelayMs: 0, ...options });
    aws = await connect(simulator);
    window = await openWindow(simulator);
  }
  afterEach(async () => {
    await window.dispose();
    aws.dispose();
    await simulator.close();
  });

  /** What one poll bills. */
  async function poll(): Promise<number> {
    simulator.advance(POLL);
    simulator.calls.clear();
    await window.refresh('mine', { maxAge: POLL });
    return simulator.calls.billedMetrics;
  }

  async function makeProfile(name = 'platform-jane-sonnet'): Promise<void> {
    const caller = await aws.whoAmI(wanted());
    await window.refresh('profiles', { maxAge: POLL });
    await window.create(await janesPlan(aws, { name }), caller, wanted());
  }

  /** What the simulator says that all of mine were served within the report's span. */
  function servedToMe(): number {
    const span = window.snapshot.mine.value?.span;
    assert.ok(span !== undefined);
    return mineIn(window.snapshot)
      .map(({ id }) => simulator.served(id, span.start, span.end))
      .reduce((total, served) => total + totalTokens(served), 0);
  }
  const shown = (): number | undefined => {
    const tokens = myTokens(window.snapshot);
    return tokens && totalTokens(tokens);
  };

  it('hold a new profile’s tokens minutes before CloudWatch lists its series', async () => {
    await begin({ scenario: 'empty', newProfilesGetTraffic: true });
    await makeProfile();
    assert.equal(await poll(), 6, 'two probes; then two cache kinds in two spellings');
    const [profile] = mineIn(window.snapshot);
    assert.ok(profile !== undefined);
    assert.deepEqual(await aws.listSeries(['input'], [profile.id], wanted()), []);
    assert.ok(servedToMe() > 0);
    assert.equal(shown(), servedToMe());
    simulator.advance(20 * MINUTE);
    assert.equal(await poll(), 4, 'once they are listed, only the four that exist');
    assert.equal(shown(), servedToMe());
  });

  it('cost two queries for a profile that nobody uses', async () => {
    await begin({ scenario: 'empty', newProfilesGetTraffic: false });
    await makeProfile();
    for (let count = 0; count < 3; count += 1) assert.equal(await poll(), 2);
    assert.equal(shown(), 0);
    assert.deepEqual(window.snapshot.mine.value?.partial, []);
  });

  it('cost twelve queries for three busy profiles: less than $0.30 a month at the default', async () => {
    await begin({ scenario: 'thousand' });
    await poll();
    assert.equal(mineIn(window.snapshot).length, 3);
    const billed = await poll();
    assert.equal(billed, 12);
    assert.equal(simulator.calls.count('GetMetricData'), 1);
    assert.equal(shown(), servedToMe());
    const pollsInMonth = (60 / (POLL / MINUTE)) * 8 * 22; // eight hours with the window in focus, 22 days
    const dollars = (billed * pollsInMonth * 0.01) / 1000;
    assert.ok(dollars < 0.3, `$${dollars.toFixed(2)}`);
  });

  it('cost nothing for somebody who has no profile', async () => {
    await begin({ scenario: 'empty' });
    assert.equal(await poll(), 0);
    assert.equal(simulator.calls.count({ service: 'cloudwatch' }), 0);
  });

  it('are asked for at once when a profile of mine is added', async () => {
    await begin({ scenario: 'company' });
    await window.refresh('mine', { maxAge: POLL });
    await makeProfile();
    assert.ok(window.dueAt('mine', POLL) <= simulator.now());
    await window.refresh('mine', { maxAge: POLL });
    assert.equal(shown(), servedToMe());
    assert.ok(window.dueAt('mine', POLL) > simulator.now(), 'and then not again');
  });

  it('are asked for blindly where series may not be listed, and say so', async () => {
    await begin({ scenario: 'company' });
    simulator.faults.add({ kind: 'deny', operation: 'ListMetrics' });
    await window.refresh('mine', { maxAge: POLL });
    assert.deepEqual(window.snapshot.mine.value?.partial, [LISTING_DENIED]);
    assert.equal(window.snapshot.mine.problem, undefined);
    assert.equal(shown(), servedToMe());
  });

  it('say what CloudWatch left out', async () => {
    await begin({ scenario: 'company' });
    simulator.faults.add({ kind: 'partial', operation: 'GetMetricData' });
    await window.refresh('mine', { maxAge: POLL });
    assert.deepEqual(window.snapshot.mine.value?.partial, ['Some data could not be retrieved.']);
    assert.ok((shown() ?? 0) > 0 && (shown() ?? 0) < servedToMe());
  });
});
