import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { CHECKS, runChecks, type CheckId } from '../../../../src/core/diagnose/checks';
import { Problem } from '../../../../src/core/problem';
import { passed, type Finding } from '../../../../src/features/diagnose/finding';
import { reportMarkdown } from '../../../../src/features/diagnose/reportMarkdown';

const run = (perform: (id: CheckId) => Promise<Finding>) =>
  runChecks({ perform, agreed: false, signal: new AbortController().signal, onDone: () => undefined });

/** The texts of *Diagnose*, *Verify My Profile* and the policies, as they stand in the source. */
function sentences(): readonly string[] {
  const features = join(dirname(fileURLToPath(import.meta.url)), '../../../../src/features');
  return ['diagnose', 'policies', 'verify']
    .flatMap((name) => readdirSync(join(features, name)).map((file) => join(features, name, file)))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/l10n\.t\(\s*(['"`])(.*?)\1/gs)])
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
  it('lists every check once, and first what is to be done', async () => {
    const results = await run((id) =>
      id === 'listMetrics'
        ? Promise.reject(new Problem('denied', { action: 'cloudwatch:ListMetrics' }))
        : Promise.resolve(passed(`${id} is good`, 'and a detail')),
    );
    const report = reportMarkdown(
      results,
      {
        title: 'Diagnosis',
        asOf: 'Now.',
        summary: (counts) => `${counts.passed} passed, ${counts.failed} failed, ${counts.untested} not tested.`,
        actionsHeading: 'To do',
        section: (section) => section,
        check: (id) => id,
        permissions: (actions) => `Needs ${actions.join(' and ')}`,
        outcome: { passed: '✓', failed: '✗', untested: '–' },
        problem: ({ detail }) => ({ outcome: 'failed', lines: ['denied'], action: `Ask for ${detail.action ?? ''}.` }),
        blocked: (by) => `${by} comes first`,
        notAgreed: 'not asked',
      },
      { home: '' },
    );
    assert.match(
      report,
      /^# Diagnosis\n\nNow\. 25 passed, 1 failed, 4 not tested\.\n\n## To do\n\n- \*\*listMetrics\*\*: Ask for cloudwatch:ListMetrics\.\n\n## machine\n/,
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
