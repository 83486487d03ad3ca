/**
 * Processes that spend and are killed at any moment, several at once: what was counted is never less than what AWS has
 * seen.
 */

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExtensionCostCounter } from '../../../src/store/extensionCost';
import { startSimulator } from '../../../src/simulator/index';
import { FRIDAY, until } from '../aws/connect';
import { makeFolder } from './testWindow';

const WINDOWS = 3;
const ROUNDS = 2;
/** What one window has under way at a time. */
const UNDER_WAY = { metrics: 6, requests: 1 };

async function spender(url: string, folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'spendUntilKilled.ts'), url, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('The cost of the extension’s requests, where processes are killed', function () {
  this.timeout(120_000);

  it('is at most so much more than the simulator’s own meter as was under way at each kill, and never less', async () => {
    const folder = await makeFolder();
    const simulator = await startSimulator({
      scenario: 'company',
      time: FRIDAY,
      dateHeader: 'simulated',
      billing: { requestsPerMinute: 1_000_000 },
    });
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const windows = await Promise.all(Array.from({ length: WINDOWS }, () => spender(simulator.url, folder.path)));
        for (const window of windows) {
          const before = simulator.calls.count({ service: 'ce' });
          await until('it spends', () => simulator.calls.count({ service: 'ce' }) > before + 3);
          await sleep(Math.random() * 30);
          window.kill('SIGKILL');
        }
        await until('all are gone', () => windows.every(({ signalCode }) => signalCode !== null));
      }
      await until('nothing is under way', () =>
        ['ce', 'cloudwatch'].every((name) => simulator.calls.inFlight(name) === 0),
      );
      const counter = new ExtensionCostCounter({
        sharedFolder: folder.sharedFolder(),
        now: () => FRIDAY,
        onDidChange: () => undefined,
      });
      await counter.adopt();
      const { metrics = 0, requests = 0 } = counter.value ?? {};
      const kills = WINDOWS * ROUNDS;
      const seen = { metrics: simulator.calls.billedMetrics, requests: simulator.calls.count({ service: 'ce' }) };
      assert.ok(seen.requests > kills, 'something was spent');
      for (const [shown, sent, each] of [
        [metrics, seen.metrics, UNDER_WAY.metrics],
        [requests, seen.requests, UNDER_WAY.requests],
      ] as const)
        assert.ok(shown >= sent && shown <= sent + kills * each, `${shown} for ${sent}`);
    } finally {
      await simulator.close();
      await folder.remove();
    }
  });
});
