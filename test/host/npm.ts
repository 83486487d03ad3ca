import { spawn } from 'node:child_process';

/**
 * Settings that a person or a CI may have made for the whole machine; all other npm_config_* belong to the npm that
 * started us.
 */
const machineSettings =
  /^npm_config_(registry|https?_proxy|proxy|noproxy|ca|cafile|strict_ssl|cache|userconfig|globalconfig|offline|prefer_offline|.*:.*)$/i;

/**
 * `env` without what an outer `npm run` exported: its prefix, its omit and its scripts setting are not meant for a
 * nested npm.
 */
export function withoutOuterNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => name !== 'NODE_OPTIONS' && name !== 'NODE_ENV' && (!/^npm_/i.test(name) || machineSettings.test(name)),
  );
  return Object.fromEntries(kept);
}

/** The npm that started us if there is one, else the one on the PATH. */
function npmCommand(): [string, string[]] {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, [script]] : ['npm', []];
}

/**
 * Runs npm in `cwd`, without any package's install scripts.
 * @throws Error with the end of npm's output and what to look at, when npm fails or cannot be started.
 */
export async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const [command, first] = npmCommand();
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];
  const child = spawn(command, [...first, ...args, ...quiet], {
    cwd,
    env: withoutOuterNpm(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10 * 60_000,
    shell: process.platform === 'win32' && command === 'npm', // there it is npm.cmd
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('close', (exit, signal) => {
      resolve(exit ?? signal ?? 'unknown');
    });
  });
  if (code === 0) return;
  throw new Error(
    `"npm ${args.join(' ')}" failed (${code}). The test host is installed from the npm registry: ` +
      `check that "npm ping" works here, and that there is 2 GB of free disk.\n${said}`,
  );
}
