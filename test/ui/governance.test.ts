import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openWorkbench, type Workbench } from '../host/workbench';
import { passOn, type Passing } from './passing';
import { inTheCompany, textInFront } from './company';
import { openTally, until, writeAwsFiles, type Tally } from './tally';

const tab = ({ page }: Workbench, name: string | RegExp) =>
  page.locator('.tabs-container .tab', { hasText: name }).first();

/** Runs *Diagnose* and answers its report. */
async function diagnosisIn(workbench: Workbench, choice: string, picture: string): Promise<string> {
  await workbench.runCommand('bedrockTally.diagnose');
  await workbench.quickInput.waitFor('Diagnose');
  await workbench.quickInput.items();
  await workbench.quickInput.pick(choice);
  await tab(workbench, 'Bedrock Tally Diagnosis').waitFor({ timeout: 60_000 });
  await workbench.notification(/The report is ready/);
  await workbench.screenshot(`governance-diagnosis-${picture}`);
  return textInFront(workbench);
}

describe('A developer with a profile', () => {
  const open = inTheCompany();

  const diagnose = (choice: string, picture = 'other'): Promise<string> =>
    diagnosisIn(open().workbench, choice, picture);

  it('diagnoses that all is well, without paying Cost Explorer', async () => {
    const { workbench, aws } = open();
    // What the list asks for by itself after it was opened has to be over.
    for (let before = -1; before !== aws.calls.billedMetrics;) {
      before = aws.calls.billedMetrics;
      await workbench.page.waitForTimeout(1500);
    }
    const [metrics, requests] = [aws.calls.billedMetrics, aws.calls.billedCostExplorer];
    const report = await diagnose('Without the bill', 'fine');
    assert.equal(aws.calls.billedCostExplorer, requests);
    assert.equal(aws.calls.billedMetrics - metrics, 1);
    assert.match(
      report,
      /Account\*\*: Account …3333, as assumed-role\/AWSReservedSSO\\_BedrockDeveloper\\_…\/jane\.doe@acme\.example/,
    );
    assert.match(report, /✓ Passed \*\*Clock\*\*: In sync with AWS\./);
    assert.match(report, /✓ Passed \*\*My profiles\*\*: \d+ profiles? (is|are) yours and active/);
    assert.match(report, /✓ Passed \*\*Metrics arriving\*\*/);
    assert.ok(!report.includes('✗'), report);
    for (const secret of ['111122223333', 'AKIATALLYTEST', 'not-a-secret', workbench.home])
      assert.ok(!report.includes(secret), secret);
    await workbench.page.locator('.editor-actions').getByRole('button', { name: 'Copy Report' }).click();
    await until(async () => (await workbench.clipboardText()).startsWith('# Bedrock Tally'), true);
  });

  it('pays for the bill only when she agrees, and not more than she was told', async () => {
    const { aws } = open();
    const before = aws.calls.billedCostExplorer;
    const report = await diagnose('With the bill, budgets and alerts');
    const paid = aws.calls.billedCostExplorer - before;
    assert.ok(paid > 0 && paid <= 6, String(paid));
    assert.match(report, /\*\*Permission ce:GetCostAndUsage\*\*: Allowed/);
  });

  for (const [operation, action] of [
    ['ListInferenceProfiles', 'bedrock:ListInferenceProfiles'],
    ['ListFoundationModels', 'bedrock:ListFoundationModels'],
    ['GetInferenceProfile', 'bedrock:GetInferenceProfile'],
    ['GetResources', 'tag:GetResources'],
    ['ListTagsForResource', 'bedrock:ListTagsForResource'],
    ['ListMetrics', 'cloudwatch:ListMetrics'],
    ['GetMetricData', 'cloudwatch:GetMetricData'],
  ] as const) {
    it(`reads in the report that ${action} is missing`, async () => {
      open().aws.faults.add({ kind: 'deny', operation });
      const report = await diagnose('Without the bill');
      assert.match(report, new RegExp(`✗ Failed \\*\\*Permission ${action}\\*\\*: Access denied by AWS`));
      assert.match(
        report,
        new RegExp(`## Recommended actions\\n\\n(- .*\\n)*- .*ask your administrator for ${action}\\.`),
      );
    });
  }

  it('reads in the report that her credentials have expired', async () => {
    open().aws.faults.add({ kind: 'expired' });
    const report = await diagnose('Without the bill', 'expired');
    assert.match(report, /✗ Failed \*\*Account\*\*: The temporary AWS credentials of “acme-dev” have expired/);
    assert.match(report, /– Not tested \*\*Permission cloudwatch:ListMetrics\*\*: Requires “Account”\./);
  });

  it('reads in the report that AWS cannot be reached', async () => {
    open().aws.faults.add({ kind: 'reset' });
    const report = await diagnose('Without the bill');
    assert.match(report, /✗ Failed \*\*Account\*\*: \S+ can’t be reached/);
  });
});
describe('A developer whose clock is an hour behind and whose agent uses no profile', () => {
  let tally: Tally | undefined;
  let server: Passing | undefined;
  before(async () => {
    server = await passOn({
      to: () => tally?.aws.url ?? 'http://127.0.0.1:9',
      headers: () => ({ date: new Date(Date.now() + 3_600_000).toUTCString() }),
    });
    tally = await openTally({
      simulator: { scenario: 'company' },
      machineSettings: { 'bedrockTally.aws.endpoint': server.url },
      files: async (home) => {
        await writeAwsFiles(home);
        await mkdir(join(home, '.claude'), { recursive: true });
        const env = { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'us-east-1' };
        const settings = { model: 'global.anthropic.claude-sonnet-5', env };
        await writeFile(join(home, '.claude/settings.json'), JSON.stringify(settings));
      },
    });
  });
  after(async () => {
    await tally?.close();
    server?.close();
  });
  recordFailures(() => [tally?.workbench]);

  it('reads both in the report, and what to do, without having connected before', async () => {
    assert.ok(tally);
    const report = await diagnosisIn(tally.workbench, 'Without the bill', 'clock');
    assert.match(report, /✗ Failed \*\*Clock\*\*: This machine’s clock is 3[56]\d\d seconds behind AWS’s\./);
    assert.match(
      report,
      /## Recommended actions\n\n- \*\*Clock\*\*: This machine’s clock differs too much from AWS’s: correct it\./,
    );
    assert.match(report, /- \*\*Agents\*\*: Run “Use in an Agent” to point it to your profile\./);
    assert.match(report, /✗ Failed \*\*Agents\*\*: The agent that was found doesn’t invoke your profile/);
    assert.match(report, /Claude Code uses the system profile global\.anthropic\.claude-sonnet-5, which is untagged/);
  });
});

