/** What was spent since a budget's period began, and that each warning is told once. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { periodAt, type BudgetPeriod } from '../../../src/core/budgets/budget';
import { TOKEN_KINDS } from '../../../src/core/usage/usage';
import { profilesInScope } from '../../../src/store/selectors';
import type { BudgetScope } from '../../../src/store/snapshot';
import type { Store } from '../../../src/store/store';
import type { Simulator } from '../../../src/simulator/index';
import { FRIDAY, MINUTE, until } from '../aws/connect';
import { testMachines, TestMachine } from './testMachine';
import { connectionTo, JANE, POLL } from './testWindow';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('What a budget has spent', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;

  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });

  const measured = ({ snapshot }: Store, scope: BudgetScope) => profilesInScope(snapshot, scope);

  /**
   * Femto-dollars of what was served since a time at the prices that are known: whole prices of nine decimals times
   * whole tokens.
   */
  function served(window: Store, scope: BudgetScope, from: number): bigint {
    return measured(window, scope)
      .flatMap((profile) => {
        const counts = simulator.served(profile.id, from, simulator.now());
        const rates = window.snapshot.pricing?.pricedProfile(profile)?.rates;
        return TOKEN_KINDS.map((kind) => {
          const price = rates?.[kind];
          assert.ok(price !== undefined, `${kind} of ${profile.name}`);
          return BigInt(Math.round(Number(price) * 1e9)) * BigInt(counts[kind]);
        });
      })
      .reduce((sum, usd) => sum + usd, 0n);
  }
  async function spent(window: Store, scope: BudgetScope): Promise<bigint> {
    // The newest models' prices are in AWS's Price List alone.
    await window.refresh('priceList', { maxAge: DAY });
    await window.refresh('mine', { maxAge: POLL });
    await window.refresh('budgetUsage', { id: scope, maxAge: POLL });
    await until('there are prices', () => window.snapshot.pricing !== undefined);
    const report = window.snapshot.budgetUsage[scope]?.value;
    assert.ok(report !== undefined);
    const total = window.snapshot.pricing?.total(report);
    assert.equal(total?.whole, true);
    return total.money;
  }
  const startOf = (period: BudgetPeriod, offset: number): number =>
    periodAt(period, simulator.now(), () => offset).start;

  for (const [period, offset] of [
    ['day', -300],
    ['day', 330],
    ['day', 345],
    ['week', -210],
    ['week', 0],
    ['month', 0],
  ] as const)
    it(`this ${period} is what was served since it began, at its price, ${offset} minutes from UTC`, async () => {
      await begin();
      const window = await machine.open();
      const from = startOf(period, offset);
      window.setBudgetPeriods({ mine: from, team: from });
      for (const scope of ['mine', 'team'] as const) {
        const total = await spent(window, scope);
        assert.ok(total > 0n);
        assert.equal(total, served(window, scope, from), scope);
        const { start, periodSeconds } = window.snapshot.budgetUsage[scope]?.value?.span ?? assert.fail();
        assert.equal(start, from);
        // CloudWatch may put its periods at whole hours whatever the start: then only such periods hold nothing from
        // before.
        assert.equal(Math.abs(start % (periodSeconds * 1000)), 0);
      }
    });

  it('bills four metrics for each profile that is used, however long the period is', async () => {
    await begin();
    const window = await machine.open();
    const from = startOf('month', 0);
    window.setBudgetPeriods({ mine: from, team: from });
    await window.refresh('profiles', { maxAge: POLL });
    await window.refresh('budgetUsage', { id: 'mine', maxAge: POLL });
    assert.equal(simulator.calls.billedMetrics, 8);
    await window.refresh('budgetUsage', { id: 'team', maxAge: POLL });
    assert.equal(simulator.calls.billedMetrics, 8 + 24);
  });

  it('is nothing, and asked of nobody, at the moment its period begins', async () => {
    await begin({ time: Date.parse('2026-12-01T00:00:00Z') });
    const window = await machine.open();
    window.setBudgetPeriods({ mine: simulator.now() });
    await window.refresh('budgetUsage', { id: 'mine', maxAge: POLL });
    assert.equal(simulator.calls.count('GetMetricData'), 0);
    assert.equal(window.snapshot.budgetUsage.mine?.problem, undefined);
    assert.equal(await spent(window, 'mine'), 0n);
  });

  it('is asked for by one window for all, and only where there is such a budget', async () => {
    await begin();
    const [one, other] = [await machine.open(), await machine.open()];
    const from = startOf('week', 0);
    for (const window of [one, other]) window.setBudgetPeriods({ mine: from });
    await Promise.all([one, other].map((window) => window.refresh('budgetUsage', { id: 'mine', maxAge: POLL })));
    await Promise.all([one, other].map((window) => window.refresh('budgetUsage', { id: 'team', maxAge: POLL })));
    assert.equal(simulator.calls.count('GetMetricData'), 1);
    assert.deepEqual(one.snapshot.budgetUsage, other.snapshot.budgetUsage);
    assert.deepEqual(Object.keys(one.snapshot.budgetUsage), ['mine']);
    assert.equal(one.dueAt('budgetUsage', POLL, 'team'), Infinity);
  });

  describe('when a new period begins', () => {
    it('is asked for anew, and what was spent before is not shown as spent since', async () => {
      await begin();
      const window = await machine.open();
      const friday = startOf('day', 0);
      window.setBudgetPeriods({ mine: friday });
      const before = await spent(window, 'mine');
      simulator.advance(5 * HOUR);
      const saturday = startOf('day', 0);
      assert.equal(saturday, friday + DAY);
      window.setBudgetPeriods({ mine: saturday });
      assert.equal(window.snapshot.budgetUsage.mine?.value, undefined);
      assert.ok(window.dueAt('budgetUsage', POLL, 'mine') <= simulator.now());
      const after = await spent(window, 'mine');
      assert.ok(after < before);
      assert.equal(after, served(window, 'mine', saturday));
    });

    it('while the last one is being asked for, takes nothing of that', async () => {
      await begin();
      const window = await machine.open();
      await window.refresh('mine', { maxAge: POLL });
      window.setBudgetPeriods({ mine: FRIDAY - DAY });
      const clear = simulator.faults.add({ kind: 'latency', operation: 'GetMetricData', ms: 300 });
      const late = window.refresh('budgetUsage', { id: 'mine', maxAge: POLL });
      await until('it was asked for', () => simulator.calls.inFlight('cloudwatch') > 0);
      window.setBudgetPeriods({ mine: FRIDAY - HOUR });
      await late;
      assert.equal(window.snapshot.budgetUsage.mine?.value, undefined);
      assert.equal(window.snapshot.budgetUsage.mine?.problem, undefined);
      clear();
      assert.equal(await spent(window, 'mine'), served(window, 'mine', FRIDAY - HOUR));
    });
  });

  it('is another when somebody else is me, or another team is mine: the last one’s is not shown as theirs', async () => {
    await begin();
    const window = await machine.open();
    window.setBudgetPeriods({ mine: FRIDAY - DAY, team: FRIDAY - DAY });
    await spent(window, 'mine');
    await spent(window, 'team');
    await window.track('pageUsage', { scope: 'team', range: '24h' });
    await window.refresh('pageUsage', { maxAge: POLL });
    const janes = window.snapshot;
    window.setOwnership({ ...JANE, myNames: ['lena.fischer'] });
    for (const part of [window.snapshot.mine, window.snapshot.budgetUsage.mine, window.snapshot.budgetUsage.team])
      assert.equal(part?.value, undefined);
    assert.equal(window.snapshot.pageUsage?.usage.value, undefined);
    assert.equal(window.snapshot.profiles, janes.profiles);
    for (const scope of ['mine', 'team'] as const)
      assert.equal(await spent(window, scope), served(window, scope, FRIDAY - DAY));
    const calls = simulator.calls.all.length;
    window.setOwnership(JANE);
    await until('Jane’s are back', () => window.snapshot.pageUsage?.usage.value !== undefined);
    await until('Jane’s are back', () => window.snapshot.budgetUsage.team?.value !== undefined);
    assert.deepEqual(window.snapshot.budgetUsage.mine?.value, janes.budgetUsage.mine?.value);
    assert.equal(simulator.calls.all.length, calls, 'without asking again');
  });
});

