/** Everything that we have VS Code render, with a hostile text in every place where a text of others can stand. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { installInertStandIn } from './inert/install';
import { expectInert } from './inert/rendered';
import { findSites, KINDS, membersCalled, type Answer, type Place } from './inert/sites';
import { openTally, until, writeAwsFiles, type Tally } from './tally';

/** Members of our `window` whose texts are properties, tried one by one below, and those that render no text. */
const OTHERS = [
  ...['createQuickPick', 'createInputBox', 'createTreeView', 'createStatusBarItem', 'createOutputChannel'],
  ...['registerWebviewPanelSerializer', 'onDidChangeWindowState', 'onDidChangeTerminalShellIntegration'],
  'showTextDocument',
];

/** Parts of the hostile text that are to be read as they are written. */
const LINK = '[Fix it now](command:workbench.action.toggleSidebarVisibility?%5B%5D "t")';
const ICON = '$(zap)';

/** Where things are shown, and what lies there that is VS Code's own or named as ours. */
const PLACES: Readonly<Record<Exclude<Place, 'nowhere'>, readonly [string, string]>> = {
  // Of toasts VS Code shows no more than three within a second.
  center: [
    '.notifications-center .notification-list-item',
    '.notification-list-item-icon, .monaco-action-bar, .notification-list-item-source',
  ],
  dialog: ['.monaco-dialog-box', '.dialog-icon, .monaco-action-bar'],
  quickInput: [
    '.quick-input-widget',
    '.monaco-action-bar, .quick-input-list-checkbox, .monaco-custom-toggle, .codicon-beaker',
  ],
  statusbar: [
    '.part.statusbar .statusbar-item:has-text("Fix it now"):not([id$="hostile.item"])',
    '.statusbar-item-label > .codicon-loading:first-child',
  ],
  terminal: ['.part.panel .single-terminal-tab', '.codicon-terminal-bash'],
  tab: ['.part.editor .tab.active', '.tab-actions'],
};

describe('What VS Code renders for us', () => {
  let tally: Tally | undefined;
  let port = 0;
  const workbench = (): Workbench => tally?.workbench ?? assert.fail();
  before(async () => {
    tally = await openTally({
      files: async (home) => {
        await writeAwsFiles(home);
        await installInertStandIn(join(dirname(home), 'extensions'));
      },
    });
    const file = join(workbench().home, 'hostile-port');
    await until(() => Promise.resolve(existsSync(file)), true);
    ({ port } = JSON.parse(readFileSync(file, 'utf8')) as { port: number });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('closes what is open', () => end());

  async function ask(path: string, body = ''): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { method: 'POST', body });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text) as Answer;
  }

  const at = (place: Exclude<Place, 'nowhere'>): Locator =>
    workbench().page.locator(PLACES[place][0]).filter({ visible: true });

  /** Closes what is shown, and waits until it is gone. */
  async function end(place: Place = 'nowhere'): Promise<void> {
    if (place === 'dialog') await workbench().page.keyboard.press('Escape');
    await ask('/end');
    if (place === 'center' || place === 'dialog' || place === 'quickInput') await until(() => at(place).count(), 0);
  }

  async function expectShown({ place, hostile }: Answer): Promise<void> {
    if (place === 'nowhere' || (place === 'statusbar' && !hostile)) return;
    const [, own] = PLACES[place];
    if (hostile) await at(place).filter({ hasText: 'Fix it now' }).first().waitFor();
    await expectInert(at(place), hostile ? LINK : '', own);
  }

  it('goes through nothing that is not tried here', () => {
    assert.deepEqual(
      [...membersCalled()].filter((member) => ![...KINDS, ...OTHERS].includes(member)),
      [],
    );
  });

  for (const { place, ...site } of findSites())
    it(`is text in ${site.kind} of ${place}`, async () => {
      const answer = await ask('/site', JSON.stringify(site));
      // A text is checked when it is changed.
      if (site.kind === 'showInputBox') await workbench().quickInput.type('y');
      await expectShown(answer);
      await end(answer.place);
    });

  it('is text in an item of the status bar, and in all parts of its tooltip', async () => {
    const item = workbench().page.locator('.part.statusbar .statusbar-item[id$="hostile.item"]');
    await expectInert(item, ICON, '.statusbar-item-label > .codicon-beaker:first-child');
    await item.hover();
    await expectTooltip('inert-tooltip');
  });

  it('is text in the rows of a tree, their tooltips, and the texts of the view', async () => {
    await workbench().openView('Stand-in');
    const pane = workbench().pane('Hostile');
    if ((await pane.locator('.pane-header').getAttribute('aria-expanded')) !== 'true')
      await pane.locator('.pane-header').click();
    await pane.locator('.monaco-list-row').first().waitFor();
    await expectInert(pane, LINK, '.monaco-action-bar, .pane-header > .codicon, .monaco-tl-twistie');
    await workbench().screenshot('inert-tree', pane);
    await (await workbench().treeItem('Hostile', /^markdown/)).hover();
    await expectTooltip('inert-row-tooltip');
    await (await workbench().treeItem('Hostile', /^text/)).hover();
    const tip = hover();
    await tip.waitFor();
    await expectInert(tip, LINK, ':not(*)');
  });

  const hover = (): Locator =>
    workbench()
      .page.locator('.workbench-hover-container .monaco-hover')
      .filter({ visible: true, hasText: 'Fix it now' });

  /** The tooltip has an icon, bold words, a table and one link of ours, and nothing else but text. */
  async function expectTooltip(name: string): Promise<void> {
    await hover().waitFor();
    await workbench().screenshot(name);
    const tip = hover().locator('.rendered-markdown');
    assert.equal(await tip.locator('a').count(), 1);
    assert.match((await tip.locator('a').getAttribute('data-href')) ?? '', /^command:bedrockTally\.refresh\?/);
    for (const [elements, count] of Object.entries({ '.codicon': 1, strong: 4, table: 1, p: 3, br: 1 }))
      assert.equal(await tip.locator(elements).count(), count, elements);
    await expectInert(tip, LINK, 'a, strong, table, .codicon-beaker');
    assert.equal(await tip.locator('a > *, strong > *, th > *, td > :not(strong)').count(), 0);
    for (const words of await tip.locator('a, strong, th, td').allTextContents()) assert.ok(words.includes('(zap)'));
    await workbench().page.mouse.move(1, 1);
    await hover().waitFor({ state: 'detached' });
  }

  for (const name of ['list', 'prompt', 'verdict', 'terminal', 'panel', 'progress'])
    it(`is text in each property of a ${name}`, async () => {
      const answer = await ask('/thing', name);
      await expectShown(answer);
      await workbench().screenshot(`inert-${name}`);
      await end(answer.place);
    });
});
