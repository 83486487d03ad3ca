/** The tree's rows of a thousand profiles. */

import { timed, type Section } from './figures';
import type { OurRun } from './inside/ours';

/** Building them anew, which every change of what is known does; showing them is VS Code's part. */
export function treeSection(runs: readonly OurRun[]): Section {
  const times = (grouping: keyof OurRun['tree']): readonly number[] => runs.flatMap(({ tree }) => tree[grouping]);
  return {
    title: 'Rows of the tree, 1,000 profiles with their tokens',
    figures: [timed('by owner', times('owner')), timed('by model', times('model')), timed('flat', times('flat'))],
    notes: [
      `${times('flat').length} times each in ${runs.length} processes; the longest are those of code that is not compiled yet.`,
    ],
  };
}
