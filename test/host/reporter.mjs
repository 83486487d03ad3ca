// Mocha's usual report to read, and for test/run.mjs the counts and what failed, in the file BEDROCK_TALLY_REPORT.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const file = process.env.BEDROCK_TALLY_REPORT;
      const broken = this.failures.map((test) => ({
        title: test.fullTitle(),
        error: String(test.err?.stack ?? test.err),
      }));
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending, broken }));
    });
  }
}
