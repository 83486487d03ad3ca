import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { openTally, until, writeAwsFiles, type Tally } from './tally';

/** Text of the editor in front, copied as a person would copy it. */
async function textInFront(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await page.locator('.editor-group-container.active .view-lines').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  return workbench.clipboardText();
}

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
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' } });
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await tally.workbench.statusBarItem(/ tok/).waitFor();
    await tally.workbench.treeItem('Profiles', /jane/i);
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('clears faults and what was shown', async () => {
    const { workbench, aws } = open();
    aws.faults.clear();
    await workbench.quickInput.cancel();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('View: Close All Editors');
  });

  const verify = async (button: string): Promise<void> => {
    const { workbench } = open();
    await workbench.runCommand('bedrockTally.verifyProfile');
    await workbench.quickInput.waitFor('Choose a Profile');
    await workbench.quickInput.items();
    await workbench.page.keyboard.press('Enter');
    const dialog = await workbench.dialog();
    assert.match(dialog.text, /^Verify the profile /);
    await dialog.press(button);
  };

  it('hears what verifying costs before anything is sent', async () => {
    const { workbench, aws } = open();
    await workbench.runCommand('bedrockTally.verifyProfile');
    await workbench.quickInput.waitFor('Choose a Profile');
    await workbench.quickInput.items();
    await workbench.page.keyboard.press('Enter');
    const dialog = await workbench.dialog();
    await workbench.screenshot('governance-verify-asks');
    assert.match(dialog.detail, /at most 40 tokens in and 16 out \(\$0\.\d{5}\)/);
    assert.match(dialog.detail, /at most 22 metrics \(\$0\.00022\)/);
    await dialog.press('Cancel');
    assert.equal(aws.calls.count('Converse'), 0);
  });

  it('sees that a call is attributed to her', async () => {
    const { workbench, aws } = open();
    const before = aws.calls.billedMetrics;
    await verify('Verify');
    await workbench.page.locator('.notification-toast', { hasText: 'waiting for CloudWatch' }).waitFor();
    await workbench.screenshot('governance-verify-waits');
    const { text, buttons } = await workbench.notification(/Attributed to \S+ \/ jane/i);
    await workbench.screenshot('governance-verify-done');
    assert.match(text, /CloudWatch counted the call 1\d seconds after it was made/);
    assert.deepEqual(buttons, ['Show Usage']);
    assert.equal(aws.calls.count('Converse'), 1);
    assert.ok(aws.calls.billedMetrics > before);
  });

  it('may have streaming tried as well', async () => {
    const { workbench, aws } = open();
    await verify('Verify with Streaming');
    await workbench.notification(/Attributed to \S+ \/ jane/i);
    assert.equal(aws.calls.count('ConverseStream'), 1);
  });

  it('is told what is missing when she may not invoke it', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', service: 'bedrock-runtime' });
    await verify('Verify');
    const told = await workbench.notification(/could not be verified/);
    await workbench.screenshot('governance-verify-denied');
    assert.match(told.text, /You may not invoke it: ask your administrator for bedrock:InvokeModel/);
    await told.press('Copy Missing Permission');
    await until(() => workbench.clipboardText(), 'bedrock:InvokeModel');
  });

  it('is told when the call works and its count may not be read', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', operation: 'GetMetricData' });
    await verify('Verify');
    const { text } = await workbench.notification(/The call works, but its count cannot be read/);
    assert.match(text, /cloudwatch:GetMetricData/);
  });

  it('can cancel the wait without a word', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'hang', service: 'bedrock-runtime' });
    await verify('Verify');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'calling the model' });
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await toast.waitFor({ state: 'detached' });
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('gets a policy for developers of her account, and copies it', async () => {
    const { workbench } = open();
    const { quickInput, page } = workbench;
    await workbench.runCommand('bedrockTally.showPolicies');
    await quickInput.waitFor('IAM Policies');
    await quickInput.items();
    await workbench.screenshot('governance-policies');
    await quickInput.pick('Developer');
    await quickInput.waitFor('Who Is Who');
    const [first] = await quickInput.items();
    assert.equal(first?.active, true, 'Jane came by Identity Center');
    await workbench.screenshot('governance-policy-identity');
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Regions');
    await workbench.screenshot('governance-policy-regions');
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Models');
    await quickInput.items();
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Money');
    await quickInput.items();
    await page.keyboard.press('Enter');
    await workbench.notification(/is not attached to anything/);
    await workbench.screenshot('governance-policy');
    const text = await textInFront(workbench);
    assert.match(text, /^# IAM policy: Developer\n/);
    assert.match(text, /- \*\*InvokeOwnProfiles\*\*: Invoke your own profiles and nobody else's\./);
    assert.match(text, /[\d,]+ of 6,144 characters that AWS takes\./);
    await page.locator('.editor-actions').getByRole('button', { name: 'Copy JSON' }).click();
    const isPolicy = async (): Promise<boolean> => (await workbench.clipboardText()).startsWith('{');
    await until(isPolicy, true);
    const policy = JSON.parse(await workbench.clipboardText()) as {
      Version: string;
      Statement: { Resource: string[] }[];
    };
    assert.equal(policy.Version, '2012-10-17');
    assert.ok(
      JSON.stringify(policy).includes('arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/*'),
    );
  });

  it('is told in a sentence why a policy cannot be made', async () => {
    const { workbench } = open();
    const { quickInput, page } = workbench;
    await workbench.runCommand('bedrockTally.showPolicies');
    await quickInput.waitFor('IAM Policies');
    await quickInput.pick('Read-Only');
    await quickInput.waitFor('Regions');
    await quickInput.items();
    await page.locator('.quick-input-list .monaco-list-row').first().click();
    await quickInput.accept();
    await quickInput.waitFor('Money');
    await quickInput.items();
    await quickInput.accept();
    await workbench.notification('Choose at least one Region.');
  });

  const diagnose = (choice: string, picture = 'other'): Promise<string> =>
    diagnosisIn(open().workbench, choice, picture);

  it('diagnoses that all is well, without paying Cost Explorer', async () => {
    const { workbench, aws } = open();
    const [metrics, requests] = [aws.calls.billedMetrics, aws.calls.billedCostExplorer];
    const report = await diagnose('Without the bill', 'fine');
    assert.equal(aws.calls.billedCostExplorer, requests);
    assert.equal(aws.calls.billedMetrics - metrics, 1);
    assert.match(
      report,
      /Account\*\*: Account …3333, as assumed-role\/AWSReservedSSO\\_BedrockDeveloper\\_…\/jane\.doe@acme\.example/,
    );
    assert.match(report, /✓ fine \*\*Clock\*\*: It agrees with AWS’s\./);
    assert.match(report, /✓ fine \*\*My profiles\*\*: \d+ profiles are yours and active/);
    assert.match(report, /✓ fine \*\*Metrics arriving\*\*/);
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
      assert.match(report, new RegExp(`✗ failed \\*\\*Permission ${action}\\*\\*: AWS did not allow it`));
      assert.match(report, new RegExp(`## What to do\\n\\n(- .*\\n)*- .*ask your administrator for ${action}\\.`));
    });
  }

  it('reads in the report that her credentials have expired', async () => {
    open().aws.faults.add({ kind: 'expired' });
    const report = await diagnose('Without the bill', 'expired');
    assert.match(report, /✗ failed \*\*Account\*\*: The temporary AWS credentials of “acme-dev” have expired/);
    assert.match(report, /– not tested \*\*Permission cloudwatch:ListMetrics\*\*: It needs “Account” first\./);
  });

  it('reads in the report that AWS cannot be reached', async () => {
    open().aws.faults.add({ kind: 'reset' });
    const report = await diagnose('Without the bill');
    assert.match(report, /✗ failed \*\*Account\*\*: \S+ cannot be reached/);
  });
});

