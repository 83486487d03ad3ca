// The test command. `node test/run.mjs` builds, installs the test host and runs all tiers; `node test/run.mjs unit ui` runs these;
// `--grep PATTERN` runs the tests whose names match. Ends with a line of counts, and with an exit code that is not 0 when a test failed,
// a tier could not run, or a tier ran no test.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clearTimeout } from 'node:timers';

const repository = resolve(import.meta.dirname, '..');
const minute = 60_000;
const tsx = ['--import', 'tsx'];
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/host/reporter.mjs'];

const tiers = {
  check: { args: [...tsx, ...mocha, '--timeout', '300000'], files: 'test/check', limit: 10 * minute },
  unit: { args: [...tsx, ...mocha, '--timeout', '10000'], files: 'test/unit', limit: 10 * minute },
  integration: { args: [...tsx, 'test/host/integration.ts'], host: true, limit: 20 * minute },
  ui: { args: [...tsx, ...mocha, '--timeout', '120000'], files: 'test/ui', host: true, limit: 35 * minute },
};

const running = new Set();

/** Ends a step with everything it started: each step leads a process group of its own. */
function kill(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) kill(child);
    process.exit(1);
  });
}

/** Runs a step of ours in Node.js. Answers what went wrong, or nothing. */
function step(args, limit, env = {}) {
  return new Promise((done) => {
    const options = { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'], detached: true };
    const child = spawn(process.execPath, args, { ...options, env: { ...process.env, ...env } });
    running.add(child);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill(child);
    }, limit);
    const end = (problem) => {
      clearTimeout(timer);
      running.delete(child);
      kill(child);
      done(late ? `took longer than ${limit / minute} minutes` : problem);
    };
    child.on('error', (error) => end(error.message));
    child.on('exit', (code, signal) => end(code === 0 ? undefined : `ended with ${code ?? signal}`));
  });
}

function testFiles(folder) {
  if (!existsSync(join(repository, folder))) return [];
  const names = readdirSync(join(repository, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .sort();
}

function readCounts(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Runs one tier. A tier that breaks off, or runs nothing, counts as one failure. */
async function runTier(name, grep) {
  const { args, files, limit } = tiers[name];
  const report = join(repository, `out/report-${name}.json`);
  rmSync(report, { force: true });
  const found = files ? testFiles(files) : [];
  const env = { BEDROCK_TALLY_REPORT: report, ...(grep && !files ? { BEDROCK_TALLY_GREP: grep } : {}) };
  const more = files ? [...(grep ? ['--grep', grep] : []), ...found] : [];
  const problem =
    files && found.length === 0 ? `no test file in ${files}/` : await step([...args, ...more], limit, env);
  const counts = readCounts(report);
  const ran = counts.passed + counts.failed > 0;
  if (counts.failed === 0 && (problem !== undefined || !ran)) {
    return { ...counts, failed: 1, problem: problem ?? 'ran no test' };
  }
  return { ...counts, problem: undefined };
}

/** Builds, and installs the test host where a tier needs it. Answers what went wrong, or nothing. */
async function prepare(names) {
  mkdirSync(join(repository, 'out'), { recursive: true });
  if (existsSync(join(repository, 'esbuild.mjs'))) {
    const problem = await step(['esbuild.mjs'], 5 * minute);
    if (problem) return `The build ${problem}.`;
  }
  if (process.platform === 'linux' && names.some((name) => tiers[name].host)) {
    const problem = await step([...tsx, 'test/host/provision.ts'], 15 * minute);
    if (problem) return `Installing the test host ${problem}.`;
  }
  return undefined;
}

const grepAt = process.argv.indexOf('--grep');
const grep = grepAt > 0 ? process.argv[grepAt + 1] : undefined;
const named = process.argv.slice(2, grepAt > 0 ? grepAt : undefined);
const unknown = named.filter((name) => !(name in tiers));
if (unknown.length > 0) {
  console.error(`There is no tier ${unknown.join(', ')}. The tiers are ${Object.keys(tiers).join(', ')}.`);
  process.exit(2);
}
const names = named.length > 0 ? named : Object.keys(tiers);
const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];
const broken = await prepare(names);
if (broken) {
  summary.push(broken);
  total.failed = 1;
} else {
  for (const name of names) {
    console.log(`\n=== ${name}`);
    const started = Date.now();
    const { passed, failed, skipped, problem } = await runTier(name, grep);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    summary.push(
      `${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s${problem ? ` (${problem})` : ''}`,
    );
  }
}
console.log(`\n${summary.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
