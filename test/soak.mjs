// What takes too long for each change: the matrices of which `npm test` runs a sample; then property tests with one seed
// after the other, and tests that kill processes at any moment, again and again. `npm test` runs these once, with one
// seed. `--minutes N` says how long (30), `--seed N` with which seed to begin, further arguments which files instead.
// Ends with a line of counts, like the test command.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare, readReport, runStep } from './steps.mjs';
import { long, matrices, minute, mocha, randomSeed, repository, testFiles } from './tiers.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } },
});
const end = Date.now() + Number(values.minutes) * minute;
const report = join(repository, 'out/reports/soak.json');

/** Where the outcome depends on chance: on generated values, or on the moment at which a process is killed. */
const dependsOnChance = (file) =>
  /Kill\.test\.ts$/.test(file) || readFileSync(join(repository, file), 'utf8').includes("from 'fast-check'");

const files = positionals.length > 0 ? positionals : testFiles(['test/unit']).filter(dependsOnChance);
const total = { passed: 0, failed: 0 };
const failures = [];
mkdirSync(join(repository, 'out/reports'), { recursive: true });
let seed = Number(values.seed ?? randomSeed());
let rounds = 0;

/** Files once. A run that breaks off counts as a failure. */
async function run(name, tests, more) {
  rmSync(report, { force: true });
  const env = { BEDROCK_TALLY_REPORT: report, ...more };
  const output = [];
  const problem = await runStep({ args: [...mocha(3 * minute), ...tests], limit: 60 * minute, env }, (data) =>
    output.push(data),
  );
  const { passed, failed, broken } = readReport(report);
  total.passed += passed;
  total.failed += problem !== undefined && failed === 0 ? 1 : failed;
  for (const { title, error } of broken) failures.push(`${name}: ${title}\n${error.slice(0, 3000)}\n`);
  if (problem !== undefined && failed === 0) failures.push(`${name}: ${problem}\n${output.join('').slice(-3000)}`);
  console.log(`${name}: ${passed} passed, ${failed} failed${problem ? ` (${problem})` : ''}`);
}

console.log(`${files.length} files for ${values.minutes} minutes, beginning with seed ${seed}`);
if (positionals.length === 0)
  for (const file of testFiles([long])) await run(file, [file], { BEDROCK_TALLY_SEED: String(seed) });
if (positionals.length === 0 && process.platform === 'linux') {
  const problem = await prepare(true);
  if (problem) throw new Error(problem);
  for (const file of matrices) await run(file, [file], { BEDROCK_TALLY_COMPLETE: '1' });
}
do {
  await run(`seed ${seed}`, files, { BEDROCK_TALLY_SEED: String(seed), BEDROCK_TALLY_COMPLETE: '1' });
  rounds += 1;
  seed += 1;
} while (Date.now() < end);
if (failures.length > 0) console.log(`\n=== failed\n${failures.join('\n')}`);
console.log(`\n${rounds} rounds\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
