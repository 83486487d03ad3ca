import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem';
import { isDue, questionsLeft } from '../../../src/ui/page/questions';

const EVENING = Date.parse('2026-11-20T20:00:00Z');
const NEXT_DAY = Date.parse('2026-11-21T00:00:00Z');
const answered = { value: {}, asOf: EVENING };

describe('what a comparison asks of Cost Explorer', () => {
  it('is the bill, the tags, and as many services as there are likely to be', () => {
    assert.equal(questionsLeft({ member: undefined, types: [], costTags: {}, likelyServices: 8 }, EVENING), 10);
  });

  it('is what is left when the bill is known', () => {
    const types = [answered, undefined, {}];
    assert.equal(questionsLeft({ member: answered, types, costTags: answered, likelyServices: 8 }, EVENING), 2);
  });

  it('is nothing more on the same day, and everything again as soon as there can be new data', () => {
    const known = { member: answered, types: [answered, answered], costTags: answered, likelyServices: 8 };
    assert.equal(questionsLeft(known, NEXT_DAY - 1), 0);
    assert.equal(questionsLeft(known, NEXT_DAY), 4);
  });

  it('leaves out the tags where only the payer may know, not where it was refused otherwise', () => {
    const left = (payerOnly: boolean): number => {
      const problem = new Problem('denied', payerOnly ? { payerOnly } : {});
      return questionsLeft({ member: answered, types: [], costTags: { problem }, likelyServices: 8 }, EVENING);
    };
    assert.deepEqual([left(true), left(false)], [0, 1]);
  });

  it('is due again for an answer that is no older than another only if a midnight lies between them', () => {
    assert.equal(isDue(answered, EVENING + 1), false);
    assert.equal(isDue(answered, NEXT_DAY), true);
    assert.equal(isDue(undefined, EVENING), true);
  });
});
