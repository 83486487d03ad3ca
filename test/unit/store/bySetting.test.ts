/**
 * The setting that agrees to one look at the bill a day: one, whatever fails, however many windows there are, whatever
 * the clocks do.
 */

import assert from 'node:assert/strict';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { dayOf } from '../../../src/core/billing/bill';
import { Store } from '../../../src/store/store';
import { pruneFolder } from '../../../src/store/shared/prune';
import type { FaultKind } from '../../../src/simulator/faults';
import type { Simulator } from '../../../src/simulator/index';
import type { Timeouts } from '../../../src/aws/timeouts';
import { FRIDAY, MINUTE, PATIENT } from '../aws/connect';
import { answerIn, testMachines, MEMBERS, billQuery, type TestMachine } from './testMachine';
import { connectionTo, JANE } from './testWindow';

const HOUR = 60 * MINUTE;
/** Gives up soon on what costs money, and is patient with all else. */
const SOON_IF_PAID: Timeouts = { ...PATIENT, paidAnswerMs: 400 };
const FAILURES: readonly FaultKind[] = ['serverError', 'deny', 'drop', 'reset', 'throttle', 'hang'];

describe('A look at the bill by the setting', function () {
  this.timeout(120_000);
  // Closed before the machines, whose folders are removed then.
  const windows: Store[] = [];
  afterEach(() => Promise.all(windows.splice(0).map((window) => window.dispose())));
  let machine: TestMachine;
  let simulator: Simulator;
  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });
  /** Of this machine's clock. */
  let skew = 0;
  beforeEach(() => {
    skew = 0;
  });
  /** A window by a clock of its own machine. */
  async function open(timeouts = PATIENT): Promise<Store> {
    const window = new Store({ now: () => simulator.now() + skew, ownership: JANE });
    windows.push(window);
    await window.connect(connectionTo(simulator, { sharedFolder: machine.folder.sharedFolder(), timeouts }));
    return window;
  }
  const look = (window: Store): Promise<void> => window.requestBill(MEMBERS, 'setting');
  /** Requests by AWS's day. The SDK may repeat by itself one that was put off, which costs nothing. */
  function byDay(): Readonly<Record<string, number>> {
    const days: Record<string, number> = {};
    for (const { time, attempt } of simulator.calls.select({ service: 'ce' }))
      if (attempt === 1) days[dayOf(time)] = (days[dayOf(time)] ?? 0) + 1;
    return days;
  }

  it('is made once a day, and again the next day after a failure', async () => {
    await begin();
    const window = await open();
    const clear = simulator.faults.add({ kind: 'drop', service: 'ce' });
    for (let hour = 0; hour < 4; hour += 1) {
      await look(window);
      simulator.advance(HOUR - MINUTE);
    }
    assert.deepEqual(byDay(), { '2026-11-20': 1 });
    clear();
    simulator.setTime(Date.parse('2026-11-21T08:00:00Z'));
    await look(window);
    await look(window);
    assert.deepEqual(byDay(), { '2026-11-20': 1, '2026-11-21': 1 });
    assert.ok(answerIn(window)?.value !== undefined);
  });

  for (const kind of FAILURES)
    it(`is made at most once a day by five windows over two days where it fails: ${kind}`, async () => {
      await begin({ time: Date.parse('2026-11-20T00:10:00Z') });
      simulator.faults.add({ kind, service: 'ce' });
      const timeouts = kind === 'hang' ? SOON_IF_PAID : PATIENT;
      const five = await Promise.all(Array.from({ length: 5 }, () => open(timeouts)));
      for (let hour = 0; hour < 48; hour += 6) {
        await Promise.all(five.map(look));
        simulator.advance(6 * HOUR);
      }
      assert.deepEqual(byDay(), { '2026-11-20': 1, '2026-11-21': 1 });
    });

  it('is made at most once a day by AWS’s clock, whatever this machine’s does, over restarts, failures and old files', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('look' as const) }),
      fc.record({ kind: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 14 }) }),
      fc.record({ kind: fc.constant('clock' as const), hours: fc.integer({ min: -1500, max: 1500 }) }),
      fc.record({ kind: fc.constant('right' as const) }),
      fc.record({ kind: fc.constant('reopen' as const), window: fc.nat(1) }),
      fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom(...FAILURES.slice(0, 3), undefined) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
        await begin();
        skew = 0;
        const two = [await open(), await open()];
        for (const each of steps) {
          if (each.kind === 'pass') simulator.advance(each.hours * HOUR);
          else if (each.kind === 'clock') skew = each.hours * HOUR;
          else if (each.kind === 'right') skew = 0;
          else if (each.kind === 'reopen') {
            await two[each.window]?.dispose();
            await pruneFolder(machine.folder.path, Date.now() + skew, 1);
            two[each.window] = await open();
          } else if (each.kind === 'fault') {
            simulator.faults.clear();
            if (each.fault !== undefined) simulator.faults.add({ kind: each.fault, service: 'ce' });
          }
          await Promise.all(two.map(look));
        }
        for (const [day, requests] of Object.entries(byDay())) assert.ok(requests <= 1, `${requests} on ${day}`);
      }),
      { numRuns: 12 },
    );
  });

  it('is one a day for all questions together', async () => {
    await begin();
    const window = await open();
    await look(window);
    await window.requestBill(billQuery({ by: 'tag', key: 'Team' }), 'setting');
    assert.deepEqual(byDay(), { '2026-11-20': 1 });
  });

  it('is not made where the day cannot be noted, nor where AWS’s clock cannot be read', async () => {
    await begin();
    const window = await open();
    await window.refresh('caller');
    await rm(machine.folder.path, { recursive: true });
    await writeFile(machine.folder.path, '');
    await look(window);
    assert.deepEqual(byDay(), {});
    await rm(machine.folder.path);
    await mkdir(machine.folder.path);
    await chmod(machine.folder.path, 0o700);
    const clear = simulator.faults.add({ kind: 'reset', service: 'sts' });
    await look(window);
    assert.deepEqual(byDay(), {});
    clear();
    await look(window);
    assert.deepEqual(byDay(), { '2026-11-20': 1 });
  });

  it('does not keep a user from asking', async () => {
    await begin();
    const window = await open();
    simulator.faults.add({ kind: 'serverError', service: 'ce', times: 1 });
    await look(window);
    await window.requestBill(MEMBERS);
    assert.deepEqual(byDay(), { [dayOf(FRIDAY)]: 2 });
  });
});
