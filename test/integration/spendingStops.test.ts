/** What is said where asking was stopped because it would have cost too much. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { REPEATED_PAGE, spendingStoppedNote } from '../../src/core/awsApi';
import { Problem } from '../../src/core/problem';
import { missingDataOf } from '../../src/core/report/collect';
import { reportMessages } from '../../src/features/export/reportMessages';
import { missingText } from '../../src/ui/messages/missingUsage';
import { problemRemedy, problemSentence } from '../../src/ui/messages/problems';

describe('an answer that did not end', () => {
  it('says what it cost, what is missing and what helps, for Cost Explorer', () => {
    const problem = new Problem('spending-limit', { action: 'ce:GetCostAndUsage', units: 100 });
    assert.equal(
      problemSentence(problem),
      'Stopped after 100 requests to Cost Explorer ($1.00) because its results did not end. Incomplete results are not shown. Choose one month or a tag with fewer values, or contact AWS Support.',
    );
    assert.equal(problemRemedy(problem).label, 'Show Log');
  });

  it('says that figures are at least these, for CloudWatch, on the page and in the report', () => {
    assert.equal(
      missingText(spendingStoppedNote(2000)),
      'Actual usage may be higher: CloudWatch’s response did not end, so the request was stopped after 2000 metrics (at most $0.02). Refresh later, or choose a shorter range.',
    );
    for (const text of [missingText, (note: string) => reportMessages('en').notes.missing(missingDataOf(note))])
      for (const note of [REPEATED_PAGE, spendingStoppedNote(8)])
        assert.match(text(note), /^Actual usage may be higher: /);
  });
});
