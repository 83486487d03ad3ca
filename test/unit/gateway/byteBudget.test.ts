import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ByteBudget } from '../../../src/gateway/byteBudget';

const never = new AbortController().signal;

describe('the memory of request bodies', () => {
  it('is given in order, and never more than there is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 150 })), async (sizes) => {
        const budget = new ByteBudget(100);
        const order: number[] = [];
        let held = 0;
        await Promise.all(
          sizes.map(async (size, index) => {
            const release = await budget.reserve(size, new AbortController().signal);
            order.push(index);
            held += Math.min(size, 100);
            assert.ok(held <= 100);
            await new Promise(setImmediate);
            held -= Math.min(size, 100);
            release();
            release();
          }),
        );
        assert.deepEqual(
          order,
          sizes.map((_, index) => index),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('goes to the next one when one that waits has left', async () => {
    const budget = new ByteBudget(10);
    const release = await budget.reserve(6, never);
    const leaves = new AbortController();
    const large = budget.reserve(10, leaves.signal);
    const small = budget.reserve(4, never);
    leaves.abort();
    await assert.rejects(large);
    (await small)();
    release();
    await assert.rejects(budget.reserve(1, leaves.signal));
    (await budget.reserve(10, never))();
  });
});
