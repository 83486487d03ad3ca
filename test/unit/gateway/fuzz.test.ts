/** A sample of what `npm run soak` does with the gateway: calls with anything going wrong on either side. */

import { restartOften } from './fuzz/restarts';
import { runFuzzed } from './fuzz/run';

describe('the gateway in a sample of fuzzed runs', () => {
  it('makes each call once, unchanged, and counts it as far as it can be', () =>
    runFuzzed(300, Number(process.env.BEDROCK_TALLY_SEED ?? Date.now() % 1_000_000)));

  it('starts again on its port while streams run', () => restartOften(10));
});
