import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from 'mocha';
import type { Page } from 'playwright-core';
import { output } from './paths';
import type { Server } from './server';

/** The last of VS Code's log files: the server's, the extension host's and those of output channels. */
async function logsOf(server: Server): Promise<string> {
  const names = await readdir(server.logs, { recursive: true }).catch(() => []);
  const files = [
    server.logFile,
    ...names.filter((name) => name.endsWith('.log')).map((name) => join(server.logs, name)),
  ];
  const texts = files.map(
    async (file) => `===== ${file}\n${(await readFile(file, 'utf8').catch(() => '')).slice(-50_000)}\n`,
  );
  return (await Promise.all(texts)).join('');
}

/** What evidence of a failure can be kept of. `keepEvidence` resolves to where it lies. */
interface KeepsEvidence {
  keepEvidence(name: string): Promise<string>;
}

/** Writes picture, consoles and logs of a window to out/failures/ and answers the path of the picture. */
export async function keepEvidence(
  name: string,
  page: Page,
  lines: readonly string[],
  server: Server,
): Promise<string> {
  const directory = join(output, 'failures');
  await mkdir(directory, { recursive: true });
  const stem = join(directory, name.replace(/[^\w.-]+/g, '-').slice(0, 120));
  await page.screenshot({ path: `${stem}.png`, timeout: 10_000 }).catch(() => undefined);
  await writeFile(`${stem}.log`, `${lines.join('\n')}\n${await logsOf(server)}`);
  return `${stem}.png`;
}

/** To be called in a mocha suite: keeps evidence of each test in it that fails. */
export function recordFailures(workbenches: () => readonly (KeepsEvidence | undefined)[]): void {
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    for (const [index, workbench] of workbenches().entries()) {
      if (workbench) console.log(`      see ${await workbench.keepEvidence(`${test.fullTitle()}-${index + 1}`)}`);
    }
  });
}
