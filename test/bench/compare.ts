/** The usage page of two checkouts, each measured by its own bench, by turns. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cacheDirectory, repository } from '../host/paths';
import { plain, spread, type Figure, type Section } from './figures';
import type { Checkout } from './packaged';

const ROUNDS = 3;

const PROGRAM = `
const module = await import('./test/bench/page.ts');
const { pageSection } = module.pageSection ? module : module.default;
process.stdout.write(JSON.stringify(await pageSection()));
`;

/** What a checkout's own bench measures of its page: milliseconds and ratios by the names of its figures. */
async function measured(root: string): Promise<ReadonlyMap<string, number>> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM];
  const env = { ...process.env, BEDROCK_TALLY_CACHE: cacheDirectory() };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 1 << 24 });
  // What the test host prints comes before it.
  const { figures } = JSON.parse(stdout.slice(stdout.indexOf('{"title"'))) as Section;
  return new Map(figures.flatMap(({ name, number }) => (number === undefined ? [] : [[name, number] as const])));
}

/** Measures both, and compares the figures that both have. */
export async function comparedPages(other: Checkout): Promise<Section> {
  const ours: ReadonlyMap<string, number>[] = [];
  const theirs: ReadonlyMap<string, number>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await measured(repository));
    theirs.push(await measured(other.root));
  }
  const values = (runs: readonly ReadonlyMap<string, number>[], name: string): readonly number[] =>
    runs.flatMap((run) => run.get(name) ?? []);
  const figures = [...(ours[0]?.keys() ?? [])].flatMap((name): Figure[] => {
    const other = values(theirs, name);
    if (other.length === 0) return [];
    const [us, them] = [spread(values(ours, name)).median, spread(other).median];
    return [plain(name, `${us.toFixed(1)} against ${them.toFixed(1)}: ${(us / them).toFixed(2)}×`, us / them)];
  });
  return {
    title: `The usage page, against the other checkout’s (${String(ROUNDS)} rounds by turns, medians)`,
    figures,
    notes: [
      'Milliseconds, and multiples of the empty page where a name says so. Each checkout measures with its own bench.',
    ],
  };
}
