import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openTally, until, type Tally } from './tally';

/** A budget that the company's Jane has long spent, and one that she never will. */
const SPENT = { 'bedrockTally.budget.mine.amount': 1, 'bedrockTally.budget.mine.period': 'month' };
const AMPLE = { 'bedrockTally.budget.mine.amount': 1_000_000 };

describe('A soft budget', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, settings: SPENT });
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const warns = async (): Promise<boolean> => {
    const item = open().workbench.statusBarItem(/tok/);
    return ((await item.getAttribute('class')) ?? '').includes('warning-kind');
  };

  it('that is spent is told of once, and the status bar warns', async () => {
    const { workbench } = open();
    const told = await workbench.notification(/My budget/);
    assert.match(told.text, /of \$1\.00 this month \(UTC\)/);
    await until(warns, true);
    await workbench.screenshot('budget-over');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('is not told of again after a reload, and the status bar still warns', async () => {
    const { workbench } = open();
    await workbench.reload();
    await until(warns, true);
    const about = (await workbench.notifications()).filter(({ text }) => text.includes('My budget'));
    assert.deepEqual(about, []);
  });

  it('has a place on the page, with what is left of its period', async () => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Show My Usage');
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await frame.getByRole('tab', { name: 'Budgets' }).click();
    await frame.getByText('My budget').first().waitFor();
    await frame
      .getByText(/of this period so far|too early for a forecast/)
      .first()
      .waitFor();
    await frame
      .getByText(/^As of /)
      .first()
      .waitFor();
    await workbench.screenshot('budget-page');
  });

  it('that is ample lets the status bar be quiet again', async () => {
    await open().workbench.changeSettings(AMPLE);
    await until(warns, false);
  });
});