describe('A warning', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  const NAME = 'budget mine 50 month 2026-11 0.8';
  const open = async (): Promise<Store> => {
    const window = await machine.open();
    await window.refresh('caller');
    return window;
  };
  beforeEach(async () => {
    machine = await TestMachine.begin();
  });
  afterEach(() => machine.close());

  it('is told by one of many windows, and once by each of them', async () => {
    const windows = await Promise.all(Array.from({ length: 12 }, open));
    const told = await Promise.all(windows.flatMap((window) => [window.markFirst(NAME), window.markFirst(NAME)]));
    assert.equal(told.filter(Boolean).length, 1);
  });

  it('is not told again after a restart, but the next one is', async () => {
    const first = await open();
    assert.equal(await first.markFirst(NAME), true);
    await first.dispose();
    const later = await open();
    assert.equal(await later.markFirst(NAME), false);
    assert.equal(await later.markFirst(NAME.replace('0.8', '1')), true);
    assert.equal(await later.markFirst(NAME.replace('11', '12')), true);
    assert.equal(await later.markFirst(NAME), false);
  });

  it('is told once where nothing can be written', async () => {
    const file = join(dirname(machine.folder.path), 'a-file');
    await writeFile(file, '');
    const sharedFolder = machine.folder.sharedFolder(join(file, 'shared'));
    const window = await machine.open(connectionTo(machine.simulator, { sharedFolder }));
    await window.refresh('caller');
    assert.equal(await window.markFirst(NAME), true);
    assert.equal(await window.markFirst(NAME), false);
  });

  it('is told to nobody where nothing is connected', async () => {
    const window = await open();
    await window.connect(undefined);
    assert.equal(await window.markFirst(NAME), false);
  });
});
