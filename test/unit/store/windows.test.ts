/** Several windows on one machine: what one of them asked, the others know. */

import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Store } from '../../../src/store/store';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { FRIDAY, IMPATIENT, MINUTE, until } from '../aws/connect';
import { connectionTo, makeFolder, mineIn, myTokens, openWindow, POLL, refresh, type Folder } from './testWindow';
import { janesPlan } from './createPlans';
import { wanted } from '../aws/connect';

/** The pid of a process that has ended. */
const endedPid = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('Two windows', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let folder: Folder;
  let windows: Store[];

  const open = async (): Promise<Store> => {
    const store = await openWindow(simulator, { sharedFolder: folder.sharedFolder() });
    windows.push(store);
    return store;
  };
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    folder = await makeFolder();
    windows = [];
  });
  afterEach(async () => {
    for (const window of windows) await window.dispose();
    await simulator.close();
    await folder.remove();
  });

  it('that look at the same moment pay once', async () => {
    const [one, other] = [await open(), await open()];
    await Promise.all([one.refresh('mine', { maxAge: POLL }), other.refresh('mine', { maxAge: POLL })]);
    for (const operation of ['GetCallerIdentity', 'ListInferenceProfiles', 'GetResources', 'GetMetricData'])
      assert.equal(simulator.calls.count(operation), 1, operation);
    assert.equal(mineIn(one.snapshot).length, 2);
    assert.deepEqual(one.snapshot.mine.value, other.snapshot.mine.value);
    assert.equal(one.snapshot.mine.asOf, other.snapshot.mine.asOf);
  });

  it('take turns: whoever looks first when the time has come asks for both', async () => {
    const [one, other] = [await open(), await open()];
    await one.refresh('mine', { maxAge: POLL });
    simulator.advance(POLL);
    await other.refresh('mine', { maxAge: POLL });
    await one.refresh('mine', { maxAge: POLL });
    assert.equal(simulator.calls.count('GetMetricData'), 2);
    assert.equal(one.snapshot.mine.asOf, simulator.now());
  });

  it('learn of each other’s answers without asking anybody', async () => {
    const [one, other] = [await open(), await open()];
    await one.refresh('mine', { maxAge: POLL });
    const calls = simulator.calls.all.length;
    await until('the other window shows my tokens', () => other.snapshot.mine.value !== undefined);
    assert.deepEqual(myTokens(other.snapshot), myTokens(one.snapshot));
    assert.equal(simulator.calls.all.length, calls);
  });

  it('show a new window at once what is known', async () => {
    const one = await open();
    await one.refresh('mine', { maxAge: POLL });
    const late = await open();
    assert.deepEqual(late.snapshot.mine.value, one.snapshot.mine.value);
    assert.equal(late.snapshot.caller.value?.account, '111122223333');
  });

  it('are not stuck when the clock is set back', async () => {
    const [one, other] = [await open(), await open()];
    await one.refresh('mine', { maxAge: POLL });
    await other.adopt();
    simulator.setTime(FRIDAY - 9 * 60 * MINUTE);
    await one.refresh('mine', { maxAge: POLL });
    assert.equal(one.snapshot.mine.asOf, simulator.now());
    await other.refresh('mine', { maxAge: POLL });
    assert.equal(other.snapshot.mine.asOf, simulator.now());
    assert.equal(simulator.calls.count('GetMetricData'), 2);
  });

  it('share what was made and deleted here', async () => {
    const [one, other] = [await open(), await open()];
    await one.refresh('profiles', { maxAge: POLL });
    const [gone, ...left] = mineIn(one.snapshot);
    assert.ok(gone !== undefined);
    simulator.advance(1);
    await one.remove(gone, wanted());
    await until('the other window no longer shows it', () => mineIn(other.snapshot).length === left.length);
    simulator.advance(1);
    const { caller } = one.snapshot;
    const aws = await one.aws();
    assert.ok(aws !== undefined && caller.value !== undefined);
    await one.create(await janesPlan(aws), caller.value, wanted());
    await until('the other window shows it', () => mineIn(other.snapshot).length === left.length + 1);
    assert.equal(simulator.calls.count('GetResources'), 1, 'nobody fetched the list again for that');
  });

  it('in which somebody else is me do not take each other’s figures', async () => {
    const [one, other] = [await open(), await open()];
    other.setOwnership({ ...other.snapshot.ownership, myNames: ['marco.rossi'] });
    for (const window of [one, other, one, other]) await window.refresh('mine', { maxAge: POLL });
    await one.adopt();
    await other.adopt();
    assert.equal(simulator.calls.count('GetMetricData'), 2, 'each asked once');
    assert.equal(one.dueAt('mine', POLL), simulator.now() + POLL);
    assert.equal(other.dueAt('mine', POLL), simulator.now() + POLL);
  });

  it('wait out a failure together', async () => {
    const [one, other] = [await open(), await open()];
    await one.refresh('profiles', { maxAge: POLL });
    await other.adopt();
    const clear = simulator.faults.add({ kind: 'deny', operation: 'GetMetricData' });
    await one.refresh('mine', { maxAge: POLL });
    assert.equal(simulator.calls.count('GetMetricData'), 1);
    await other.refresh('mine', { maxAge: POLL });
    assert.equal(simulator.calls.count('GetMetricData'), 1, 'the other window does not try what just failed');
    assert.equal(other.snapshot.mine.problem?.code, 'denied');
    assert.equal(other.snapshot.mine.problem.detail.action, 'cloudwatch:GetMetricData');
    clear();
    simulator.advance(MINUTE);
    await other.refresh('mine', { maxAge: POLL });
    assert.equal(other.snapshot.mine.problem, undefined);
    await until('the first window is well again', () => one.snapshot.mine.value !== undefined);
    assert.equal(one.snapshot.mine.problem, undefined);
    assert.equal(simulator.calls.count('GetMetricData'), 2);
  });

  it('are not held up by one that was killed while it held a lease', async () => {
    const one = await open();
    await one.refresh('profiles', { maxAge: POLL });
    await one.refresh('mine', { maxAge: POLL });
    simulator.advance(POLL);
    const [mine = ''] = (await readdir(folder.path)).filter(
      (name) => name.includes('-mine-') && name.endsWith('.json'),
    );
    const left = join(folder.path, mine.replace(/\.v\d+\.json$/, '.lease'));
    await writeFile(left, `${hostname()} ${endedPid()} 0a1b2c`);
    await one.refresh('mine', { maxAge: POLL });
    assert.equal(one.snapshot.mine.asOf, simulator.now());
    assert.deepEqual(
      (await readdir(folder.path)).filter((name) => name.endsWith('.lease')),
      [],
    );
  });

  it('do not pay for each other’s waiting: one that is closed meanwhile asks nothing', async () => {
    const [one, other] = [await open(), await open()];
    await one.refresh('profiles', { maxAge: POLL });
    await other.adopt();
    const clear = simulator.faults.add({ kind: 'latency', operation: 'GetMetricData', ms: 300 });
    const asking = one.refresh('mine', { maxAge: POLL });
    const waiting = other.refresh('mine', { maxAge: POLL });
    await other.dispose();
    await Promise.all([asking, waiting]);
    clear();
    assert.equal(simulator.calls.count('GetMetricData'), 1);
  });

  it('with different connections keep out of each other’s way', async () => {
    const one = await open();
    const abroad = await openWindow(simulator, { sharedFolder: folder.sharedFolder(), region: 'eu-west-1' });
    windows.push(abroad);
    await Promise.all([one.refresh('profiles', { maxAge: POLL }), abroad.refresh('profiles', { maxAge: POLL })]);
    const names = new Set(abroad.snapshot.profiles.value?.profiles.map(({ name }) => name));
    assert.ok(names.has('platform-finn-murphy-sonnet-5'));
    assert.ok(one.snapshot.profiles.value?.profiles.every(({ name }) => !names.has(name)));
  });
});

