// Starts a step of a test run as a process of its own, and ends it with everything that it started.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { clearTimeout } from 'node:timers';
import { minute, repository } from './tiers.mjs';

const onWindows = process.platform === 'win32';
const running = new Set();

/** On Windows there are no process groups: taskkill follows the tree of processes instead. */
function end(child) {
  if (onWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) end(child);
    process.exit(1);
  });
}

/** What test/host/reporter.mjs wrote; nothing passed where it wrote nothing. */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, broken: [], suites: [] };
  }
}

/**
 * Runs a script in Node.js from the repository. Resolves with what went wrong, or with undefined.
 * `onOutput` receives what it prints, which is otherwise printed at once.
 */
export function runStep({ args, limit, env = {} }, onOutput = undefined) {
  return new Promise((resolve) => {
    const out = onOutput ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, args, {
      cwd: repository,
      stdio: ['ignore', out, out],
      detached: !onWindows, // a process group of its own
      // The SDK's warning about versions of Node.js that it will no longer support would be printed by each process.
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...process.env, ...env },
    });
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    running.add(child);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end(child);
    }, limit);
    const finish = (problem) => {
      if (!running.delete(child)) return;
      clearTimeout(timer);
      if (!onWindows || problem !== undefined) end(child);
      resolve(late ? `took longer than ${limit / minute} minutes` : problem);
    };
    child.on('error', (error) => finish(error.message));
    child.on('exit', (code, signal) => finish(code === 0 ? undefined : `ended with ${code ?? signal}`));
  });
}

/** Builds, and installs the test host if that is wanted. Resolves with what went wrong, or with undefined. */
export async function prepare(withHost) {
  const problem = await runStep({ args: ['esbuild.mjs'], limit: 5 * minute });
  if (problem) return `The build ${problem}.`;
  if (!withHost || process.platform !== 'linux') return undefined;
  const failed = await runStep({ args: ['--import', 'tsx', 'test/host/provision.ts'], limit: 15 * minute });
  return failed && `Installing the test host ${failed}.`;
}
