import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

/** What came of a run of tests. The same file that reporter.mjs writes; test/run.mjs reads it. */
interface Report {
  passed: number;
  failed: number;
  skipped: number;
  broken: { title: string; error: string }[];
}

/**
 * Prints what mocha reports. It uses format strings, which a window's console would pass on unfilled; and where that console is shared with
 * VS Code's own log, BEDROCK_TALLY_OUTPUT_MARK tells ours.
 */
function print(...words: unknown[]): void {
  console.log(`${process.env.BEDROCK_TALLY_OUTPUT_MARK ?? ''}${format(...words)}`);
}

/**
 * Runs test files with mocha inside VS Code's extension host. Reports to the console and, as JSON, to the file BEDROCK_TALLY_REPORT.
 * @param files each loads one file; called only once mocha's describe and it are in place.
 * @throws Error when a test failed, or none ran: this is how VS Code's exit code comes to be 1.
 */
export async function runTestFiles(files: readonly (() => unknown)[]): Promise<void> {
  Mocha.reporters.Base.consoleLog = print;
  const pattern = process.env.BEDROCK_TALLY_GREP;
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, ...(pattern ? { grep: pattern } : {}) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) load();
  const report = await new Promise<Report>((resolve) => {
    const broken: Report['broken'] = [];
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending, broken });
    });
    runner.on('fail', (test, error: Error) => {
      broken.push({ title: test.fullTitle(), error: error.stack ?? error.message });
    });
  });
  const file = process.env.BEDROCK_TALLY_REPORT;
  if (file) writeFileSync(file, JSON.stringify(report));
  if (report.failed > 0) throw new Error(`${report.failed} tests failed.`);
  if (report.passed === 0) throw new Error('No test ran.');
}
