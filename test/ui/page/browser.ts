/** The browser for tests of the page alone. */

import { chromium, type Browser } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a Chromium: the one that BEDROCK_TALLY_CHROMIUM names, or else the system's. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.BEDROCK_TALLY_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}
