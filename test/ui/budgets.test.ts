import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { monthStart } from '../../src/core/usage/ranges';
import { startSimulator } from '../../src/simulator/index';
import { recordFailures } from '../host/evidence';
import { changeWorkspaceSettings, JANES_PROFILE, openTally, until, type Tally } from './tally';

/** A budget that the company's Jane has long spent, and one that she never will. */
const SPENT = { 'bedrockTally.budget.mine.amount': 1, 'bedrockTally.budget.mine.period': 'month' };
const AMPLE = { 'bedrockTally.budget.mine.amount': 1_000_000 };

/** Whether Jane of the sample data has made a call this month: not in the first hours of its first day. */
async function hasSpentInSample(): Promise<boolean> {
  const sample = await startSimulator({ scenario: 'company' });
  const { invocations } = sample.served(JANES_PROFILE, monthStart(sample.now()), sample.now());
  await sample.close();
  return invocations > 0;
}

describe('A soft budget', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, settings: SPENT });
    await tally.spendDollars();
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
    const item = open().workbench.statusBarItem(/tok|Bedrock profile/);
    return ((await item.getAttribute('class')) ?? '').includes('warning-kind');
  };

  it('that is spent is told of once, and the status bar warns', async () => {
    const { workbench } = open();
    const told = await workbench.notification(/My budget/);
    assert.match(told.text, / in us-east-1 of \$1\.00 this month \(UTC\), [\d,]+\.\d% used/);
    await until(warns, true);
    await workbench.screenshot('budget-over');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('is named to who cannot see the status bar’s colour', async () => {
    const item = open().workbench.page.locator('.statusbar-item a[aria-label^="Bedrock Tally"]');
    const label = (await item.getAttribute('aria-label')) ?? '';
    assert.match(label, /in the last 24 hours.*\. My budget: estimated \$[\d,.]+ in us-east-1 of \$1\.00/);
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
      .getByText(/at the current rate|No forecast: less than/)
      .first()
      .waitFor();
    await frame
      .getByText(/^\s*As of /)
      .first()
      .waitFor();
    await workbench.screenshot('budget-page');
  });

  /** When its figures on the page were taken. */
  const asOf = async (): Promise<string> => {
    const frame = await open().workbench.webviewFrame('Bedrock Usage');
    return (await frame.locator('.budget time').getAttribute('datetime')) ?? '';
  };

  it('is looked at again by Refresh, the command and the button beside the budgets', async () => {
    const { workbench } = open();
    const first = await asOf();
    await workbench.runCommand('Bedrock Tally: Refresh');
    await until(async () => (await asOf()) > first, true);
    const second = await asOf();
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await frame.getByRole('button', { name: 'Refresh', exact: true }).click();
    await until(async () => (await asOf()) > second, true);
  });

  it('is not said to be kept where another Region was looked at', async () => {
    const { workbench } = open();
    const choose = async (region: string): Promise<void> => {
      await workbench.runCommand('bedrockTally.chooseRegion');
      await workbench.quickInput.waitFor('Region');
      await workbench.quickInput.type(region);
      await workbench.quickInput.pick(region);
    };
    await choose('eu-west-1');
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await frame.getByText('Within budget in eu-west-1').waitFor();
    const text = await frame.locator('.budget').innerText();
    assert.match(
      text.replace(/\s+/g, ' '),
      /\$0\.00 of \$1\.00, spent in eu-west-1 .*nothing spent in eu-west-1 so far/,
    );
    await until(warns, false);
    for (const [name, theme] of [
      ['vs-dark', 'Dark Modern'],
      ['vs', 'Light Modern'],
    ] as const) {
      await workbench.changeSettings({ 'workbench.colorTheme': theme });
      await workbench.page.locator(`.monaco-workbench.${name}`).waitFor();
      const again = await workbench.webviewFrame('Bedrock Usage');
      await again.getByText('Within budget in eu-west-1').waitFor();
      await workbench.screenshot(`budget-elsewhere-${name}`);
    }
    await choose('us-east-1');
    await workbench.quickInput.pick('For all workspaces');
    await until(warns, true);
  });

  it('is changed with what is set now selected, and what was set can be undone', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await workbench.runCommand('Bedrock Tally: Set Budget…');
    await quickInput.waitFor('Set Budget: Scope');
    await quickInput.items();
    await quickInput.accept();
    await quickInput.waitFor('Set Budget: Period');
    const selected = (await quickInput.items()).filter(({ active }) => active).map(({ label }) => label);
    assert.deepEqual(selected, ['Each month']);
    await workbench.screenshot('budget-period');
    await quickInput.accept();
    await quickInput.waitFor('Set Budget: Amount');
    assert.equal(await quickInput.value(), '1');
    await quickInput.type('4000');
    await quickInput.accept();
    const message = await workbench.notification(/My budget: \$4,000\.00 each month \(previously \$1\.00 each month\)/);
    await until(warns, false);
    await workbench.screenshot('budget-set');
    await message.press('Undo');
    await until(warns, true);
  });

  it('that the folder’s settings hold lower is set all the same, and that is said', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    const grouping = 'bedrockTally.profiles.grouping';
    await changeWorkspaceSettings(workbench, { 'bedrockTally.budget.mine.amount': 2, [grouping]: 'flat' });
    // The budget stays as it is until mine is higher; the list shows that the file was read.
    await until(async () => (await workbench.treeItems('Profiles')).every(({ level }) => level === 1), true);
    await workbench.runCommand('Bedrock Tally: Set Budget…');
    await quickInput.waitFor('Set Budget: Scope');
    assert.equal((await quickInput.items())[0]?.description, '$1.00 each month');
    await quickInput.accept();
    await quickInput.waitFor('Set Budget: Period');
    await quickInput.items();
    await quickInput.accept();
    await quickInput.waitFor('Set Budget: Amount');
    await quickInput.type('5');
    await quickInput.accept();
    const message = await workbench.notification(
      /My budget: \$5\.00 each month .*folder’s settings lower it to \$2\.00/,
    );
    await message.press('Undo');
    await changeWorkspaceSettings(workbench, {});
    await until(warns, true);
  });

  it('that is ample lets the status bar be quiet again', async () => {
    await open().workbench.changeSettings(AMPLE);
    await until(warns, false);
  });

  it('set on sample data warns there as it would for real, and is in nobody’s settings', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await workbench.changeSettings(SPENT);
    await until(warns, true);
    await workbench.runCommand('Bedrock Tally: Explore Sample Data');
    await workbench.statusBarItem('(sample)').waitFor();
    // The last thing that it does, after it has put the focus into the view.
    await workbench.notification(/This is sample data/);
    await until(warns, false);
    const before = await readFile(join(workbench.server.root, 'data/data/User/settings.json'), 'utf8');
    await workbench.runCommand('Bedrock Tally: Set Budget…');
    await quickInput.waitFor('Set Budget: Scope (sample data)');
    const [mine] = await quickInput.items();
    assert.equal(mine?.description, 'none');
    await quickInput.accept();
    await quickInput.waitFor('Set Budget: Period');
    // Enter takes the row that is highlighted: it is there once the list is this step's.
    await until(async () => (await quickInput.items()).some(({ active }) => active), true);
    await quickInput.accept();
    await quickInput.waitFor('Set Budget: Amount');
    await quickInput.type('0.01');
    await quickInput.accept();
    await workbench.notification(/My budget: \$0\.01 each month .*sample data: your settings are not changed/);
    await until(warns, await hasSpentInSample());
    await workbench.screenshot('budget-sample');
    assert.equal(await readFile(join(workbench.server.root, 'data/data/User/settings.json'), 'utf8'), before);
    await workbench.runCommand('Bedrock Tally: Leave Sample Data');
    await until(warns, true);
    const item = workbench.page.locator('.statusbar-item a[aria-label^="Bedrock Tally"]');
    await until(async () => ((await item.getAttribute('aria-label')) ?? '').includes('of $1.00'), true);
  });
});
