// Stands in for the program "code" in front of @vscode/test-electron: takes the arguments of a test run, opens the
// provisioned VS Code in a headless browser, passes on what the tests print, and ends with their exit code.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { keepEvidence } from './evidence';
import { scratchDirectory } from './paths';
import { provision } from './provision';
import { remoteUri, startServer, workbenchAddress, type Server } from './server';

/** How long a test run may take in all. */
const limitMs = 15 * 60_000;

interface Arguments {
  readonly extension: string;
  readonly tests: string;
  readonly folder: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
}

function settingsIn(userData: string | undefined): Record<string, unknown> {
  if (userData === undefined) return {};
  try {
    return JSON.parse(readFileSync(join(userData, 'User/settings.json'), 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests, 'user-data-dir': userData } = values;
  if (typeof extension !== 'string' || typeof tests !== 'string') {
    throw new Error('Needs --extensionDevelopmentPath=… and --extensionTestsPath=…');
  }
  const settings = settingsIn(typeof userData === 'string' ? userData : undefined);
  return { extension, tests, folder: positionals[0], settings };
}

/** Begins each thing the tests print, to tell it from what VS Code logs to the same console. */
const mark = '[test output]';

/** Opens the window that runs the tests and waits for their exit code. */
async function runIn(page: Page, server: Server, { extension, tests, folder }: Arguments): Promise<number> {
  const lines: string[] = [];
  page.on('console', (message) => {
    lines.push(message.text());
    const [, ...output] = message.text().split(mark);
    if (output.length > 0) console.log(output.join(mark));
  });
  const ended = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  const payload = [
    ['extensionDevelopmentPath', remoteUri(server, extension)],
    ['extensionTestsPath', remoteUri(server, tests)],
  ] as const;
  await page.goto(workbenchAddress(server, folder, payload));
  const code = await Promise.race([ended, sleep(limitMs, undefined, { ref: false })]);
  if (code !== 0)
    console.error(`See ${await keepEvidence('integration', page, lines, server)} and the .log beside it.`);
  if (code === undefined) throw new Error(`The tests did not end within ${limitMs / 60_000} minutes.`);
  return code;
}

async function main(): Promise<number> {
  const given = readArguments();
  const runtime = await provision();
  const wanted = JSON.parse(process.env.BEDROCK_TALLY_EXTENSION_ENV ?? '{}') as Record<string, string>;
  const env = { ...wanted, BEDROCK_TALLY_OUTPUT_MARK: mark };
  const root = scratchDirectory('tests');
  const server = await startServer({ runtime, root, env, settings: given.settings, testDriver: true });
  const browser = await launchBrowser(runtime.chromium, join(root, 'browser'));
  try {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    return await runIn(await context.newPage(), server, given);
  } finally {
    await browser.close();
    await server.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
