import type Mocha from 'mocha';

/** Writes the counts, what failed and where the time went to the file BEDROCK_TALLY_REPORT when a runner has ended. */
export function writeReport(runner: Mocha.Runner): void;