describe('A window whose shared folder is of no use', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let folder: Folder;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    folder = await makeFolder();
  });
  afterEach(async () => {
    await simulator.close();
    await folder.remove();
  });

  it('works for itself where no folder can be made', async () => {
    const file = join(dirname(folder.path), 'a-file');
    await writeFile(file, '');
    const window = await openWindow(simulator, { sharedFolder: folder.sharedFolder(join(file, 'shared')) });
    await refresh(window);
    assert.equal(mineIn(window.snapshot).length, 2);
    assert.ok(window.snapshot.mine.value !== undefined && window.snapshot.everyone.value !== undefined);
    assert.ok(folder.notes.some((note) => note.startsWith('cannot write')));
    await window.refresh('mine', { maxAge: POLL });
    assert.equal(simulator.calls.count({ operation: 'GetCallerIdentity' }), 1, 'it still knows what it has asked');
    await window.dispose();
  });

  for (const [what, content] of [
    ['cut off', '{"format":1,"value":{"asOf":17'],
    ['empty', ''],
    ['of another version', '{"format":99,"value":{"value":[],"asOf":1,"failures":0,"triedAt":1,"changedAt":9e15}}'],
    ['nothing', 'null'],
    ['not ours', '"hello"'],
  ] as const) {
    it(`asks anew where a file is ${what}`, async () => {
      const first = await openWindow(simulator, { sharedFolder: folder.sharedFolder() });
      await first.refresh('mine', { maxAge: POLL });
      await first.dispose();
      await mkdir(folder.path, { recursive: true });
      for (const name of await readdir(folder.path)) await writeFile(join(folder.path, name), content);
      const second = await openWindow(simulator, { sharedFolder: folder.sharedFolder() });
      assert.equal(second.snapshot.mine.value, undefined);
      await second.refresh('mine', { maxAge: POLL });
      assert.equal(mineIn(second.snapshot).length, 2);
      assert.equal(simulator.calls.count('ListInferenceProfiles'), 2);
      await second.dispose();
      const third = await openWindow(simulator, { sharedFolder: folder.sharedFolder() });
      assert.deepEqual(third.snapshot.mine.value, second.snapshot.mine.value);
      await third.dispose();
    });
  }
});

