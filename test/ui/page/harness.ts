/**
 * A stand-in for VS Code around the page: the built page with its real content security policy, a theme's colours, and
 * the three functions of VS Code's API for pages.
 */

import { build } from 'esbuild';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PageMessage } from '../../../src/protocol/usagePage/pageMessage';
import type { PageState } from '../../../src/protocol/usagePage/state';
import { pageBuild } from '../../../build/pages.mjs';
import { stateMessage, stringsMessage } from './states';
import { bodyOf, styleOf, THEMES, type ThemeName } from './themes';

const root = path.resolve(__dirname, '../../..');

/**
 * Runs before the page's own script, as VS Code's does; it is not part of the page and so no matter of its policy. It
 * answers `ready` with the page's sentences, as the host does.
 */
const VSCODE_API = `
  globalThis.posted = [];
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.violations.push(event.violatedDirective + ' ' + event.blockedURI);
  });
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      globalThis.posted.push(message);
      if (message.type === 'ready') dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(stringsMessage)} }));
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => { sessionStorage.setItem('state', JSON.stringify(state)); },
  });
`;

interface Bundle {
  readonly script: string;
  readonly style: string;
}

async function bundle(): Promise<Bundle> {
  const { outputFiles } = await build({ ...pageBuild(true), absWorkingDir: root, write: false });
  const text = (name: string): string => outputFiles.find((file) => file.path.endsWith(name))?.text ?? '';
  return { script: text('webview.js'), style: text('webview.css') };
}

function document(theme: ThemeName, origin: string): string {
  const nonce = randomBytes(16).toString('base64');
  const { bodyClass, kind } = bodyOf(theme);
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; font-src ${origin}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Usage</title>
    <link rel="stylesheet" href="/theme-${theme}.css">
    <link rel="stylesheet" href="/page.css">
  </head>
  <body class="${bodyClass}" data-vscode-theme-kind="${kind}">
    <main id="app"></main>
    <script nonce="${nonce}" src="/page.js"></script>
  </body>
</html>`;
}

/** The page, opened in a browser, with what a test needs to be its host. */
export class OpenPage {
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /** Sends a state as the host does. */
  async send(state: PageState): Promise<void> {
    await this.sendRaw(stateMessage(state));
  }

  /** Sends any message and waits until it was taken and drawn. */
  async sendRaw(message: unknown): Promise<void> {
    await this.page.evaluate(`new Promise((done) => {
      addEventListener('message', () => done(), { once: true });
      postMessage(${JSON.stringify(message)}, '*');
    })`);
  }

  /** All that the page has said to its host. */
  async posted(): Promise<PageMessage[]> {
    return this.page.evaluate<PageMessage[]>('globalThis.posted');
  }

  /** A value from inside the page. */
  async ask<T>(expression: string): Promise<T> {
    return this.page.evaluate<T>(expression);
  }

  /**
   * Waits until an expression is true. Asked from outside, because the page's policy forbids to evaluate text inside
   * it.
   */
  async until(expression: string): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await this.ask<boolean>(expression)) return;
      await setTimeout(50);
    }
    throw new Error(`It did not come true: ${expression}`);
  }

  /** An attribute or property of all elements that match, in the order of the document. */
  async all(selector: string, property: string): Promise<string[]> {
    const read = `one.getAttribute(${JSON.stringify(property)}) ?? one[${JSON.stringify(property)}]`;
    return this.ask(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => ${read})`);
  }

  /** What the browser complained about: errors, warnings, violations of the policy. */
  async wrong(): Promise<string[]> {
    return [...this.complaints, ...(await this.page.evaluate<string[]>('globalThis.violations'))];
  }
}

/** Serves the page on loopback and opens it in any theme. */
export class Harness {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
    readonly bundle: Bundle,
  ) {}

  static async start(browser: Browser): Promise<Harness> {
    const built = await bundle();
    const server = createServer((request, response) => {
      const origin = `http://${request.headers.host ?? ''}`;
      const url = new URL(request.url ?? '/', origin);
      const [type, body] = answer(url, origin, built);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Harness(browser, server, built);
  }

  /**
   * Opens the page. The page's clock starts at `now`, and is the test's to move; without it the page has the machine's
   * clock.
   */
  async open(theme: ThemeName, now: number | undefined, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const context = await this.browser.newContext({
      viewport: { width: 1000, height: 900 },
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      ...options,
    });
    const page = await context.newPage();
    if (now !== undefined) await page.clock.install({ time: now });
    await page.addInitScript({ content: VSCODE_API });
    const open = new OpenPage(page);
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?theme=${theme}`);
    return open;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function answer(url: URL, origin: string, { script, style }: Bundle): [type: string, body: string | undefined] {
  const themed = THEMES.find((name) => url.pathname === `/theme-${name}.css`);
  if (themed) return ['text/css', styleOf(themed)];
  if (url.pathname === '/page.css') return ['text/css', style];
  if (url.pathname === '/page.js') return ['text/javascript', script];
  const theme = THEMES.find((name) => name === url.searchParams.get('theme')) ?? 'dark';
  if (url.pathname === '/') return ['text/html; charset=utf-8', document(theme, origin)];
  return ['text/plain', undefined];
}
