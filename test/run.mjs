// The test command. `node test/run.mjs` builds, installs the test host and runs all tiers; `node test/run.mjs unit ui` runs these;
// `--grep PATTERN` runs the tests whose names match. Ends with a line of counts, and with an exit code that is not 0 when a test failed,
// a tier could not run, or a tier ran no test.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clearTimeout } from 'node:timers';

const repository = resolve(import.meta.dirname, '..');
const minute = 60_000;
const tsx = ['--import', 'tsx'];
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/host/reporter.mjs'];

/** Where the SDK talks to the simulator. */
const SERVICES = ['test/unit/aws', 'test/unit/store', 'test/unit/simulator'];

const tiers = {
  check: { args: [...tsx, ...mocha, '--timeout', '300000'], files: 'test/check', limit: 10 * minute },
  unit: { args: [...tsx, ...mocha, '--timeout', '60000'], files: 'test/unit', without: SERVICES, limit: 15 * minute },
  // What talks to the simulator waits more than it works, so it runs beside the others.
  services: { args: [...tsx, ...mocha, '--timeout', '60000'], files: SERVICES, beside: 'unit', limit: 20 * minute },
  agents: { args: [...tsx, ...mocha, '--timeout', '180000'], files: 'test/agents', host: true, limit: 25 * minute },
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

/** Runs a step of ours in Node.js. Answers what went wrong, or nothing. `tell` takes what it prints, which is otherwise printed at once. */
function step(args, limit, env = {}, tell = undefined) {
  return new Promise((done) => {
    const out = tell ? 'pipe' : 'inherit';
    const options = { cwd: repository, stdio: ['ignore', out, out], detached: true };
    const child = spawn(process.execPath, args, { ...options, env: { ...process.env, ...env } });
    child.stdout?.on('data', tell);
    child.stderr?.on('data', tell);
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

function testFiles(folders, without = []) {
  return [folders]
    .flat()
    .filter((folder) => existsSync(join(repository, folder)))
    .flatMap((folder) => readdirSync(join(repository, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((name) => name.endsWith('.test.ts') && !without.some((folder) => name.startsWith(`${folder}/`)))
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
async function runTier(name, grep, tell) {
  const { args, files, without, limit } = tiers[name];
  const report = join(repository, `out/report-${name}.json`);
  rmSync(report, { force: true });
  const found = files ? testFiles(files, without) : [];
  const env = { BEDROCK_TALLY_REPORT: report, ...(grep && !files ? { BEDROCK_TALLY_GREP: grep } : {}) };
  const more = files ? [...(grep ? ['--grep', grep] : []), ...found] : [];
  const problem =
    files && found.length === 0 ? `no test file in ${files}/` : await step([...args, ...more], limit, env, tell);
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
/** What failed, said again where the run ends: its place is thousands of lines above. */
const failures = [];
/** Whether a tier runs beside another one of this run. */
const isBeside = (name) => names.includes(tiers[name].beside);

async function timed(name, tell) {
  const started = Date.now();
  return { ...(await runTier(name, grep, tell)), seconds: ((Date.now() - started) / 1000).toFixed(0) };
}

function count(name, { passed, failed, skipped, problem, seconds, broken = [] }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  for (const { title, error } of broken) failures.push(`${name}: ${title}\n${error.slice(0, 3000)}\n`);
  summary.push(
    `${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s${problem ? ` (${problem})` : ''}`,
  );
}

const broken = await prepare(names);
if (broken) {
  summary.push(broken);
  total.failed = 1;
} else {
  for (const name of names.filter((each) => !isBeside(each))) {
    // Two tiers at once; what the second prints is held back until the first has ended.
    const other = names.find((each) => tiers[each].beside === name);
    const held = [];
    const second = other && timed(other, (data) => held.push(data));
    console.log(`\n=== ${name}`);
    count(name, await timed(name));
    if (!other) continue;
    const result = await second;
    console.log(`\n=== ${other}`);
    process.stdout.write(Buffer.concat(held));
    count(other, result);
  }
}
if (failures.length > 0) console.log(`\n=== failed\n${failures.join('\n')}`);
console.log(`\n${summary.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
