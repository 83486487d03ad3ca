// The tiers of tests: what each runs, and on which systems. test/run.mjs runs them, test/soak.mjs what takes too long
// for it.
import { existsSync, readdirSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '..');
export const minute = 60_000;

const tsx = ['--import', 'tsx'];

/** Arguments for Node.js that run test files in mocha. */
export const mocha = (timeout) => [
  ...tsx,
  'node_modules/mocha/bin/mocha.js',
  ...['--require', './test/host/seed.mjs', '--reporter', 'test/host/reporter.mjs', '--timeout', String(timeout)],
];

/** Of these `npm test` runs a sample: see test/host/matrix.ts. */
export const matrices = ['test/agents/locations.test.ts', 'test/ui/looks.test.ts', 'test/ui/pageAccess.test.ts'];

/** Only `npm run soak` runs these: what takes too long for any change, of which other tests take a sample. */
export const long = 'test/soak';

/** A seed for property tests. */
export const randomSeed = () => Math.floor(Math.random() * 2 ** 31);

/**
 * Where the SDK talks to the simulator, or programs to the gateway. These tests wait half of their time: for timeouts
 * and for second attempts.
 */
const SERVICES = ['test/unit/aws', 'test/unit/gateway', 'test/unit/http', 'test/unit/store', 'test/unit/simulator'];

/**
 * `files` are folders of test files, without those in `without`. They run in one process, or with `each` in one process
 * for each `file` or `folder`. `first` are files that take longest and so are started first. `program` runs the tests
 * of its folder by itself. `host` says that VS Code and a browser have to be installed; where npm has none for a
 * system, `systems` leaves it out. `limit` is how long one process may take.
 */
export const tiers = {
  check: { files: ['test/check'], args: mocha(5 * minute), limit: 15 * minute },
  unit: { files: ['test/unit'], without: SERVICES, args: mocha(minute), limit: 15 * minute },
  services: { files: SERVICES, each: 'folder', args: mocha(2 * minute), limit: 20 * minute },
  agents: { files: ['test/agents'], args: mocha(3 * minute), host: true, systems: ['linux'], limit: 25 * minute },
  integration: {
    files: ['test/integration'],
    program: [...tsx, 'test/host/integration.ts'],
    host: true,
    limit: 20 * minute,
  },
  ui: {
    files: ['test/ui'],
    each: 'file',
    first: [
      ...['agents', 'verify', 'governance', 'policies', 'agentsCline', 'pageAccess'],
      ...['signIn', 'agentsAgain', 'looks', 'budgets'],
    ].map((name) => `test/ui/${name}.test.ts`),
    args: mocha(2 * minute),
    host: true,
    systems: ['linux'],
    limit: 20 * minute,
  },
};

/** Paths with slashes on every system, from the repository on. */
export function testFiles(folders, without = []) {
  return folders
    .filter((folder) => existsSync(join(repository, folder)))
    .flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true }).map((name) =>
        posix.join(folder, name.replaceAll('\\', '/')),
      ),
    )
    .filter((name) => name.endsWith('.test.ts') && !without.some((folder) => name.startsWith(`${folder}/`)))
    .sort();
}

/** The processes of a tier. `chosen` are test files to run instead of all; `grep` a pattern of names. */
export function runsOf(tier, { grep, chosen = [] } = {}) {
  const { files, without, args = [], program, each, first = [], limit } = tiers[tier];
  const all = testFiles(files, without);
  const mine = all.filter((file) => chosen.includes(file));
  const found = mine.length > 0 ? mine : all;
  if (found.length === 0) return [];
  if (program) {
    const env = { BEDROCK_TALLY_GREP: grep ?? '', BEDROCK_TALLY_FILES: mine.join(',') };
    return [{ tier, name: tier, args: program, env, limit }];
  }
  const matching = grep ? ['--grep', grep] : [];
  if (!each || grep) return [{ tier, name: tier, args: [...args, ...matching, ...found], env: {}, limit }];
  if (each === 'folder')
    return files.flatMap((folder) => {
      const within = found.filter((file) => file.startsWith(`${folder}/`));
      return within.length > 0 ? [{ tier, name: folder, args: [...args, ...within], env: {}, limit }] : [];
    });
  const ordered = [...first.filter((file) => found.includes(file)), ...found.filter((file) => !first.includes(file))];
  return ordered.map((file) => ({ tier, name: file, args: [...args, file], env: {}, limit }));
}
