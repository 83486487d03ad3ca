/** The counter of the extension’s cost: what it shows while it writes, with clocks that jump, and after kills. */

import assert from 'node:assert/strict';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Charge } from '../../../src/core/billing/charges';
import { ExtensionCostCounter } from '../../../src/store/extensionCost';
import { pruneFolder } from '../../../src/store/shared/prune';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import type { SharedFolder } from '../../../src/store/shared/sharedFolder';
import { makeFolder } from './testWindow';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOVEMBER = Date.parse('2026-11-30T23:00:00Z');
const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

describe('The counter', () => {
  let now: number;
  let changes: number;
  const counter = (sharedFolder: SharedFolder): ExtensionCostCounter =>
    new ExtensionCostCounter({ sharedFolder, now: () => now, onDidChange: () => void (changes += 1) });
  const metrics = (units: number, at?: number): Charge => ({ service: 'cloudwatch', units, at });
  beforeEach(() => {
    now = NOVEMBER;
    changes = 0;
  });

  /** A store that is slow to write, so that something can happen meanwhile. */
  function slowStore(): SharedFolder & { finish: () => void } {
    const sharedFolder = memoryFolder();
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    return {
      ...sharedFolder,
      append: async (name, line) => {
        await held;
        await sharedFolder.append(name, line);
      },
      finish: () => {
        finish();
      },
    };
  }

  it('never shows less, or more, while it is being written, and a request waits until it is', async () => {
    const sharedFolder = slowStore();
    const one = counter(sharedFolder);
    let mayLeave = false;
    const counted = one.record(metrics(5, now)).then(() => {
      mayLeave = true;
    });
    const adopting = one.adopt();
    const other = one.record({ service: 'cost-explorer', units: 2, at: now });
    assert.deepEqual(one.value, { month: '2026-11', metrics: 5, requests: 2 });
    assert.equal(mayLeave, false);
    sharedFolder.finish();
    await Promise.all([counted, adopting, other]);
    assert.deepEqual(one.value, { month: '2026-11', metrics: 5, requests: 2 });
    const another = counter(sharedFolder);
    await another.adopt();
    assert.deepEqual(another.value, one.value);
  });

  it('counts by AWS’s months, whatever this machine’s clock says', async () => {
    const sharedFolder = memoryFolder();
    const [late, early] = [counter(sharedFolder), counter(sharedFolder)];
    await late.record(metrics(7, NOVEMBER));
    await early.record(metrics(3, NOVEMBER + 2 * HOUR));
    now -= 400 * DAY;
    await late.record(metrics(1, NOVEMBER + HOUR - 1));
    for (const one of [late, early]) await one.adopt();
    assert.deepEqual(late.value, { month: '2026-11', metrics: 8, requests: 0 });
    assert.deepEqual(early.value, { month: '2026-12', metrics: 3, requests: 0 });
  });

  it('counts what has left before AWS’s time was known in every month, until it is known', async () => {
    const sharedFolder = memoryFolder();
    const [killed, one] = [counter(sharedFolder), counter(sharedFolder)];
    now += 40 * DAY;
    await killed.record(metrics(5));
    await one.record(metrics(3));
    assert.deepEqual(one.value, { month: '2027-01', metrics: 3, requests: 0 });
    await one.record(metrics(0, NOVEMBER));
    assert.deepEqual(one.value, { month: '2026-11', metrics: 8, requests: 0 });
    await one.record(metrics(1, NOVEMBER + 2 * HOUR));
    assert.deepEqual(one.value, { month: '2026-12', metrics: 6, requests: 0 });
  });

  it('takes back what has not left', async () => {
    const one = counter(memoryFolder());
    await one.record(metrics(5, now));
    await one.record(metrics(-5, now));
    await one.record(metrics(3));
    await one.record(metrics(-3));
    await one.adopt();
    assert.deepEqual(one.value, { month: '2026-11', metrics: 0, requests: 0 });
  });

  it('shows changes only', async () => {
    const one = counter(memoryFolder());
    await one.record(metrics(1, now));
    const { value } = one;
    await one.flush();
    await one.adopt();
    assert.equal(one.value, value);
    assert.equal(changes, 1);
  });

  it('is not spoilt by half a line, nor lost where the clock jumps a year and old files are taken away', async () => {
    const folder = await makeFolder();
    try {
      const sharedFolder = folder.sharedFolder();
      await counter(sharedFolder).record(metrics(5, now));
      await appendFile(join(folder.path, 'own-cost-2026-11.log'), '\n12');
      await counter(sharedFolder).record(metrics(4, now));
      await pruneFolder(folder.path, Date.now() + 400 * DAY, 1);
      const later = counter(folder.sharedFolder());
      await later.adopt();
      assert.deepEqual(later.value, { month: '2026-11', metrics: 9, requests: 0 });
    } finally {
      await folder.remove();
    }
  });

  it('keeps the newest months, however many there were', async () => {
    const folder = await makeFolder();
    try {
      for (let month = 0; month < 20; month += 1)
        await counter(folder.sharedFolder()).record(metrics(1, Date.UTC(2025, month, 15)));
      await pruneFolder(folder.path, Date.now(), 1);
      const left = (await readdir(folder.path)).sort();
      assert.deepEqual([left.length, left[0], left.at(-1)], [14, 'own-cost-2025-07.log', 'own-cost-2026-08.log']);
    } finally {
      await folder.remove();
    }
  });

  it('never shows less than was sent in the month that it names: any clocks, kills and windows', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), window: fc.nat(2), units: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('refused' as const), window: fc.nat(2), units: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('killed' as const), window: fc.nat(2), units: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('jump' as const), days: fc.integer({ min: -400, max: 400 }) }),
      fc.record({ kind: fc.constant('forget' as const), window: fc.nat(2) }),
      fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 0, max: 20 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const sharedFolder = memoryFolder();
        const windows = [counter(sharedFolder), counter(sharedFolder), counter(sharedFolder)];
        const knowsTime = new Set<number>();
        const sent = new Map<string, number>();
        let most = 0;
        let aws = NOVEMBER;
        now = NOVEMBER;
        for (const each of steps) {
          if (each.kind === 'jump') now += each.days * DAY;
          else if (each.kind === 'pass') {
            aws += each.days * DAY;
            now += each.days * DAY;
          } else if (each.kind === 'forget') {
            // The machine has slept, or was set.
            knowsTime.delete(each.window);
          } else {
            const { kind, window, units } = each;
            const at = knowsTime.has(window) ? aws : undefined;
            await windows[window]?.record(metrics(units, at));
            most += units;
            if (kind === 'refused') {
              await windows[window]?.record(metrics(-units, at));
              most -= units;
              continue;
            }
            sent.set(monthOf(aws), (sent.get(monthOf(aws)) ?? 0) + units);
            if (kind === 'killed') {
              windows[window] = counter(sharedFolder);
              knowsTime.delete(window);
            } else {
              await windows[window]?.record(metrics(0, aws));
              knowsTime.add(window);
            }
          }
          for (const window of windows) {
            await window.adopt();
            const { month = '', metrics: shown = 0 } = window.value ?? {};
            assert.ok(shown >= (sent.get(month) ?? 0), `${shown} of ${sent.get(month) ?? 0} in ${month}`);
            assert.ok(shown <= most);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
