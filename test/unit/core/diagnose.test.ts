import assert from 'node:assert/strict';
import { CHECKS, fine, reportMarkdown, runChecks, type CheckId, type Finding } from '../../../src/core/diagnose';
import { Problem } from '../../../src/core/problem';

const signal = (): AbortSignal => new AbortController().signal;
const run = (perform: (id: CheckId) => Promise<Finding>, agreed = false) =>
  runChecks({ perform, agreed, signal: signal(), onDone: () => undefined });

describe('The checks of a diagnosis', () => {
  it('need only what stands before them, so that the report can be read from the top', () => {
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
        return Promise.resolve(fine('good'));
      }, agreed);
      assert.deepEqual(
        paid.filter((id) => made.includes(id)),
        agreed ? paid : [],
      );
      assert.equal(results.bill.outcome, agreed ? 'fine' : 'not-agreed');
      assert.equal(made.length, CHECKS.length - (agreed ? 0 : paid.length));
    }
  });

  it('are not made when what they need has failed, and say what that was', async () => {
    const results = await run((id) =>
      id === 'credentials' ? Promise.reject(new Problem('sso-expired')) : Promise.resolve(fine('good')),
    );
    assert.equal(results.credentials.outcome, 'problem');
    assert.deepEqual(results.account, { outcome: 'blocked', by: 'credentials' });
    assert.deepEqual(results.listProfiles, { outcome: 'blocked', by: 'account' });
    // What needs no AWS is still told.
    for (const id of ['versions', 'proxy', 'agents', 'prices'] as const) assert.equal(results[id].outcome, 'fine', id);
  });

  it('go on when one has only nothing to say', async () => {
    const results = await run((id) =>
      Promise.resolve(id === 'clock' ? { outcome: 'untested', lines: ['no date'] } : fine('good')),
    );
    assert.equal(results.account.outcome, 'fine');
  });

  it('run side by side where nothing orders them', async () => {
    let running = 0;
    let most = 0;
    await run(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return fine('good');
    });
    assert.ok(most >= 5, String(most));
  });

  it('count up to all of them', async () => {
    const counts: number[] = [];
    await runChecks({
      perform: () => Promise.resolve(fine('good')),
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
          return Promise.resolve(fine('good'));
        },
        agreed: false,
        signal: cancel.signal,
        onDone: () => undefined,
      }),
      { name: 'AbortError' },
    );
  });
});

describe('The report of a diagnosis', () => {
  it('tells every check once, and first what is to be done', async () => {
    const results = await run((id) =>
      id === 'listMetrics'
        ? Promise.reject(new Problem('denied', { action: 'cloudwatch:ListMetrics' }))
        : Promise.resolve(fine(`${id} is good`, 'and a detail')),
    );
    const report = reportMarkdown(
      results,
      {
        title: 'Diagnosis',
        asOf: 'Now.',
        summary: (counts) => `${counts.fine} fine, ${counts.failed} failed, ${counts.untested} not tested.`,
        toDo: 'To do',
        section: (section) => section,
        check: (id) => id,
        outcome: { fine: '✓', failed: '✗', untested: '–' },
        problem: ({ detail }) => ({ outcome: 'failed', lines: ['denied'], todo: `Ask for ${detail.action ?? ''}.` }),
        blocked: (by) => `${by} comes first`,
        notAgreed: 'not asked',
      },
      { home: '' },
    );
    assert.match(
      report,
      /^# Diagnosis\n\nNow\. 23 fine, 1 failed, 4 not tested\.\n\n## To do\n\n- \*\*listMetrics\*\*: Ask for cloudwatch:ListMetrics\.\n\n## machine\n/,
    );
    for (const { id } of CHECKS)
      assert.equal(report.match(new RegExp(`^- [✓✗–] \\*\\*${id}\\*\\*: `, 'gm'))?.length, 1, id);
    assert.match(report, /^- ✗ \*\*listMetrics\*\*: denied$/m);
    assert.match(report, /^- – \*\*metrics\*\*: listMetrics comes first$/m);
    assert.match(report, /^ {2}- and a detail$/m);
  });
});
