/** When AWS is asked: only for what can be seen, in a focused window, and never in a hurry after a failure. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../../src/store/store';
import { Poller } from '../../../src/store/poller';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { FRIDAY, MINUTE, until } from '../aws/connect';
import { openWindow, POLL, TEAM_POLL } from './testWindow';

/** Longer than the moment for which the poller waits before it looks. */
const A_MOMENT = 250;

interface Polled {
  readonly simulator: Simulator;
  readonly window: Store;
  readonly poller: Poller;
}

/** For a block of tests: each begins with a company's simulator, a window and its poller, which are closed after it. */
function usePoller(take: (polled: Polled) => void): void {
  let polled: Polled | undefined;
  beforeEach(async () => {
    const simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    const window = await openWindow(simulator);
    const poller = new Poller(window, { mine: POLL, team: TEAM_POLL, prices: Infinity }, () => simulator.now());
    polled = { simulator, window, poller };
    take(polled);
  });
  afterEach(async () => {
    polled?.poller.dispose();
    await polled?.window.dispose();
    await polled?.simulator.close();
  });
}

describe('The poller', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;
  let poller: Poller;

  usePoller((polled) => {
    ({ simulator, window, poller } = polled);
  });

  const calls = (operation: string): number => simulator.calls.count(operation);
  /** The clock moves on, and something happens in the window that lets the poller look at it. */
  const later = (ms: number): void => {
    simulator.advance(ms);
    poller.schedule();
  };

  it('asks for nothing while nothing can be seen', async () => {
    poller.setVisible({ focused: true });
    await sleep(A_MOMENT);
    assert.equal(simulator.calls.all.length, 0);
  });

  it('asks for nothing while the window is not focused', async () => {
    poller.setVisible({ focused: false, statusBar: true, tree: true, page: true });
    await sleep(A_MOMENT);
    assert.equal(simulator.calls.all.length, 0);
  });

  it('asks for my tokens, and not for everybody’s, while only the status bar shows', async () => {
    poller.setVisible({ focused: true, statusBar: true });
    await until('my tokens are known', () => window.snapshot.mine.value !== undefined);
    assert.equal(window.snapshot.everyone.value, undefined);
    assert.equal(simulator.calls.billedMetrics, 8, 'four kinds of tokens of two profiles');
  });

  it('asks for everybody’s tokens while the tree shows', async () => {
    poller.setVisible({ focused: true, tree: true });
    await until('the team’s tokens are known', () => window.snapshot.everyone.value !== undefined);
    assert.equal(window.snapshot.mine.value, undefined);
    assert.ok(window.snapshot.profiles.value !== undefined);
  });

  it('does not pay for the status bar while the page shows the same figures', async () => {
    await window.track('pageUsage', { scope: 'mine', range: '24h' });
    poller.setVisible({ focused: true, statusBar: true, page: true });
    await until('the page is filled', () => window.snapshot.pageUsage?.usage.value !== undefined);
    await sleep(A_MOMENT);
    assert.equal(calls('GetMetricData'), 1);
    assert.equal(window.snapshot.mine.value, undefined);
  });

  it('does not ask again before the time, however often views and windows change', async () => {
    poller.setVisible({ focused: true, statusBar: true });
    await until('my tokens are known', () => window.snapshot.mine.value !== undefined);
    const before = simulator.calls.all.length;
    later(POLL - 1);
    for (let change = 0; change < 20; change += 1) poller.setVisible({ focused: change % 2 === 1 });
    await sleep(A_MOMENT);
    assert.equal(simulator.calls.all.length, before);
  });

  it('asks again when the time has come, and only for what is due', async () => {
    poller.setVisible({ focused: true, statusBar: true, tree: true });
    await until('everything is known', () => window.snapshot.everyone.value !== undefined);
    const lists = calls('ListInferenceProfiles');
    const before = calls('GetMetricData');
    later(POLL);
    await until('my tokens are new', () => window.snapshot.mine.asOf === simulator.now());
    assert.equal(calls('GetMetricData'), before + 1);
    assert.equal(calls('ListInferenceProfiles'), lists, 'the list may get an hour old');
    later(TEAM_POLL);
    await until('the team’s tokens are new', () => window.snapshot.everyone.asOf === simulator.now());
    assert.equal(calls('ListInferenceProfiles'), lists + 1);
  });

  it('catches up when the window comes back into focus', async () => {
    poller.setVisible({ focused: true, statusBar: true });
    await until('my tokens are known', () => window.snapshot.mine.value !== undefined);
    poller.setVisible({ focused: false });
    later(10 * POLL);
    await sleep(A_MOMENT);
    assert.equal(calls('GetMetricData'), 1);
    poller.setVisible({ focused: true });
    await until('my tokens are new', () => window.snapshot.mine.asOf === simulator.now());
    assert.equal(calls('GetMetricData'), 2);
  });

  it('goes on by itself: the next look is counted from the end of the last', async () => {
    poller.setIntervals({ mine: MINUTE, team: TEAM_POLL, prices: Infinity });
    poller.setVisible({ focused: true, statusBar: true });
    for (let look = 1; look <= 3; look += 1) {
      await until('it has looked again', () => calls('GetMetricData') === look && !window.snapshot.mine.loading);
      assert.equal(window.dueAt('mine', MINUTE), simulator.now() + MINUTE);
      simulator.advance(2 * MINUTE);
      poller.setIntervals({ mine: MINUTE, team: TEAM_POLL, prices: Infinity });
    }
    assert.equal(calls('GetCallerIdentity'), 1);
    assert.equal(calls('ListInferenceProfiles'), 1);
  });

  it('does not ask a second time while the first answer is still out', async () => {
    await window.refresh('profiles', { maxAge: POLL });
    simulator.faults.add({ kind: 'hang', operation: 'GetMetricData' });
    poller.setVisible({ focused: true, statusBar: true });
    await until('figures were asked for', () => calls('GetMetricData') === 1);
    for (let change = 0; change < 3; change += 1) {
      later(POLL);
      await sleep(150);
    }
    assert.equal(calls('GetMetricData'), 1);
  });

  it('stops when it is disposed of', async () => {
    poller.setVisible({ focused: true, statusBar: true });
    poller.dispose();
    poller.setVisible({ tree: true });
    await sleep(A_MOMENT);
    assert.equal(simulator.calls.all.length, 0);
  });
});

