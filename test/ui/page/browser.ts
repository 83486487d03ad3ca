/** The browser for tests of the page alone: the test host's, so that none has to be installed. */

import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser as launch } from '../../host/browser';
import { scratchDirectory } from '../../host/paths';
import { provision } from '../../host/provision';

/** Starts it with a scratch home directory, which goes when it is closed. */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  const { chromium } = await provision();
  const home = scratchDirectory('browser');
  const browser = await launch(chromium, home, flags);
  browser.once('disconnected', () => {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return browser;
}
