import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { commandTitle } from './commandTitle';
import { keepEvidence } from './evidence';
import * as parts from './parts';
import { output } from './paths';
import { QuickInput } from './quickInput';
import { workbenchAddress, type Server } from './server';

/** What several windows of one VS Code share. */
export interface Installation {
  readonly server: Server;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly address: string;
  readonly extensionPath: string;
  readonly workspace: string;
}

/** Only VS Code in a browser has this item, so pictures leave it out. */
const hidden = '[id="status.workbench.keyboardLayout"] { display: none !important; }';

/** One window of a real VS Code. Opened by openWorkbench(). */
export class Workbench {
  readonly quickInput: QuickInput;
  /** What the extension host and the window wrote to their consoles. */
  readonly console: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly installation: Installation,
    private readonly isFirst: boolean,
  ) {
    this.quickInput = new QuickInput(page);
    page.on('console', (message) => this.console.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => this.console.push(`[page error] ${error.message}`));
  }

  static async open(installation: Installation, isFirst: boolean): Promise<Workbench> {
    const page = await installation.context.newPage();
    const workbench = new Workbench(page, installation, isFirst);
    try {
      await page.goto(installation.address);
      await workbench.untilRestored();
    } catch (error) {
      console.error(`The window did not open, see ${await workbench.keepEvidence('open')}`);
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  get server(): Server {
    return this.installation.server;
  }

  /** The scratch home directory that the extension sees. */
  get home(): string {
    return this.server.home;
  }

  get workspace(): string {
    return this.installation.workspace;
  }

  private async untilRestored(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.part.activitybar .action-item').first().waitFor();
  }

  /** Another window with an extension host of its own, on the same folder or on an empty one of this name beside it. */
  async openSecondWindow(folder?: string): Promise<Workbench> {
    if (folder === undefined) return Workbench.open(this.installation, false);
    const workspace = join(dirname(this.workspace), folder);
    await mkdir(workspace, { recursive: true });
    const address = workbenchAddress(this.server, workspace);
    return Workbench.open({ ...this.installation, workspace, address }, false);
  }

  /**
   * Reloads the window, which starts the extension afresh. By VS Code's command: the browser's reload would lose what
   * is not saved yet.
   */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load', { timeout: 60_000 });
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.untilRestored();
  }

  /**
   * Runs a command from the command palette, by its title there ("Bedrock Tally: Refresh") or its id in our manifest.
   */
  async runCommand(titleOrId: string): Promise<void> {
    const title = await commandTitle(this.installation.extensionPath, titleOrId);
    await this.leaveWebview();
    await this.page.keyboard.press('F1');
    await this.quickInput.waitForCommands();
    await this.quickInput.type(`>${title}`);
    await this.quickInput.pick(title);
  }

  /**
   * Takes the focus out of a webview. VS Code gives it back to one by a message, after the palette has closed, which on
   * a busy machine comes so late that it takes the focus from what the command has opened, and closes that.
   */
  private async leaveWebview(): Promise<void> {
    const webviews = this.page.locator('iframe.webview').filter({ visible: true });
    if ((await webviews.count()) === 0) return;
    const elsewhere = this.page.locator('.part.activitybar').getByRole('tab').first();
    for (let tries = 0; tries < 20; tries += 1) {
      await elsewhere.focus();
      // Such a message may be on its way from before: it has come when the webviews have done what they had to do.
      await Promise.all(
        this.page
          .frames()
          .map((frame) => frame.evaluate('new Promise((done) => setTimeout(done))').catch(() => undefined)),
      );
      if ((await elsewhere.and(this.page.locator(':focus')).count()) > 0) return;
    }
    throw new Error('The focus does not leave the webview.');
  }

  /** A status bar item by part of its text, or by its id (publisher.name.id). */
  statusBarItem(textOrId: string | RegExp): Locator {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    const byText = items.filter({ hasText: textOrId });
    return typeof textOrId === 'string'
      ? byText.or(this.page.locator(`.part.statusbar [id="${textOrId}"]`)).first()
      : byText.first();
  }

  /** Shows a view container of the activity bar. */
  async openView(container: string): Promise<void> {
    const icon = this.page.locator('.part.activitybar').getByRole('tab', { name: container });
    await icon.waitFor();
    const title = this.page.locator('.part.sidebar .composite.title', { hasText: container });
    const isOpen = async (): Promise<boolean> => (await icon.getAttribute('aria-expanded')) === 'true';
    // A window that is being restored opens it by itself, and a click meanwhile closes it again: so it is tried until
    // it stays open.
    for (let tries = 0; tries < 5; tries += 1) {
      if (!(await isOpen())) await icon.click();
      const shown = await title.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      await this.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      if (shown && (await isOpen())) return;
    }
    throw new Error(`The view ${container} did not stay open.`);
  }

  /**
   * Hovers over something until its tooltip is there: what is drawn anew meanwhile, such as a tree's rows, has lost it.
   * Answers the tooltip.
   */
  async tooltipOf(row: Locator, hasText: string | RegExp): Promise<Locator> {
    const tooltip = this.page.locator('.workbench-hover-container').filter({ hasText });
    for (let tries = 0; tries < 5; tries += 1) {
      await row.hover();
      const shown = await tooltip.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (shown) return tooltip;
      await this.page.mouse.move(0, 0);
    }
    throw new Error('There is no such tooltip.');
  }

  /** Everything in the side bar of which a view's title is the heading: welcome content, messages, trees. */
  pane(view: string): Locator {
    return this.page
      .locator('.part.sidebar .pane', { has: this.page.locator('.pane-header', { hasText: view }) })
      .first();
  }

  treeItems(view: string): Promise<parts.TreeItem[]> {
    return parts.treeItems(this.page, view);
  }

  /** Waits for a row of a view's tree by its label. */
  async treeItem(view: string, label: string | RegExp): Promise<Locator> {
    const row = parts
      .treeOf(this.page, view)
      .locator('.monaco-list-row', { has: this.page.locator('.label-name', { hasText: label }) })
      .first();
    await row.waitFor();
    return row;
  }

  notifications(): Promise<parts.Message[]> {
    return parts.notifications(this.page);
  }

  notification(text: string | RegExp): Promise<parts.Message> {
    return parts.notification(this.page, text);
  }

  dialog(): Promise<parts.Message> {
    return parts.dialog(this.page);
  }

  webviewFrame(title: string): Promise<Frame> {
    return parts.webviewFrame(this.page, title);
  }

  /** What Ctrl+V would paste. */
  async clipboardText(): Promise<string> {
    await this.page.bringToFront();
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  /**
   * Changes user settings while VS Code runs, in its own editor: this VS Code does not watch that file on the disk.
   * Takes about a second and leaves the focus in the editor area.
   */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(this.server.root, 'data/data/User/settings.json');
    const current = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const tab = this.page.locator('.tabs-container .tab', { hasText: 'settings.json' });
    await tab.waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Delete'); // typing over a long selection leaves its last characters
    await this.page.keyboard.insertText(JSON.stringify({ ...current, ...settings }));
    await this.page.keyboard.press('Control+S');
    await this.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
  }

  /** Takes a picture, of the window or of one part of it, into out/screenshots/. Answers its path. */
  async screenshot(name: string, part?: Locator): Promise<string> {
    const path = join(output, 'screenshots', `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    const options = { path, animations: 'disabled', caret: 'hide', style: hidden } as const;
    await (part ? part.screenshot(options) : this.page.screenshot(options));
    return path;
  }

  /**
   * Saves what somebody needs to understand a failure: a picture, the consoles and VS Code's logs, into out/failures/.
   */
  keepEvidence(name: string): Promise<string> {
    return keepEvidence(name, this.page, this.console, this.server);
  }

  /** Closes the window and, if it was the first one, VS Code, and removes its scratch directories. */
  async close(): Promise<void> {
    await this.page.close();
    if (!this.isFirst) return;
    await this.installation.browser.close();
    await this.server.close();
    await rm(this.server.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
