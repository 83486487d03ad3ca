import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from './browser';
import { requireBuilt } from './built';
import { closeAtEnd } from './closing';
import { repository, scratchDirectory } from './paths';
import { provision } from './provision';
import { startServer, workbenchAddress } from './server';
import { Workbench } from './workbenchWindow';

export type { Workbench };

/** Colour themes that come with VS Code, one of each kind. */
export type Theme = 'Dark Modern' | 'Light Modern' | 'Default High Contrast' | 'Default High Contrast Light';

/**
 * The extensions of VS Code's own that a window has: the others, of which several start with every window, take a fifth
 * of the time that it takes to open one.
 */
const BUILT_INS = [
  ...['theme-defaults', 'theme-modern-icons', 'theme-seti'],
  ...['json', 'yaml', 'ini', 'markdown-basics', 'markdown-language-features'],
];

/** What is opened, and in which surroundings. */
export interface WorkbenchOptions {
  /** The directory of the extension; this repository when neither this nor `vsix` is given. */
  readonly extensionPath?: string;
  /** A packaged extension to install instead. */
  readonly vsix?: string;
  /** The folder or `.code-workspace` file to open; a scratch folder when left out. */
  readonly workspace?: string;
  /** User settings from the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * The same for settings of scope "machine", which VS Code does not take from the user's when it is reached over a
   * network.
   */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** Environment of the extension host, on top of a clean one. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the browser and the extension host, for example Asia/Tokyo. UTC when left out. */
  readonly timezone?: string;
  /** Of the browser, for example en-US. */
  readonly locale?: string;
  /** VS Code's display language for extensions, as a language pack would set it. English when left out. */
  readonly language?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /**
   * Leaves workspace trust on, so that the folder opens in Restricted Mode, until trusted. Off by default: everything
   * is trusted.
   */
  readonly workspaceTrust?: boolean;
  /** Puts files into the scratch home (~/.aws, ~/.gitconfig) and the workspace before VS Code starts. */
  readonly prepare?: (directories: { readonly home: string; readonly workspace: string }) => Promise<void> | void;
}

/**
 * Starts a real VS Code in scratch directories and opens a window of it in the headless browser. Close it in the end.
 */
export const openWorkbench = (options: WorkbenchOptions = {}): Promise<Workbench> => closeAtEnd(open(options));

async function open(options: WorkbenchOptions): Promise<Workbench> {
  if (options.vsix === undefined) await requireBuilt();
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
    machineSettings: options.machineSettings ?? {},
    env: { TZ: timezone, ...options.env },
    workspaceTrust: options.workspaceTrust ?? false,
    builtIns: BUILT_INS,
    ...(options.vsix ? { vsix: options.vsix } : { extensionPath }),
  });
  const browser = await launchBrowser(runtime.chromium, join(root, 'browser')).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  try {
    const context = await newContext(browser, timezone, options);
    const address = workbenchAddress(server, workspace);
    return await Workbench.open({ server, browser, context, address, extensionPath, workspace }, true);
  } catch (error) {
    await browser.close();
    await server.close();
    throw error;
  }
}

async function newContext(
  browser: Browser,
  timezone: string,
  { viewport, locale, language }: WorkbenchOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: viewport ?? { width: 1280, height: 800 },
    timezoneId: timezone,
    locale: locale ?? 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(30_000);
  if (language !== undefined) {
    // What a language pack's messages set before the workbench starts.
    const value = JSON.stringify(language);
    await context.addInitScript(
      `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => ${value}, set() {} })`,
    );
  }
  return context;
}
