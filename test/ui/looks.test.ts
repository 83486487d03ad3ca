import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { recordFailures } from '../host/evidence';
import { sampleOf } from '../host/matrix';
import { repository } from '../host/paths';
import { openWorkbench, type Theme, type Workbench } from '../host/workbench';

const THEMES: Readonly<Record<string, Theme>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

/** With BEDROCK_TALLY_PICTURES=1 these become the pictures of the README, in media/readme/. */
const README: Readonly<Record<string, string>> = {
  'look-status-dark': 'tree',
  'look-review-dark': 'wizard',
  'look-page-dark': 'page',
  'look-cline-dark': 'cline',
};

/** Windows of two sizes: what is small is to be read in the README as well. */
const SMALL = { width: 1000, height: 640 };
const LARGE = { width: 1280, height: 800 };

/** Pictures in a README are loaded by everybody who reads it. */
const PICTURE_BYTES = 200_000;

async function takePicture(workbench: Workbench, name: string): Promise<void> {
  const picture = await workbench.screenshot(name);
  const wanted = README[name];
  if (process.env.BEDROCK_TALLY_PICTURES !== '1' || wanted === undefined) return;
  assert.ok((await stat(picture)).size <= PICTURE_BYTES, `${picture} is too large for a README`);
  const folder = join(repository, 'media/readme');
  await mkdir(folder, { recursive: true });
  await copyFile(picture, join(folder, `${wanted}.png`));
}

/** Fails with the rules that the webview in front breaks, and where. */
async function expectAccessible({ page }: Workbench): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page })
    .include(['iframe.webview', 'iframe#active-frame'])
    .analyze();
  assert.ok(passes.length > 10, 'the rules have been applied to something');
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}

/**
 * The colour of a kind of tokens, as the theme in use gives it: some themes have none, or a translucent one, for some
 * of VS Code's names.
 */
const colourOf = (kind: string): string =>
  `getComputedStyle(document.documentElement).getPropertyValue('--kind-${kind}').trim()`;

/** Drags the side bar's edge, so that whole rows can be read. */
async function widenSideBar({ page }: Workbench, by: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by, y, { steps: 5 });
  await page.mouse.up();
}

/** Takes the pointer off everything that would show a tip. */
const pointAway = ({ page }: Workbench): Promise<void> => page.mouse.move(1, 1);

async function closeEditors(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
}

describe('Sample data', () => {
  let opened: Workbench | undefined;
  const open = (): Workbench => {
    assert.ok(opened);
    return opened;
  };
  before(async () => {
    opened = await openWorkbench({ env: { BEDROCK_TALLY_SAMPLE: '1' }, theme: 'Dark Modern' });
    await opened.statusBarItem(/\(sample\)/).waitFor();
    await opened.notification(/This is sample data: a simulated company/);
    await opened.runCommand('Notifications: Clear All Notifications');
    await widenSideBar(opened, 100);
  });
  after(async () => opened?.close());
  recordFailures(() => [opened]);
  afterEach('closes what a failed test has left open', async () => {
    await opened?.quickInput.cancel();
  });

  const openPage = async (): Promise<Frame> => {
    const workbench = open();
    await workbench.runCommand('Bedrock Tally: Show My Usage');
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await pointAway(workbench);
    await frame.locator('[data-measure=total] .exact').waitFor();
    return frame;
  };

  for (const [name, theme] of sampleOf(Object.entries(THEMES))) {
    describe(`in ${theme}`, () => {
      before(async () => {
        const workbench = open();
        await workbench.changeSettings({ 'workbench.colorTheme': theme });
        await workbench.openView('Bedrock Tally');
      });

      it('is marked in tree and status bar', async () => {
        const workbench = open();
        await workbench.page.setViewportSize(SMALL);
        const pane = workbench.pane('Profiles');
        await pane.getByText('Sample data: a simulated company. Nothing here is from AWS.').waitFor();
        const [connection] = await workbench.treeItems('Profiles');
        assert.equal(connection?.label, 'Sample data');
        await workbench.statusBarItem(/[\d.]+M tok · est\. \$[\d.]+ \(sample\)/).waitFor();
        await takePicture(workbench, `look-tree-${name}`);
        const tooltip = await workbench.tooltipOf(workbench.statusBarItem(/\(sample\)/), 'last 24 hours');
        await tooltip.getByText('Sample data, not from AWS').waitFor();
        await takePicture(workbench, `look-status-${name}`);
      });

      it('has a wizard', async () => {
        const workbench = open();
        const { quickInput } = workbench;
        await workbench.runCommand('Bedrock Tally: Create My Profile…');
        await quickInput.waitFor('Model');
        await quickInput.items();
        await takePicture(workbench, `look-wizard-${name}`);
        await quickInput.type('us.anthropic.claude-opus-4-7');
        await quickInput.accept();
        for (const step of ['Team', 'Member', 'Extra Tags']) {
          await quickInput.waitFor(step);
          if (step !== 'Member') await quickInput.items();
          await takePicture(workbench, `look-wizard-${step.toLowerCase().replace(' ', '-')}-${name}`);
          await quickInput.accept();
        }
        await quickInput.waitFor('Review');
        await quickInput.items();
        await takePicture(workbench, `look-review-${name}`);
        await quickInput.cancel();
        await quickInput.waitForClosed();
      });

      it('has a page without barriers that says so', async () => {
        const workbench = open();
        await workbench.page.setViewportSize(LARGE);
        const frame = await openPage();
        await workbench.page.locator('.tabs-container .tab', { hasText: 'Bedrock Usage (sample data)' }).waitFor();
        await frame.getByText('Sample data All numbers are simulated.').waitFor();
        for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'])
          assert.match(await frame.evaluate<string>(colourOf(kind)), /^#[0-9a-f]{6}$/, `${kind} has a solid colour`);
        await takePicture(workbench, `look-page-${name}`);
        await expectAccessible(workbench);
        await frame.locator('#table-scroller').scrollIntoViewIfNeeded();
        await frame.locator('#tab-profiles').click();
        await frame.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
        await takePicture(workbench, `look-table-${name}`);
        await expectAccessible(workbench);
        await closeEditors(workbench);
      });

      it('has a guide without barriers that says so', async () => {
        const workbench = open();
        await workbench.runCommand('Bedrock Tally: Use in Cline');
        await workbench.quickInput.waitFor('Choose a Profile');
        await workbench.quickInput.pick('platform-jane-doe-sonnet-5');
        const frame = await workbench.webviewFrame('Use in Cline');
        await pointAway(workbench);
        await frame.getByText('Sample data: the ARN works with the simulator only.').waitFor();
        await frame.getByRole('button', { name: 'Copy Model ID' }).focus();
        await takePicture(workbench, `look-cline-${name}`);
        await expectAccessible(workbench);
        await closeEditors(workbench);
      });

      it('is left for the welcome, and asked for again', async () => {
        const workbench = open();
        const pane = workbench.pane('Profiles');
        await workbench.runCommand('Bedrock Tally: Leave Sample Data');
        await pane.getByRole('button', { name: 'Create My Profile', exact: true }).waitFor();
        await workbench.statusBarItem('Bedrock profile').waitFor();
        await takePicture(workbench, `look-welcome-${name}`);
        await pane.getByRole('button', { name: 'Explore Sample Data' }).click();
        await workbench.notification(/This is sample data: a simulated company/);
        await workbench.treeItem('Profiles', 'Mine');
        await takePicture(workbench, `look-explore-${name}`);
        await workbench.runCommand('Notifications: Clear All Notifications');
      });
    });
  }
});
