/**
 * A disk that is full or read-only: what is learned stays, is paid for once, and is written when there is room again.
 */

import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { Store } from '../../../src/store/store';
import type { SharedFolder } from '../../../src/store/shared/sharedFolder';
import type { Simulator, SimulatorOptions } from '../../../src/simulator/index';
import { until } from '../aws/connect';
import { answerIn, MEMBERS, TestMachine, billQuery } from './testMachine';
import { anything, connectionTo, JANE, mineIn, POLL, refresh } from './testWindow';

const WEEK = 7 * 86_400_000;
const TEAMS = billQuery({ by: 'tag', key: 'Team' });
const NAME = 'budget mine 50 month 2026-11 0.8';

describe('Where nothing can be written', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;
  /** What the disk answers; undefined while it takes what is written. */
  let refusal: string | undefined;
  let notes: string[];

  async function begin(options: SimulatorOptions = {}): Promise<void> {
    machine = await TestMachine.begin(options);
    ({ simulator } = machine);
    ({ notes } = machine.folder);
    refusal = 'ENOSPC';
  }
  afterEach(() => machine.close());

  /** The files of one window, which the disk refuses. */
  const sharedFolder = (): SharedFolder =>
    machine.folder.sharedFolder(undefined, {
      disk: {
        save: async (path, text) => {
          refuse();
          await writeFileAtomic(path, text, { mode: 0o600 });
        },
        mark: async (path) => {
          refuse();
          await writeFile(path, '', { flag: 'wx' });
        },
      },
    });
  function refuse(): void {
    if (refusal !== undefined) throw Object.assign(new Error(`${refusal}: no such luck, write`), { code: refusal });
  }
  const open = (on = sharedFolder()): Promise<Store> => machine.open(connectionTo(simulator, { sharedFolder: on }));
  /** The same window goes elsewhere and comes back. */
  async function comeBack(window: Store, on: SharedFolder): Promise<void> {
    await window.connect(connectionTo(simulator, { sharedFolder: on, region: 'eu-west-1' }));
    await window.refresh('caller');
    await window.connect(connectionTo(simulator, { sharedFolder: on }));
    await window.refresh('caller');
  }
  const cost = async (window: Store): Promise<Store['snapshot']['extensionCost']> => {
    window.untrack('pageUsage');
    await window.track('pageUsage', { scope: 'mine', range: '24h' });
    return window.snapshot.extensionCost;
  };
  const billed = () => ({
    month: '2026-11',
    metrics: simulator.calls.billedMetrics,
    requests: simulator.calls.billedCostExplorer,
  });

  for (const code of ['ENOSPC', 'EROFS', 'EACCES'])
    it(`(${code}) figures go on, and the log says so once`, async () => {
      await begin();
      refusal = code;
      const window = await open();
      for (let round = 0; round < 3; round += 1) {
        simulator.advance(POLL);
        await refresh(window);
        assert.equal(window.snapshot.mine.asOf, simulator.now());
      }
      assert.equal(mineIn(window.snapshot).length, 2);
      const said = notes.filter((note) => note.startsWith('cannot write'));
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', new RegExp(`keeps what it learns to itself for now: ${code}`));
    });

  it('nothing is asked twice in a window, whatever connection it was on meanwhile', async () => {
    await begin();
    const on = sharedFolder();
    const window = await open(on);
    await window.refresh('profiles', { maxAge: POLL });
    await window.refresh('priceList', { maxAge: WEEK });
    await window.requestBill(MEMBERS);
    await window.requestCostTags();
    const asked = [machine.asked, simulator.calls.count('BulkFile')];
    const { value } = answerIn(window) ?? {};
    await comeBack(window, on);
    await window.refresh('priceList', { maxAge: WEEK });
    await window.requestBill(MEMBERS);
    await window.requestCostTags();
    assert.deepEqual([machine.asked, simulator.calls.count('BulkFile')], asked);
    assert.deepEqual(answerIn(window)?.value, value);
    assert.ok(value !== undefined && window.snapshot.costTags.value !== undefined);
  });

  it('what we cost is counted all the same', async () => {
    await begin();
    const on = sharedFolder();
    const window = await open(on);
    await window.refresh('mine', { maxAge: POLL });
    await window.requestBill(MEMBERS);
    await comeBack(window, on);
    await window.requestBill(TEAMS);
    await until('all is counted', async () => (await cost(window))?.requests === 2);
    assert.deepEqual(await cost(window), billed());
  });

  it('a threshold is told once, and another after it', async () => {
    await begin();
    const on = sharedFolder();
    const window = await open(on);
    await window.refresh('caller');
    assert.equal(await window.markFirst(NAME), true);
    await comeBack(window, on);
    assert.equal(await window.markFirst(NAME), false);
    assert.equal(await window.markFirst(`${NAME} next`), true);
  });

  it('it is made up for when there is room again, beside what other windows have written', async () => {
    await begin();
    const full = await open();
    await full.requestBill(MEMBERS);
    await full.markFirst(NAME);
    refusal = undefined;
    const other = await open();
    await other.requestBill(TEAMS);
    await other.markFirst(`${NAME} next`);
    await other.dispose();
    // Anything that the window writes tells it that there is room.
    await full.requestCostTags();
    await full.dispose();
    await until('the log says so', () => notes.some((note) => note.startsWith('can write again')));
    const { asked } = machine;
    const later = await open();
    for (const query of [MEMBERS, TEAMS]) await later.requestBill(query);
    assert.equal(machine.asked, asked);
    assert.ok(answerIn(later)?.value !== undefined && answerIn(later, TEAMS)?.value !== undefined);
    assert.deepEqual([await later.markFirst(NAME), await later.markFirst(`${NAME} next`)], [false, false]);
    await until('both windows’ requests are counted', async () => (await cost(later))?.requests === asked);
    assert.equal(notes.length, 2, notes.join('\n'));
  });

  it('what another window has written since is taken, not what could not be written here', async () => {
    await begin();
    const full = sharedFolder();
    await full.write('value', 'mine');
    assert.equal(await full.read('value', anything()), 'mine');
    refusal = undefined;
    await until('the clock of the disk has moved on', async () => {
      await sharedFolder().write('value', 'theirs');
      return (await full.read('value', anything())) === 'theirs';
    });
    await full.write('another', 1);
    await until('there is nothing left', () => notes.some((note) => note.startsWith('can write again')));
    assert.equal(await sharedFolder().read('value', anything()), 'theirs');
  });

  it('in a folder that has become something else, a window works on, and meets the others again when it is back', async () => {
    await begin();
    refusal = undefined;
    const on = sharedFolder();
    const window = await open(on);
    await window.refresh('mine', { maxAge: POLL });
    const { path } = machine.folder;
    await rename(path, `${path}-aside`);
    await writeFile(path, '');
    await window.requestBill(MEMBERS);
    await comeBack(window, on);
    await window.requestBill(MEMBERS);
    assert.equal(machine.asked, 1);
    await rm(path);
    await rename(`${path}-aside`, path);
    await window.requestBill(TEAMS);
    await until('it is written', () => notes.some((note) => note.startsWith('can write again')));
    const other = await machine.open(connectionTo(simulator, { sharedFolder: machine.folder.sharedFolder() }));
    await other.requestBill(MEMBERS);
    assert.equal(machine.asked, 2);
    assert.equal(other.snapshot.ownership, JANE);
  });
});