describe('A window that changes its connection', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
  });
  afterEach(() => simulator.close());

  it('drops the answer that comes too late', async () => {
    const window = await openWindow(simulator);
    simulator.faults.add({ kind: 'latency', operation: 'ListInferenceProfiles', region: 'us-east-1', ms: 300 });
    const late = window.refresh('profiles', { maxAge: POLL });
    await until('the list was asked for', () => simulator.calls.inFlight('bedrock') > 0);
    await window.connect(connectionTo(simulator, { region: 'eu-west-1' }));
    assert.equal(await window.refresh('profiles', { maxAge: POLL }), true);
    const now = window.snapshot;
    assert.equal(await late, false);
    assert.equal(window.snapshot, now);
    assert.equal(now.choice?.region, 'eu-west-1');
    assert.equal(now.profiles.value?.profiles.length, 2);
    await window.dispose();
  });

  it('breaks off what is on its way, and says nothing of it', async () => {
    const window = await openWindow(simulator);
    simulator.faults.add({ kind: 'hang', operation: 'ListInferenceProfiles' });
    const hanging = window.refresh('profiles', { maxAge: POLL });
    await until('the list was asked for', () => simulator.calls.inFlight('bedrock') > 0);
    await window.connect(undefined);
    assert.equal(await hanging, false);
    await until('the call is over', () => simulator.calls.inFlight('bedrock') === 0);
    assert.equal(window.snapshot.profiles.problem, undefined);
    assert.equal(simulator.calls.count('ListInferenceProfiles'), 1);
  });

  it('leaves nothing on its way when it is closed', async () => {
    const window = await openWindow(simulator);
    await window.refresh('profiles', { maxAge: POLL });
    simulator.faults.add({ kind: 'hang' });
    const hanging = [window.refresh('mine', { maxAge: POLL }), window.refresh('everyone', { maxAge: POLL })];
    await until('figures were asked for', () => simulator.calls.inFlight('cloudwatch') > 1);
    let told = 0;
    window.onDidChange(() => {
      told += 1;
    });
    await window.dispose();
    await Promise.all(hanging);
    await until('the calls are over', () => simulator.calls.inFlight('cloudwatch') === 0);
    assert.equal(told, 0);
  });
});

describe('Refreshing by hand', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    window = await openWindow(simulator);
  });
  afterEach(async () => {
    await window.dispose();
    await simulator.close();
  });

  it('asks although everything is young', async () => {
    await refresh(window);
    simulator.advance(1000);
    await refresh(window);
    for (const operation of ['GetCallerIdentity', 'ListInferenceProfiles', 'GetResources'])
      assert.equal(simulator.calls.count(operation), 2, operation);
    assert.equal(window.snapshot.mine.asOf, simulator.now());
  });

  it('asks although the last try has just failed', async () => {
    const clear = simulator.faults.add({ kind: 'expired', operation: 'GetCallerIdentity' });
    assert.equal(await window.refresh('caller'), false);
    assert.equal(window.snapshot.caller.problem?.code, 'expired');
    clear();
    await refresh(window);
    assert.equal(window.snapshot.caller.problem, undefined);
    assert.equal(mineIn(window.snapshot).length, 2);
  });

  it('opens the connection anew, so that credentials are read afresh', async () => {
    const connection = connectionTo(simulator);
    await window.connect(connection);
    await refresh(window);
    await refresh(window);
    assert.equal(connection.clouds.length, 2);
  });

  it('keeps the old figures and their age while it fails', async () => {
    const sharedFolder = memoryFolder();
    const patient = await openWindow(simulator, { sharedFolder });
    await refresh(patient);
    await patient.dispose();
    const impatient = await openWindow(simulator, { sharedFolder, timeouts: IMPATIENT });
    const before = impatient.snapshot;
    simulator.advance(POLL);
    simulator.faults.add({ kind: 'hang', operation: 'GetMetricData' });
    await Promise.all([impatient.refresh('mine', { force: true }), impatient.refresh('everyone', { force: true })]);
    const { mine, everyone } = impatient.snapshot;
    assert.ok(mine.value !== undefined && mine.value === before.mine.value);
    assert.equal(mine.asOf, FRIDAY);
    assert.equal(mine.problem?.code, 'unreachable');
    assert.equal(everyone.value, before.everyone.value);
    assert.equal(everyone.problem?.code, 'unreachable');
    await impatient.dispose();
  });
});
