import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { QuickItem } from '../host/quickInput';
import { openTally, until, type Tally } from './tally';

const TITLE = 'AWS Budgets, Alarms and Anomaly Alerts';

describe('AWS’s own alerts', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({
      simulator: { scenario: 'company' },
      settings: { 'bedrockTally.me.team': 'platform' },
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('clears away what a failed test has left', async () => {
    tally?.aws.faults.clear();
    await tally?.workbench.quickInput.cancel();
  });

  const start = async (): Promise<readonly QuickItem[]> => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Manage AWS Budgets, Alarms and Anomaly Alerts…');
    await workbench.quickInput.waitFor(TITLE);
    return workbench.quickInput.items();
  };
  const rows = (): Promise<QuickItem[]> => open().workbench.quickInput.items();
  const row = async (label: RegExp): Promise<QuickItem | undefined> =>
    (await rows()).find((item) => label.test(item.label));
  /** Takes what is offered, or what is typed, and waits for the next step. */
  const go = async (next: string, typed?: string): Promise<void> => {
    const { quickInput } = open().workbench;
    if (typed !== undefined) await quickInput.type(typed);
    await quickInput.accept();
    await quickInput.waitFor(next);
  };
  const toList = async (): Promise<readonly QuickItem[]> => {
    await open().workbench.quickInput.waitFor(TITLE);
    return rows();
  };
  const look = async (): Promise<readonly QuickItem[]> => {
    await open().workbench.quickInput.pick(/Load alerts|Refresh/);
    await until(async () => (await row(/Refresh/)) !== undefined, true);
    return rows();
  };
  const toBudgetReview = async (): Promise<void> => {
    const { quickInput } = open().workbench;
    await quickInput.pick(/New budget/);
    await quickInput.waitFor('New Budget: Cost Of');
    await go('New Budget: Team or Member');
    await rows();
    await go('New Budget: Period');
    await go('New Budget: Amount');
    await go('New Budget: Thresholds', '250');
    await go('New Budget: Email');
    await go('New Budget: Review', 'lead@example.com');
    await rows();
  };

  it('are shown without asking Cost Explorer’s API, with what looking costs', async () => {
    const items = await start();
    assert.deepEqual(
      items.map(({ label }) => label.replace(/^\W+/, '')),
      ['New budget…', 'New anomaly monitor…', 'New token alarm…', 'Load alerts'],
    );
    assert.match((await row(/Load alerts/))?.detail ?? '', /^At most \$0\.0\d: /);
    assert.match((await row(/New budget/))?.detail ?? '', /Free at AWS list prices/);
    assert.equal(open().aws.calls.billedCostExplorer, 0);
    await open().workbench.screenshot('alerts-list');
  });

  it('of a budget are asked for with checks, Back keeps what was answered, and Escape makes nothing', async () => {
    const { workbench, aws } = open();
    const { quickInput } = workbench;
    await start();
    await toBudgetReview();
    await quickInput.back();
    await quickInput.waitFor('Email');
    assert.equal(await quickInput.value(), 'lead@example.com');
    await quickInput.type('nobody');
    await quickInput.accept();
    await until(async () => (await quickInput.validationMessage()).includes('email address'), true);
    await quickInput.back();
    await quickInput.waitFor('Thresholds');
    await quickInput.type('80, 0');
    await until(async () => (await quickInput.validationMessage()).includes('one to five percentages'), true);
    await quickInput.back();
    await quickInput.waitFor('Amount');
    assert.equal(await quickInput.value(), '250');
    await quickInput.cancel();
    await quickInput.waitForClosed();
    assert.equal(aws.calls.count('CreateBudget'), 0);
  });

  it('of a budget are shown word for word, made, listed and deleted', async () => {
    const { workbench, aws } = open();
    await start();
    await look();
    await toBudgetReview();
    const shown = await rows();
    await workbench.screenshot('alerts-budget-review');
    await workbench.quickInput.pick(/Show as JSON/);
    await workbench.page.locator('.view-lines', { hasText: 'budgets:CreateBudget' }).waitFor();
    const read = await workbench.notification(/Nothing is created yet/);
    await workbench.screenshot('alerts-budget-json');
    assert.equal(aws.calls.count('CreateBudget'), 0);
    await read.press('Back to Review');
    await workbench.quickInput.waitFor('Review');
    await rows();
    await workbench.quickInput.pick(/Create budget/);
    await workbench.notification(/BedrockTally Team platform monthly was created/);
    const [sent] = aws.calls.select({ operation: 'CreateBudget' });
    const { NotificationsWithSubscribers: warnings } = sent?.parameters as {
      readonly NotificationsWithSubscribers: readonly { readonly Notification: { readonly Threshold: number } }[];
    };
    assert.deepEqual(
      warnings.map(({ Notification }) => Notification.Threshold),
      [80, 100],
    );
    assert.ok(shown.some(({ label, description }) => label === 'Budget.BudgetLimit.Amount' && description === '250'));
    await toList();
    const made = await row(/BedrockTally Team platform monthly/);
    assert.match(made?.detail ?? '', /^Budget · \$[\d,.]+ of \$250\.00 spent$/);
    await workbench.screenshot('alerts-listed');
    await workbench.quickInput.button(/Delete BedrockTally/, 'BedrockTally Team platform monthly').click();
    const dialog = await workbench.dialog();
    assert.match(dialog.text, /Delete BedrockTally Team platform monthly\?/);
    await workbench.screenshot('alerts-delete');
    await dialog.press('Delete');
    await workbench.notification(/was deleted/);
    await toList();
    assert.equal(await row(/BedrockTally Team platform monthly/), undefined);
    assert.equal(aws.calls.count('DeleteBudget'), 1);
    // Closing the question has closed what it showed.
    assert.equal(await workbench.page.locator('.tabs-container .tab', { hasText: 'Budget.json' }).count(), 0);
  });

  it('of a name that is taken are refused in a sentence, and made under another name', async () => {
    const { workbench, aws } = open();
    const { quickInput } = workbench;
    await start();
    await toBudgetReview();
    await quickInput.accept();
    await workbench.notification(/platform monthly was created/);
    await start();
    await toBudgetReview();
    await quickInput.accept();
    await until(async () => (await row(/Try again/))?.detail, 'This name is already used: choose another one.');
    assert.equal(aws.calls.select({ operation: 'CreateBudget' }).filter(({ status }) => status === 200).length, 2);
    await workbench.screenshot('alerts-conflict');
    await quickInput.pick(/Name/);
    await until(() => quickInput.value(), 'BedrockTally Team platform monthly');
    await quickInput.type('mine');
    await until(async () => (await quickInput.validationMessage()).includes('Enter a name such as'), true);
    await quickInput.type('BedrockTally second');
    await quickInput.accept();
    await until(async () => (await row(/^\W*Name/))?.description, 'BedrockTally second');
    await quickInput.pick(/Create budget/);
    await workbench.notification(/BedrockTally second was created/);
  });

  it('are found again when only the answer was lost', async () => {
    const { workbench, aws } = open();
    await start();
    await look();
    aws.faults.add({ kind: 'drop', operation: 'PutMetricAlarm' });
    await toAlarmReview();
    await workbench.quickInput.accept();
    await workbench.notification(/BedrockTally tokens .* was created/);
    aws.faults.clear();
    await toList();
    assert.equal((await rows()).filter(({ label }) => label.includes('BedrockTally tokens')).length, 1);
  });

  const toAlarmReview = async (): Promise<void> => {
    const { quickInput } = open().workbench;
    await quickInput.pick(/New token alarm/);
    await quickInput.waitFor('New Token Alarm: Profile');
    await rows();
    await go('Second Profile');
    await until(async () => (await row(/Watch only/)) !== undefined, true);
    await go('Period');
    await go('Tokens');
    await go('SNS Topic', '2M');
    await quickInput.type('arn:aws:sns:eu-west-1:111122223333:alerts');
    await until(
      async () => (await quickInput.validationMessage()).includes('can only notify topics in us-east-1'),
      true,
    );
    await go('Review', '');
    await rows();
  };

  it('of tokens say what they cost, show their state, and are deleted by the keyboard', async () => {
    const { workbench, aws } = open();
    const { quickInput } = workbench;
    await start();
    await look();
    const alarm = await row(/BedrockTally tokens/);
    assert.match(alarm?.detail ?? '', /^Token alarm · (OK|In alarm|Insufficient data)$/);
    await quickInput.pick(/BedrockTally tokens/);
    await quickInput.waitFor('BedrockTally tokens');
    await quickInput.accept();
    await (await workbench.dialog()).press('Delete');
    await workbench.notification(/was deleted/);
    await toList();
    assert.equal(await row(/BedrockTally tokens/), undefined);
    assert.equal(aws.calls.count('DeleteAlarms'), 1);
    await toAlarmReview();
    assert.ok(
      (await rows()).some(({ description }) => /about \$0\.[46]0 a month at AWS list prices/.test(description)),
    );
    await workbench.screenshot('alerts-alarm-review');
    await quickInput.cancel();
  });

  it('of anomalies are made and deleted with their subscriptions', async () => {
    const { workbench, aws } = open();
    const { quickInput } = workbench;
    await start();
    await look();
    await quickInput.pick(/New anomaly monitor/);
    await quickInput.waitFor('New Anomaly Monitor: Cost Of');
    await rows();
    await quickInput.pick('A member');
    await quickInput.waitFor('Team or Member');
    await until(async () => (await rows())[0]?.description.includes('mine'), true);
    await workbench.screenshot('alerts-anomaly-value');
    await quickInput.type('ci-runner');
    await until(async () => (await row(/ci-runner/))?.active, true);
    await go('Amount');
    await go('Email', '25');
    await go('Review', 'lead@example.com');
    await rows();
    await workbench.screenshot('alerts-anomaly-review');
    await quickInput.accept();
    await workbench.notification(/BedrockTally MemberName ci-runner was created/);
    await toList();
    assert.equal((await row(/ci-runner/))?.detail, 'Anomaly monitor · Active');
    await quickInput.root.getByText('BedrockTally MemberName ci-runner').hover();
    await quickInput.button(/Delete/, 'BedrockTally MemberName ci-runner').click();
    await (await workbench.dialog()).press('Delete');
    await workbench.notification(/ci-runner was deleted/);
    assert.equal(aws.calls.count('DeleteAnomalySubscription'), 1);
    assert.equal(aws.calls.count('DeleteAnomalyMonitor'), 1);
  });

  it('that are denied take away only their kind, with the permission that is missing', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', service: 'budgets' });
    aws.faults.add({ kind: 'deny', operation: 'GetAnomalyMonitors' });
    aws.faults.add({ kind: 'deny', operation: 'PutMetricAlarm' });
    await start();
    await look();
    assert.equal((await row(/Budget: not listed/))?.detail, 'Ask your administrator for budgets:ViewBudget.');
    assert.equal(
      (await row(/Anomaly monitor: not listed/))?.detail,
      'Ask your administrator for ce:GetAnomalyMonitors.',
    );
    await workbench.screenshot('alerts-denied');
    await toAlarmReview();
    await workbench.quickInput.accept();
    const denied = 'Access denied by AWS: ask your administrator for cloudwatch:PutMetricAlarm.';
    await until(async () => (await row(/Try again/))?.detail, denied);
    for (const title of ['SNS Topic', 'Tokens', 'Period', 'Second Profile', 'Profile']) {
      await workbench.quickInput.back();
      await workbench.quickInput.waitFor(`New Token Alarm: ${title}`);
    }
    await workbench.quickInput.back();
    await toList();
    assert.equal((await row(/New token alarm/))?.detail, denied);
    assert.match((await row(/New budget/))?.detail ?? '', /Free/);
  });
});

