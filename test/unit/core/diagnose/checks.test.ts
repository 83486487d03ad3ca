import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  actionsFor,
  CHECKS,
  fine,
  reportMarkdown,
  runChecks,
  type CheckId,
  type Finding,
} from '../../../../src/core/diagnose/checks';
import { actionsOf, COST_GROUPS, PROFILE_GROUPS } from '../../../../src/core/policies/permissions';
import { Problem } from '../../../../src/core/problem';

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

describe('The permissions that a diagnosis is about', () => {
  it('are all that we ever need, each in one check', () => {
    const told = CHECKS.flatMap(({ id }) => actionsFor(id));
    assert.deepEqual([...told].sort(), [...actionsOf(...PROFILE_GROUPS, ...COST_GROUPS)].sort());
  });
});

/** The texts of *Diagnose*, *Verify My Profile* and the policies, as they stand in the source. */
function sentences(): readonly string[] {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../src/ui/governance');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/l10n\.t\(\s*(['"`])(.*?)\1/gs)])
    .map(([, , text = '']) => text);
}

describe('The advice of a diagnosis', () => {
  const names = JSON.parse(readFileSync(new URL('../../../../package.nls.json', import.meta.url), 'utf8')) as Readonly<
    Record<string, string>
  >;
  const titles = Object.entries(names)
    .filter(([key]) => key.startsWith('command.'))
    .map(([, title]) => title.replace(/…$/, ''));

  // Their names are filled in from package.json, so none of them can be one that is not there any more.
  it('writes out no command’s title and no setting’s id by itself', () => {
    const found = sentences();
    assert.ok(found.length > 100, String(found.length));
    for (const text of found.filter((one) => /[.:]$/.test(one))) {
      const named = titles.filter((title) => new RegExp(`(?<![\\w’])${title}(?!\\w)`).test(text));
      assert.deepEqual(named, [], text);
      assert.doesNotMatch(text, /bedrockTally\./);
    }
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
        permissions: (actions) => `Needs ${actions.join(' and ')}`,
        outcome: { fine: '✓', failed: '✗', untested: '–' },
        problem: ({ detail }) => ({ outcome: 'failed', lines: ['denied'], todo: `Ask for ${detail.action ?? ''}.` }),
        blocked: (by) => `${by} comes first`,
        notAgreed: 'not asked',
      },
      { home: '' },
    );
    assert.match(
      report,
      /^# Diagnosis\n\nNow\. 25 fine, 1 failed, 4 not tested\.\n\n## To do\n\n- \*\*listMetrics\*\*: Ask for cloudwatch:ListMetrics\.\n\n## machine\n/,
    );
    for (const { id } of CHECKS)
      assert.equal(report.match(new RegExp(`^- [✓✗–] \\*\\*${id}\\*\\*: `, 'gm'))?.length, 1, id);
    assert.match(report, /^- ✗ \*\*listMetrics\*\*: denied$/m);
    assert.match(report, /^- – \*\*metrics\*\*: listMetrics comes first$/m);
    assert.match(report, /^ {2}- and a detail$/m);
    // One permission stands in the check's name, several are told with it.
    assert.match(report, /^ {2}- and a detail\n {2}- Needs bedrock:CreateInferenceProfile and bedrock:TagResource$/m);
    assert.doesNotMatch(report, /Needs cloudwatch:ListMetrics/);
  });
});