/** Passes requests on, and says in every answer that it is an hour later. */
function laterByAnHour(url: () => string): Server {
  return createServer((incoming, outgoing) => {
    const { method, headers, url: path = '/' } = incoming;
    const passed = request(new URL(path, url()), { method, headers }, (answer) => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, date });
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
}

describe('A developer whose clock is an hour behind and whose agent uses no profile', () => {
  let tally: Tally | undefined;
  let server: Server | undefined;
  before(async () => {
    const passing = laterByAnHour(() => tally?.aws.url ?? 'http://127.0.0.1:9');
    server = passing;
    await new Promise<void>((resolve) => passing.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(passing.address() as AddressInfo).port}`;
    tally = await openTally({
      simulator: { scenario: 'company' },
      machineSettings: { 'bedrockTally.aws.endpoint': endpoint },
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
    server?.closeAllConnections();
    server?.close();
  });
  recordFailures(() => [tally?.workbench]);

  it('reads both in the report, and what to do, without having connected before', async () => {
    assert.ok(tally);
    const report = await diagnosisIn(tally.workbench, 'Without the bill', 'clock');
    assert.match(report, /✗ failed \*\*Clock\*\*: This machine’s clock is 3[56]\d\d seconds behind AWS’s\./);
    assert.match(
      report,
      /## What to do\n\n- \*\*Clock\*\*: This machine’s clock is too far off for AWS: set it right\./,
    );
    assert.match(report, /✗ failed \*\*Agents\*\*/);
    assert.match(
      report,
      /Claude Code invokes global\.anthropic\.claude-sonnet-5 without a profile: nobody is named for it/,
    );
  });
});
