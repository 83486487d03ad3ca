/** What the extension costs by itself: counted over windows, restarts and months as AWS would bill it. */

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { Store } from '../../../src/store/store';
import type { Simulator } from '../../../src/simulator/index';
import { MINUTE, until } from '../aws/connect';
import { testMachines, MEMBERS, type TestMachine, billQuery } from './testMachine';
import { POLL } from './testWindow';

describe('The cost of the extension’s requests', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;

  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });

  /** What AWS would bill for the calls so far, or for those of one month. */
  function billed(month = ''): { metrics: number; requests: number } {
    const calls = simulator.calls.all.filter(({ time }) => new Date(time).toISOString().startsWith(month));
    return {
      metrics: calls.reduce((sum, { metricQueries = 0 }) => sum + metricQueries, 0),
      requests: calls.filter(({ service }) => service === 'ce').length,
    };
  }
  /** What a page that was just opened shows. */
  async function shown(window: Store): Promise<Store['snapshot']['extensionCost']> {
    window.untrack('pageUsage');
    await window.track('pageUsage', { scope: 'mine', range: '24h' });
    return window.snapshot.extensionCost;
  }
  async function use(window: Store): Promise<void> {
    await window.refresh('mine', { maxAge: POLL });
    await window.track('pageUsage', { scope: 'team', range: '30d' });
    await window.refresh('pageUsage', { maxAge: POLL });
    await window.requestBill(MEMBERS);
  }

  it('is what AWS bills two windows together, before and after they are closed', async () => {
    await begin({ billing: { pageSize: 200 } });
    const [one, other] = [await machine.open(), await machine.open()];
    await use(one);
    simulator.advance(POLL);
    await use(other);
    await other.requestBill(billQuery({ by: 'tag', key: 'Team' }));
    await other.requestCostTags();
    const sum = billed();
    assert.ok(sum.metrics > 40 && sum.requests > 5);
    assert.deepEqual([sum.metrics, sum.requests], [simulator.calls.billedMetrics, simulator.calls.billedCostExplorer]);
    for (const window of [one, other])
      await until('both know of each other', () => {
        const { metrics, requests } = window.snapshot.extensionCost ?? {};
        return metrics === sum.metrics && requests === sum.requests;
      });
    assert.equal(one.snapshot.extensionCost?.month, '2026-11');
    for (const window of [one, other]) await window.dispose();

    const later = await machine.open();
    assert.deepEqual(await shown(later), { month: '2026-11', ...sum });
    simulator.advance(POLL);
    await use(later);
    await later.dispose();
    assert.deepEqual(await shown(await machine.open()), { month: '2026-11', ...billed() });
  });

  it('is shown by a page that needs to ask nothing', async () => {
    await begin();
    const first = await machine.open();
    await first.track('pageUsage', { scope: 'mine', range: '24h' });
    await first.refresh('pageUsage', { maxAge: POLL });
    await first.dispose();
    const calls = simulator.calls.all.length;
    const second = await machine.open();
    assert.equal(second.snapshot.extensionCost, undefined);
    assert.deepEqual(await shown(second), { month: '2026-11', ...billed() });
    assert.equal(simulator.calls.all.length, calls);
  });

  it('counts failed attempts, which AWS may have billed, and what was broken off', async () => {
    await begin();
    const window = await machine.open();
    await window.refresh('profiles', { maxAge: POLL });
    simulator.faults.add({ kind: 'serverError', operation: 'GetMetricData', times: 1 });
    await window.refresh('mine', { maxAge: POLL });
    assert.equal(simulator.calls.count('GetMetricData'), 2);
    simulator.faults.add({ kind: 'hang', service: 'ce' });
    const asking = window.requestBill(MEMBERS);
    await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
    await window.dispose();
    await asking;
    assert.deepEqual(await shown(await machine.open()), { month: '2026-11', metrics: 16, requests: 1 });
  });

  it('begins anew with the month, and each month has its own', async () => {
    await begin({ time: Date.parse('2026-11-30T23:59:50Z') });
    const window = await machine.open();
    await use(window);
    const november = billed();
    assert.deepEqual(window.snapshot.extensionCost, { month: '2026-11', ...november });
    // What was counted this moment is written when the next month has begun.
    simulator.advance(MINUTE);
    await window.refresh('mine', { force: true });
    const december = billed('2026-12');
    assert.equal(december.metrics, 8);
    assert.deepEqual(window.snapshot.extensionCost, { month: '2026-12', ...december });
    await window.dispose();
    assert.deepEqual(await shown(await machine.open()), { month: '2026-12', ...december });
  });

  it('writes nothing any more when the window is closed', async () => {
    await begin();
    const window = await machine.open();
    await use(window);
    await window.dispose();
    await machine.folder.remove();
    // Longer than what is counted waits to be written.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await assert.rejects(readdir(machine.folder.path));
  });
});