describe('AWS’s own alerts on sample data', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({ env: { BEDROCK_TALLY_SAMPLE: '1' } });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('are the simulator’s: listed at once, said to be, and AWS is not called', async () => {
    assert.ok(tally);
    const { workbench, aws } = tally;
    const { quickInput } = workbench;
    await workbench.statusBarItem(/\(sample\)/).waitFor();
    await workbench.runCommand('Bedrock Tally: Manage AWS Budgets, Alarms and Anomaly Alerts…');
    await quickInput.waitFor(`${TITLE} (sample data)`);
    await until(async () => (await quickInput.items()).some(({ label }) => label.includes('None yet')), true);
    await quickInput.pick(/New token alarm/);
    for (const title of ['Profile', 'Second Profile', 'Period']) {
      await quickInput.waitFor(`New Token Alarm: ${title} (sample data)`);
      await quickInput.items();
      await quickInput.accept();
    }
    await quickInput.waitFor('New Token Alarm: Tokens (sample data)');
    await quickInput.type('500k');
    await quickInput.accept();
    await quickInput.waitFor('SNS Topic');
    await quickInput.accept();
    await quickInput.waitFor('Review');
    await quickInput.items();
    await quickInput.accept();
    await workbench.notification(/Sample data: Token alarm .* was created/);
    await quickInput.waitFor(TITLE);
    await until(async () => (await quickInput.items()).some(({ detail }) => detail.startsWith('Token alarm')), true);
    await workbench.screenshot('alerts-sample');
    await quickInput.cancel();
    assert.deepEqual(aws.calls.all, []);
  });
});
