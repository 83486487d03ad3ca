/** What `npm test` only takes a sample of, or leaves out: the gateway for a long time, and with many calls. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { startGatewayProcess } from '../bench/gatewayProcess';
import { scratchDirectory } from '../host/paths';
import { callAll, CASES_AT_ONCE, runFuzzed, standInFor } from '../unit/gateway/fuzz/run';
import { restartOften } from '../unit/gateway/fuzz/restarts';
import { streamCases } from '../unit/gateway/fuzz/streamCase';

const HOUR = 3_600_000;
const HOURS = 24;
const CALLS_AN_HOUR = 2_000;
const seed = Number(process.env.BEDROCK_TALLY_SEED ?? 1);

describe('the gateway', function () {
  this.timeout(60 * 60_000);

  it('makes 100,000 fuzzed calls once each, unchanged, and counts them as far as they can be', () =>
    runFuzzed(100_000, seed));

  it('starts a thousand times on its port while streams run', () => restartOften(1_000));

  it('takes no more memory after a day than after its first hour', async () => {
    const scratch = scratchDirectory('day');
    const cases = fc.sample(streamCases, { seed, numRuns: CALLS_AN_HOUR });
    const bedrock = await standInFor(cases);
    const gateway = await startGatewayProcess(bedrock.url, scratch);
    const memory: number[] = [];
    try {
      for (let hour = 0; hour < HOURS; hour += 1) {
        gateway.setAhead(hour * HOUR);
        await callAll(gateway, cases, CASES_AT_ONCE);
        memory.push(await gateway.memory());
      }
    } finally {
      await gateway.close();
      await bedrock.close();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    }
    const [first = 0] = memory;
    const last = memory.at(-1) ?? Infinity;
    console.log(`      ${memory.map((bytes) => (bytes / 2 ** 20).toFixed(0)).join(' ')} MB`);
    assert.ok(last <= 1.2 * first, `${last} bytes after ${first}`);
  });
});
