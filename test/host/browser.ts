import { chromium as playwright, type Browser } from 'playwright-core';
import { cleanEnvironment } from './environment';
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
  // the tests reach this machine and nothing else
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Starts the headless browser with a scratch home directory. It ends with this process. Of a flag that is among `more`
 * too, the latter counts.
 */
export async function launchBrowser(chromium: Chromium, home: string, more: readonly string[] = []): Promise<Browser> {
  return playwright.launch({
    executablePath: chromium.executable,
    env: cleanEnvironment(home, chromium.env),
    args: [...flags, ...more],
    chromiumSandbox: false,
    timeout: 60_000,
  });
}
