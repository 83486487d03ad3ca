/**
 * What is too long for each run of the test command: it takes a third by its seed, and `npm run soak` takes all. A test
 * file that is run by itself has all, too.
 */

import fc from 'fast-check';

/** The seed of a run that takes samples; undefined in one that takes all. */
const seed = process.env.BEDROCK_TALLY_COMPLETE === '1' ? undefined : process.env.BEDROCK_TALLY_SEED;

const isComplete = seed === undefined || seed === '';

/** Items in their order: a third of them, or all. */
export function sampleOf<Item>(all: readonly Item[]): readonly Item[] {
  if (isComplete) return all;
  const size = Math.ceil(all.length / 3);
  const some = fc.subarray([...all], { minLength: size, maxLength: size });
  return fc.sample(some, { seed: Number(seed), numRuns: 1 })[0] ?? all;
}

/** Numbers from 1 to `last`: each third one, or all. Of three that follow on each other, one is among them. */
export function stepsTo(last: number): readonly number[] {
  const all = Array.from({ length: last }, (_, index) => index + 1);
  return isComplete ? all : all.filter((step) => step % 3 === Number(seed) % 3);
}

/** How often a property is tried that takes long each time: a third of the times, or all. */
export const runsOf = (all: number): number => (isComplete ? all : Math.ceil(all / 3));
