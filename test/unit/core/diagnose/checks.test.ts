import assert from 'node:assert/strict';
import { actionsFor, CHECKS, runChecks, type CheckFinding, type CheckId } from '../../../../src/core/diagnose/checks';
import { actionsOf, COST_GROUPS, PROFILE_GROUPS } from '../../../../src/core/policies/permissions';
import { Problem } from '../../../../src/core/problem';

const PASSED = { outcome: 'passed' } as const;
const signal = (): AbortSignal => new AbortController().signal;
const run = (perform: (id: CheckId) => Promise<CheckFinding>, agreed = false) =>
  runChecks({ perform, agreed, signal: signal(), onDone: () => undefined });

describe('The checks of a diagnosis', () => {
  it('need only checks that precede them, so that the report can be read from the top', () => {
    const seen = new Set<string>();
    for (const { id, after } of CHECKS) {
      for (const needed of after) assert.ok(seen.has(needed), `${id} needs ${needed}`);
      assert.ok(!seen.has(id), id);
      seen.add(id);
    }
  });

  it('that are paid for by the request are made only when the user agreed', async () => {
    const paid = CHECKS.filter((check) => 'onlyIfAgreed' in check).map(({ id }) => id);
    assert.deepEqual(paid, ['bill', 'costTags', 'alerts']);
    for (const agreed of [false, true]) {
      const made: CheckId[] = [];
      const results = await run((id) => {
        made.push(id);
        return Promise.resolve(PASSED);
      }, agreed);
      assert.deepEqual(
        paid.filter((id) => made.includes(id)),
        agreed ? paid : [],
      );
      assert.equal(results.bill.outcome, agreed ? 'passed' : 'not-agreed');
      assert.equal(made.length, CHECKS.length - (agreed ? 0 : paid.length));
    }
  });

  it('are not made when what they need has failed, and name what that was', async () => {
    const results = await run((id) =>
      id === 'credentials' ? Promise.reject(new Problem('sso-expired')) : Promise.resolve(PASSED),
    );
    assert.equal(results.credentials.outcome, 'problem');
    assert.deepEqual(results.account, { outcome: 'blocked', by: 'credentials' });
    assert.deepEqual(results.listProfiles, { outcome: 'blocked', by: 'account' });
    // What needs no AWS is still told.
    for (const id of ['versions', 'proxy', 'agents', 'prices'] as const)
      assert.equal(results[id].outcome, 'passed', id);
  });

  it('continue when one has found nothing', async () => {
    const results = await run((id) => Promise.resolve(id === 'clock' ? { outcome: 'untested' } : PASSED));
    assert.equal(results.account.outcome, 'passed');
  });

  it('run side by side where nothing orders them', async () => {
    let running = 0;
    let most = 0;
    await run(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return PASSED;
    });
    assert.ok(most >= 5, String(most));
  });

  it('count up to all of them', async () => {
    const counts: number[] = [];
    await runChecks({
      perform: () => Promise.resolve(PASSED),
      agreed: false,
      signal: signal(),
      onDone: (done, of) => {
        assert.equal(of, CHECKS.length);
        counts.push(done);
      },
    });
    assert.deepEqual(
      counts,
      CHECKS.map((_, index) => index + 1),
    );
  });

  it('end without a report when they are cancelled', async () => {
    const cancel = new AbortController();
    await assert.rejects(
      runChecks({
        perform: (id) => {
          if (id === 'account') cancel.abort();
          return Promise.resolve(PASSED);
        },
        agreed: false,
        signal: cancel.signal,
        onDone: () => undefined,
      }),
      { name: 'AbortError' },
    );
  });
});

describe('The permissions that a diagnosis is about', () => {
  it('are all that we ever need, each in one check', () => {
    const told = CHECKS.flatMap(({ id }) => actionsFor(id));
    assert.deepEqual([...told].sort(), [...actionsOf(...PROFILE_GROUPS, ...COST_GROUPS)].sort());
  });
});
