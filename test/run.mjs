// The test command. `node test/run.mjs` builds, installs the test host and runs all tiers, two processes more at once
// than there are processors: they wait for about half of their time, for windows, timeouts and second attempts.
// `node test/run.mjs unit ui` runs these tiers, `node test/run.mjs test/ui/tree.test.ts` these files; `--grep PATTERN`
// runs the tests whose names match, `--vscode oldest|newest` runs them in that version of VS Code, `--jobs N` at most N
// processes at once, `--seed N` property tests with that seed. Ends with a line of counts, and with an exit code that is
// not 0 when a test failed, a tier could not run, or a tier ran no test.
import { Buffer } from 'node:buffer';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare, readReport, runStep } from './steps.mjs';
import { randomSeed, repository, runsOf, testFiles, tiers } from './tiers.mjs';

const out = join(repository, 'out');

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      grep: { type: 'string' },
      vscode: { type: 'string' },
      jobs: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const chosen = positionals.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.test.ts'));
  const tierOf = (file) =>
    Object.keys(tiers).find((name) => testFiles(tiers[name].files, tiers[name].without).includes(file));
  const named = positionals.filter((name) => !name.endsWith('.test.ts'));
  const unknown = [...named.filter((name) => !(name in tiers)), ...chosen.filter((file) => !tierOf(file))];
  if (unknown.length > 0)
    throw new Error(`There is no tier or test ${unknown.join(', ')}. The tiers are ${Object.keys(tiers).join(', ')}.`);
  const { grep, vscode = process.env.BEDROCK_TALLY_VSCODE ?? 'newest' } = values;
  if (vscode !== 'oldest' && vscode !== 'newest') throw new Error('--vscode is oldest or newest.');
  const jobs = Number(values.jobs ?? Math.min(availableParallelism() + 2, 6));
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error('--jobs is a number from 1 on.');
  const names = [...new Set([...named, ...chosen.map(tierOf)])];
  // Who asks for a file wants all of it, and not a sample.
  if (chosen.length > 0) process.env.BEDROCK_TALLY_COMPLETE = '1';
  process.env.BEDROCK_TALLY_SEED = values.seed ?? process.env.BEDROCK_TALLY_SEED ?? String(randomSeed());
  return {
    names: names.length > 0 ? names : Object.keys(tiers),
    everything: names.length === 0,
    chosen,
    grep,
    vscode,
    jobs,
  };
}

/** Runs one process. One that breaks off counts as a failure. */
async function execute(run, index, live) {
  const report = join(out, 'reports', `${index}.json`);
  const held = [];
  const started = Date.now();
  if (live) console.log(`\n=== ${run.name}`);
  const step = { ...run, env: { ...run.env, BEDROCK_TALLY_REPORT: report } };
  const problem = await runStep(step, live ? undefined : (data) => held.push(data));
  const seconds = (Date.now() - started) / 1000;
  if (!live) {
    console.log(`\n=== ${run.name} (${seconds.toFixed(0)} s)`);
    process.stdout.write(Buffer.concat(held));
  }
  const counts = readReport(report);
  const brokeOff = problem !== undefined && counts.failed === 0;
  return { run, seconds, ...counts, failed: brokeOff ? 1 : counts.failed, problem: brokeOff ? problem : undefined };
}

/** Runs all, at most `jobs` at once, in their order. */
async function executeAll(runs, jobs) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < runs.length) {
      const index = next;
      next += 1;
      results.push(await execute(runs[index], index, jobs === 1 || runs.length === 1));
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}

function summarise(name, results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed, skipped, seconds] = ['passed', 'failed', 'skipped', 'seconds'].map(sum);
  const nothing = passed + failed === 0;
  const problems = results.flatMap(({ run, problem }) => (problem ? [`${run.name} ${problem}`] : []));
  if (nothing) problems.push('ran no test');
  const line = `${name.padEnd(12)} ${passed} passed, ${failed + (nothing ? 1 : 0)} failed, ${skipped} skipped, ${seconds.toFixed(0)} s`;
  return {
    ...{ passed, failed: failed + (nothing ? 1 : 0), skipped },
    line: problems.length > 0 ? `${line} (${problems.join('; ')})` : line,
    broken: results.flatMap(({ broken }) =>
      broken.map(({ title, error }) => `${name}: ${title}\n${error.slice(0, 3000)}\n`),
    ),
  };
}

/** Where the time went: for each process, and within it for each suite. */
function writeTimings(results) {
  const timings = results.map(({ run, seconds, suites }) => ({ tier: run.tier, name: run.name, seconds, suites }));
  writeFileSync(join(out, 'timings.json'), JSON.stringify(timings, undefined, 1));
}

async function main({ names, everything, chosen, grep, vscode, jobs }) {
  const started = Date.now();
  process.env.BEDROCK_TALLY_VSCODE = vscode;
  rmSync(join(out, 'reports'), { recursive: true, force: true });
  mkdirSync(join(out, 'reports'), { recursive: true });
  const isHere = (name) => tiers[name].systems?.includes(process.platform) ?? true;
  // A tier that is asked for by its name fails where it cannot run.
  const wanted = names.filter((name) => !everything || isHere(name));
  const summary = names
    .filter((name) => !wanted.includes(name))
    .map((name) => `${name.padEnd(12)} does not run on ${process.platform}`);
  const problem = await prepare(wanted.some((name) => tiers[name].host));
  if (problem) return { passed: 0, failed: 1, skipped: 0, failures: [], summary: [...summary, problem] };
  const results = await executeAll(
    wanted.flatMap((name) => runsOf(name, { grep, chosen })),
    jobs,
  );
  writeTimings(results);
  const totals = wanted.map((name) =>
    summarise(
      name,
      results.filter(({ run }) => run.tier === name),
    ),
  );
  const sum = (key) => totals.reduce((total, each) => total + each[key], 0);
  const all = `all in ${((Date.now() - started) / 1000).toFixed(0)} s, ${jobs} at once, VS Code ${vscode}, --seed ${process.env.BEDROCK_TALLY_SEED}`;
  return {
    ...{ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    failures: totals.flatMap(({ broken }) => broken),
    summary: [...totals.map(({ line }) => line), ...summary, all],
  };
}

try {
  const { passed, failed, skipped, failures, summary } = await main(readArguments());
  // What failed, once more where the run ends: its place is thousands of lines above.
  if (failures.length > 0) console.log(`\n=== failed\n${failures.join('\n')}`);
  console.log(`\n${summary.join('\n')}\n`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