describe('The poller, after failures', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;
  let poller: Poller;

  usePoller((polled) => {
    ({ simulator, window, poller } = polled);
  });

  const isAtRest = (): boolean => {
    const { caller, profiles, mine } = window.snapshot;
    return !caller.loading && !profiles.loading && !mine.loading;
  };

  /** The clock is a second before the poller may try again, and then there. Answers how many tries each brought. */
  async function triesAround(operation: string, ms: number): Promise<readonly [early: number, due: number]> {
    const before = simulator.calls.count(operation);
    simulator.advance(ms - 1000);
    for (let change = 0; change < 6; change += 1) poller.setVisible({ focused: change % 2 === 1 });
    await sleep(A_MOMENT);
    const early = simulator.calls.count(operation) - before;
    simulator.advance(1000);
    poller.schedule();
    await until('it has tried again', () => simulator.calls.count(operation) > before + early && isAtRest());
    await sleep(A_MOMENT);
    return [early, simulator.calls.count(operation) - before - early];
  }

  for (const [what, operation] of [
    ['we are not known', 'GetCallerIdentity'],
    ['profiles may not be listed', 'ListInferenceProfiles'],
    ['figures may not be read', 'GetMetricData'],
  ] as const) {
    it(`waits one, two, four minutes where ${what}`, async () => {
      simulator.faults.add({ kind: 'deny', operation });
      poller.setVisible({ focused: true, statusBar: true });
      await until('it has tried', () => simulator.calls.count(operation) === 1 && isAtRest());
      for (const minutes of [1, 2, 4]) assert.deepEqual(await triesAround(operation, minutes * MINUTE), [0, 1]);
    });
  }

  it('waits at most an hour, and is well at the first good answer', async () => {
    const clear = simulator.faults.add({ kind: 'deny', operation: 'GetMetricData' });
    await window.refresh('mine', { maxAge: POLL });
    for (let failure = 0; failure < 8; failure += 1) {
      simulator.advance(60 * MINUTE);
      await window.refresh('mine', { maxAge: POLL });
    }
    assert.equal(window.dueAt('mine', POLL), simulator.now() + 60 * MINUTE);
    clear();
    simulator.advance(60 * MINUTE);
    poller.setVisible({ focused: true, statusBar: true });
    await until('my tokens are known', () => window.snapshot.mine.value !== undefined);
    assert.equal(window.snapshot.mine.problem, undefined);
    assert.equal(window.dueAt('mine', POLL), simulator.now() + POLL);
  });

  it('asks who we are first when credentials had expired, and for the rest only then', async () => {
    await window.refresh('mine', { maxAge: POLL });
    const clear = simulator.faults.add({ kind: 'expired' });
    simulator.advance(POLL);
    poller.setVisible({ focused: true, statusBar: true, tree: true });
    await until('the trouble is known', () => window.snapshot.caller.problem?.code === 'expired');
    assert.ok(window.snapshot.mine.value !== undefined, 'the old figures stay');
    simulator.calls.clear();
    simulator.advance(MINUTE);
    poller.schedule();
    await until('it has tried again', () => simulator.calls.all.length > 0);
    await sleep(A_MOMENT);
    assert.deepEqual(
      simulator.calls.all.map(({ operation }) => operation),
      ['GetCallerIdentity'],
    );
    clear();
    simulator.advance(5 * MINUTE);
    poller.schedule();
    await until('all is well', () => window.snapshot.mine.asOf === simulator.now());
    assert.equal(window.snapshot.caller.problem, undefined);
  });
});
