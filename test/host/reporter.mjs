// Mocha's usual report to read, and for test/run.mjs the counts, what failed and where the time went, in the file
// BEDROCK_TALLY_REPORT.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** The outermost suite that a test or hook belongs to. */
function suiteOf(runnable) {
  let suite = runnable.parent;
  while (suite?.parent && !suite.parent.root) suite = suite.parent;
  return suite?.title ?? '';
}

/**
 * Writes the report when a runner has ended. Its times are in seconds, those of tests and those of hooks for each
 * outermost suite.
 * @param runner {Mocha.Runner}
 */
export function writeReport(runner) {
  const file = process.env.BEDROCK_TALLY_REPORT;
  if (!file) return;
  const broken = [];
  const suites = new Map();
  const add = (kind) => (runnable) => {
    const title = suiteOf(runnable);
    const times = suites.get(title) ?? { title, tests: 0, hooks: 0, slowest: [] };
    const seconds = (runnable.duration ?? 0) / 1000;
    times[kind] += seconds;
    if (seconds >= 5) times.slowest.push({ title: runnable.title, seconds });
    suites.set(title, times);
  };
  runner.on('test end', add('tests'));
  runner.on('hook end', add('hooks'));
  runner.on('fail', (test, error) => broken.push({ title: test.fullTitle(), error: String(error?.stack ?? error) }));
  runner.once('end', () => {
    const { passes: passed = 0, failures: failed = 0, pending: skipped = 0 } = runner.stats ?? {};
    writeFileSync(file, JSON.stringify({ passed, failed, skipped, broken, suites: [...suites.values()] }));
  });
}

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    writeReport(runner);
  }
}