describe('A developer who looks at sample data', () => {
  let opened: Workbench | undefined;
  before(async () => {
    opened = await openWorkbench({
      env: { BEDROCK_TALLY_SAMPLE: '1' },
      // Her own agent, of which nothing is to be said here.
      prepare: async ({ home }) => {
        await mkdir(join(home, '.aider'), { recursive: true });
        await writeFile(join(home, '.aider.conf.yml'), 'model: bedrock/anthropic.claude-of-my-own\n');
        await mkdir(join(home, '.claude'), { recursive: true });
        const env = { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'us-east-1' };
        await writeFile(join(home, '.claude/settings.json'), JSON.stringify({ model: 'claude-of-my-own', env }));
      },
    });
    await opened.notification(/This is sample data: a simulated company/);
    await opened.runCommand('Notifications: Clear All Notifications');
  });
  after(async () => opened?.close());
  recordFailures(() => [opened]);

  it('reads in the report of the made-up agents that the sidebar shows, and of none of her own', async () => {
    assert.ok(opened);
    const workbench = opened;
    await until(
      async () => (await workbench.treeItems('Agents')).map(({ label }) => label),
      ['Cline', 'Claude Code', 'OpenCode'],
    );
    await workbench.runCommand('bedrockTally.diagnose');
    await workbench.quickInput.waitFor('Diagnose (sample data)');
    await workbench.quickInput.items();
    await workbench.quickInput.pick('Without the bill');
    await tab(workbench, 'Bedrock Tally Diagnosis').waitFor({ timeout: 60_000 });
    await workbench.notification(/The report is ready/);
    await workbench.screenshot('governance-diagnosis-sample');
    const report = await textInFront(workbench);
    assert.match(report, /\*\*Agents\*\*: 2 of 3 agents don’t invoke your profile\./);
    assert.doesNotMatch(report, /of-my-own|Aider/);
  });
});
