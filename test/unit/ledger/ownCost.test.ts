/** What the extension costs by itself: counted over windows, restarts and months as AWS would bill it. */

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { Charge } from '../../../src/core/cloud';
import type { Ledger } from '../../../src/ledger/ledger';
import { OwnCostCounter } from '../../../src/ledger/ownCost';
import { memoryStore, type Store } from '../../../src/ledger/store';
import type { Simulator } from '../../../src/simulator/index';
import { MINUTE, until } from '../aws/connect';
import { eachInAnOffice, MEMBERS, type Office, question } from './office';
import { POLL } from './window';

describe('Our own cost', function () {
  this.timeout(30_000);
  let office: Office;
  let simulator: Simulator;

  const begin = eachInAnOffice((begun) => {
    office = begun;
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
  async function shown(window: Ledger): Promise<Ledger['snapshot']['ownCost']> {
    await window.showDetail(undefined);
    await window.showDetail({ scope: 'mine', range: '24h' });
    return window.snapshot.ownCost;
  }
  async function use(window: Ledger): Promise<void> {
    await window.ensureMine(POLL);
    await window.showDetail({ scope: 'team', range: '30d' });
    await window.ensureDetail(POLL);
    await window.askBill(MEMBERS);
  }

  it('is what AWS bills two windows together, before and after they are closed', async () => {
    await begin({ billing: { pageSize: 200 } });
    const [one, other] = [await office.open(), await office.open()];
    await use(one);
    simulator.advance(POLL);
    await use(other);
    await other.askBill(question({ by: 'tag', key: 'Team' }));
    await other.askCostTags();
    const sum = billed();
    assert.ok(sum.metrics > 40 && sum.requests > 5);
    assert.deepEqual([sum.metrics, sum.requests], [simulator.calls.billedMetrics, simulator.calls.billedCostExplorer]);
    for (const window of [one, other])
      await until('both know of each other', () => {
        const { metrics, requests } = window.snapshot.ownCost ?? {};
        return metrics === sum.metrics && requests === sum.requests;
      });
    assert.equal(one.snapshot.ownCost?.month, '2026-11');
    for (const window of [one, other]) await window.dispose();

    const later = await office.open();
    assert.deepEqual(await shown(later), { month: '2026-11', ...sum });
    simulator.advance(POLL);
    await use(later);
    await later.dispose();
    assert.deepEqual(await shown(await office.open()), { month: '2026-11', ...billed() });
  });

  it('is shown by a page that needs to ask nothing', async () => {
    await begin();
    const first = await office.open();
    await first.showDetail({ scope: 'mine', range: '24h' });
    await first.ensureDetail(POLL);
    await first.dispose();
    const calls = simulator.calls.all.length;
    const second = await office.open();
    assert.equal(second.snapshot.ownCost, undefined);
    assert.deepEqual(await shown(second), { month: '2026-11', ...billed() });
    assert.equal(simulator.calls.all.length, calls);
  });

  it('counts failed attempts, which AWS may have billed, and what was broken off', async () => {
    await begin();
    const window = await office.open();
    await window.ensureProfiles(POLL);
    simulator.faults.add({ kind: 'serverError', operation: 'GetMetricData', times: 1 });
    await window.ensureMine(POLL);
    assert.equal(simulator.calls.count('GetMetricData'), 2);
    simulator.faults.add({ kind: 'hang', service: 'ce' });
    const asking = window.askBill(MEMBERS);
    await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
    await window.dispose();
    await asking;
    assert.deepEqual(await shown(await office.open()), { month: '2026-11', metrics: 16, requests: 1 });
  });

  it('begins anew with the month, and each month has its own', async () => {
    await begin({ time: Date.parse('2026-11-30T23:59:50Z') });
    const window = await office.open();
    await use(window);
    const november = billed();
    assert.deepEqual(window.snapshot.ownCost, { month: '2026-11', ...november });
    // What was counted this moment is written when the next month has begun.
    simulator.advance(MINUTE);
    await window.ensureMine(0, true);
    const december = billed('2026-12');
    assert.equal(december.metrics, 8);
    assert.deepEqual(window.snapshot.ownCost, { month: '2026-12', ...december });
    await window.dispose();
    assert.deepEqual(await shown(await office.open()), { month: '2026-12', ...december });
  });

  it('writes nothing any more when the window is closed', async () => {
    await begin();
    const window = await office.open();
    await use(window);
    await window.dispose();
    await office.folder.remove();
    // Longer than what is counted waits to be written.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await assert.rejects(readdir(office.folder.path));
  });
});

describe('The counter', () => {
  let now: number;
  let changes: number;
  const counter = (store: Store): OwnCostCounter =>
    new OwnCostCounter({ store, now: () => now, onDidChange: () => void (changes += 1) });
  const metrics = (units: number): Charge => ({ service: 'cloudwatch', units });
  beforeEach(() => {
    now = Date.parse('2026-11-30T23:00:00Z');
    changes = 0;
  });

  /** A store that is slow to write, so that something can happen meanwhile. */
  function slowStore(): Store & { finish: () => void } {
    const store = memoryStore();
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    return {
      ...store,
      update: async (name, change) => {
        await held;
        await store.update(name, change);
      },
      finish: () => {
        finish();
      },
    };
  }

  it('never shows less, or more, while it is being written', async () => {
    const store = slowStore();
    const one = counter(store);
    one.note(metrics(5));
    const writing = one.flush();
    const adopting = one.adopt();
    one.note({ service: 'cost-explorer', units: 2 });
    assert.deepEqual(one.value, { month: '2026-11', metrics: 5, requests: 2 });
    store.finish();
    await Promise.all([writing, adopting]);
    assert.deepEqual(one.value, { month: '2026-11', metrics: 5, requests: 2 });
    await one.flush();
    await one.adopt();
    assert.deepEqual(one.value, { month: '2026-11', metrics: 5, requests: 2 });
    const other = counter(store);
    await other.adopt();
    assert.deepEqual(other.value, one.value);
  });

  it('does not add what comes late from the last month to this one, nor lose this one’s for it', async () => {
    const store = memoryStore();
    const [late, early] = [counter(store), counter(store)];
    late.note(metrics(7));
    now += 2 * 60 * MINUTE;
    early.note(metrics(3));
    await early.flush();
    await late.flush();
    await late.adopt();
    assert.deepEqual(late.value, { month: '2026-12', metrics: 3, requests: 0 });
  });

  it('counts on where the clock was set back to the month before', async () => {
    const store = memoryStore();
    const one = counter(store);
    now += 2 * 60 * MINUTE;
    one.note(metrics(3));
    await one.flush();
    now -= 2 * 60 * MINUTE;
    one.note(metrics(4));
    await one.flush();
    await one.adopt();
    assert.deepEqual(one.value, { month: '2026-11', metrics: 4, requests: 0 });
  });

  it('tells of changes only', async () => {
    const one = counter(memoryStore());
    one.note(metrics(1));
    const { value } = one;
    await one.flush();
    await one.adopt();
    assert.equal(one.value, value);
    assert.equal(changes, 1);
  });
});
