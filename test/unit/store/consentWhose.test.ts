/**
 * Whose the answers of Cost Explorer are: the caller's who asked, of the account that was asked, and nobody's where
 * they come too late.
 */

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { Store } from '../../../src/store/store';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import type { Simulator } from '../../../src/simulator/index';
import { company } from '../../../src/simulator/scenarios/company';
import { until } from '../aws/connect';
import { answerIn, testMachines, MEMBERS, type TestMachine } from './testMachine';
import { connectionTo, POLL, refresh } from './testWindow';

describe('The answers of Cost Explorer', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;

  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });

  describe('are the caller’s:', () => {
    it('another of the same account does not see them', async () => {
      await begin();
      const jane = await machine.open();
      await jane.requestBill(MEMBERS);
      const marco = await machine.openAs({ accessKeyId: 'AKIAEXAMPLEMARCO0001' });
      assert.equal(await marco.refresh('caller'), true);
      await marco.track('bills', MEMBERS);
      assert.equal(answerIn(marco)?.value, undefined);
      assert.equal(machine.asked, 1);
      await marco.requestBill(MEMBERS);
      assert.equal(machine.asked, 2);
    });

    it('windows in two accounts ask for themselves, at the same time', async () => {
      const other = '210987654321';
      const callers = {
        AKIAEXAMPLEHERE00001: {
          account: company.account,
          arn: `arn:aws:iam::${company.account}:user/jane`,
          userId: 'AIDAHERE',
        },
        AKIAEXAMPLETHERE0001: { account: other, arn: `arn:aws:iam::${other}:user/jane`, userId: 'AIDATHERE' },
      };
      await begin({ scenario: { ...company, callers } });
      const windows = await Promise.all(Object.keys(callers).map((accessKeyId) => machine.openAs({ accessKeyId })));
      await Promise.all(windows.flatMap((window) => [window.requestBill(MEMBERS), window.requestCostTags()]));
      assert.equal(machine.asked, 4);
      for (const window of windows) assert.ok(answerIn(window)?.value !== undefined);
      const again = await Promise.all(Object.keys(callers).map((accessKeyId) => machine.openAs({ accessKeyId })));
      await Promise.all(again.map((window) => window.requestBill(MEMBERS)));
      assert.equal(machine.asked, 4);
    });

    it('windows in two Regions of one account share them, and nothing else', async () => {
      await begin();
      const [here, there] = [await machine.open(), await machine.open(machine.connection('eu-west-1'))];
      await Promise.all(
        [here, there].flatMap((window) => [window.requestBill(MEMBERS), window.refresh('profiles', { maxAge: POLL })]),
      );
      assert.equal(machine.asked, 1);
      assert.equal(JSON.stringify(answerIn(there)?.value), JSON.stringify(answerIn(here)?.value));
      const regions = (window: Store) =>
        new Set(window.snapshot.profiles.value?.profiles.map(({ arn }) => arn.split(':')[3]));
      assert.deepEqual([regions(here), regions(there)], [new Set(['us-east-1']), new Set(['eu-west-1'])]);
    });

    it('they leave the screen when somebody else signs in, and come back', async () => {
      await begin();
      const keys = { accessKeyId: 'AKIAEXAMPLEJANE00001' };
      const window = await machine.openAs(keys, 'whoever signs in');
      await window.requestBill(MEMBERS);
      await window.requestCostTags();
      assert.ok(answerIn(window)?.value !== undefined);
      keys.accessKeyId = 'AKIAEXAMPLEMARCO0001';
      await window.refresh('caller', { force: true });
      assert.equal(answerIn(window)?.value, undefined);
      assert.equal(window.snapshot.costTags.value, undefined);
      await window.adopt();
      assert.equal(answerIn(window)?.value, undefined);
      keys.accessKeyId = 'AKIAEXAMPLEJANE00001';
      await window.refresh('caller', { force: true });
      await until('Jane’s answers are back', () => answerIn(window)?.value !== undefined);
      assert.equal(machine.asked, 2);
    });

    it('who is the same, whatever an SDK calls the session of an assumed role', async () => {
      const session = (name: string) => ({
        account: company.account,
        arn: `arn:aws:sts::${company.account}:assumed-role/Developer/${name}`,
        userId: `AROAEXAMPLEDEVELOPER2:${name}`,
      });
      const callers = {
        AKIAEXAMPLEFIRST0001: session('aws-sdk-js-1795205600001'),
        AKIAEXAMPLESECOND001: session('aws-sdk-js-1795209200002'),
        AKIAEXAMPLETHIRD0001: session('jane.doe'),
      };
      await begin({ scenario: { ...company, callers } });
      const keys = { accessKeyId: 'AKIAEXAMPLEFIRST0001' };
      const window = await machine.openAs(keys, 'a role');
      await window.refresh('mine', { maxAge: POLL });
      await window.requestBill(MEMBERS);
      keys.accessKeyId = 'AKIAEXAMPLESECOND001';
      await window.refresh('caller', { force: true });
      assert.ok(window.snapshot.caller.value?.arn.endsWith('2'));
      assert.ok(answerIn(window)?.value !== undefined && window.snapshot.mine.value !== undefined);
      await window.requestBill(MEMBERS);
      assert.equal(machine.asked, 1);
      keys.accessKeyId = 'AKIAEXAMPLETHIRD0001';
      await window.refresh('caller', { force: true });
      assert.equal(answerIn(window)?.value, undefined);
    });
  });

  describe('that come too late', () => {
    it('after another connection was chosen, are kept for whom they were asked, and not shown there', async () => {
      await begin({ billing: { pageSize: 150 } });
      const window = await machine.open();
      await window.refresh('caller');
      simulator.faults.add({ kind: 'latency', service: 'ce', ms: 300 });
      const asking = window.requestBill(MEMBERS);
      await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
      let shown = 0;
      window.onDidChange(({ bills }) => (shown += Object.keys(bills).length));
      await window.connect(machine.connection('eu-west-1'));
      await window.refresh('profiles', { maxAge: POLL });
      await asking;
      assert.deepEqual([window.snapshot.bills, shown], [{}, 0]);
      assert.equal(window.snapshot.choice?.region, 'eu-west-1');
      const paid = machine.asked;
      assert.ok(paid > 1, 'all pages');
      await window.connect(machine.connection());
      await window.requestBill(MEMBERS);
      assert.equal(answerIn(window)?.value?.requests, paid);
      assert.equal(machine.asked, paid);
    });

    it('after somebody else has signed in, are kept for who asked', async () => {
      await begin();
      const keys = { accessKeyId: 'AKIAEXAMPLEJANE00001' };
      const window = await machine.openAs(keys, 'whoever signs in');
      await window.refresh('caller');
      simulator.faults.add({ kind: 'latency', service: 'ce', ms: 300 });
      const asking = window.requestBill(MEMBERS);
      await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
      keys.accessKeyId = 'AKIAEXAMPLEMARCO0001';
      await window.refresh('caller', { force: true });
      await asking;
      await until('it was answered', () => simulator.calls.inFlight('ce') === 0);
      assert.equal(answerIn(window)?.value, undefined);
      assert.deepEqual(answerIn(window)?.problem, undefined);
      keys.accessKeyId = 'AKIAEXAMPLEJANE00001';
      await window.refresh('caller', { force: true });
      await until('Jane’s answer is there', async () => {
        await window.adopt();
        return answerIn(window)?.value !== undefined;
      });
      assert.equal(machine.asked, 1);
    });

    it('while everything is refreshed, are waited for, and paid for once', async () => {
      await begin();
      const window = await machine.open();
      await window.refresh('caller');
      simulator.faults.add({ kind: 'latency', service: 'ce', ms: 500 });
      const asking = window.requestBill(MEMBERS);
      await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
      await refresh(window);
      await asking;
      assert.ok(answerIn(window)?.value !== undefined);
      assert.equal(answerIn(window)?.problem, undefined);
      assert.equal(simulator.calls.billedCostExplorer, 1);
    });

    it('are asked for no more by what had only waited for its turn', async () => {
      await begin();
      const [one, other] = [await machine.open(), await machine.open()];
      for (const window of [one, other]) await window.refresh('caller');
      const clear = simulator.faults.add({ kind: 'deny', service: 'ce' });
      simulator.faults.add({ kind: 'latency', service: 'ce', ms: 500 });
      const asking = [one.requestBill(MEMBERS)];
      await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
      asking.push(other.requestBill(MEMBERS));
      await until('the other waits', () => answerIn(other)?.loading === true);
      await other.connect(machine.connection('eu-west-1'));
      await Promise.all(asking);
      clear();
      assert.equal(answerIn(one)?.problem?.code, 'denied');
      assert.deepEqual([machine.asked, simulator.calls.inFlight('ce')], [1, 0]);
    });

    it('after the window was closed, are not asked for again', async () => {
      await begin();
      const connection = machine.connection();
      const window = await machine.open(connection);
      await window.refresh('caller');
      simulator.faults.add({ kind: 'latency', service: 'ce', ms: 200 });
      // The second waits for the first, and would ask for itself.
      const asking = [window.requestCostTags(), window.requestCostTags('again')];
      await until('it was asked', () => simulator.calls.inFlight('ce') === 1);
      await window.dispose();
      await Promise.all(asking);
      assert.equal(machine.asked, 0, 'what was broken off was not answered, and nobody asks again');
      assert.equal(connection.clouds.length, 1);
    });
  });

  it('about the sample data are not on disk, and gone with it', async () => {
    await begin();
    const window = await machine.open({ ...connectionTo(simulator, { sharedFolder: memoryFolder() }), sample: true });
    await refresh(window);
    await window.refresh('priceList', { maxAge: 0 });
    await window.requestBill(MEMBERS);
    await until('prices are loaded', () => window.snapshot.pricing !== undefined);
    assert.ok(window.snapshot.sample && answerIn(window)?.value !== undefined);
    assert.deepEqual(await readdir(machine.folder.path).catch(() => []), []);
    await window.connect(machine.connection());
    assert.deepEqual(
      [window.snapshot.bills, window.snapshot.pricing, window.snapshot.extensionCost],
      [{}, undefined, undefined],
    );
    assert.deepEqual(
      (await readdir(machine.folder.path)).filter((name) => name.endsWith('.json')),
      [],
    );
  });

  it('leave the rest of the snapshot as it was', async () => {
    await begin();
    const window = await machine.open();
    await refresh(window);
    const { profiles, mine, everyone, caller, budgetUsage } = window.snapshot;
    await window.requestBill(MEMBERS);
    const after = window.snapshot;
    for (const [before, now] of [
      [profiles, after.profiles],
      [mine, after.mine],
      [everyone, after.everyone],
      [caller, after.caller],
      [budgetUsage, after.budgetUsage],
    ])
      assert.equal(before, now);
    const { bills, costTags, dailyUsage } = after;
    await window.track('bills', MEMBERS);
    await window.adopt();
    assert.equal(window.snapshot, after, 'nothing new, so nothing is told');
    for (const [before, now] of [
      [bills, window.snapshot.bills],
      [costTags, window.snapshot.costTags],
      [dailyUsage, window.snapshot.dailyUsage],
    ])
      assert.equal(now, before);
  });
});
