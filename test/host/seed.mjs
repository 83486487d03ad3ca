// Gives all property tests of a run one seed, so that what failed can be repeated: BEDROCK_TALLY_SEED, which
// test/run.mjs sets and prints.
import fc from 'fast-check';

const seed = Number(process.env.BEDROCK_TALLY_SEED);
if (process.env.BEDROCK_TALLY_SEED && Number.isInteger(seed)) fc.configureGlobal({ seed });
