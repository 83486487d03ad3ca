import assert from 'node:assert/strict';
import {
  asProblem,
  isAboutCredentials,
  isCancelled,
  isProblem,
  mayHaveHappened,
  Problem,
  PROBLEM_CODES,
} from '../../../src/core/problem';

describe('a problem', () => {
  it('is known as one, and nothing else is, whatever it has', () => {
    assert.ok(isProblem(new Problem('denied')));
    const foreign = Object.assign(new Error('denied'), { code: 'denied', detail: {} });
    for (const other of [foreign, { code: 'denied', detail: {} }, 'x', undefined]) assert.ok(!isProblem(other));
  });

  it('is made of any error, keeping its words and its cause', () => {
    const cause = new TypeError('fetch failed');
    const problem = asProblem(cause);
    assert.deepEqual([problem.code, problem.message, problem.cause], ['unexpected', 'fetch failed', cause]);
    assert.equal(asProblem('plain words').message, 'plain words');
    const own = new Problem('denied', { action: 'bedrock:ListInferenceProfiles' });
    assert.equal(asProblem(own), own);
  });

  it('is not what was cancelled', () => {
    assert.ok(isCancelled(new DOMException('stop', 'AbortError')));
    assert.ok(!isCancelled(new Error('AbortError')));
  });

  it('may have done its work, or surely has not: that decides whether to check before trying again', () => {
    const may = PROBLEM_CODES.filter((code) => mayHaveHappened(new Problem(code)));
    assert.deepEqual(may, ['unreachable', 'throttled', 'server', 'broken-answer', 'spending-limit', 'unexpected']);
  });

  it('is about credentials where signing in or another profile may help', () => {
    const about = PROBLEM_CODES.filter((code) => isAboutCredentials({ code }));
    assert.deepEqual(about, [
      'no-credentials',
      'sso-expired',
      'expired',
      'process-failed',
      'mfa-needed',
      'incomplete-profile',
      'unreadable-name',
      'refused-credentials',
      'unknown-profile',
      'no-region',
      'wrong-region',
    ]);
    assert.ok(!isAboutCredentials(undefined));
  });
});
