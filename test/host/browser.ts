import { chromium as playwright, type Browser } from 'playwright-core';
import { cleanEnvironment } from './environment';
import { scratchDirectory } from './paths';
import type { Chromium } from './chromium';

const flags = [
  '--no-sandbox', // as root, and in containers without user namespaces
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none', // the same glyphs on every machine
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost', // the tests reach this machine and nothing else
];

/** Starts the headless browser. It ends with this process. */
export async function launchBrowser(chromium: Chromium): Promise<Browser> {
  return playwright.launch({
    executablePath: chromium.executable,
    env: cleanEnvironment(scratchDirectory('browser'), chromium.env),
    args: flags,
    chromiumSandbox: false,
    timeout: 60_000,
  });
}
