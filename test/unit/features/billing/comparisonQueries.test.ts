import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Problem } from '../../../../src/core/problem';
import { validUntil, isDue, areFromSameTime, requestsNeeded } from '../../../../src/features/billing/comparisonQueries';

const EVENING = Date.parse('2026-11-20T20:00:00Z');
const NEXT_DAY = Date.parse('2026-11-21T00:00:00Z');
const answered = { value: {}, asOf: EVENING };
const MINUTE = 60_000;
const NOON = EVENING - 8 * 60 * MINUTE;
const ofNoon = { value: {}, asOf: NOON };

describe('what a comparison asks of Cost Explorer', () => {
  it('is the bill, the tags, and as many services as there are likely to be', () => {
    assert.equal(requestsNeeded({ member: undefined, types: [], costTags: {}, likelyServices: 8 }, EVENING), 10);
  });

  it('is what is left when the bill is known', () => {
    const types = [answered, undefined, {}];
    assert.equal(requestsNeeded({ member: answered, types, costTags: answered, likelyServices: 8 }, EVENING), 2);
  });

  it('is nothing more on the same day, and everything again as soon as there can be new data', () => {
    const known = { member: answered, types: [answered, answered], costTags: answered, likelyServices: 8 };
    assert.equal(requestsNeeded(known, NEXT_DAY - 1), 0);
    assert.equal(requestsNeeded(known, NEXT_DAY), 4);
  });

  it('leaves out the tags where only the payer may know, not where it was refused otherwise', () => {
    const left = (payerOnly: boolean): number => {
      const problem = new Problem('denied', payerOnly ? { payerOnly } : {});
      return requestsNeeded({ member: answered, types: [], costTags: { problem }, likelyServices: 8 }, EVENING);
    };
    assert.deepEqual([left(true), left(false)], [0, 1]);
  });

  it('is due again for an answer that is no older than another only if a midnight lies between them', () => {
    assert.equal(isDue(answered, EVENING + 1), false);
    assert.equal(isDue(answered, NEXT_DAY), true);
    assert.equal(isDue(undefined, EVENING), true);
  });
});

describe('the parts of a comparison', () => {
  const left = (member: typeof answered | undefined, types: readonly (typeof answered | undefined)[], now = EVENING) =>
    requestsNeeded({ member, types, costTags: answered, likelyServices: 8 }, now);

  it('are all of one moment: a bill that was loaded hours ago is loaded again with them', () => {
    assert.equal(left(ofNoon, [undefined, undefined]), 3);
    assert.equal(left(ofNoon, [ofNoon, undefined]), 3);
  });

  it('do not load a bill again that was loaded a little while ago', () => {
    assert.equal(left(answered, [undefined, undefined], EVENING + 5 * MINUTE), 2);
    assert.equal(left(answered, [answered, undefined], EVENING + 5 * MINUTE), 1);
  });

  it('are kept for the day once they are of one moment, although asking for them took a while', () => {
    const late = { value: {}, asOf: NOON + 3 * MINUTE };
    assert.ok(areFromSameTime([ofNoon, undefined, late]));
    assert.equal(left(ofNoon, [ofNoon, late]), 0);
    assert.equal(validUntil([ofNoon, late], EVENING)(NOON), NEXT_DAY);
  });

  it('are asked for again where windows or failures have left them of several moments', () => {
    assert.ok(!areFromSameTime([ofNoon, answered]));
    assert.equal(left(ofNoon, [answered, answered]), 1);
    assert.equal(left(ofNoon, [answered, answered], EVENING + 60 * MINUTE), 3);
    assert.equal(left(answered, [ofNoon, answered]), 1);
  });

  it('are of one moment after one round of questions, whatever was kept before', () => {
    const kept = fc.option(fc.integer({ min: NOON - 48 * 60 * MINUTE, max: EVENING }), { nil: undefined });
    fc.assert(
      fc.property(kept, fc.array(kept, { minLength: 1 }), (first, more) => {
        const parts = [first, ...more].map((asOf) => (asOf === undefined ? undefined : { value: {}, asOf }));
        const until = validUntil(parts, EVENING);
        const after = parts.map((part) => (part !== undefined && until(part.asOf) > EVENING ? part : answered));
        assert.ok(areFromSameTime(after));
        assert.equal(left(after[0], after.slice(1)), 0);
      }),
    );
  });
});
