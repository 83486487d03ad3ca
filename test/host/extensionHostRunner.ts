import { format } from 'node:util';
import Mocha from 'mocha';
import { writeReport } from './reporter.mjs';

/**
 * Prints what mocha reports. It uses format strings, which a window's console would pass on unfilled; and where that
 * console is shared with VS Code's own log, BEDROCK_TALLY_OUTPUT_MARK marks our lines.
 */
function print(...words: unknown[]): void {
  console.log(`${process.env.BEDROCK_TALLY_OUTPUT_MARK ?? ''}${format(...words)}`);
}

/**
 * Runs test files with mocha inside VS Code's extension host. Reports to the console and, as JSON, to the file
 * BEDROCK_TALLY_REPORT.
 * @param files each loads one file; called only once mocha's describe and it are in place.
 * @throws Error when a test failed, or none ran: this is how VS Code's exit code comes to be 1.
 */
export async function runTestFiles(files: readonly (() => unknown)[]): Promise<void> {
  Mocha.reporters.Base.consoleLog = print;
  const pattern = process.env.BEDROCK_TALLY_GREP;
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, ...(pattern ? { grep: pattern } : {}) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) load();
  const { passes = 0, failures = 0 } = await new Promise<Partial<Mocha.Stats>>((resolve) => {
    const runner = mocha.run(() => {
      resolve(runner.stats ?? {});
    });
    writeReport(runner);
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
  if (passes === 0) throw new Error('No test ran.');
}
