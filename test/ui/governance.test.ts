import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

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

  const diagnose = async (choice: string, picture = 'other'): Promise<string> => {
    const { workbench } = open();
    await workbench.runCommand('bedrockTally.diagnose');
    await workbench.quickInput.waitFor('Diagnose');
    await workbench.quickInput.items();
    await workbench.quickInput.pick(choice);
    await tab(workbench, 'Bedrock Tally Diagnosis').waitFor({ timeout: 60_000 });
    await workbench.notification(/The report is ready/);
    await workbench.screenshot(`governance-diagnosis-${picture}`);
    return textInFront(workbench);
  };

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
