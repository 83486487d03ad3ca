import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

/** The status bar's item once figures are known. */
const TOKENS = /\d[KMG]? tok/;

describe('Two windows of one machine', () => {
  let tally: Tally | undefined;
  let second: Workbench | undefined;
  let arn = '';
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const other = (): Workbench => {
    assert.ok(second);
    return second;
  };
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, theme: 'Dark Modern' });
    // Whoever has chosen an AWS profile is connected when the view is seen.
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.statusBarItem(TOKENS).waitFor();
  });
  after(async () => {
    await second?.close();
    await tally?.close();
  });
  recordFailures(() => [tally?.workbench, second]);

  /** What the status bar's item tells a screen reader: the exact count. */
  const spoken = async ({ page }: Workbench): Promise<string> =>
    (await page.locator('.statusbar-item a[aria-label^="Bedrock Tally"]').getAttribute('aria-label')) ?? '';
  const asked = (): number => open().aws.calls.count('GetMetricData');
  /** Waits until nothing has been asked for a moment, and answers how often it was. */
  const settled = async (): Promise<number> => {
    let before = -1;
    while (before !== asked()) {
      before = asked();
      await open().workbench.page.waitForTimeout(1500);
    }
    return before;
  };
  const page = async (workbench: Workbench): Promise<Frame> => {
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await frame.locator('[data-measure=total] .exact').waitFor();
    return frame;
  };
  const total = async (frame: Frame): Promise<string> =>
    (await frame.locator('[data-measure=total] .exact').innerText()).trim();

  it('show the same tokens after one question to CloudWatch', async () => {
    const { workbench, aws } = open();
    const before = await settled();
    second = await workbench.openSecondWindow();
    await second.statusBarItem(TOKENS).waitFor();
    assert.equal(await spoken(second), await spoken(workbench));
    assert.match(await spoken(second), /[\d,]{9,} of my tokens in the last 24 hours/);
    assert.equal(await settled(), before);
    assert.equal(aws.calls.count('ListInferenceProfiles'), 1);
  });

  it('show what either of them has learnt', async () => {
    const { workbench, invoke } = open();
    await other().runCommand('Bedrock Tally: Copy ARN');
    await other().quickInput.waitFor('Choose a Profile');
    await other().quickInput.pick('platform-jane-doe-sonnet-5');
    await until(async () => (await other().clipboardText()).startsWith('arn:aws:bedrock:'), true);
    arn = await other().clipboardText();
    const before = await spoken(workbench);
    await invoke(arn, 3);
    await other().runCommand('Bedrock Tally: Refresh');
    await until(async () => (await spoken(workbench)) === before, false);
    await until(() => spoken(other()), await spoken(workbench));
  });

  it('tell that AWS does not answer, and keep the last figures', async () => {
    const { workbench, aws } = open();
    const before = await spoken(workbench);
    const warning = (window: Workbench) => window.statusBarItem(TOKENS).locator('.codicon-warning');
    aws.faults.add({ kind: 'deny', operation: 'GetMetricData' });
    await workbench.runCommand('Bedrock Tally: Refresh');
    for (const window of [workbench, other()]) {
      await warning(window).waitFor();
      assert.equal(await spoken(window), before);
    }
    await workbench.pane('Profiles').getByText('Couldn’t refresh everybody’s tokens').waitFor();
    const tip = await workbench.tooltipOf(workbench.statusBarItem(TOKENS), 'last 24 hours');
    await tip.getByText('Access denied by AWS: ask your administrator for cloudwatch:GetMetricData.').waitFor();
    await workbench.screenshot('status-warning');
    aws.faults.clear();
    await workbench.runCommand('Bedrock Tally: Refresh');
    for (const window of [workbench, other()]) await warning(window).waitFor({ state: 'detached' });
  });

  it('ask once for the page that both show', async () => {
    const { workbench } = open();
    const before = await settled();
    await workbench.runCommand('Bedrock Tally: Show My Usage');
    const shown = await total(await page(workbench));
    assert.equal(await settled(), before + 1);
    await other().runCommand('Bedrock Tally: Show My Usage');
    assert.equal(await total(await page(other())), shown);
    assert.equal(await settled(), before + 1);
  });

  it('leave scroll, focus and selection where they are when new figures arrive', async () => {
    const { workbench, invoke } = open();
    const frame = await page(workbench);
    const before = await total(frame);
    await frame.locator('.hour').nth(5).click();
    await frame.locator('#copy').focus();
    await frame.evaluate('scrollTo(0, 300)');
    await invoke(arn, 2);
    await other().runCommand('Bedrock Tally: Refresh');
    await until(async () => (await total(frame)) === before, false);
    assert.equal(await frame.evaluate('scrollY'), 300);
    assert.equal(await frame.evaluate('document.activeElement.id'), 'copy');
    assert.equal(await frame.locator('.hour').nth(5).getAttribute('aria-selected'), 'true');
    await workbench.screenshot('page-refreshed');
  });

  it('find the page as it was after its tab was hidden, and after a reload', async () => {
    const { workbench } = open();
    const frame = await page(workbench);
    await frame.locator('#tab-models').click();
    await frame.locator('#table-scroller').focus();
    const figures = await total(frame);
    for (const leave of [() => workbench.runCommand('File: New Untitled Text File'), () => workbench.reload()]) {
      await leave();
      const back = await page(workbench);
      assert.equal(await back.locator('#tab-models').getAttribute('aria-selected'), 'true');
      await back.locator('tbody th', { hasText: 'Claude Sonnet 5' }).waitFor();
      assert.equal(await total(back), figures);
    }
    await workbench.screenshot('page-restored');
  });
});
