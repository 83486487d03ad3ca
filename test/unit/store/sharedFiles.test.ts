/** What windows share, where the folder, a file, the clock or a version is not what it should be. */

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Formats } from '../../../src/core/fileFormat';
import type { Store } from '../../../src/store/store';
import { pruneFolder } from '../../../src/store/shared/prune';
import { Part } from '../../../src/store/part';
import * as shapes from '../../../src/store/shared/shapes';
import { memoryFolder, SHARED_FORMATS } from '../../../src/store/shared/fileFolder';
import { janesPlan } from './createPlans';
import { until, wanted } from '../aws/connect';
import { answerIn, testMachines, MEMBERS, billQuery, type TestMachine } from './testMachine';
import { anything, connectionTo, mineIn, POLL, TEAM_POLL } from './testWindow';
import { listedProfiles } from '../../../src/store/selectors';

const DAY = 86_400_000;

describe('What windows share', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  const begin = testMachines((begun) => {
    machine = begun;
  });

  const file = async (part: string): Promise<string> => {
    const names = await readdir(machine.folder.path);
    return join(machine.folder.path, names.find((name) => name.includes(part)) ?? assert.fail(`no file of ${part}`));
  };

  /** Fetches everything that is kept in a file. */
  async function fetchAll(window: Store): Promise<void> {
    await window.refresh('sources', { maxAge: POLL });
    await window.refresh('mine', { maxAge: POLL });
    await window.refresh('everyone', { maxAge: POLL });
    await window.refresh('priceList', { maxAge: POLL });
    await window.track('pageUsage', { scope: 'all', range: '24h' });
    await window.refresh('pageUsage', { maxAge: POLL });
    await window.track('attribution', { range: '24h' });
    await window.refresh('attribution', { maxAge: TEAM_POLL });
    await window.requestBill(MEMBERS);
    await window.requestCostTags();
    const end = machine.simulator.now();
    await window.refresh('dailyUsage', {
      key: { month: '2026-11', span: { start: end - 2 * DAY - (end % DAY), end, periodSeconds: 3600 } },
      maxAge: POLL,
    });
  }

  it('is met in again after the folder was deleted, by who has written and by who only looks', async () => {
    await begin();
    const [one, other] = [await machine.open(), await machine.open()];
    await one.refresh('mine', { maxAge: POLL });
    await other.adopt();
    await rm(machine.folder.path, { recursive: true });
    machine.simulator.advance(POLL);
    await one.refresh('mine', { maxAge: POLL });
    const { asOf } = one.snapshot.mine;
    await until('the other has heard of it', () => other.snapshot.mine.asOf === asOf);
    await rm(machine.folder.path, { recursive: true });
    await until(
      'the folder is there again',
      async () => (await readdir(machine.folder.path).catch(() => undefined)) !== undefined,
    );
    machine.simulator.advance(POLL);
    await other.refresh('mine', { maxAge: POLL });
    await until('the first has heard of it', () => one.snapshot.mine.asOf === other.snapshot.mine.asOf);
    assert.equal(machine.simulator.calls.count('GetMetricData'), 3);
  });

  it('loses neither edit where two windows delete at the same moment', async () => {
    await begin();
    const [one, other] = [await machine.open(), await machine.open()];
    await one.refresh('profiles', { maxAge: POLL });
    await other.adopt();
    const [first, second, third] = listedProfiles(one.snapshot);
    assert.ok(first && second && third);
    machine.simulator.advance(1);
    await Promise.all([one.remove(first, wanted()), other.remove(second, wanted()), one.remove(third, wanted())]);
    const gone = [first.id, second.id, third.id];
    const shows = ({ snapshot }: Store): boolean =>
      !!snapshot.profiles.value?.profiles.some(({ id }) => gone.includes(id));
    await until('both show neither', () => !shows(one) && !shows(other));
    const late = await machine.open();
    assert.equal(shows(late), false);
    const edits = JSON.parse(await readFile(await file('-edits'), 'utf8')) as readonly { readonly id: string }[];
    assert.deepEqual(edits.map(({ id }) => id).sort(), [...gone].sort());
  });

  it('shows what was deleted as gone although another window’s list was on its way', async () => {
    await begin();
    const [one, other] = [await machine.open(), await machine.open()];
    await one.refresh('profiles', { maxAge: POLL });
    await other.adopt();
    const [gone] = mineIn(one.snapshot);
    assert.ok(gone !== undefined);
    machine.simulator.advance(POLL);
    const clear = machine.simulator.faults.add({ kind: 'latency', operation: 'GetResources', ms: 300 });
    const fetching = other.refresh('profiles', { maxAge: POLL });
    await until('the list was asked for', () => machine.simulator.calls.inFlight('tagging') > 0);
    await one.remove(gone, wanted());
    assert.ok(!mineIn(one.snapshot).some(({ id }) => id === gone.id), 'at once');
    await fetching;
    clear();
    await until('in the other as well', () => !mineIn(other.snapshot).some(({ id }) => id === gone.id));
    assert.ok(!mineIn(one.snapshot).some(({ id }) => id === gone.id));
    const { caller } = one.snapshot;
    assert.ok(caller.value !== undefined);
    const aws = (await one.aws()) ?? assert.fail();
    await one.create(await janesPlan(aws), caller.value, wanted());
  });

  for (const content of [
    '{"value":null,"asOf":1,"failures":0,"triedAt":1,"version":"x"}',
    '{"value":null}',
    '{}',
    '[]',
    '7',
  ])
    it(`is fetched anew where a file says ${content}`, async () => {
      await begin();
      const first = await machine.open();
      await first.refresh('mine', { maxAge: POLL });
      await first.requestBill(MEMBERS);
      await first.dispose();
      for (const name of await readdir(machine.folder.path))
        if (name.endsWith('.json')) await writeFile(join(machine.folder.path, name), content);
      const second = await machine.open();
      assert.equal(second.snapshot.mine.value, undefined);
      await second.refresh('mine', { maxAge: POLL });
      await second.requestBill(MEMBERS);
      assert.deepEqual(second.snapshot.mine.value, first.snapshot.mine.value);
      assert.equal(answerIn(second)?.problem, undefined);
      assert.ok(mineIn(second.snapshot).length === 2 && answerIn(second)?.value !== undefined);
    });

  it('has the shape that is expected of it, all of it; and a file in which anything is another thing stops nobody', async () => {
    await begin();
    const first = await machine.open();
    await fetchAll(first);
    const calls = machine.simulator.calls.all.length;
    const second = await machine.open();
    await fetchAll(second);
    assert.equal(machine.simulator.calls.all.length, calls, 'all that was written was taken');
    await Promise.all([first.dispose(), second.dispose()]);
    const { path } = machine.folder;
    const names = (await readdir(path)).filter((name) => name.endsWith('.json'));
    assert.ok(names.length > 9);
    const texts = new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), 'utf8')] as const)),
    );
    const odd = fc.constantFrom(null, 'x', -1, [], {}, true, 1e300);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.infiniteStream(fc.nat(1000)), odd, async (name, dice, value) => {
        const roll = (): number => Number(dice.next().value);
        /** Puts the odd value somewhere in it. */
        const spoilt = (here: unknown): unknown => {
          if (typeof here !== 'object' || here === null || roll() % 4 === 0) return value;
          const entries = Object.entries(here);
          const at = roll() % Math.max(1, entries.length);
          const changed = entries.map(
            ([key, one]: [string, unknown], index) => [key, index === at ? spoilt(one) : one] as const,
          );
          return Array.isArray(here) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
        };
        await writeFile(join(path, name), JSON.stringify(spoilt(JSON.parse(texts.get(name) ?? ''))));
        const window = await machine.open();
        await fetchAll(window);
        for (const part of [window.snapshot.profiles, window.snapshot.mine, window.snapshot.everyone, answerIn(window)])
          assert.ok(part?.value !== undefined && part.problem === undefined, name);
        await window.dispose();
        await writeFile(join(path, name), texts.get(name) ?? '');
      }),
      { numRuns: 10 },
    );
  });

  it('is stamped with the time at which its fetch began', async () => {
    let now = 1_000_000;
    const value = new Part({
      name: () => 'x',
      sharedFolder: memoryFolder(),
      shape: anything(),
      now: () => now,
      // The machine is suspended for an hour meanwhile.
      fetch: () => Promise.resolve((now += 3_600_000)),
    });
    await value.ensure(60_000);
    assert.equal(value.remote.asOf, 1_000_000);
    assert.ok(value.dueAt(60_000) < now, 'and is due again at once');
  });

  it('of a file that lies in the future is not good until then', async () => {
    await begin();
    const one = await machine.open();
    await one.refresh('mine', { maxAge: POLL });
    await one.dispose();
    machine.simulator.setTime(machine.simulator.now() - 400 * DAY);
    const two = await machine.open();
    await two.refresh('mine', { maxAge: POLL });
    assert.equal(two.snapshot.mine.asOf, machine.simulator.now());
  });
});

