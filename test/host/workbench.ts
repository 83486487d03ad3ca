import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { commandTitle } from './commandTitle';
import { keepEvidence } from './evidence';
import * as parts from './parts';
import { output, repository, scratchDirectory } from './paths';
import { provision } from './provision';
import { QuickInput } from './quickInput';
import { startServer, workbenchAddress, type Server } from './server';

/** Colour themes that come with VS Code, one of each kind. */
export type Theme = 'Dark Modern' | 'Light Modern' | 'Default High Contrast' | 'Default High Contrast Light';

/** What is opened, and in which surroundings. */
export interface WorkbenchOptions {
  /** The directory of the extension; this repository when neither this nor `vsix` is given. */
  readonly extensionPath?: string;
  /** A packaged extension to install instead. */
  readonly vsix?: string;
  /** The folder to open; a scratch one when left out. */
  readonly workspace?: string;
  /** User settings from the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** Environment of the extension host, on top of a clean one. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the browser and the extension host, for example Asia/Tokyo. UTC when left out. */
  readonly timezone?: string;
  /** Of the browser, for example en-US. */
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly workspaceTrust?: boolean;
  /** Puts files into the scratch home (~/.aws, ~/.gitconfig) and the workspace before VS Code starts. */
  readonly prepare?: (directories: { readonly home: string; readonly workspace: string }) => Promise<void> | void;
}

/** What several windows of one VS Code share. */
interface Installation {
  readonly server: Server;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly address: string;
  readonly extensionPath: string;
  readonly workspace: string;
}

/** One window of a real VS Code. */
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
    await page.goto(installation.address);
    await workbench.untilRestored();
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

  /** Another window on the same folder, with an extension host of its own. */
  openSecondWindow(): Promise<Workbench> {
    return Workbench.open(this.installation, false);
  }

  /** Reloads the window, which starts the extension afresh. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.untilRestored();
  }

  /** Runs a command from the command palette, by its title there ("Bedrock Tally: Refresh") or its id in our manifest. */
  async runCommand(titleOrId: string): Promise<void> {
    const title = await commandTitle(this.installation.extensionPath, titleOrId);
    await this.page.keyboard.press('F1');
    await this.quickInput.waitFor();
    await this.quickInput.type(`>${title}`);
    await this.quickInput.pick(title);
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
    if ((await icon.getAttribute('aria-expanded')) !== 'true') await icon.click();
    await this.page.locator('.part.sidebar .composite.title', { hasText: container }).waitFor();
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
   * Changes user settings while VS Code runs, in its own editor: this VS Code does not watch that file on the disk. Takes about a second
   * and leaves the focus in the editor area.
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
    const options = { path, animations: 'disabled', caret: 'hide' } as const;
    await (part ? part.screenshot(options) : this.page.screenshot(options));
    return path;
  }

  /** Saves what somebody needs to understand a failure: a picture, the consoles and VS Code's logs, into out/failures/. */
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

/** Starts a real VS Code in scratch directories and opens a window of it in the headless browser. Close it in the end. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const runtime = await provision();
  const root = scratchDirectory('workbench');
  const workspace = options.workspace ?? join(root, 'workspace');
  const home = join(root, 'home');
  for (const directory of [workspace, home]) if (!existsSync(directory)) await mkdir(directory, { recursive: true });
  await options.prepare?.({ home, workspace });
  const extensionPath = options.extensionPath ?? repository;
  const timezone = options.timezone ?? 'UTC';
  const server = await startServer({
    runtime,
    root,
    settings: { ...(options.theme ? { 'workbench.colorTheme': options.theme } : {}), ...options.settings },
    env: { TZ: timezone, ...options.env },
    workspaceTrust: options.workspaceTrust ?? false,
    ...(options.vsix ? { vsix: options.vsix } : { extensionPath }),
  });
  const browser = await launchBrowser(runtime.chromium, join(root, 'browser'));
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    timezoneId: timezone,
    locale: options.locale ?? 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(30_000);
  const address = workbenchAddress(server, workspace);
  return Workbench.open({ server, browser, context, address, extensionPath, workspace }, true);
}
