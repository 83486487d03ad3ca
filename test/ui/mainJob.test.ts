import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openTally, until, type Tally } from './tally';

describe('A developer without a profile', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({
      settings: { 'bedrockTally.me.team': 'platform' },
      // None is chosen: the view then connects only when it is asked to, and keeps its buttons until then.
      machineSettings: { 'bedrockTally.aws.profile': '' },
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('is offered one in the status bar, and nobody was called for that', async () => {
    const { workbench, aws } = open();
    const item = workbench.statusBarItem('Bedrock profile');
    await item.waitFor();
    assert.deepEqual(aws.calls.all, []);
  });

  it('creates it from the sidebar with the keyboard alone', async () => {
    const { workbench, aws } = open();
    const { page, quickInput } = workbench;
    await workbench.runCommand('Bedrock Tally: Focus on Profiles View');
    const button = page.getByRole('button', { name: 'Create My Profile', exact: true });
    await button.waitFor();
    await workbench.screenshot('welcome');
    const focused = page.locator(':focus').and(button);
    for (let tabs = 0; tabs < 20 && (await focused.count()) === 0; tabs += 1) await page.keyboard.press('Tab');
    assert.equal(await focused.count(), 1, 'Tab reaches the button');
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Model');
    await quickInput.items();
    await quickInput.typeKeys('Haiku 4.5');
    await quickInput.accept();
    await quickInput.waitFor('Team');
    await quickInput.items();
    await quickInput.accept();
    await quickInput.waitFor('Member');
    assert.equal(await quickInput.value(), 'jane.doe');
    await quickInput.accept();
    await quickInput.waitFor('Extra Tags');
    await quickInput.items();
    await quickInput.accept();
    await quickInput.waitFor('Review');
    const rows = await quickInput.items();
    assert.ok(
      rows.some((row) => row.label === 'Data may be processed in' && row.description === 'any commercial AWS Region'),
    );
    await quickInput.accept();
    await workbench.notification(/was created/);
    assert.equal(aws.calls.count('CreateInferenceProfile'), 1);
  });

  it('finds it selected in the tree, and copies its ARN with the keyboard', async () => {
    const { workbench } = open();
    // Not read once: the rows are drawn again while the usage of the new profile arrives.
    await until(async () => {
      const row = await workbench.treeItem('Profiles', /claude-haiku-4-5/);
      return ((await row.getAttribute('class')) ?? '').includes('selected');
    }, true);
    await workbench.runCommand('Bedrock Tally: Focus on Profiles View');
    const focused = workbench.page.locator('.pane .monaco-list-row.focused');
    for (let step = 0; step < 10 && !(await focused.allInnerTexts()).join('').includes('claude-haiku-4-5'); step += 1) {
      await workbench.page.keyboard.press('ArrowDown');
    }
    await workbench.page.keyboard.press('Shift+F10');
    const menu = workbench.page.locator('.context-view .monaco-menu');
    await menu.waitFor();
    await menu.getByText('Copy ARN').waitFor();
    for (
      let step = 0;
      step < 20 && !(await menu.locator('.action-item.focused').allInnerTexts()).join('').includes('Copy ARN');
      step += 1
    ) {
      await workbench.page.keyboard.press('ArrowDown');
    }
    await workbench.page.keyboard.press('Enter');
    const arn = /^arn:aws:bedrock:us-east-1:111122223333:application-inference-profile\/[a-z0-9]{12}$/;
    await until(async () => arn.test(await workbench.clipboardText()), true);
  });

  it('sees in the status bar and in the page what the profile has used', async () => {
    const { workbench, aws } = open();
    const arn = await workbench.clipboardText();
    await open().invoke(arn, 12);
    const served = aws.served(arn, Date.now() - 86_400_000, Date.now() + 60_000);
    assert.equal(served.invocations, 12);
    await workbench.runCommand('Bedrock Tally: Show My Usage');
    const frame = await workbench.webviewFrame('Bedrock Usage');
    const total = served.input + served.output + served.cacheRead + served.cacheWrite;
    const table = frame.locator('#app');
    await table.getByText(total.toLocaleString('en-US'), { exact: true }).first().waitFor();
    for (const count of [served.input, served.output, served.cacheRead, served.cacheWrite]) {
      assert.ok(
        (await table.getByText(count.toLocaleString('en-US'), { exact: true }).count()) > 0,
        `${count} is on the page`,
      );
    }
    await workbench.statusBarItem(/tok/).waitFor();
    const spoken = (await workbench.statusBarItem(/tok/).locator('a').getAttribute('aria-label')) ?? '';
    assert.ok(spoken.includes(total.toLocaleString('en-US')), spoken);
  });

  it('gets every value for Cline beside a copy button', async () => {
    const { workbench } = open();
    const arn = await workbench.clipboardText();
    await workbench.runCommand('Bedrock Tally: Use in Cline');
    await workbench.quickInput.waitFor('Choose a Profile');
    await workbench.quickInput.typeKeys('jane-doe');
    await workbench.quickInput.accept();
    const frame = await workbench.webviewFrame('Use in Cline');
    await frame.getByText('anthropic.claude-haiku-4-5-20251001-v1:0', { exact: true }).waitFor();
    await frame.getByRole('button', { name: 'Copy Base Inference Model' }).click();
    await frame.getByRole('status').getByText('Base Inference Model copied').waitFor();
    await until(() => workbench.clipboardText(), 'anthropic.claude-haiku-4-5-20251001-v1:0');
    await frame.getByRole('button', { name: 'Copy Model ID' }).click();
    await frame.getByRole('status').getByText('Model ID copied').waitFor();
    await until(() => workbench.clipboardText(), arn);
    await workbench.screenshot('use-in-cline');
  });
});