describe('What two versions of the extension share', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  const begin = testMachines((begun) => {
    machine = begun;
  });
  /** A version to come, which can read today's files. */
  const NEXT: Formats = { current: 2, earlier: [{ format: SHARED_FORMATS.current, convert: (value) => value }] };
  const older = (): Promise<Store> => machine.open();
  const newer = (): Promise<Store> =>
    machine.open(
      connectionTo(machine.simulator, { sharedFolder: machine.folder.sharedFolder(undefined, { formats: NEXT }) }),
    );
  const cost = async (window: Store): Promise<unknown> => {
    window.untrack('pageUsage');
    await window.track('pageUsage', { scope: 'mine', range: '24h' });
    return window.snapshot.extensionCost;
  };

  it('is carried over by the newer, paid answers too, and neither touches the other’s', async () => {
    await begin();
    const old = await older();
    await old.refresh('mine', { maxAge: POLL });
    await old.requestBill(MEMBERS);
    const { asked } = machine;
    const young = await newer();
    await young.refresh('mine', { maxAge: POLL });
    await young.requestBill(MEMBERS);
    assert.equal(machine.asked, asked, 'what was paid for is not paid for twice');
    assert.equal(machine.simulator.calls.count('GetMetricData'), 1);
    const oldFiles = async () =>
      Promise.all(
        (await readdir(machine.folder.path))
          .filter((name) => name.includes('.v1.'))
          .map((name) => readFile(join(machine.folder.path, name), 'utf8')),
      );
    const before = await oldFiles();
    machine.simulator.advance(POLL);
    await young.refresh('mine', { maxAge: POLL });
    await young.requestBill(billQuery({ by: 'tag', key: 'Team' }));
    assert.deepEqual(await oldFiles(), before, 'the newer one has a file of its own');
    await old.adopt();
    assert.notEqual(old.snapshot.mine.asOf, young.snapshot.mine.asOf);
    await old.refresh('mine', { maxAge: POLL });
    await young.adopt();
    assert.equal(young.snapshot.mine.asOf, machine.simulator.now(), 'nor does the older one write over it');
  });

  it('is counted together: what we cost, and what is said once', async () => {
    await begin();
    const [old, young] = [await older(), await newer()];
    await Promise.all([old.refresh('mine', { maxAge: POLL }), young.refresh('mine', { maxAge: POLL })]);
    await old.requestBill(MEMBERS);
    await young.requestBill(billQuery({ by: 'tag', key: 'Team' }));
    const billed = {
      month: '2026-11',
      metrics: machine.simulator.calls.billedMetrics,
      requests: machine.simulator.calls.billedCostExplorer,
    };
    for (const window of [old, young])
      await until('both count both', async () => {
        try {
          assert.deepEqual(await cost(window), billed);
          return true;
        } catch {
          return false;
        }
      });
    assert.deepEqual([await young.markFirst('warned'), await old.markFirst('warned')], [true, false]);
    assert.deepEqual([await old.markFirst('told'), await young.markFirst('told')], [true, false]);
  });

  it('goes in time, but for what a newer version has written and what is done once', async () => {
    await begin();
    const { path } = machine.folder;
    await mkdir(path, { recursive: true });
    const now = Date.now();
    const id = '0b54f7a8-1111-4222-8333-123456789abc';
    for (const [name, age] of [
      ['a.v1.json', 46],
      ['b.v1.json', 44],
      ['future.v1.json', -500],
      ['c.v2.json', 500],
      ['d.once', 500],
      ['e.lease', 2],
      ['f.lease', 0],
      ['future.lease', -2],
      [`g.lease.${id}`, 1],
      [`h.lease.${id}`, 0],
      ['i.v1.json.123456', 1],
      ['theirs.txt', 500],
    ] as const) {
      await writeFile(join(path, name), '{}');
      const time = new Date(now - age * DAY);
      await utimes(join(path, name), time, time);
    }
    await pruneFolder(path, now, 1);
    assert.deepEqual((await readdir(path)).sort(), [
      'b.v1.json',
      'c.v2.json',
      'd.once',
      'f.lease',
      'future.v1.json',
      `h.lease.${id}`,
      'theirs.txt',
    ]);
    await pruneFolder(join(path, 'nowhere'), now, 1);
  });

  it('is checked by shapes that take no other kind’s file', () => {
    const none = { value: 3, asOf: 1, failures: 0, triedAt: 1, version: 'x' };
    for (const [name, check] of Object.entries(shapes)) assert.equal(check(none), false, name);
  });
});
